import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Appeal } from './appeal';
import { Person } from './person';

/**
 * The executor's one working day (§2) that ended with the supervisor knowing of the appeal: by a report, or by a draft or a
 * redirect sent to one. A fact: the appeal's own row begins anew with each return and each other executor. One that ended
 * in time and one that ended late are both here.
 */
@Entity('duty_done')
@Index('duty_done_due', ['dueAt'])
export class DutyDone {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  @PrimaryColumn('timestamptz')
  beganAt: Date;

  @Column('timestamptz')
  dueAt: Date;

  @Column('timestamptz')
  doneAt: Date;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  executorId: number | null;
}
