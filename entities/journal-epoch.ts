import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * Numbers of transactions grow as long as a database stays on its server; one that was moved or restored may begin anew, below
 * those that its journal has. From then on entries are of another epoch, and are in order by both. The last one goes on.
 */
@Entity('journal_epoch')
export class JournalEpoch {
  @PrimaryColumn('integer')
  id: number;

  @Column('timestamptz')
  begunAt: Date;
}
