import type { OfficeCalendar, PlainDate } from './calendar';
import {
  dutyDue,
  fastTrackDays,
  isOverdue,
  overallDue,
  redirectDue,
  roundAfterReturn,
  stageEnd,
  termDays,
  type CategoryTerm,
  type FastTrackDays,
} from './deadlines';
import { correctedDue, type Move } from './postponement';
import type { MissedTerm } from './nags';
import type { Refusal } from './refusals';
import { usedIn, type StageRules, type Visits } from './visits';
import type { Kind, Stage } from './vocabulary';
import { keysOf } from './lists';

/** What stands in ПОС of an appeal. */
export interface Registration {
  readonly kind: Kind;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly fact: string | null;
  readonly registeredAt: Date;
  readonly number: string;
  readonly epguNumber: string | null;
  readonly settlement: string | null;
  readonly address: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly text: string | null;
}
/** Only what is to be another. */
export type Corrected = { readonly [Field in keyof Registration]?: Registration[Field] | undefined } & {
  /** ПОС calls it a fast track, and a coordinator says of how many days. */
  readonly fastTrackDays?: FastTrackDays | undefined;
  /** Nothing is another, but its category has got another term since. */
  readonly termByCategory?: true | undefined;
};

/** What «Исправить сведения» may name, in the order of its list, and which columns it is. */
export const CORRECTIONS = {
  kind: ['kind'],
  category: ['category', 'subcategory', 'fact'],
  registeredAt: ['registeredAt'],
  number: ['number'],
  epguNumber: ['epguNumber'],
  place: ['settlement', 'address'],
  point: ['latitude', 'longitude'],
  text: ['text'],
} as const satisfies Record<string, readonly (keyof Registration)[]>;
export type Correction = keyof typeof CORRECTIONS;
export const EVERY_CORRECTION = keysOf(CORRECTIONS);

/** What is approved or sent was signed, or sent, under this number and by this kind's rules. */
const FIXED: readonly Correction[] = ['kind', 'number'];
const FIXED_AT: readonly Stage[] = ['delivery', 'answered', 'redirected'];
export const correctable = (stage: Stage): readonly Correction[] =>
  FIXED_AT.includes(stage) ? EVERY_CORRECTION.filter((one) => !FIXED.includes(one)) : EVERY_CORRECTION;

/** What has moved the end of the whole: each at most once (an extension, a postponement) or at every return of what had reached the applicant. */
export interface Course {
  readonly returns: readonly Date[];
  readonly extension: { readonly at: Date; readonly days: number } | null;
  /** «Взять срок ПОС»: dates that were chosen in place of ours, the oldest first. */
  readonly chosen: readonly { readonly at: Date; readonly day: PlainDate }[];
  readonly postponement: {
    readonly approvedAt: Date;
    readonly date: PlainDate;
    /** Null: it lasts, or ended on its date. */
    readonly resumedAt: Date | null;
  } | null;
}

/** What the database knows of an appeal whose data is being corrected. */
export interface CorrectionFacts {
  readonly present: Registration & Terms;
  readonly receivedAt: Date;
  /** Which other appeal has the corrected number already. */
  readonly numberTakenBy: number | null;
  readonly categories: readonly (CategoryTerm & { readonly id: number })[];
  readonly course: Course;
}
interface Terms {
  readonly fastTrackDays: FastTrackDays | null;
  readonly termDays: number;
}

/** The data as it will be, with its term: the category speaks anew only where it, or the kind, is another. */
export function afterCorrection(
  { present, categories }: Pick<CorrectionFacts, 'present' | 'categories'>,
  { termByCategory, ...corrected }: Corrected,
): Registration & Terms {
  const said = Object.fromEntries(Object.entries(corrected).filter(([, value]) => value !== undefined));
  const after: Registration & Terms = { ...present, ...said };
  const speaks = termByCategory === true || changed(present, after).some((one) => one === 'kind' || one === 'category');
  const fast = corrected.fastTrackDays ?? (speaks ? fastTrackDays(categories, after) : present.fastTrackDays);
  return { ...after, fastTrackDays: fast, termDays: termDays({ kind: after.kind, fastTrackDays: fast }) };
}

/** What is another now. */
export const changed = (before: Registration, after: Registration): Correction[] =>
  EVERY_CORRECTION.filter((one) => CORRECTIONS[one].some((field) => !isSame(before[field], after[field])));

const isSame = (one: Registration[keyof Registration], other: Registration[keyof Registration]): boolean =>
  one instanceof Date && other instanceof Date ? one.getTime() === other.getTime() : one === other;

/** Kind or term is another, so every term of the appeal is counted anew. */
export function countsAnew(facts: Pick<CorrectionFacts, 'present' | 'categories'>, corrected: Corrected): boolean {
  const after = afterCorrection(facts, corrected);
  const { present } = facts;
  return (
    after.kind !== present.kind ||
    after.termDays !== present.termDays ||
    !isSame(after.registeredAt, present.registeredAt)
  );
}

/** Why the data can't be corrected so. */
export function correctionRefusal(
  facts: CorrectionFacts | null,
  corrected: Corrected | undefined,
  stage: Stage,
  now: Date,
): Refusal | null {
  if (facts === null || corrected === undefined) return 'nothingCorrected';
  const after = afterCorrection(facts, corrected);
  const others = changed(facts.present, after);
  if (others.length === 0 && after.fastTrackDays === facts.present.fastTrackDays) return 'nothingCorrected';
  if (others.some((one) => !correctable(stage).includes(one))) return 'notCorrectable';
  if (others.includes('registeredAt')) {
    if (after.registeredAt > now) return 'registeredInFuture';
    if (after.registeredAt > facts.receivedAt) return 'registeredAfterReceipt';
  }
  return others.includes('number') && facts.numberTakenBy !== null ? 'numberTaken' : null;
}

// ── Terms counted anew ──────────────────────────────────────────────────────

/** The whole from one beginning to the next: the registration, then each return from `answered`. */
export interface WholeTerm {
  readonly from: Date;
  readonly firstDue: Date;
  readonly due: Date;
  /** As it was until the postponement; the same where there was none. */
  readonly dueBeforePostponement: Date;
  readonly postponedAt: Date | null;
  /** By a return: the end has stayed what it was. */
  readonly kept: boolean;
  /** How `due` came of `firstDue`, in this order. */
  readonly moves: readonly Move[];
}

export function wholeTerms(
  { kind, registeredAt, termDays: days }: Pick<Registration & Terms, 'kind' | 'registeredAt' | 'termDays'>,
  { returns, extension, chosen, postponement }: Course,
  calendar: OfficeCalendar,
): readonly [WholeTerm, ...WholeTerm[]] {
  const term = (from: Date, index: number, firstDue: Date, kept: boolean): WholeTerm => {
    const next = returns[index];
    const isWithin = (at: Date) => (index === 0 || at >= from) && (next === undefined || at < next);
    const taken = chosen.findLast(({ at }) => isWithin(at)) ?? null;
    // A date of ПОС has all in it that was granted before it was chosen.
    const moves = (at: Date) => isWithin(at) && (taken === null || at > taken.at);
    const postponed = postponement && moves(postponement.approvedAt) ? postponement : null;
    const counted = correctedDue(
      {
        kind,
        begun: firstDue,
        extension: extension && moves(extension.at) ? extension : null,
        chosen: taken,
        postponement: postponed,
      },
      calendar,
    );
    return { from, firstDue, kept, ...counted, postponedAt: postponed?.approvedAt ?? null };
  };
  const wholes: [WholeTerm, ...WholeTerm[]] = [term(registeredAt, 0, overallDue(registeredAt, days, calendar), false)];
  for (const [index, at] of returns.entries()) {
    const { due } = wholes.at(-1) ?? wholes[0];
    const round = roundAfterReturn({ kind, due, termDays: days }, at, calendar);
    wholes.push(term(at, index + 1, round.due, round.kept));
  }
  return wholes;
}

/** A term that was missed, and since when it is not any more. */
export interface EndedFact {
  readonly kind: MissedTerm;
  readonly term: string;
  readonly stage: Stage;
  readonly dueAt: Date;
  readonly endedAt: Date;
}
export interface CorrectedAppeal extends Pick<Registration, 'kind' | 'registeredAt'> {
  readonly stageEnteredAt: Date;
  readonly visits: Visits;
  readonly wholes: readonly [WholeTerm, ...WholeTerm[]];
}

/** Whether a fact of the past is one by the corrected data too. */
export function isStillMissed(
  fact: EndedFact,
  appeal: CorrectedAppeal,
  rules: StageRules,
  calendar: OfficeCalendar,
): boolean {
  const { kind, endedAt } = fact;
  const whole = wholeOf(fact, appeal.wholes);
  const due = whole.postponedAt !== null && endedAt > whole.postponedAt ? whole.due : whole.dueBeforePostponement;
  const isLate = (end: Date | null | undefined) => end != null && isOverdue(end, endedAt);
  switch (kind) {
    case 'whole':
      return isLate(due);
    case 'redirect':
      return appeal.kind === 'appeal59' && isLate(redirectDue(appeal.registeredAt, calendar));
    case 'duty':
      return isLate(dutyDue(new Date(fact.term.slice('duty:'.length)), due, calendar));
    case 'stage': {
      const end = stageEnd(
        {
          stage: fact.stage,
          enteredAt: enteredIn(fact),
          countedFrom: whole.from,
          countedTo: countedToAt(whole, fact),
          currentDue: due,
          ...rules,
          used: usedBefore(fact, appeal, calendar),
          postponedUntil: null,
        },
        calendar,
      );
      // One that the end of the whole cuts short is no fact of its own.
      return end !== null && !end.cut && isLate(end.due);
    }
  }
}

/** An extension makes stages longer from its day on; what was missed before it stays. */
function countedToAt({ firstDue, moves }: WholeTerm, { dueAt }: EndedFact): Date {
  const extension = moves.find(({ by }) => by === 'extended');
  return extension && extension.at <= dueAt ? extension.due : firstDue;
}

/** The latest that had begun by the end of the term; a registration that is moved past it has the first one all the same. */
const wholeOf = ({ dueAt }: EndedFact, [first, ...later]: CorrectedAppeal['wholes']): WholeTerm =>
  later.findLast(({ from }) => from <= dueAt) ?? first;

const INSTANT = new Date(0).toISOString().length;
/** A visit's name is `stage:<stage>:<entry>`, and what comes after that of a later end. */
function enteredIn({ term, stage }: EndedFact): Date {
  const begins = `stage:${stage}:`.length;
  return new Date(term.slice(begins, begins + INSTANT));
}

/** Of the stage's allowance, by visits before this one. Of one before the last the visits are not told apart any more. */
function usedBefore(
  fact: EndedFact,
  { stageEnteredAt, visits }: CorrectedAppeal,
  calendar: OfficeCalendar,
): number | null {
  const entered = enteredIn(fact);
  if (entered.getTime() === stageEnteredAt.getTime()) return usedIn(fact.stage, visits, calendar);
  const former = visits.former[fact.stage];
  const isLast = former?.last?.enteredAt === entered.toISOString();
  return isLast && former.used > 0 ? former.used : null;
}
