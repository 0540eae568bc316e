import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { NagReason, NagThreshold } from '../src/regulation/nags';
import { Person } from './person';

/**
 * What time does beside the nags of the regulation's table.
 *
 * resume           «Отложено» is over
 * lapse            a term is over: that is a fact, whoever held the appeal
 * visit_…          a site visit or a meeting comes
 * snoozed          the person asked to be reminded later
 * undo_over        an act can't be undone any more, so its button goes
 * delete_contacts  contacts shown in a chat have been there for five minutes
 * engagement_turn  something of what the ОГ role makes opens, or is over
 * unheld           ОГ was told that what a person has been given stands with nobody
 * replan           the calendar or the office's hours have changed, so all that is planned is planned anew
 */
export type ReminderReason =
  | NagReason
  | 'resume'
  | 'lapse'
  | 'visit_evening'
  | 'visit_hour'
  | 'snoozed'
  | 'undo_over'
  | 'delete_contacts'
  | 'replan'
  | 'engagement_turn'
  | 'unheld';

/** Something that time will do, planned in the press's transaction and cancelled when its reason goes. */
@Entity('reminder')
@Index('reminder_due', ['dueAt'], { where: `state = 'planned'` })
@Index('reminder_appeal', ['appealId'])
@Index('reminder_engagement', ['engagementId'], { where: 'engagement_id is not null' })
@Index('reminder_snoozed', ['personId'], { where: `reason = 'snoozed' and state = 'planned'` })
export class Reminder {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' })
  id: number;

  /** Person, appeal, visit to the stage, reason and threshold in one string: unique, so nothing is planned twice. */
  @Column('text', { unique: true })
  key: string;

  @Column('text')
  reason: ReminderReason;

  @Column('integer', { nullable: true })
  appealId: number | null;

  /** What the ОГ role makes; no foreign key here either. */
  @Column('integer', { nullable: true })
  engagementId: number | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  personId: number | null;

  /** The term whose end it leads to or tells of (`termsOf`); null: it belongs to no term. */
  @Column('text', { nullable: true })
  term: string | null;

  @Column('text', { nullable: true })
  threshold: NagThreshold | null;

  /** What `reason` needs beside: a visit's id, a message to delete. */
  @Column('jsonb')
  params: Record<string, unknown>;

  @Column('timestamptz')
  dueAt: Date;

  @Column('text')
  state: 'planned' | 'done' | 'cancelled';
}
