import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, PrimaryColumn } from 'typeorm';
import type { EngagementContent } from '../src/regulation/engagement/content';
import type { EngagementPaperKind, PaperState } from '../src/regulation/engagement/papers';
import type { TaskState } from '../src/regulation/engagement/tasks';
import type { EngagementKind, EngagementLevel, EngagementStage } from '../src/regulation/engagement/vocabulary';
import type { WidgetDesign } from '../src/regulation/engagement/widget';
import { Person } from './person';

/** A poll, a vote, hearings, a direct line, news: what the ОГ role makes. What is written of it are versions. */
@Entity('engagement')
@Check('engagement_level', `level = 'municipal'`)
@Index('engagement_stage', ['stage', 'id'])
@Index('engagement_form', ['formId'], { unique: true })
export class Engagement {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  kind: EngagementKind;

  /** Always «муниципальный» (§2); the database refuses another. */
  @Column('text')
  level: EngagementLevel;

  @Column('text')
  stage: EngagementStage;

  /** When it came to this stage. */
  @Column('timestamptz')
  stageAt: Date;

  /** Raised by every act; a button of an older one is stale. */
  @Column('integer')
  version: number;

  /** The present version of what is written. */
  @Column('integer')
  number: number;

  @ForeignKey(() => Person)
  @Column('integer')
  authorId: number;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  agreeingId: number | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  approvingId: number | null;

  /** Who has sent it for agreement; null: nobody. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  handedOverById: number | null;

  /** Where it stands in ПОС; null: it does not. */
  @Column('text', { nullable: true })
  address: string | null;

  /** The version that stands there. */
  @Column('integer', { nullable: true })
  placedNumber: number | null;

  /** Where it stood before it was removed. */
  @Column('text', { nullable: true })
  stageBefore: EngagementStage | null;

  @Column('timestamptz')
  createdAt: Date;

  /** In which it was begun; null: nobody knows. */
  @Column('integer', { nullable: true })
  formId: number | null;
}

/** One version of what is written of it. Never changed. */
@Entity('engagement_version')
@Index('engagement_version_words', { synchronize: false })
export class EngagementVersion {
  @ForeignKey(() => Engagement)
  @PrimaryColumn('integer')
  engagementId: number;

  /** From 1. */
  @PrimaryColumn('integer')
  number: number;

  /** What an older version of this program did not know is absent. */
  @Column('jsonb')
  content: Partial<EngagementContent>;

  @ForeignKey(() => Person)
  @Column('integer')
  writtenById: number;

  @Column('timestamptz')
  writtenAt: Date;
}

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

/** A protocol or a conclusion as it was sent to be signed (PDF): its bytes are kept, and are never made again. */
@Entity('engagement_paper')
@Index('engagement_paper_engagement', ['engagementId', 'id'])
export class EngagementPaper {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Engagement)
  @Column('integer')
  engagementId: number;

  @Column('text')
  what: EngagementPaperKind;

  @Column('text')
  state: PaperState;

  /** Raised by every act; a button of an older one is stale. */
  @Column('integer')
  version: number;

  /** Of the bytes, under which they are kept. */
  @Column('text')
  sha256: string;

  @ForeignKey(() => Person)
  @Column('integer')
  signerId: number;

  @ForeignKey(() => Person)
  @Column('integer')
  sentById: number;

  @Column('timestamptz')
  issuedAt: Date;

  /** When it was signed, rejected or withdrawn. */
  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;

  /** Why it was rejected. */
  @Column('text', { nullable: true })
  reason: string | null;

  /** Of the signature's file; null: it is signed by a word in the journal, or not at all. */
  @Column('text', { nullable: true })
  signatureSha256: string | null;

  /** What was checked of the signature. */
  @Column('jsonb', { nullable: true })
  checked: object | null;
}

/** Another file of a paper that is too long for one: what is signed, its first part, names the sum of these bytes. */
@Entity('engagement_paper_part')
export class EngagementPaperPart {
  @ForeignKey(() => EngagementPaper)
  @PrimaryColumn('integer')
  paperId: number;

  /** From 2. */
  @PrimaryColumn('integer')
  part: number;

  /** Of the bytes, under which they are kept. */
  @Column('text')
  sha256: string;
}

/**
 * Bytes of a picture that a version or a template of what the ОГ role makes has named. Neither is ever deleted, so the bytes are needed for ever; what names
 * them is in their content.
 */
@Entity('engagement_picture')
export class EngagementPictureBytes {
  @PrimaryColumn('text')
  sha256: string;

  @Column('timestamptz')
  keptAt: Date;
}

/** With what one of a kind begins that the ОГ role makes again and again, kept by name. */
@Entity('engagement_template')
export class EngagementTemplate {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  kind: EngagementKind;

  /** By which it is chosen. */
  @Column('text')
  name: string;

  /** Without title and days. What an older version of this program did not know is absent. */
  @Column('jsonb')
  content: Partial<EngagementContent>;

  @ForeignKey(() => Person)
  @Column('integer')
  writtenById: number;

  @Column('timestamptz')
  writtenAt: Date;

  /** Null: it is offered. */
  @Column('timestamptz', { nullable: true })
  removedAt: Date | null;
}

/** A look of the widget of votes (§2), kept by name. */
@Entity('widget')
export class Widget {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  /** By which it is chosen. */
  @Column('text')
  name: string;

  @Column('jsonb')
  design: WidgetDesign;

  @ForeignKey(() => Person)
  @Column('integer')
  writtenById: number;

  @Column('timestamptz')
  writtenAt: Date;

  /** Null: it is offered. */
  @Column('timestamptz', { nullable: true })
  removedAt: Date | null;
}
