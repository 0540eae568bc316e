import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { TaskState } from '../src/regulation/engagement/tasks';
import { Engagement } from './engagement';
import { Person } from './person';

/** What follows from the results of an engagement: something that an official is to do by a day. */
@Entity('engagement_task')
@Index('engagement_task_engagement', ['engagementId', 'id'])
@Index('engagement_task_given', ['givenToId'], { where: `state = 'given'` })
@Index('engagement_task_form', ['formId'], { unique: true })
export class EngagementTask {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Engagement)
  @Column('integer')
  engagementId: number;

  @Column('text')
  text: string;

  @Column('text')
  state: TaskState;

  /** Raised by every act; a button of an older one is stale. */
  @Column('integer')
  version: number;

  @ForeignKey(() => Person)
  @Column('integer')
  givenToId: number;

  @ForeignKey(() => Person)
  @Column('integer')
  givenById: number;

  /** The last day for it. */
  @Column('date')
  dueOn: string;

  /** What was done, or why it was given back; null: nothing was said. */
  @Column('text', { nullable: true })
  said: string | null;

  /** In which it was written; it makes one. */
  @Column('integer')
  formId: number;

  @Column('timestamptz')
  givenAt: Date;
}
