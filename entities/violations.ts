import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';
import type { ViolationKind } from '../src/regulation/violations/kinds';
import type { Decision, ViolationState } from '../src/regulation/violations/table';
import type { Stage } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';
import { Person } from './person';
import { Overdue } from './terms';

/**
 * «Дело»: for what somebody may have to answer (body п. 3), opened by a fact and never deleted. Whether it is in force says its fact:
 * one that was answered by «срок соблюдён» takes it out, one that stands again brings it back.
 */
@Entity('violation')
@Index('violation_fact', ['overdueId'], { unique: true })
@Index('violation_return', ['appealId', 'at'], { unique: true, where: 'overdue_id is null' })
@Index('violation_at', ['at'])
@Index('violation_person', ['personId'])
@Index('violation_asked', ['id'], { where: `state = 'asked'` })
export class Violation {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  kind: ViolationKind;

  @ForeignKey(() => Appeal)
  @Column('integer')
  appealId: number;

  /** The missed term; null: an answer that came back. */
  @ForeignKey(() => Overdue)
  @Column('bigint', { nullable: true })
  overdueId: number | null;

  /** When the term ended, or the answer came back. */
  @Column('timestamptz')
  at: Date;

  /** Where the appeal was then. */
  @Column('text')
  stage: Stage;

  /** Who had it, with the deputy beside somebody who was away. */
  @Column('integer', { array: true })
  heldByIds: number[];

  /** Whose it is; null: nobody has said yet which of them. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  personId: number | null;

  /** The day of discovery, from which ТК 193 counts its month. */
  @Column('timestamptz')
  openedAt: Date;

  @Column('text')
  state: ViolationState;

  @Column('timestamptz', { nullable: true })
  askedAt: Date | null;

  /** When it was asked with a sound; null: they are away, and hear it once they are back. */
  @Column('timestamptz', { nullable: true })
  rungAt: Date | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  askedById: number | null;

  /** When whoever was asked was reminded; null: not yet. */
  @Column('timestamptz', { nullable: true })
  remindedAt: Date | null;

  /** When the two working days were over without a word; null: they were not. */
  @Column('timestamptz', { nullable: true })
  silentAt: Date | null;

  @Column('text', { nullable: true })
  decision: Decision | null;

  @Column('text', { nullable: true })
  orderNumber: string | null;

  @Column('date', { nullable: true })
  orderDay: PlainDate | null;

  /** What the Управляющий делами has written beside the decision. */
  @Column('text', { nullable: true })
  decisionWords: string | null;

  @Column('timestamptz', { nullable: true })
  decidedAt: Date | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  decidedById: number | null;
}

/** What somebody has explained, in their own words; its files hang on the form. Another one is added, none is changed. */
@Entity('violation_explanation')
@Index('violation_explanation_of', ['violationId'])
@Index('violation_explanation_form', ['formId'], { unique: true })
export class ViolationExplanation {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Violation)
  @Column('integer')
  violationId: number;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  @Column('timestamptz')
  at: Date;

  /** It came after the two working days. */
  @Column('boolean')
  late: boolean;

  @Column('text')
  text: string;

  /** By which it was given, once. No foreign key: a form without files is forgotten in time. */
  @Column('integer')
  formId: number;
}

/** A fact of a case: the one that opened it, and those of the same deed, of other appeals or of another term. */
@Entity('violation_term')
@Index('violation_term_of', ['violationId'])
export class ViolationTerm {
  @ForeignKey(() => Overdue)
  @PrimaryColumn('bigint')
  overdueId: number;

  @ForeignKey(() => Violation)
  @Column('integer')
  violationId: number;
}
