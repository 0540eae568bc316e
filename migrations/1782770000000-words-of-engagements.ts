import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the ОГ role makes is found by its words. Versions are never changed, so the index only grows. */
export class WordsOfEngagements1782770000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The search repeats this expression to the letter; signs become blanks as in the words of appeals.
    await runner.query(`
      create index engagement_version_words on engagement_version using gin (to_tsvector('russian'::regconfig, translate(
        coalesce(content ->> 'title', '') || ' ' || coalesce(content ->> 'text', '') || ' ' || coalesce(content ->> 'venue', '') || ' ' ||
        coalesce(content ->> 'answering', '') || ' ' || jsonb_path_query_array(content, '$.options[*].*')::text || ' ' ||
        jsonb_path_query_array(content, '$.questions[*].text')::text || ' ' || jsonb_path_query_array(content, '$.questions[*].options[*]')::text,
        '\u0401\u0451.,;:/\\()«»"-<>&=@_!?*+#%[]', '\u0415\u0435                          ')))
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index engagement_version_words`);
  }
}
