import type { MigrationInterface, QueryRunner } from 'typeorm';

/** «Замечания к фото» is counted whenever somebody opens the control screen: of many photos few warn. */
export class PhotoWarnings1764600040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index evidence_warnings on evidence (attachment_id)
        where time in ('earlier', 'later') or place = 'elsewhere' or reuse in ('same', 'alike')
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index evidence_warnings');
  }
}
