import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Appeal } from './appeal';
import { Person } from './person';

export const REMINDERS = ['resume', 'visit_evening', 'visit_hour', 'delete_contacts'] as const;
export type ReminderReason = (typeof REMINDERS)[number];

/** Something that time will do, planned in the press's transaction and cancelled when its reason goes. */
@Entity('reminder')
@Index('reminder_due', ['dueAt'], { where: `state = 'planned'` })
@Index('reminder_appeal', ['appealId'])
export class Reminder {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' })
  id: number;

  /** Person, appeal, visit to the stage, reason and threshold in one string: unique, so nothing is planned twice. */
  @Column('text', { unique: true })
  key: string;

  @Column('text')
  reason: ReminderReason;

  @ForeignKey(() => Appeal)
  @Column('integer', { name: 'appeal_id', nullable: true })
  appealId: number | null;

  @ForeignKey(() => Person)
  @Column('integer', { name: 'person_id', nullable: true })
  personId: number | null;

  /** What `reason` needs beside: a visit's id, a message to delete. */
  @Column('jsonb')
  params: Record<string, unknown>;

  @Column('timestamptz', { name: 'due_at' })
  dueAt: Date;

  @Column('text')
  state: 'planned' | 'done' | 'cancelled';
}
