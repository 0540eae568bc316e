import {
  addWorkingDays,
  addWorkingTime,
  at,
  dayOf,
  endOfDay,
  isWorkingTime,
  lastClosing,
  lastWorkingDayOnOrBefore,
  nextOpening,
  plusDays,
  workingTimeBetween,
  type OfficeCalendar,
  type PlainDate,
} from './calendar';
import { isOverdue, overdueFrom, redirectDue } from './deadlines';
import type { Deputies } from './deputies';
import { stillAhead, type Reminder } from './reminders';
import { holderAt, PLACES } from './rights';
import { NO_VISITS, type Visits } from './visits';
import { isFinal, STAGES, type Kind, type Participant, type Role, type Stage } from './vocabulary';
import { keysOf } from './lists';

/**
 * Whom a reason concerns. `holder`: whose move it is, all coordinators where nobody in particular is it. `supervisor` of
 * an appeal: the agreeing one; before that the executor's usual one; else all who may approve (domain.md, Holder).
 */
export type Recipient = 'holder' | 'executor' | 'supervisor' | 'coordinators' | 'curators';

/** Terms whose end is a fact for ever (§1 «просрочка»): of the stage, of the whole, of the executor's one working day, of the seven days. */
export const MISSED_TERMS = ['stage', 'whole', 'duty', 'redirect'] as const;
export type MissedTerm = (typeof MISSED_TERMS)[number];

/**
 * Why a fact of the office's is nobody's.
 *
 * returned   the answer was returned when less was left than the executor's one working day
 * assumed    the shares of stages were an assumption when the visit began
 */
export const UNNAMED = ['returned', 'assumed'] as const;
export type Unnamed = (typeof UNNAMED)[number];

/**
 * A moment before the end of a term: shares and hours are of working time, days lead back from its end; `workingDaysLeft` and
 * `calendarDaysLeft` from the last working day before an end that is a day off.
 */
interface Moment {
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

interface NagRow {
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
  postponed: {
    clause: '§2', stages: ['postponed'], to: ['executor'], overdueTo: [],
    before: [threeDaysBefore], overdue: false, mornings: null, fact: null,
  },
  documents: {
    clause: '§2', stages: ['assigned', 'in_progress', 'postponed'], to: ['executor'], overdueTo: [],
    before: [onTheDay], overdue: false, mornings: 'afterEnd', fact: null,
  },
} as const satisfies Record<string, NagRow>; // prettier-ignore
export type NagReason = keyof typeof NAGS;
export const NAG_REASONS = keysOf(NAGS);
export type NagThreshold = Moment['threshold'] | 'overdue';
const ROWS: Readonly<Record<NagReason, NagRow>> = NAGS;

// ── Terms that run ──────────────────────────────────────────────────────────

/** What the terms of an appeal follow from. */
export interface TermFacts {
  readonly stage: Stage;
  readonly kind: Kind;
  readonly registeredAt: Date;
  /** What was over by then is nobody's. */
  readonly receivedAt: Date;
  readonly stageEnteredAt: Date;
  readonly stageDueAt: Date | null;
  readonly dueAt: Date;
  /** Null: it was last counted by the rules before these. */
  readonly visits: Pick<
    Visits,
    'allowance' | 'cut' | 'renewedAt' | 'resumed' | 'assumed' | 'round' | 'passedOn'
  > | null;
  /** The agreed draft is not yet entered into ПОС, where the approver signs it: until then it waits for the coordinators. */
  readonly awaitsEntry: boolean;
  /** A redirect is asked for: where it was. */
  readonly redirectAskedAt: Stage | null;
  /** When an executor (or an organization) has had the appeal, and by when the supervisor is reported to; `reportedAt` ends the duty. */
  readonly dutyBeganAt: Date | null;
  readonly dutyDueAt: Date | null;
  readonly reportedAt: Date | null;
  readonly postponedUntil: PlainDate | null;
  /** Requests for documents that wait: id → by which day. */
  readonly openRequests: ReadonlyMap<number, PlainDate>;
}

/** A term that runs now, and the row of the table that reminds of it. */
export interface Term {
  /** Which stage's visit, which duty, which whole term. It outlives a move of its end by the calendar; a whole with another end is another. */
  readonly id: string;
  readonly reason: NagReason;
  readonly since: Date;
  readonly due: Date;
  /** Milliseconds of working time; null: it has none. */
  readonly allowance: number | null;
  /** Which fact it is when it is missed; null: its end is no fact. */
  readonly fact: MissedTerm | null;
  /** Nobody of the office could keep it: the fact has no holder. */
  readonly nobodys: boolean;
  /** Why no name stands beside its fact, though the office has the appeal; null: whoever holds it is named. */
  readonly unnamed: Unnamed | null;
  /**
   * Its end is told to nobody and is no line of a list: it ends with the last closing before the end of the whole, whose overdue is
   * told instead of its own, or it limits what nobody has asked for.
   */
  readonly endsQuietly: boolean;
}

/** Every term that runs now; none of a finished appeal. */
export function termsOf(facts: TermFacts, calendar: OfficeCalendar): Term[] {
  return NAG_REASONS.filter((reason) => ROWS[reason].stages.includes(facts.stage)).flatMap((reason) =>
    TERMS[reason](facts, calendar).map((term) => ({
      reason,
      allowance: null,
      fact: ROWS[reason].fact,
      nobodys: false,
      unnamed: unnamedOf(facts),
      endsQuietly: false,
      ...term,
    })),
  );
}

const unnamedOf = ({ visits }: Pick<TermFacts, 'visits'>): Unnamed | null => (visits?.round?.noDay ? 'returned' : null);

type Terms = (facts: TermFacts, calendar: OfficeCalendar) => (Pick<Term, 'id' | 'since' | 'due'> & Partial<Term>)[];

const stageTerm: Terms = ({ stage, stageEnteredAt, stageDueAt: due, visits, awaitsEntry }, calendar) => {
  const { allowance, cut, renewedAt, assumed, resumed } = visits ?? NO_VISITS;
  // What was somebody else's time is left out, so that its shares are of its own.
  const since = resumed ? addWorkingTime(new Date(resumed.at), -resumed.spent, calendar) : stageEnteredAt;
  // A stage that was entered when no working time was left is nobody's to keep: the whole is what was missed.
  if (due === null || due <= since || awaitsEntry) return [];
  const id = ['stage', stage, stageEnteredAt.toISOString(), ...(renewedAt === null ? [] : [renewedAt])].join(':');
  const unnamed = unnamedOf({ visits }) ?? (assumed ? 'assumed' : null);
  return [{ id, since, due, allowance, endsQuietly: cut, unnamed, ...(cut && { fact: null }) }];
};
const wholeTerm: Terms = ({ registeredAt, receivedAt, dueAt }, calendar) => [
  {
    id: `whole:${dueAt.toISOString()}`,
    since: registeredAt,
    due: dueAt,
    nobodys: dueAt <= receivedAt || workingTimeBetween(receivedAt, dueAt, calendar) <= 0,
  },
];
/** A task for ПОС: it ends with the whole. */
const taskTerm =
  (what: string): Terms =>
  ({ stageEnteredAt, dueAt, visits }) => [
    {
      id: `${what}:${stageEnteredAt.toISOString()}`,
      since: stageEnteredAt,
      due: dueAt,
      allowance: visits?.allowance ?? null,
    },
  ];

const TERMS: Readonly<Record<NagReason, Terms>> = {
  coordination: stageTerm,
  stage: stageTerm,
  overall: wholeTerm,
  organization: wholeTerm,
  duty: ({ dutyBeganAt, dutyDueAt, reportedAt, stageEnteredAt }) => {
    const since = dutyBeganAt ?? stageEnteredAt;
    return dutyDueAt === null || reportedAt !== null || dutyDueAt <= since
      ? []
      : [{ id: `duty:${since.toISOString()}`, since, due: dutyDueAt }];
  },
  redirect: (facts, calendar) => {
    const term = sevenDays(facts, calendar);
    const asked = facts.redirectAskedAt !== null;
    // Only a redirect waits in `delivery` to be passed on.
    if (term === null || (facts.stage === 'delivery' && !asked) || (term.nobodys && !asked)) return [];
    // They limit passing on and nothing else: nobody is late by them who does not ask for it. What was over before the receipt is shown.
    return [{ ...term, endsQuietly: !asked || term.nobodys, ...(!asked && { fact: null }) }];
  },
  delivery: taskTerm('delivery'),
  entry: (facts, calendar) => (facts.awaitsEntry ? taskTerm('entry')(facts, calendar) : []),
  postponed: ({ postponedUntil, stageEnteredAt }, calendar) =>
    postponedUntil === null
      ? []
      : [{ id: `postponed:${postponedUntil}`, since: stageEnteredAt, due: endOfDay(postponedUntil, calendar) }],
  documents: ({ openRequests, stageEnteredAt }, calendar) =>
    [...openRequests].map(([id, day]) => ({
      id: `documents:${id}`,
      since: stageEnteredAt,
      due: endOfDay(day, calendar),
    })),
};

type OfSevenDays = Pick<TermFacts, 'kind' | 'registeredAt' | 'receivedAt' | 'visits'>;

/** §2: the seven days for passing an `appeal59` on; null: there are none, or they were kept. */
function sevenDays(
  { kind, registeredAt, receivedAt, visits }: OfSevenDays,
  calendar: OfficeCalendar,
): Pick<Term, 'id' | 'since' | 'due' | 'nobodys'> | null {
  if (kind !== 'appeal59' || visits?.passedOn) return null;
  const due = redirectDue(registeredAt, calendar);
  return { id: 'redirect', since: registeredAt, due, nobodys: due <= receivedAt };
}

/** Until when an `appeal59` may be passed on, for whoever looks at it; null: nothing limits that any more. */
export function passingDue(facts: OfSevenDays, calendar: OfficeCalendar): Pick<Term, 'due' | 'nobodys'> | null {
  return sevenDays(facts, calendar);
}

/** Passed on by this act: it is with another organization now. */
const isPassedOn = ({ stage, redirectAskedAt }: Pick<TermFacts, 'stage' | 'redirectAskedAt'>): boolean =>
  stage === 'with_organization' || (stage === 'redirected' && redirectAskedAt !== null);

/** Passed on in time they are kept, also when it comes back. */
export function keepsSevenDays(facts: TermFacts, now: Date, calendar: OfficeCalendar): boolean {
  const term = sevenDays(facts, calendar);
  return term !== null && isPassedOn(facts) && !isOverdue(term.due, now);
}

/** What an act itself has missed: passing on was asked for when the seven days were over. */
export function passedTooLate(before: TermFacts, after: TermFacts, now: Date, calendar: OfficeCalendar): Term | null {
  const asks = ({ stage, redirectAskedAt }: TermFacts) => stage === 'with_organization' || redirectAskedAt !== null;
  const term = sevenDays(before, calendar);
  if (term === null || asks(before) || !asks(after) || !isOverdue(term.due, now)) return null;
  return {
    ...term,
    reason: 'redirect',
    allowance: null,
    fact: 'redirect',
    unnamed: unnamedOf(before),
    endsQuietly: false,
  };
}

/** It is over, and nobody is late by it. */
export const isOverQuietly = ({ due, endsQuietly }: Pick<Term, 'due' | 'endsQuietly'>, now: Date): boolean =>
  endsQuietly && isOverdue(due, now);

/** Is it a line of the morning list at this moment? */
export function isMorningLine({ reason, due, since, endsQuietly }: Term, now: Date, calendar: OfficeCalendar): boolean {
  switch (ROWS[reason].mornings) {
    case 'afterEnd':
      return isOverdue(due, now) && !endsQuietly;
    case 'afterBeginning':
      return dayOf(since, calendar) < dayOf(now, calendar);
    case null:
      return false;
  }
}
/** From when on it becomes one. */
export const morningsOf = ({ reason, endsQuietly }: Pick<Term, 'reason' | 'endsQuietly'>): NagRow['mornings'] =>
  endsQuietly ? null : ROWS[reason].mornings;

// ── Moments ─────────────────────────────────────────────────────────────────

/** By which rules reminders are planned: what an earlier program has planned otherwise is planned anew, see replan.ts. */
export const MOMENTS = 2;

const HOUR = 3_600_000;

/** Every nag of a term, in the order in which they come; of those that fall together the latest. Past ones too. */
export function nagsOf(term: Term, calendar: OfficeCalendar): Reminder<NagThreshold>[] {
  const row = ROWS[term.reason];
  const isLongEnough = ({ ofAllowance = 0 }: Moment) => term.allowance === null || term.allowance >= ofAllowance * HOUR;
  const moments: Reminder<NagThreshold>[] = row.before.filter(isLongEnough).map((moment) => ({
    threshold: moment.threshold,
    at: inWorkingTime(rawMoment(moment, term, calendar), term.due, calendar),
  }));
  if (row.overdue && !term.endsQuietly)
    moments.push({ threshold: 'overdue', at: firstWorkingMoment(overdueFrom(term.due), calendar) });
  // Moved back before a weekend, a threshold may meet an earlier one or come before it: the latest says what is true of both.
  return moments.filter(({ at }, index) => moments.slice(index + 1).every((later) => later.at > at));
}

/** What is still to come of it: the notice of the move itself shows the term, so what is past by then is dropped. */
export const nagsAhead = (term: Term, now: Date, calendar: OfficeCalendar): Reminder<NagThreshold>[] =>
  stillAhead(nagsOf(term, calendar), now);

function rawMoment({ counted, amount }: Moment, term: Term, calendar: OfficeCalendar): Date {
  const { since, due, allowance } = term;
  switch (counted) {
    case 'share':
      return addWorkingTime(since, Math.round(amount * workingTimeBetween(since, due, calendar)), calendar);
    case 'hoursBefore':
      return addWorkingTime(due, -amount * HOUR, calendar);
    case 'hoursAfter':
      // Or half of the allowance, if that is sooner.
      return addWorkingTime(since, Math.min(amount * HOUR, (allowance ?? Infinity) / 2), calendar);
    case 'workingDays':
      return at(addWorkingDays(dayOf(due, calendar), -amount, calendar), calendar.opensAt, calendar);
    case 'workingDaysLeft':
      return at(addWorkingDays(lastDay(due, calendar), -amount, calendar), calendar.opensAt, calendar);
    case 'calendarDaysLeft':
      return at(plusDays(lastDay(due, calendar), -amount), calendar.opensAt, calendar);
  }
}

const LEFT: readonly Moment['counted'][] = ['workingDaysLeft', 'calendarDaysLeft'];

/** From which day on the days of its nags lead back: where it ends on a day off, the last working day before that. */
export const lastDayOf = ({ reason, due }: Pick<Term, 'reason' | 'due'>, calendar: OfficeCalendar): PlainDate =>
  ROWS[reason].before.some(({ counted }) => LEFT.includes(counted)) ? lastDay(due, calendar) : dayOf(due, calendar);

const lastDay = (due: Date, calendar: OfficeCalendar): PlainDate =>
  lastWorkingDayOnOrBefore(dayOf(due, calendar), calendar);

/**
 * A moment outside working time moves to the next opening; if that is at or after the term, back to an hour before the last
 * closing before the term.
 */
export function inWorkingTime(moment: Date, due: Date, calendar: OfficeCalendar): Date {
  const moved = firstWorkingMoment(moment, calendar);
  return moved < due ? moved : addWorkingTime(lastClosing(due, calendar), -HOUR, calendar);
}

const firstWorkingMoment = (moment: Date, calendar: OfficeCalendar): Date =>
  isWorkingTime(moment, calendar) ? moment : nextOpening(moment, calendar);

// ── People ──────────────────────────────────────────────────────────────────

/** In whose hands an appeal is. */
export type Holder = Participant | 'coordinator' | 'organization';

export interface Places {
  readonly stage: Stage;
  readonly executorId: number | null;
  readonly agreeingId: number | null;
  readonly approvingId: number | null;
  /** Nobody holds it before the coordinators have entered the draft into ПОС. */
  readonly awaitsEntry: boolean;
  /** That has it, or is to get it. */
  readonly organizationId: number | null;
}

/** A person of the office who has an account that is not switched off. */
export interface Colleague {
  readonly personId: number;
  readonly roles: readonly Role[];
  readonly canApprove: boolean;
  /** The usual supervisor. */
  readonly supervisorId: number | null;
  /** Away today; who stands in, if anybody. */
  readonly absent: boolean;
  readonly deputies: Deputies;
}

export interface Nagged {
  readonly personId: number;
  /** As the deputy of this absent person. */
  readonly absentId: number | null;
  /** Told only because the term is over. */
  readonly escalated: boolean;
}

const placeId = (place: Participant, appeal: Places): number | null =>
  ({ executor: appeal.executorId, agreeing: appeal.agreeingId, approving: appeal.approvingId })[place];

/** Nobody, when they have lost the role that the place needs: coordinators see that somebody must take it. */
const inPlace = (place: Participant, appeal: Places, colleagues: readonly Colleague[]): number[] =>
  colleagues
    .filter(({ personId, roles }) => personId === placeId(place, appeal) && roles.includes(PLACES[place].role))
    .map(({ personId }) => personId);

const withRole = (role: Role, colleagues: readonly Colleague[]): number[] =>
  colleagues.filter(({ roles }) => roles.includes(role)).map(({ personId }) => personId);

/** Who holds it; null: all coordinators. */
const placeOf = ({ stage, awaitsEntry }: Places): Participant | null => (awaitsEntry ? null : holderAt(stage));

/** In whose hands it is: one person, beside whom there may be a deputy, all coordinators, or the organization that has it. */
export function holdersOf(
  appeal: Places,
  colleagues: readonly Colleague[],
): { readonly holder: Holder; readonly ids: readonly number[]; readonly deputyId: number | null } {
  const place = placeOf(appeal);
  if (place === null) {
    const holder = appeal.stage === 'with_organization' ? 'organization' : 'coordinator';
    return { holder, ids: holder === 'coordinator' ? withRole('coordinator', colleagues) : [], deputyId: null };
  }
  const id = placeId(place, appeal);
  const deputy =
    id === null ? undefined : heard([{ personId: id, place }], colleagues).find((one) => one.absentId === id);
  return { holder: place, ids: id === null ? [] : [id], deputyId: deputy?.personId ?? null };
}

/** Who hears of it, deputies of the absent included; whom it concerns first, then those to whom it is escalated. */
export function nagged(
  reason: NagReason,
  threshold: NagThreshold,
  appeal: Places,
  colleagues: readonly Colleague[],
): Nagged[] {
  const { to, overdueTo } = ROWS[reason];
  const concerned = (recipients: readonly Recipient[]) =>
    recipients.flatMap((recipient) => {
      const place = placeAs(recipient, appeal);
      return idsOf(recipient, appeal, colleagues).map((personId) => ({ personId, place }));
    });
  const told = heard(concerned(to), colleagues);
  if (threshold !== 'overdue') return told;
  const known = new Set(told.map(({ personId }) => personId));
  return [
    ...told,
    ...heard(concerned(overdueTo), colleagues)
      .filter(({ personId }) => !known.has(personId))
      .map((one) => ({ ...one, escalated: true })),
  ];
}

/** These people, each once, and whoever stands in for those who are away, in any role. */
export const withDeputies = (ids: readonly number[], colleagues: readonly Colleague[]): Nagged[] =>
  heard(
    ids.map((personId) => ({ personId, place: 'any' })),
    colleagues,
  );

/** Whom something concerns, and as what: a deputy is one for that. Null: as one of many, who need none. */
interface Concerned {
  readonly personId: number;
  readonly place: Participant | 'any' | null;
}

/** Each once, and their deputies. Whoever has no account any more is left out. */
function heard(concerned: readonly Concerned[], colleagues: readonly Colleague[]): Nagged[] {
  // A nag concerns a few people of hundreds: to index everybody for each would hold up the presses beside the tick.
  const colleague = (id: number) => colleagues.find(({ personId }) => personId === id);
  const found = new Map<number, Nagged>();
  const hear = (personId: number, absentId: number | null) => {
    // who hears of it for themselves does not hear of it for another
    if (colleague(personId) && (absentId === null || !found.has(personId)))
      found.set(personId, { personId, absentId, escalated: false });
  };
  for (const { personId } of concerned) hear(personId, null);
  for (const { personId, place } of concerned) {
    const { absent, deputies } = colleague(personId) ?? { absent: false, deputies: {} };
    if (!absent) continue;
    if (place === 'any') for (const deputyId of Object.values(deputies)) hear(deputyId, personId);
    else if (place !== null) {
      const { role } = PLACES[place];
      const deputy = colleague(deputies[role] ?? 0);
      if (deputy?.roles.includes(role) && (place !== 'approving' || deputy.canApprove)) hear(deputy.personId, personId);
    }
  }
  return [...found.values()];
}

function placeAs(recipient: Recipient, appeal: Places): Participant | null {
  switch (recipient) {
    case 'holder':
      return placeOf(appeal);
    case 'executor':
      return 'executor';
    case 'supervisor':
      return 'agreeing';
    case 'coordinators':
    case 'curators':
      return null;
  }
}

function idsOf(recipient: Recipient, appeal: Places, colleagues: readonly Colleague[]): readonly number[] {
  switch (recipient) {
    case 'holder': {
      const place = placeOf(appeal);
      return place === null ? withRole('coordinator', colleagues) : inPlace(place, appeal, colleagues);
    }
    case 'executor':
      return inPlace('executor', appeal, colleagues);
    case 'coordinators':
      return withRole('coordinator', colleagues);
    case 'curators':
      return withRole('curator', colleagues);
    case 'supervisor': {
      const executor = colleagues.find(({ personId }) => personId === appeal.executorId);
      const usual = executor && executor.supervisorId !== executor.personId ? executor.supervisorId : null;
      const known = inPlace('agreeing', { ...appeal, agreeingId: appeal.agreeingId ?? usual }, colleagues);
      if (known.length > 0) return known;
      return colleagues
        .filter(({ roles, canApprove }) => canApprove && roles.includes(PLACES.approving.role))
        .map(({ personId }) => personId);
    }
  }
}
