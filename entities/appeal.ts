import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Check, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';
import type { Visits } from '../src/regulation/visits';
import type { AnswerType, Kind, Progress, Stage } from '../src/regulation/vocabulary';
import { Organization } from './office';
import { Person } from './person';

/** What «Отменить назначение» puts back: the places and clocks before the assignment. */
export interface Undo {
  readonly byId: number;
  readonly at: string;
  readonly stage: Stage;
  readonly stageEnteredAt: string;
  readonly stageDueAt: string | null;
  /** Absent: the assignment was made before there were any. */
  readonly visits?: Visits | null;
  readonly executorId: number | null;
  readonly dutyBeganAt: string | null;
  readonly dutyDueAt: string | null;
  readonly reportedAt: string | null;
  readonly reportedToId: number | null;
  readonly reportAcknowledgedAt: string | null;
}

/**
 * обращение или сообщение. No index over a column that a press changes: it would turn off HOT updates;
 * lists read `open_work`. The applicant is in a table of their own.
 */
@Entity('appeal')
@Index('appeal_received', ['receivedAt'])
@Index('appeal_epgu_number', ['epguNumber'], { where: 'epgu_number is not null' })
@Index('appeal_matter', ['category', 'registeredAt'], { where: 'latitude is not null' })
@Index('appeal_closed', ['finishedAt'], { where: `stage = 'closed'` })
@Index('appeal_forget_decided', ['id'], { where: 'forget_decided_at is not null' })
@Index('appeal_words', { synchronize: false })
export class Appeal {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  // Registration: changed by «Исправить сведения» only.

  /** ПОС number. By its bytes: the order of a language does not keep the beginnings of numbers together. */
  @Column({ type: 'text', unique: true, collation: 'C' })
  number: string;

  @Column('text', { nullable: true })
  epguNumber: string | null;

  @Column('text')
  kind: Kind;

  @Column('timestamptz')
  registeredAt: Date;

  @Column('timestamptz')
  receivedAt: Date;

  @Column('text', { nullable: true })
  category: string | null;

  @Column('text', { nullable: true })
  subcategory: string | null;

  @Column('text', { nullable: true })
  fact: string | null;

  /** Null: no fast track. */
  @Column('integer', { nullable: true })
  fastTrackDays: number | null;

  @Column('integer')
  termDays: number;

  /** As the applicant wrote it: personal data is masked wherever it is shown. */
  @Column('text', { nullable: true })
  text: string | null;

  @Column('text', { nullable: true })
  address: string | null;

  @Column('text', { nullable: true })
  settlement: string | null;

  @Column('double precision', { nullable: true })
  latitude: number | null;

  @Column('double precision', { nullable: true })
  longitude: number | null;

  /** It was finished in ПОС when it came in, and nobody has acted on it since: words do not find it. */
  @Column('boolean', { default: false })
  isHistory: boolean;

  /** When what names its applicant was taken out of it; an end that came later is another one. */
  @Column('timestamptz', { nullable: true })
  forgottenAt: Date | null;

  /** When it was decided to forget them while something of it had still to be carried; null: nobody has, or it is done. */
  @Column('timestamptz', { nullable: true })
  forgetDecidedAt: Date | null;

  // State: changed by acts only.

  @Column('text')
  stage: Stage;

  /** Raised by hand when stage or people change; a card drawn before that is stale. */
  @Column('integer')
  version: number;

  @Column('timestamptz')
  stageEnteredAt: Date;

  @Column('timestamptz', { nullable: true })
  stageDueAt: Date | null;

  /** Null: its terms were last counted by the rules before these. */
  @Column('jsonb', { nullable: true })
  visits: Visits | null;

  @Column('timestamptz')
  firstDueAt: Date;

  @Column('timestamptz')
  dueAt: Date;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  executorId: number | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  agreeingId: number | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  approvingId: number | null;

  /** When the executor received the appeal: the one-working-day duty (§2) runs from then. */
  @Column('timestamptz', { nullable: true })
  dutyBeganAt: Date | null;

  @Column('timestamptz', { nullable: true })
  dutyDueAt: Date | null;

  @Column('timestamptz', { nullable: true })
  reportedAt: Date | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  reportedToId: number | null;

  @Column('timestamptz', { nullable: true })
  reportAcknowledgedAt: Date | null;

  @Column('jsonb', { nullable: true })
  undo: Undo | null;

  /** Where the appeal is, while with an organization; where it goes, while a redirect is decided or done. */
  @ForeignKey(() => Organization)
  @Column('integer', { nullable: true })
  organizationId: number | null;

  @Column('text', { nullable: true })
  redirectReason: string | null;

  @Column('text', { nullable: true })
  redirectAskedAt: Stage | null;

  /** What the applicant will read of the redirect. */
  @Column('text', { nullable: true })
  redirectNotice: string | null;

  /** The latest version of the answer. */
  @Column('integer', { nullable: true })
  draftId: number | null;

  /** Whoever sent the draft, for «тот же сотрудник готовил и утвердил». */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  draftAuthorId: number | null;

  /** The version that was entered into ПОС, for the approver to sign there. */
  @Column('integer', { nullable: true })
  enteredDraftId: number | null;

  @Column('text', { nullable: true })
  answerType: AnswerType | null;

  @Column('date', { nullable: true })
  postponedUntil: PlainDate | null;

  /** When «Отложено» was approved: §3 allows it once, so a value means it is used up. */
  @Column('timestamptz', { nullable: true })
  postponedAt: Date | null;

  /** The due before the postponement moved it, for an early resumption. */
  @Column('timestamptz', { nullable: true })
  dueBeforePostponement: Date | null;

  @Column('boolean')
  extended: boolean;

  @Column('integer')
  reexaminations: number;

  @Column('text', { nullable: true })
  progress: Progress | null;

  @Column('timestamptz', { nullable: true })
  finishedAt: Date | null;
}

/** An appeal that goes along with another: what is done to the leading one is done to it. The earliest of a group leads it. */
@Entity('joined_appeal')
@Check('joined_appeal_earliest_leads', 'leading_id < appeal_id')
@Index('joined_appeal_leading', ['leadingId'])
export class JoinedAppeal {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  /** Follows none itself. */
  @ForeignKey(() => Appeal)
  @Column('integer')
  leadingId: number;

  @Column('timestamptz')
  joinedAt: Date;
}

/** заявитель: kept for delivery, apart from everything that is shown. */
@Entity('applicant')
export class Applicant {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  @Column('text')
  type: 'person' | 'legal';

  @Column('text', { nullable: true })
  name: string | null;

  @Column('text', { nullable: true })
  email: string | null;

  @Column('text', { nullable: true })
  phone: string | null;

  @Column('text', { nullable: true })
  address: string | null;
}
