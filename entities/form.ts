import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, PrimaryColumn } from 'typeorm';
import type { NagReason, NagThreshold } from '../src/regulation/nags';
import { Appeal } from './appeal';
import { Person } from './person';

/** A dialog in progress: who, which act, answers so far. One open form a person; it acts once or ends. */
@Entity('form')
@Index('form_open', ['personId'], { unique: true, where: `state = 'open'` })
@Index('form_person', ['personId'])
@Index('form_kept', ['personId'], { unique: true, where: `state = 'kept'` })
@Index('form_find', ['personId'], { where: `subject = 'find'` })
export class Form {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  /** An action of the regulation, or a dialog of the bot's own (`new`, `absence`, `find`…). */
  @Column('text')
  subject: string;

  @ForeignKey(() => Appeal)
  @Column('integer', { nullable: true })
  appealId: number | null;

  /** Version of the appeal on which it was opened. */
  @Column('integer', { nullable: true })
  version: number | null;

  /** Answers by their names in src/regulation/answers.ts, dates as ISO strings. */
  @Column('jsonb')
  answers: Record<string, unknown>;

  /** How the step looks now: page of a list, search words, month of a calendar. */
  @Column('jsonb')
  view: Record<string, unknown>;

  /** Raised by every change; a button of an older view is stale. */
  @Column('integer')
  revision: number;

  /** The message in which it is asked, as its messenger names it; null: it has not been shown. */
  @Column('text', { nullable: true })
  messageRef: string | null;

  /** The message that asks this person where they are, for its photos, as its messenger names it; null: none does now. */
  @Column('text', { nullable: true })
  placeAskedRef: string | null;

  /**
   * The messages whose words are in the form, as their messengers name them: the same one, come again after a crash, is not taken twice.
   * By no order: not every messenger has one within a millisecond, and two messengers have none in common.
   */
  @Column('text', { array: true, default: '{}' })
  heard: string[];

  @Column('timestamptz')
  expiresAt: Date;

  /**
   * `kept`: it holds what was sent while nothing asked for it, and waits for no words: another may be open beside it. `displaced`:
   * its person has opened another, and may come back to what was chosen here.
   */
  @Column('text')
  state: 'open' | 'kept' | 'done' | 'cancelled' | 'expired' | 'displaced';
}

/** A location that an official has shared beside photos; of a live one each move is a row. */
@Entity('shared_place')
@Index('shared_place_person', ['personId', 'at'])
@Index('shared_place_message', ['messenger', 'messageRef', 'at'], { unique: true })
export class SharedPlace {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  /** With which form it came; null: with none, before the photos. */
  @ForeignKey(() => Form)
  @Column('integer', { nullable: true })
  formId: number | null;

  @Column('double precision')
  latitude: number;

  @Column('double precision')
  longitude: number;

  /** Metres; null: the messenger does not say. */
  @Column('double precision', { nullable: true })
  positionError: number | null;

  /** When they were there, by the messenger's clock. */
  @Column('timestamptz')
  at: Date;

  /** It follows them: a point chosen on a map may be anywhere, this one is where the phone is. */
  @Column('boolean')
  live: boolean;

  @Column('text')
  messenger: string;

  @Column('text')
  messageRef: string;
}

/** `comments`: all comments that wait to be placed in ПОС, whose id is 0. */
export const CARD_SUBJECTS = ['appeal', 'delivery', 'comments'] as const;

/** Which message shows what to whom: one per person, messenger and subject, edited in place. Whoever has two accounts may have two. */
@Entity('card')
@Index('card_subject', ['subject', 'subjectId'])
export class Card {
  @ForeignKey(() => Person)
  @PrimaryColumn('integer')
  personId: number;

  @PrimaryColumn('text')
  messenger: string;

  @PrimaryColumn('text')
  subject: (typeof CARD_SUBJECTS)[number];

  @PrimaryColumn('integer')
  subjectId: number;

  /** The message, as its messenger names it. */
  @Column('text')
  messageRef: string;
}

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
