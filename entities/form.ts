import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
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
