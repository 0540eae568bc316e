import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Overdue } from './overdue';
import { Person } from './person';

/** A fact that is no case yet: late by less than the office's grain it may end as none. */
@Entity('awaited_case')
@Index('awaited_case_since', ['since'])
export class AwaitedCase {
  @ForeignKey(() => Overdue)
  @PrimaryColumn('bigint')
  overdueId: number;

  /** Late at this moment still, it is one. */
  @Column('timestamptz')
  since: Date;

  /** When the visit to the stage began in which it was missed. */
  @Column('timestamptz')
  stageEnteredAt: Date;

  /** Whose it is; null: nobody has said yet. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  personId: number | null;
}
