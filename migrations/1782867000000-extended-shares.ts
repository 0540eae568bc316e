import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of open appeals: to which due an extension that stands has moved the whole, so that stages are counted by it from the next start on; and
 * an end that was renewed by a former program has a fact of its own under the name of that moment.
 */
export class ExtendedShares1782867000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update appeal set visits = visits
        || case when extended and kind = 'appeal59'
             then jsonb_build_object('extendedTo', to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) else '{}' end
        || case when visits ->> 'renewedAt' is not null then jsonb_build_object('correctedAt', visits -> 'renewedAt') else '{}' end
      where visits is not null and finished_at is null
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`update appeal set visits = visits - 'extendedTo' - 'correctedAt' where visits is not null`);
  }
}
