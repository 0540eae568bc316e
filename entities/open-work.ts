import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Stage } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';

/**
 * Appeals that are not finished, as lists and digests look for them. Written in the statement that saves the appeal;
 * small and indexed, so that `appeal` need not be.
 */
@Entity('open_work')
@Index('open_work_stage', ['stage', 'dueAt'])
@Index('open_work_executor', ['executorId', 'dueAt'])
@Index('open_work_agreeing', ['agreeingId'])
@Index('open_work_approving', ['approvingId'])
@Index('open_work_due', ['dueAt'])
export class OpenWork {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  @Column('text')
  stage: Stage;

  @Column('integer', { nullable: true })
  executorId: number | null;

  @Column('integer', { nullable: true })
  agreeingId: number | null;

  @Column('integer', { nullable: true })
  approvingId: number | null;

  @Column('timestamptz')
  dueAt: Date;

  @Column('timestamptz', { nullable: true })
  stageDueAt: Date | null;
}
