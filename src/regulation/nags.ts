import { isFinal, STAGES, type Stage } from './vocabulary';
import { keysOf } from './lists';

/**
 * Whom a reason concerns. `holder`: whose move it is, all coordinators where nobody in particular is it. `supervisor` of
 * an appeal: the agreeing one; before that the executor's usual one; else all who may approve (domain.md, Holder). `examiner`:
 * the executor, and where there is none the coordinators. `placer`: whoever has taken the task for ПОС, else the coordinators.
 */
export type Recipient = 'holder' | 'executor' | 'examiner' | 'placer' | 'supervisor' | 'coordinators' | 'curators';

/** Terms whose end is a fact for ever (§1 «просрочка»): of the stage, of the whole, of the executor's one working day, of the seven days. */
export const MISSED_TERMS = ['stage', 'whole', 'duty', 'redirect'] as const;
export type MissedTerm = (typeof MISSED_TERMS)[number];

/**
 * A moment before the end of a term: shares and hours are of working time, days lead back from its end; `workingDaysLeft` and
 * `calendarDaysLeft` from the last working day before an end that is a day off.
 */
export interface Moment {
  readonly threshold: 'half' | 'most' | 'hour' | 'fourHours' | 'threeDays' | 'twoDays' | 'oneDay' | 'today';
  readonly counted: 'share' | 'hoursBefore' | 'hoursAfter' | 'workingDays' | 'workingDaysLeft' | 'calendarDaysLeft';
  readonly amount: number;
  /** Hours of the allowance from which on it is told at all. */
  readonly ofAllowance?: number;
}

const half = { threshold: 'half', counted: 'share', amount: 0.5 } as const;
const halfOfLong = { ...half, ofAllowance: 4 } as const;
const most = { threshold: 'most', counted: 'share', amount: 0.8 } as const;
const hour = { threshold: 'hour', counted: 'hoursBefore', amount: 1 } as const;
const fourHours = { threshold: 'fourHours', counted: 'hoursAfter', amount: 4 } as const;
const threeDaysBefore = { threshold: 'threeDays', counted: 'workingDays', amount: 3 } as const;
const onTheDay = { threshold: 'today', counted: 'workingDays', amount: 0 } as const;
const threeDays = { threshold: 'threeDays', counted: 'workingDaysLeft', amount: 3 } as const;
const oneDay = { threshold: 'oneDay', counted: 'workingDaysLeft', amount: 1 } as const;
const today = { threshold: 'today', counted: 'workingDaysLeft', amount: 0 } as const;
const twoDaysOfSeven = { threshold: 'twoDays', counted: 'calendarDaysLeft', amount: 2 } as const;

export interface NagRow {
  /** The sentence of the decree, or «control» (§1: the Управляющий делами answers for terms) where only that stands behind it. */
  readonly clause: string;
  readonly stages: readonly Stage[];
  readonly to: readonly Recipient[];
  /** Beside `to`, once the term is over. */
  readonly overdueTo: readonly Recipient[];
  readonly before: readonly Moment[];
  /** The end of the term is told at the first working moment after it. */
  readonly overdue: boolean;
  /** A line of everybody's morning list until it is done: from the next working day on after its end, or after its beginning. */
  readonly mornings: 'afterEnd' | 'afterBeginning' | null;
  /** Which fact the missed term is. */
  readonly fact: MissedTerm | null;
}

const OPEN = STAGES.filter((stage) => !isFinal(stage));

/**
 * THE table of nags. New appeals and «ваш ход» are not here: the act tells them itself (effects.ts); visits are in
 * reminders.ts. The date of «Отложено» is told by the resumption, which is the executor's move; while an organization has
 * the appeal, its term is the whole one, so that row stands in for `overall` and its overdue goes where that would go.
 */
export const NAGS = {
  coordination: {
    clause: '§3', stages: ['coordination'], to: ['coordinators'], overdueTo: ['curators'],
    before: [halfOfLong, most], overdue: true, mornings: 'afterEnd', fact: 'stage',
  },
  duty: {
    clause: '§2', stages: ['assigned', 'in_progress'], to: ['executor'], overdueTo: ['coordinators', 'curators'],
    before: [half, hour], overdue: true, mornings: 'afterEnd', fact: 'duty',
  },
  stage: {
    clause: '§3',
    stages: ['assigned', 'in_progress', 'answer_agreement', 'answer_approval', 'redirect_agreement', 'redirect_approval'],
    to: ['holder'], overdueTo: ['coordinators', 'curators'],
    before: [most], overdue: true, mornings: 'afterEnd', fact: 'stage',
  },
  overall: {
    clause: '§3', stages: OPEN.filter((stage) => stage !== 'with_organization'),
    to: ['holder'], overdueTo: ['supervisor', 'coordinators', 'curators'],
    before: [threeDays, oneDay, today], overdue: true, mornings: 'afterEnd', fact: 'whole',
  },
  organization: {
    clause: '§2', stages: ['with_organization'], to: ['coordinators'], overdueTo: ['supervisor', 'curators'],
    before: [threeDays, oneDay, today], overdue: true, mornings: 'afterEnd', fact: 'whole',
  },
  redirect: {
    clause: '§2', stages: ['coordination', 'redirect_agreement', 'redirect_approval', 'delivery'],
    to: ['coordinators', 'holder'], overdueTo: ['curators'],
    before: [twoDaysOfSeven, today], overdue: true, mornings: 'afterEnd', fact: 'redirect',
  },
  delivery: {
    clause: '§2', stages: ['delivery'], to: ['coordinators'], overdueTo: [],
    before: [fourHours], overdue: false, mornings: 'afterBeginning', fact: null,
  },
  entry: {
    clause: '§2', stages: ['answer_approval'], to: ['coordinators', 'executor'], overdueTo: [],
    before: [fourHours], overdue: false, mornings: 'afterBeginning', fact: null,
  },
  passing: {
    clause: '§2', stages: OPEN, to: ['placer'], overdueTo: [],
    before: [fourHours], overdue: false, mornings: 'afterBeginning', fact: null,
  },
  // What stands in ПОС by mistake stands there when the appeal has ended, too.
  removal: {
    clause: '§2', stages: STAGES, to: ['placer'], overdueTo: [],
    before: [fourHours], overdue: false, mornings: 'afterBeginning', fact: null,
  },
  extensionNotice: {
    clause: '59-ФЗ ст. 12 ч. 2', stages: STAGES, to: ['placer'], overdueTo: ['coordinators', 'curators'],
    before: [fourHours], overdue: true, mornings: 'afterBeginning', fact: null,
  },
  postponed: {
    clause: '§2', stages: ['postponed'], to: ['executor'], overdueTo: [],
    before: [threeDaysBefore], overdue: false, mornings: null, fact: null,
  },
  documents: {
    clause: '§2', stages: OPEN, to: ['examiner'], overdueTo: [],
    before: [onTheDay], overdue: false, mornings: 'afterEnd', fact: null,
  },
  instruction: {
    clause: '§2', stages: OPEN, to: ['executor'], overdueTo: [],
    before: [onTheDay], overdue: false, mornings: 'afterEnd', fact: null,
  },
  visitOutcome: {
    clause: '§2', stages: OPEN, to: ['examiner'], overdueTo: [],
    before: [onTheDay], overdue: false, mornings: 'afterEnd', fact: null,
  },
  meetingOutcome: {
    clause: '§2', stages: OPEN, to: ['examiner'], overdueTo: [],
    before: [onTheDay], overdue: false, mornings: 'afterEnd', fact: null,
  },
} as const satisfies Record<string, NagRow>; // prettier-ignore
export type NagReason = keyof typeof NAGS;
export const NAG_REASONS = keysOf(NAGS);
export type NagThreshold = Moment['threshold'] | 'overdue';
export const NAG_ROWS: Readonly<Record<NagReason, NagRow>> = NAGS;
