import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, PrimaryColumn } from 'typeorm';
import type { PlainDate, DayKind } from '../src/regulation/calendar';
import type { MissedTerm, NagThreshold } from '../src/regulation/nags';
import type { Holder } from '../src/regulation/recipients';
import type { Unnamed } from '../src/regulation/terms';
import type { Stage } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';
import { Reminder } from './form';
import { Organization } from './office';
import { Person } from './person';

/** By what it shows that the term was kept after all, and on which day; or that whoever had it was away, or could not be heard. */
export interface TermAnswer {
  readonly reason: 'organization' | 'done' | 'corrected' | 'absent' | 'unheard';
  /** Null: it is of no day. */
  readonly day: PlainDate | null;
}

/** A term that was missed (§1 «просрочка»), with who held the appeal then. A trigger lets nothing but its end and its answer be written. */
@Entity('overdue')
@Index('overdue_term', ['appealId', 'term'], { unique: true })
@Index('overdue_due', ['dueAt'])
@Index('overdue_running', ['appealId'], { where: 'ended_at is null and answered_at is null' })
export class Overdue {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Appeal)
  @Column('integer')
  appealId: number;

  @Column('text')
  kind: MissedTerm;

  /** Which visit to the stage, which duty, which whole term: see `termsOf`. */
  @Column('text')
  term: string;

  /** Where the appeal was then. */
  @Column('text')
  stage: Stage;

  @Column('timestamptz')
  dueAt: Date;

  /** In which place they held it; null: nobody of the office could keep it. */
  @Column('text', { nullable: true })
  holder: Holder | null;

  /** Why nobody of the office is named, though it had the appeal; null: somebody is, or nobody could keep the term. */
  @Column('text', { nullable: true })
  unnamed: Unnamed | null;

  /** One person, or all coordinators of that moment. */
  @Column('integer', { array: true })
  holderIds: number[];

  /** Who stood in then for the one person, who was away; null: they were there, or nobody did. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  deputyId: number | null;

  /** Who alone was on duty for all coordinators during the whole visit, so that it is theirs; null: nobody was, or it is not the coordinators'. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  onDutyId: number | null;

  /** That had the appeal then. */
  @ForeignKey(() => Organization)
  @Column('integer', { nullable: true })
  organizationId: number | null;

  /** By which rules it was noted (`RULES`). */
  @Column('integer')
  rules: number;

  @Column('timestamptz')
  notedAt: Date;

  /** When what was late was done at last, or had lost its reason: by how much is `endedAt - dueAt`. Null: still running. */
  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;

  /** When it proved wrong: it is in no counter any more. */
  @Column('timestamptz', { nullable: true })
  answeredAt: Date | null;

  @Column('jsonb', { nullable: true })
  answeredBy: TermAnswer | null;
}

/** Who is reminded by which reminder: at most once, by the primary key. */
@Entity('nag')
@Index('nag_message', { synchronize: false })
@Index('nag_lately', ['personId', 'notedAt'])
@Index('nag_untold', ['personId'], { where: 'message_key is null' })
export class Nag {
  @ForeignKey(() => Reminder)
  @PrimaryColumn('bigint')
  reminderId: number;

  @ForeignKey(() => Person)
  @PrimaryColumn('integer')
  personId: number;

  /** Whose deputy they are reminded as. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  absentId: number | null;

  /** They hear of it only because the term is over. */
  @Column('boolean')
  escalated: boolean;

  /** As a curator alone: it waits for their next morning list. */
  @Column('boolean', { default: false })
  gathered: boolean;

  /** When it fell due, or was last put into a message: by it what was told lately is found. When it was told is in `told_nag`. */
  @Column('timestamptz')
  notedAt: Date;

  /** The outbox message that tells it, with whatever else fell together for the person; null: not yet put into one. */
  @Column('text', { nullable: true })
  messageKey: string | null;

  /** The message that it has joined since, when the person was told of something else a few minutes later. */
  @Column('text', { nullable: true })
  joinedKey: string | null;

  /** When its reason went, or a later nag of the same term took its place: the message shows it no more. */
  @Column('timestamptz', { nullable: true })
  withdrawnAt: Date | null;
}

/**
 * That a person was reminded of a term: when that reached them and whether it sounded. Told again it is another row. It is kept for
 * good, when the nag and its message are long forgotten: a violation counts by it (domain.md, Nags).
 */
@Entity('told_nag')
@Index('told_nag_term', ['appealId', 'term'])
export class ToldNag {
  /** Of the outbox: a message that is tried again tells nothing twice. */
  @PrimaryColumn('text')
  messageKey: string;

  @ForeignKey(() => Person)
  @PrimaryColumn('integer')
  personId: number;

  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  @PrimaryColumn('text')
  term: string;

  @Column('text')
  threshold: NagThreshold;

  /** Where the term ended then; null: a former program told it. */
  @Column('timestamptz', { nullable: true })
  endsAt: Date | null;

  /** They heard of it only because it was over. */
  @Column('boolean')
  escalated: boolean;

  @Column('timestamptz')
  at: Date;

  /** Null: a former program told it. */
  @Column('boolean', { nullable: true })
  silent: boolean | null;
}

/** A fact that is no case yet: late by less than the office's grain it may end as none. */
@Entity('awaited_case')
@Index('awaited_case_since', ['since'])
export class AwaitedCase {
  @ForeignKey(() => Overdue)
  @PrimaryColumn('bigint')
  overdueId: number;

  /** Late at this moment still, it is one. */
  @Column('timestamptz')
  since: Date;

  /** When the visit to the stage began in which it was missed. */
  @Column('timestamptz')
  stageEnteredAt: Date;

  /** Whose it is; null: nobody has said yet. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  personId: number | null;
}

/** A day that an admin has set over the production calendar. The key lets no day be both working and off. */
@Entity('calendar_day')
export class CalendarDay {
  @PrimaryColumn('date')
  day: PlainDate;

  @Column('text')
  kind: DayKind;

  @Column('text', { nullable: true })
  note: string | null;

  @ForeignKey(() => Person)
  @Column('integer')
  enteredById: number;

  @Column('timestamptz')
  enteredAt: Date;
}
