import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';
import type { Holder } from '../src/regulation/recipients';
import type { MissedTerm } from '../src/regulation/nags';
import type { Unnamed } from '../src/regulation/terms';
import type { Stage } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';
import { Organization } from './organization';
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
