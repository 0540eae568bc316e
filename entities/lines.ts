import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { QuestionState } from '../src/regulation/engagement/line-questions';
import { Appeal } from './appeal';
import { Engagement } from './engagement';
import { Person } from './person';

/** A question that a direct line has gathered. Who asked is not kept. */
@Entity('line_question')
@Index('line_question_number', ['engagementId', 'number'], { unique: true })
@Index('line_question_key', ['engagementId', 'key'], { unique: true })
@Index('line_question_state', ['engagementId', 'state', 'number'])
@Index('line_question_joined', ['joinedToId'], { where: 'joined_to_id is not null' })
@Index('line_question_appeal', ['appealId'], { where: 'appeal_id is not null' })
@Index('line_question_given', ['givenToId'], { where: `state = 'given'` })
export class LineQuestion {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  /** A direct line. */
  @ForeignKey(() => Engagement)
  @Column('integer')
  engagementId: number;

  /** Within its line, from 1. */
  @Column('integer')
  number: number;

  /** What tells it from others of its line however often it is sent. */
  @Column('text')
  key: string;

  /** As it was asked: masked before it reaches a chat. */
  @Column('text')
  text: string;

  /** Beginnings of its words, by which others like it are found. */
  @Column('text', { array: true })
  stems: string[];

  @Column('text', { nullable: true })
  settlement: string | null;

  @Column('text', { nullable: true })
  address: string | null;

  @Column('timestamptz')
  askedAt: Date;

  @Column('text')
  source: 'by_hand' | 'http' | 'file' | 'group';

  /** In its group it stands with photos or files, which are not kept. */
  @Column('boolean', { default: false })
  hadFiles: boolean;

  /** Of a group: when its words were written last. A change that is told of late is older. */
  @Column('timestamptz', { nullable: true })
  wordedAt: Date | null;

  @Column('text')
  state: QuestionState;

  /** Raised by every act; a button of an older one is stale. */
  @Column('integer')
  version: number;

  /** The question that it repeats. */
  @ForeignKey(() => LineQuestion)
  @Column('integer', { nullable: true })
  joinedToId: number | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  givenToId: number | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  givenById: number | null;

  /** The last day for its answer. */
  @Column('date', { nullable: true })
  dueOn: string | null;

  @Column('text', { nullable: true })
  answer: string | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  answeredById: number | null;

  @Column('timestamptz', { nullable: true })
  answeredAt: Date | null;

  /** Why it was declined or given back. Null of one that was declined: its message was taken away in the group. */
  @Column('text', { nullable: true })
  reason: string | null;

  @ForeignKey(() => Appeal)
  @Column('integer', { nullable: true })
  appealId: number | null;

  /** What has the form of a contact is masked in its words for good, and its address is gone. */
  @Column('timestamptz', { nullable: true })
  forgottenAt: Date | null;
}

/**
 * A group of a domestic messenger in which the bot is. Tied to a direct line, questions are gathered from it; never one that gets
 * digests. The last tie stays until the next: a message of its days may come late, or be changed.
 */
@Entity('question_group')
@Unique('question_group_chat', ['messenger', 'chatId'])
@Index('question_group_line', ['engagementId'], { where: 'engagement_id is not null' })
export class QuestionGroup {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  messenger: string;

  @Column('text')
  chatId: string;

  @Column('text')
  title: string;

  /** The bot was removed; null: it is there. */
  @Column('timestamptz', { nullable: true })
  leftAt: Date | null;

  /** The direct line of its last tie; null: it has never been tied. */
  @ForeignKey(() => Engagement)
  @Column('integer', { nullable: true })
  engagementId: number | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  tiedById: number | null;

  @Column('timestamptz', { nullable: true })
  tiedAt: Date | null;

  /** Null: the tie stands, if there is one. */
  @Column('timestamptz', { nullable: true })
  untiedAt: Date | null;

  /** Questions of this tie that were more than a participant, or a group, may ask within an hour. */
  @Column('integer', { default: 0 })
  passedOver: number;
}
