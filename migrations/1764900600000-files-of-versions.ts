import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files belong to the version of an answer. Until now an answer had whatever was in its appeal: all photos since the last re-examination and
 * the files of its forms. What was written so keeps what it had when it was written.
 */
export class FilesOfVersions1764900600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table draft_file (
        draft_id integer not null references answer_draft (id),
        attachment_id integer not null references attachment (id),
        primary key (draft_id, attachment_id)
      )`);
    await runner.query(`create index draft_file_attachment on draft_file (attachment_id)`);
    await runner.query(`
      insert into draft_file (draft_id, attachment_id)
      select d.id, t.id from answer_draft d join attachment t on t.appeal_id = d.appeal_id
      where t.origin = 'official' and t.received_at <= d.written_at
        and t.received_at > coalesce((select max(r.at) from journal_entry r
          where r.appeal_id = d.appeal_id and r.action = 'returnForReexamination' and r.at < d.written_at), '-infinity')
        and (t.kind = 'photo' or t.form_id in (select s.form_id from journal_entry s where s.appeal_id = d.appeal_id and s.action = 'submitAnswer'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table draft_file`);
  }
}
