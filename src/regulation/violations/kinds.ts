import { addWorkingTime, type OfficeCalendar } from '../calendar';
import { isOneOf } from '../lists';
import { MISSED_TERMS, type MissedTerm } from '../nags';
import type { Holder } from '../recipients';
import type { Unnamed } from '../terms';
import { PARTICIPANTS, type ReexaminationReason } from '../vocabulary';

/**
 * Of what somebody may have to answer for (body п. 3: «формальный подход и нарушение сроков»): a term of theirs that was missed, an
 * answer that came back as a formal one or for its photos. A rejected draft is work, and none of these.
 */
export const VIOLATION_KINDS = [...MISSED_TERMS, 'formal', 'photo'] as const;
export type ViolationKind = (typeof VIOLATION_KINDS)[number];

/** A fact of a missed term, as far as it says whose it is. */
export interface MissedBy {
  readonly holder: Holder | null;
  readonly ids: readonly number[];
  /** Who stood in for the one of them, who was away. */
  readonly deputyId: number | null;
  readonly unnamed: Unnamed | null;
}

/** People of the office hold it there: one, or all coordinators. An organization answers for itself. */
const OFFICE = [...PARTICIPANTS, 'coordinator'] as const satisfies readonly Holder[];

/**
 * Whom a missed term may be put to: whoever had the appeal, and the deputy beside somebody who was away. Nobody's fact, one of an
 * organization, and a stage by shares that nobody has confirmed open no violation.
 */
export const missedBy = ({ holder, ids, deputyId, unnamed }: MissedBy): readonly number[] =>
  unnamed === null && isOneOf(OFFICE, holder) ? [...new Set([...ids, ...(deputyId === null ? [] : [deputyId])])] : [];

/** Terms of the office's own making, by which nobody is late who did it while the clock turned over; the law's whole term and the seven days have no such grain. */
const WITH_GRAIN: readonly MissedTerm[] = ['stage', 'duty'];

/** From when a term that is missed still is a case. @param grain milliseconds of working time */
export const caseFrom = (kind: MissedTerm, due: Date, grain: number, calendar: OfficeCalendar): Date =>
  WITH_GRAIN.includes(kind) && grain > 0 ? addWorkingTime(due, grain, calendar) : due;

/** What an answer that came back for this reason is; null: no violation. */
export const RETURNED_FOR = {
  formal_answer: 'formal',
  photo_other_time: 'photo',
  photo_other_place: 'photo',
  photo_used_before: 'photo',
  other: null,
} as const satisfies Record<ReexaminationReason, ViolationKind | null>;

/** Whose it is is known without a guess when one person may be meant; null: whoever asks for an explanation says it. */
export const knownPerson = (heldByIds: readonly number[]): number | null =>
  heldByIds.length === 1 ? (heldByIds[0] ?? null) : null;
