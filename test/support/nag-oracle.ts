import {
  addWorkingDays,
  addWorkingTime,
  at,
  closing,
  dayOf,
  endOfDay,
  isWorkingDay,
  isWorkingTime,
  lastClosing,
  nextOpening,
  nextWorkingDay,
  plusDays,
  startOfDay,
  workingDayOnOrAfter,
  workingTimeBetween,
  daysBetween,
  type PlainDate,
} from '../../src/regulation/calendar';
import type { Kind, Stage } from '../../src/regulation/vocabulary';
import { ABSENCES, EVERYBODY, STAFF, type Who } from './month-people';
import {
  calendar,
  clockAt,
  firstTick,
  firstTickToAct,
  HOUR,
  MINUTE,
  MONTH,
  STANDSTILLS,
  type Instant,
} from './virtual-time';

/*
 * domain.md read a second time: slowly, appeal by appeal and term by term, from what people did and when. It shares the
 * calendar's primitives with the program, and nothing else of the regulation. Times are true ones («when») unless they are
 * called by the office's clock («shown»); those differ on the day on which the clock is wrong.
 */

// ── What happens to an appeal ───────────────────────────────────────────────

export interface Happening {
  readonly when: Instant;
  /** Null: the clock. */
  readonly by: Who | null;
  readonly what:
    | 'assign'
    | 'undoAssignment'
    | 'passInside'
    | 'passOutside'
    | 'organizationAnswered'
    | 'organizationAnsweredApplicant'
    | 'redirectToAgree'
    | 'redirectToApprove'
    | 'agreeRedirect'
    | 'approveRedirect'
    | 'rejectRedirect'
    | 'takeIntoWork'
    | 'returnToCoordination'
    | 'report'
    | 'acknowledgeReport'
    | 'instruct'
    | 'planVisit'
    | 'planMeeting'
    | 'recordVisit'
    | 'recordMeeting'
    | 'requestDocuments'
    | 'receiveDocuments'
    | 'submitAnswer'
    | 'agreeAnswer'
    | 'rejectAnswer'
    | 'passAgreement'
    | 'passApproval'
    | 'markEntered'
    | 'approveAnswer'
    | 'confirmSent'
    | 'returnForReexamination'
    | 'resume'
    | 'replaceExecutor'
    | 'extendTerm';
  /** Whom it names: the new executor, agreeing or approving supervisor, or whom is reported to. */
  readonly whom?: Who;
  /** The date of «Отложено», of a request for documents. */
  readonly day?: PlainDate;
  /** When the visit begins, as the office's clock shows it. */
  readonly at?: Instant;
  readonly guests?: readonly Who[];
  readonly days?: number;
}

export interface Life {
  readonly number: string;
  readonly what: string;
  readonly kind: Kind;
  readonly days: number;
  /** As ПОС says. */
  readonly registered: Instant;
  readonly received: Instant;
  /** How many came in one request, it among them. */
  readonly together: number;
  readonly happenings: readonly Happening[];
}

interface Standing {
  readonly stage: Stage;
  readonly executor: Who | null;
  readonly agreeing: Who | null;
  readonly approving: Who | null;
  /** Shown. */
  readonly entered: Instant;
  readonly due: Instant;
  /** Shares are of the working time between these two. */
  readonly shares: { readonly from: Instant; readonly until: Instant };
  /** Working time that earlier visits to a stage have taken of its share. */
  readonly used: Readonly<Partial<Record<Stage, number>>>;
  readonly duty: { readonly since: Instant; readonly due: Instant } | null;
  readonly reported: boolean;
  /** Agreed, and not yet entered into ПОС. */
  readonly awaitsEntry: boolean;
  /** Passed on within the seven days, so they are kept. */
  readonly passedOn: boolean;
  readonly interim: { readonly until: PlainDate; readonly approved: Instant; readonly dueBefore: Instant } | null;
  readonly redirectFrom: Stage | null;
  readonly requests: readonly { readonly index: number; readonly day: PlainDate }[];
  /** Without an outcome yet. */
  readonly visits: readonly { readonly reason: 'visitOutcome' | 'meetingOutcome'; readonly at: Instant }[];
  /** Returned when less was left than one working day. */
  readonly lastDay: boolean;
  /** Tasks for ПОС that no stage waits for: since when. Nobody places them in this month. */
  readonly passingSince: Instant | null;
  readonly notice: { readonly since: Instant; readonly late: Instant } | null;
}

/** From this true time on it stands so, until the next. */
interface Chapter {
  readonly from: Instant;
  readonly until: Instant;
  readonly standing: Standing;
  readonly opener: Happening | null;
}

const dateOf = (shown: Instant) => dayOf(new Date(shown), calendar);
const endOf = (date: PlainDate): Instant => endOfDay(date, calendar).getTime();
const opensOn = (date: PlainDate): Instant => at(date, calendar.opensAt, calendar).getTime();
const toSecond = (ms: number) => Math.round(ms / 1_000) * 1_000;
const isFinal = (stage: Stage) => stage === 'answered' || stage === 'redirected';

/** «Terms», Overall. */
const wholeTerm = (from: Instant, days: number): Instant => endOf(plusDays(dateOf(from), days));

/** «Terms», One-working-day duty, as far as nothing but the day of receipt limits it. */
function oneWorkingDay(received: Instant): Instant {
  const date = dateOf(received);
  if (!isWorkingTime(new Date(received), calendar))
    return closing(dateOf(nextOpening(new Date(received), calendar).getTime()), calendar).getTime();
  const next = nextWorkingDay(date, calendar);
  const sameTime = startOfDay(next, calendar).getTime() + (received - startOfDay(date, calendar).getTime());
  return Math.min(sameTime, closing(next, calendar).getTime());
}

/** «never past the last closing before the overall due»; null: that was over, so nothing can be kept. */
function dutyOf(received: Instant, overall: Instant): Standing['duty'] {
  const last = lastClosing(new Date(overall), calendar).getTime();
  return last <= received ? null : { since: received, due: Math.min(oneWorkingDay(received), last) };
}

const worked = (from: Instant, until: Instant): number =>
  Math.max(0, workingTimeBetween(new Date(from), new Date(until), calendar));

/** «Отложено»: a day off becomes the next working day; a message's due moves by the calendar days, and three working days are left. */
function postponed(kind: Kind, asked: PlainDate, shown: Instant, due: Instant): { until: PlainDate; due: Instant } {
  const until = workingDayOnOrAfter(asked, calendar);
  if (kind === 'appeal59') return { until, due };
  const moved = endOf(plusDays(dateOf(due), daysBetween(dateOf(shown), until)));
  return { until, due: Math.max(moved, endOf(addWorkingDays(until, 3, calendar))) };
}

// ── Its history ─────────────────────────────────────────────────────────────

const nobody = { agreeing: null, approving: null } as const;

const OUTCOMES = {
  planVisit: 'visitOutcome',
  recordVisit: 'visitOutcome',
  planMeeting: 'meetingOutcome',
  recordMeeting: 'meetingOutcome',
} as const;

/** The next visit begins; the one before has taken its time of its stage's share. */
function entering(before: Standing, shown: Instant): Pick<Standing, 'entered' | 'used'> {
  // Until the draft stood in ПОС, the approval's time did not run.
  const taken = before.awaitsEntry ? 0 : worked(before.entered, shown);
  return {
    entered: shown,
    used: { ...before.used, [before.stage]: (before.used[before.stage] ?? 0) + taken },
  };
}

/** Passed on in time, the seven days are kept for good. */
const passing = (before: Standing, life: Life, shown: Instant): Pick<Standing, 'passedOn'> => ({
  passedOn: before.passedOn || shown <= wholeTerm(life.registered, 7),
});

/** @param earlier how it stood before the last happening */
function after(
  before: Standing,
  earlier: Standing,
  life: Life,
  { when, what, whom: named, day, at: start, days = 0 }: Happening,
  index: number,
): Standing {
  const whom = named ?? null;
  const shown = clockAt(when);
  const enters = entering(before, shown);
  const received = () => ({ duty: before.lastDay ? null : dutyOf(shown, before.due), reported: false });
  switch (what) {
    case 'assign':
      return { ...before, ...nobody, ...enters, ...received(), stage: 'assigned', executor: whom };
    case 'passInside':
      return {
        ...before,
        ...nobody,
        ...enters,
        ...received(),
        stage: 'assigned',
        executor: whom,
      };
    case 'undoAssignment':
      return earlier;
    case 'passOutside':
      return {
        ...before,
        ...enters,
        ...passing(before, life, shown),
        stage: 'with_organization',
        executor: null,
        passingSince: shown,
      };
    case 'organizationAnswered':
      return { ...before, ...enters, stage: 'coordination', passingSince: null };
    case 'organizationAnsweredApplicant':
      return { ...before, ...enters, stage: 'answered', passingSince: null };
    // What is sent to a supervisor «доводит до сведения», so no report is owed any more.
    case 'redirectToAgree':
      return {
        ...before,
        ...enters,
        stage: 'redirect_agreement',
        agreeing: whom,
        redirectFrom: before.stage,
        reported: true,
      };
    case 'redirectToApprove':
      return {
        ...before,
        ...enters,
        stage: 'redirect_approval',
        approving: whom,
        redirectFrom: before.stage,
        reported: true,
      };
    case 'agreeRedirect':
      return { ...before, ...enters, stage: 'redirect_approval', approving: whom };
    case 'approveRedirect':
      return { ...before, ...enters, stage: 'delivery' };
    case 'confirmSent':
      return { ...before, ...enters, ...passing(before, life, shown), stage: 'redirected' };
    case 'rejectRedirect':
      return { ...before, ...nobody, ...enters, stage: before.redirectFrom!, redirectFrom: null };
    case 'takeIntoWork':
      return { ...before, ...enters, stage: 'in_progress' };
    case 'returnToCoordination':
      return { ...before, ...enters, stage: 'coordination', executor: null };
    case 'report':
      return { ...before, reported: true };
    case 'requestDocuments':
      return { ...before, requests: [...before.requests, { index, day: workingDayOnOrAfter(day!, calendar) }] };
    case 'receiveDocuments':
      return { ...before, requests: before.requests.slice(1) };
    case 'submitAnswer':
      return {
        ...before,
        ...enters,
        stage: 'answer_agreement',
        agreeing: whom,
        reported: true,
        interim: day ? { until: day, approved: 0, dueBefore: 0 } : before.interim?.approved ? before.interim : null,
      };
    case 'agreeAnswer':
      return { ...before, ...enters, stage: 'answer_approval', approving: whom, awaitsEntry: true };
    // «from then the stage's allowance runs»
    case 'markEntered':
      return { ...before, entered: shown, awaitsEntry: false };
    case 'rejectAnswer':
      return { ...before, ...nobody, ...enters, stage: 'in_progress', awaitsEntry: false };
    case 'passAgreement':
      return { ...before, agreeing: whom };
    case 'passApproval':
      return { ...before, approving: whom };
    case 'approveAnswer': {
      if (!before.interim || before.interim.approved > 0) return { ...before, ...enters, stage: 'answered' };
      const { until, due } = postponed(life.kind, before.interim.until, shown, before.due);
      return {
        ...before,
        ...nobody,
        ...enters,
        stage: 'postponed',
        due,
        interim: { until, approved: shown, dueBefore: before.due },
      };
    }
    case 'resume': {
      const { until, approved, dueBefore } = before.interim!;
      const early = life.kind === 'message' && dateOf(shown) < until;
      // Only the days that really passed are added.
      const due = early ? endOf(plusDays(dateOf(dueBefore), daysBetween(dateOf(approved), dateOf(shown)))) : before.due;
      return { ...before, ...enters, stage: 'in_progress', due };
    }
    case 'returnForReexamination': {
      const renewed = before.stage === 'answered';
      // «an appeal59 keeps its present due while that has not passed»
      const kept = life.kind === 'appeal59' && shown <= before.due;
      const due = renewed && !kept ? wholeTerm(shown, life.days) : before.due;
      // «Where less is left than the one-working-day duty would give … there is no duty, and the facts of this round are nobody's»
      const lastDay = renewed && lastClosing(new Date(due), calendar).getTime() < oneWorkingDay(shown);
      return {
        ...before,
        ...nobody,
        ...enters,
        // «between the return and the new due, all shares anew»
        ...(renewed ? { shares: { from: shown, until: due }, used: {} } : {}),
        stage: 'assigned',
        awaitsEntry: false,
        due,
        reported: false,
        duty: lastDay ? null : dutyOf(shown, due),
        lastDay: renewed ? lastDay : before.lastDay,
      };
    }
    case 'replaceExecutor':
      return {
        ...before,
        executor: whom,
        ...(before.stage === 'assigned' || before.stage === 'in_progress' ? received() : {}),
      };
    case 'extendTerm': {
      // «from it on every share is of the working time between where they were counted from and the extended due»
      const due = endOf(plusDays(dateOf(before.due), days));
      const notice = { since: shown, late: before.due };
      return { ...before, due, shares: { ...before.shares, until: due }, lastDay: false, notice };
    }
    case 'planVisit':
    case 'planMeeting': {
      const reason = OUTCOMES[what];
      return { ...before, visits: [...before.visits, { reason, at: start! }] };
    }
    case 'recordVisit':
    case 'recordMeeting': {
      const recorded = before.visits.find(({ reason }) => reason === OUTCOMES[what]);
      return { ...before, visits: before.visits.filter((visit) => visit !== recorded) };
    }
    case 'acknowledgeReport':
    case 'instruct':
      return before;
  }
}

/** Chapter by chapter, the clock's own «Возобновить» included. */
export function historyOf(life: Life, until: Instant): Chapter[] {
  const first: Standing = {
    stage: 'coordination',
    executor: null,
    ...nobody,
    entered: clockAt(life.received),
    due: wholeTerm(life.registered, life.days),
    shares: { from: life.registered, until: wholeTerm(life.registered, life.days) },
    used: {},
    duty: null,
    reported: false,
    awaitsEntry: false,
    passedOn: false,
    interim: null,
    redirectFrom: null,
    requests: [],
    visits: [],
    lastDay: false,
    passingSince: null,
    notice: null,
  };
  const chapters: { from: Instant; standing: Standing; opener: Happening | null }[] = [
    { from: life.received, standing: first, opener: null },
  ];
  const add = (happening: Happening) =>
    chapters.push({
      from: happening.when,
      standing: after(
        chapters.at(-1)!.standing,
        (chapters.at(-2) ?? chapters.at(-1)!).standing,
        life,
        happening,
        chapters.length,
      ),
      opener: happening,
    });
  for (const happening of [...life.happenings, null]) {
    const { standing, from } = chapters.at(-1)!;
    if (standing.stage === 'postponed' && happening?.what !== 'resume') {
      const when = firstTickToAct(opensOn(standing.interim!.until), from);
      if (when !== null) add({ when, by: null, what: 'resume' });
    }
    if (happening) add(happening);
  }
  return chapters.map((chapter, index) => ({ ...chapter, until: chapters[index + 1]?.from ?? until }));
}

// ── Terms ───────────────────────────────────────────────────────────────────

type TermReason =
  | 'coordination'
  | 'duty'
  | 'stage'
  | 'overall'
  | 'organization'
  | 'redirect'
  | 'delivery'
  | 'passing'
  | 'extensionNotice'
  | 'entry'
  | 'postponed'
  | 'documents'
  | 'visitOutcome'
  | 'meetingOutcome';
export type Reason = TermReason | 'visit';
export type Threshold =
  'half' | 'most' | 'hour' | 'fourHours' | 'threeDays' | 'twoDays' | 'oneDay' | 'today' | 'overdue' | 'evening';

interface Term {
  /** The same while it is the same term. */
  readonly key: string;
  readonly reason: TermReason;
  /** Shown. */
  readonly since: Instant;
  readonly due: Instant;
  /** Working time of a visit, of which it may be cut short. */
  readonly allowance: number | null;
  /** The last closing before the whole's due ends it: no fact of its own, the whole's is told. Or nobody asks for what it limits. */
  readonly cut: boolean;
  /** It was over before the office had the appeal, or nobody could keep it. */
  readonly nobodys: boolean;
  /** «The coordinators are rung once»: nobody is reminded of it before. */
  readonly quietUntil?: Instant | null;
}

/** «After a file or an array with more than 20 new open appeals, every term of theirs that ends before the closing of the next working day.» */
function backlogOf({ together, received }: Life): Instant | null {
  return together > 20 ? closing(nextWorkingDay(dateOf(clockAt(received)), calendar), calendar).getTime() : null;
}

/** «A visit has at least two working hours.» */
const LEAST = 2 * HOUR;

/** «Their coordination visit lasts at least until then.» */
function visitIn(life: Life, standing: Standing): Pick<Term, 'due' | 'allowance' | 'cut'> | null {
  const visit = visitOf(standing);
  const backlog = backlogOf(life);
  const { stage, entered } = standing;
  if (backlog === null || stage !== 'coordination' || entered >= backlog || (visit && visit.due >= backlog))
    return visit;
  return { due: backlog, allowance: worked(entered, backlog), cut: false };
}

/** «An allowance of working time», of this visit. */
function visitOf({ stage, entered, due, shares, used }: Standing): Pick<Term, 'due' | 'allowance' | 'cut'> | null {
  const share = SHARE[stage];
  const last = lastClosing(new Date(due), calendar).getTime();
  if (share === undefined || last <= entered) return null;
  const before = used[stage];
  const left = Math.max(toSecond(share * worked(shares.from, shares.until) - (before ?? 0)), LEAST);
  const ends = notJustAfterOpening(toSecond(addWorkingTime(new Date(entered), left, calendar).getTime()));
  // «A second visit …, at least until the moment which the one-working-day duty would give.»
  const end = toSecond(before === undefined ? ends : Math.max(ends, oneWorkingDay(entered)));
  return { due: Math.min(end, last), allowance: worked(entered, end), cut: end >= last };
}

/** «A stage's end by its allowance within thirty minutes after an opening is one hour after that opening.» */
function notJustAfterOpening(end: number): number {
  const opens = at(dayOf(new Date(end), calendar), calendar.opensAt, calendar).getTime();
  return end > opens && end <= opens + HOUR / 2 ? opens + HOUR : end;
}

const SHARE: Partial<Record<Stage, number>> = {
  coordination: 0.1,
  redirect_agreement: 0.1,
  redirect_approval: 0.1,
  assigned: 0.05,
  in_progress: 0.6,
  answer_agreement: 0.125,
  answer_approval: 0.125,
};

function termsOf(life: Life, standing: Standing): Term[] {
  const { stage, entered, due, duty, reported, awaitsEntry, redirectFrom } = standing;
  if (isFinal(stage)) return [];
  const plain = { allowance: null, cut: false, nobodys: false };
  const terms: Term[] = [];
  const visit = visitIn(life, standing);
  const backlog = backlogOf(life);
  const isBefore = (end: Instant) => end < (backlog ?? -Infinity);
  if (visit && !awaitsEntry && !isBefore(visit.due))
    terms.push({
      key: `stage:${stage}:${entered}`,
      reason: stage === 'coordination' ? 'coordination' : 'stage',
      since: entered,
      nobodys: false,
      quietUntil: stage === 'coordination' ? backlog : null,
      ...visit,
    });
  const received = clockAt(life.received);
  terms.push({
    ...plain,
    key: `whole:${due}`,
    reason: stage === 'with_organization' ? 'organization' : 'overall',
    since: life.registered,
    due,
    nobodys: worked(received, due) === 0 || isBefore(due),
  });
  if (stage === 'delivery' || awaitsEntry)
    terms.push({
      ...plain,
      key: `task:${stage}:${entered}`,
      reason: awaitsEntry ? 'entry' : 'delivery',
      since: entered,
      due,
      allowance: visit?.allowance ?? null,
    });
  if ((stage === 'assigned' || stage === 'in_progress') && duty && !reported)
    terms.push({ ...plain, key: `duty:${duty.since}`, reason: 'duty', ...duty });
  const seven = wholeTerm(life.registered, 7);
  const asked = redirectFrom !== null;
  // «to whoever gets it on that day, an hour before the closing»
  const onLastDay = asked && standing.entered >= opensOn(lastDay(seven));
  // «What was over before the bot got the appeal … with no nag of a stage or of the 7 days.»
  if (
    life.kind === 'appeal59' &&
    !standing.passedOn &&
    (asked || (stage === 'coordination' && received <= seven && !isBefore(seven)))
  )
    terms.push({
      ...plain,
      key: onLastDay ? `seven:${standing.entered}` : 'seven',
      reason: 'redirect',
      since: onLastDay ? standing.entered : life.registered,
      due: seven,
      // «overdue and then each working morning only once a redirect was asked for»
      cut: !asked || seven < received || isBefore(seven),
      nobodys: seven < received || isBefore(seven),
    });
  if (stage === 'postponed')
    terms.push({
      ...plain,
      key: `postponed`,
      reason: 'postponed',
      since: entered,
      due: endOf(standing.interim!.until),
    });
  if (standing.passingSince !== null)
    terms.push({ ...plain, key: 'passing', reason: 'passing', since: standing.passingSince, due });
  if (standing.notice)
    terms.push({
      ...plain,
      key: 'notice',
      reason: 'extensionNotice',
      since: standing.notice.since,
      due: standing.notice.late,
    });
  // «documents received» and the outcome of a visit are «at every stage but final»
  for (const { index, day } of standing.requests)
    terms.push({ ...plain, key: `documents:${index}`, reason: 'documents', since: 0, due: endOf(day) });
  // «at the next opening after it, then each working morning»
  for (const { reason, at: start } of standing.visits) {
    const asked = nextOpening(new Date(start), calendar).getTime();
    terms.push({ ...plain, key: `outcome:${reason}:${start}`, reason, since: start, due: endOf(dateOf(asked)) });
  }
  return terms;
}

// ── The table ───────────────────────────────────────────────────────────────

type People = (standing: Standing) => readonly Who[];
type When = readonly [Threshold, (term: Term) => Instant | null];

interface Row {
  readonly to: readonly People[];
  readonly overdueTo: readonly People[];
  /** Without moving to working time. */
  readonly when: readonly When[];
  readonly overdue: boolean;
  readonly eachMorning: boolean;
  readonly fact: ExpectedFact['kind'] | null;
}

const withRole = (role: 'coordinator' | 'curator') => EVERYBODY.filter((who) => STAFF[who].roles.includes(role));
const named = (who: Who | null): Who[] => (who === null ? [] : [who]);
const coordinators: People = () => withRole('coordinator');
const curators: People = () => withRole('curator');
const executor: People = (standing) => named(standing.executor);
/** «executor (where there is none, the coordinators)» */
const examiner: People = (standing) => (standing.executor === null ? coordinators(standing) : named(standing.executor));

/** «Holder». */
const holder: People = ({ stage, executor: who, agreeing, approving, awaitsEntry }) => {
  if (stage === 'coordination' || stage === 'with_organization' || stage === 'delivery' || awaitsEntry)
    return withRole('coordinator');
  if (stage === 'answer_agreement' || stage === 'redirect_agreement') return named(agreeing);
  if (stage === 'answer_approval' || stage === 'redirect_approval') return named(approving);
  return named(who);
};
/** «Recorded as a fact with who held the appeal then (… the organization while it has the appeal)». */
const answerable = (standing: Standing): ExpectedFact['holders'] =>
  standing.stage === 'with_organization' ? ['the organization'] : holder(standing);
/**
 * «Whoever is absent … is not blamed, from the first working moment of it until two working hours after their return: the fact is of a
 * deputy who was present, had the right and two working hours, else nobody's.» «A stage or duty that ends while the bot did not run (more
 * than 15 working minutes), or within two working hours after, is nobody's.»
 */
function blamed(kind: ExpectedFact['kind'], due: Instant, standing: Standing): ExpectedFact['holders'] {
  const stoodStill = STANDSTILLS.some(
    ({ since, until }) => since < due && worked(since, until) > 15 * MINUTE && due <= hoursLater(until, 2),
  );
  if ((kind === 'stage' || kind === 'duty') && stoodStill) return [];
  const [only, ...others] = answerable(standing);
  const awayOf = (one: (typeof ABSENCES)[number]['who'] | 'the organization') =>
    ABSENCES.find(({ who, from, until }) => who === one && leaves(from) <= due && due <= hoursLater(returns(until), 2));
  if (others.length > 0) return answerable(standing).filter((one) => !awayOf(one));
  if (only === undefined || only === 'the organization') return answerable(standing);
  const away = awayOf(only);
  if (!away) return [only];
  const { deputy } = away;
  const since = Math.max(leaves(away.from), standing.entered);
  const isRight = deputy !== null && STAFF[deputy].roles.some((role) => STAFF[only].roles.includes(role));
  const mayApprove = !standing.stage.endsWith('_approval') || (deputy !== null && STAFF[deputy].canApprove === true);
  return isRight && mayApprove && due < returns(away.until) && worked(since, due) >= 2 * HOUR ? [deputy] : [];
}
const leaves = (from: PlainDate): Instant => opensOn(workingDayOnOrAfter(from, calendar));
const returns = (until: PlainDate): Instant => opensOn(nextWorkingDay(until, calendar));
const hoursLater = (from: Instant, hours: number): Instant =>
  addWorkingTime(new Date(from), hours * HOUR, calendar).getTime();

/** «The supervisor of an appeal: the agreeing one; before that the executor's usual one; else all with canApprove.» */
const supervisor: People = ({ agreeing, executor: who }) => {
  if (agreeing) return [agreeing];
  const usual = who && STAFF[who].supervisor;
  return EVERYBODY.filter((one) => (usual ? STAFF[one].name === usual : STAFF[one].canApprove));
};

const partOf =
  (share: number) =>
  ({ since, due }: Term): Instant =>
    addWorkingTime(new Date(since), share * worked(since, due), calendar).getTime();
/** «50 % (of allowances from four working hours on)» */
const halfOfLong = (term: Term): Instant | null => ((term.allowance ?? 0) >= 4 * HOUR ? partOf(0.5)(term) : null);
/** «4 working hours later or at half of the allowance if that is sooner» */
const soonAfter = ({ since, allowance }: Term): Instant =>
  addWorkingTime(new Date(since), Math.min(4 * HOUR, (allowance ?? Infinity) / 2), calendar).getTime();
const workingDaysBefore =
  (count: number) =>
  ({ due }: Term) =>
    opensOn(addWorkingDays(dateOf(due), -count, calendar));
/** «A whole term, or the 7 days, that ends on a day off is counted from the last working day before it» */
const lastDay = (due: Instant): PlainDate => {
  let date = dateOf(due);
  while (!isWorkingDay(date, calendar)) date = plusDays(date, -1);
  return date;
};
const workingDaysLeft =
  (count: number) =>
  ({ due }: Term) =>
    opensOn(addWorkingDays(lastDay(due), -count, calendar));
const daysLeft =
  (count: number) =>
  ({ due }: Term) =>
    opensOn(plusDays(lastDay(due), -count));
const hourBefore = ({ due }: Term) => addWorkingTime(new Date(due), -HOUR, calendar).getTime();

const onTheDayOrItsLastHour = (term: Term): Instant => {
  const opens = daysLeft(0)(term);
  const closes = lastClosing(new Date(term.due), calendar);
  return opens < term.since ? addWorkingTime(closes, -HOUR, calendar).getTime() : opens;
};

/** 3 working days, 1 working day before, on the day. */
const DAYS: readonly When[] = [
  ['threeDays', workingDaysLeft(3)],
  ['oneDay', workingDaysLeft(1)],
  ['today', workingDaysLeft(0)],
];

const OUTCOME: Row = {
  to: [examiner],
  overdueTo: [],
  when: [['today', workingDaysBefore(0)]],
  overdue: false,
  eachMorning: true,
  fact: null,
};

/** domain.md, Nags, in its order; new appeals and «your move» are below, visits have no term. «Postponed, on the date» is the resumption. */
const TABLE: Readonly<Record<TermReason, Row>> = {
  coordination: {
    to: [coordinators],
    overdueTo: [curators],
    when: [
      ['half', halfOfLong],
      ['most', partOf(0.8)],
    ],
    overdue: true,
    eachMorning: true,
    fact: 'stage',
  },
  duty: {
    to: [executor],
    overdueTo: [coordinators, curators],
    when: [
      ['half', partOf(0.5)],
      ['hour', hourBefore],
    ],
    overdue: true,
    eachMorning: true,
    fact: 'duty',
  },
  stage: {
    to: [holder],
    overdueTo: [coordinators, curators],
    when: [['most', partOf(0.8)]],
    overdue: true,
    eachMorning: true,
    fact: 'stage',
  },
  overall: {
    to: [holder],
    overdueTo: [supervisor, coordinators, curators],
    when: DAYS,
    overdue: true,
    eachMorning: true,
    fact: 'whole',
  },
  // its term is the whole one, so its overdue goes where that would go
  organization: {
    to: [coordinators],
    overdueTo: [supervisor, curators],
    when: DAYS,
    overdue: true,
    eachMorning: true,
    fact: 'whole',
  },
  redirect: {
    to: [coordinators, holder],
    overdueTo: [curators],
    when: [
      ['twoDays', daysLeft(2)],
      ['today', onTheDayOrItsLastHour],
    ],
    overdue: true,
    eachMorning: true,
    fact: 'redirect',
  },
  // «the whole term runs on»: its overdue is the whole's
  delivery: {
    to: [coordinators],
    overdueTo: [],
    when: [['fourHours', soonAfter]],
    overdue: false,
    eachMorning: true,
    fact: null,
  },
  passing: {
    to: [coordinators],
    overdueTo: [],
    when: [['fourHours', soonAfter]],
    overdue: false,
    eachMorning: true,
    fact: null,
  },
  extensionNotice: {
    to: [coordinators],
    overdueTo: [coordinators, curators],
    when: [['fourHours', soonAfter]],
    overdue: true,
    eachMorning: true,
    fact: null,
  },
  entry: {
    to: [coordinators, executor],
    overdueTo: [],
    when: [['fourHours', soonAfter]],
    overdue: false,
    eachMorning: true,
    fact: null,
  },
  postponed: {
    to: [executor],
    overdueTo: [],
    when: [['threeDays', workingDaysBefore(3)]],
    overdue: false,
    eachMorning: false,
    fact: null,
  },
  documents: {
    to: [examiner],
    overdueTo: [],
    when: [['today', workingDaysBefore(0)]],
    overdue: false,
    eachMorning: true,
    fact: null,
  },
  visitOutcome: OUTCOME,
  meetingOutcome: OUTCOME,
};

/** «A moment outside working time moves to the next opening; if that is at or after the term, back to 1 h before the last closing before the term.» */
function inWorkingTime(moment: Instant, due: Instant): Instant {
  if (isWorkingTime(new Date(moment), calendar)) return moment;
  const next = nextOpening(new Date(moment), calendar).getTime();
  return next < due ? next : lastClosing(new Date(due), calendar).getTime() - HOUR;
}

function momentsOf(term: Term): [Threshold, Instant][] {
  const { when } = TABLE[term.reason];
  const overdue = TABLE[term.reason].overdue && !term.cut;
  const before = when.flatMap(([threshold, moment]): [Threshold, Instant][] => {
    const at = moment(term);
    return at === null ? [] : [[threshold, inWorkingTime(at, term.due)]];
  });
  // Moved back, an earlier threshold may meet a later one: the latest is told.
  const told = before.filter(([, moment], index) => before.slice(index + 1).every(([, later]) => later > moment));
  const over = term.due + 1_000;
  if (overdue)
    told.push([
      'overdue',
      isWorkingTime(new Date(over), calendar) ? over : nextOpening(new Date(over), calendar).getTime(),
    ]);
  return told.filter(([, moment]) => moment >= (term.quietUntil ?? -Infinity));
}

// ── People ──────────────────────────────────────────────────────────────────

function peopleOf(reason: TermReason, standing: Standing): { to: Who[]; overdueTo: Who[] } {
  const { to, overdueTo } = TABLE[reason];
  return { to: to.flatMap((people) => people(standing)), overdueTo: overdueTo.flatMap((people) => people(standing)) };
}

interface Hearer {
  readonly who: Who;
  readonly insteadOf: Who | null;
}
/** «An absent user's nags also go to the deputy.» Whoever hears of it for themselves does not hear of it for another. */
function withDeputies(people: readonly Who[], shown: Instant): Hearer[] {
  const today = dateOf(shown);
  const hearers = new Map<Who, Hearer>(people.map((who) => [who, { who, insteadOf: null }]));
  for (const who of people)
    for (const { deputy } of ABSENCES.filter(
      (absence) => absence.who === who && absence.from <= today && today <= absence.until,
    ))
      if (deputy && !hearers.has(deputy)) hearers.set(deputy, { who: deputy, insteadOf: who });
  return [...hearers.values()];
}

// ── What must have come ─────────────────────────────────────────────────────

export interface ExpectedNag {
  readonly number: string;
  readonly reason: Reason;
  readonly threshold: Threshold;
  /** The term's end, shown; null: a visit. */
  readonly due: Instant | null;
  /** True time of the tick that tells it. */
  readonly when: Instant;
  readonly to: Who;
  readonly insteadOf: Who | null;
  readonly escalated: boolean;
}

export interface ExpectedFact {
  readonly number: string;
  readonly kind: 'stage' | 'duty' | 'whole' | 'redirect';
  readonly stage: Stage;
  /** Shown, as all three. */
  readonly due: Instant;
  readonly noted: Instant;
  readonly ended: Instant | null;
  /** Empty: nobody of the office held it yet. */
  readonly holders: readonly (Who | 'the organization')[];
}

export interface ExpectedMove {
  readonly number: string;
  readonly when: Instant;
  readonly to: Who;
  /** «A report never sounds.» */
  readonly isQuiet: boolean;
}

/** A term while it runs without a break and without a change. */
interface Run extends Term {
  readonly from: Instant;
  until: Instant;
}

function runsOf(life: Life, chapters: readonly Chapter[]): Run[] {
  const all: Run[] = [];
  let [before, running] = [new Map<string, Run>(), new Map<string, Run>()];
  for (const { from, until, standing, opener } of chapters) {
    // An assignment that was undone leaves the terms as they were, also one that was over by then.
    const known = opener?.what === 'undoAssignment' ? new Map([...running, ...before]) : running;
    const next = new Map<string, Run>();
    for (const term of termsOf(life, standing)) {
      const id = `${term.key} ${term.since} ${term.due} ${term.cut}`;
      const run = known.get(id) ?? { ...term, from, until };
      run.until = until;
      if (!known.has(id)) all.push(run);
      next.set(id, run);
    }
    [before, running] = [running, next];
  }
  return all;
}

const chapterAt = (chapters: readonly Chapter[], when: Instant) =>
  chapters.find(({ from, until }) => from <= when && when < until)!;

/** When it is told, in true time; null: not at all. */
function toldAt(run: Run, threshold: Threshold, moment: Instant): Instant | null {
  if (moment <= clockAt(run.from)) return null;
  for (let tick = firstTick(moment, run.from); tick !== null && tick < run.until;) {
    const shown = clockAt(tick);
    // A threshold is not told any more when the term is over: the end of it is.
    if (threshold !== 'overdue' && shown > run.due) return null;
    if (isWorkingTime(new Date(shown), calendar)) return tick;
    // Late, after an outage, and the office is closed.
    const better =
      threshold === 'overdue' ? nextOpening(new Date(shown), calendar).getTime() : inWorkingTime(shown, run.due);
    if (better <= shown) return tick;
    tick = firstTick(better, tick);
  }
  return null;
}

export function nagsOf(life: Life, chapters: readonly Chapter[]): ExpectedNag[] {
  const told = new Set<string>();
  const nags: (ExpectedNag & { readonly term: string })[] = [];
  for (const run of runsOf(life, chapters)) {
    for (const [threshold, moment] of momentsOf(run)) {
      const when = toldAt(run, threshold, moment);
      if (when === null || told.has(`${run.key} ${threshold}`)) continue;
      told.add(`${run.key} ${threshold}`);
      const { standing } = chapterAt(chapters, when);
      const { reason } = termsOf(life, standing).find(({ key }) => key === run.key)!;
      const { to, overdueTo } = peopleOf(reason, standing);
      const nag = { number: life.number, reason, threshold, due: run.due, when, term: run.key };
      const own = withDeputies(to, clockAt(when));
      for (const { who, insteadOf } of own) nags.push({ ...nag, to: who, insteadOf, escalated: false });
      if (threshold !== 'overdue') continue;
      for (const { who, insteadOf } of withDeputies(overdueTo, clockAt(when)))
        if (!own.some((one) => one.who === who)) nags.push({ ...nag, to: who, insteadOf, escalated: true });
    }
  }
  const latest = new Map(nags.map((nag) => [`${nag.term} ${nag.when} ${nag.to}`, nag]));
  return [...latest.values(), ...visitNagsOf(life, chapters)].map(
    ({ term: _term, ...nag }: ExpectedNag & { term?: string }) => nag,
  );
}

/** 18:00 the evening before and 1 h before, at any hour; to whoever takes part then. */
function visitNagsOf(life: Life, chapters: readonly Chapter[]): ExpectedNag[] {
  return life.happenings
    .filter(({ what }) => what === 'planVisit' || what === 'planMeeting')
    .flatMap((plan) => {
      const start = plan.at!;
      const recorded =
        life.happenings.find(
          ({ what, when }) => when > plan.when && (what === 'recordVisit' || what === 'recordMeeting'),
        )?.when ?? Infinity;
      const moments: [Threshold, Instant][] = [
        ['evening', at(plusDays(dateOf(start), -1), 18 * 60, calendar).getTime()],
        ['hour', start - HOUR],
      ];
      return moments.flatMap(([threshold, moment]): ExpectedNag[] => {
        const when = moment > clockAt(plan.when) ? firstTick(moment, plan.when) : null;
        if (when === null || when >= recorded) return [];
        const stillAhead = threshold === 'evening' ? dateOf(clockAt(when)) < dateOf(start) : clockAt(when) < start;
        const { standing } = chapterAt(chapters, when);
        if (!stillAhead || isFinal(standing.stage)) return [];
        const people = [...new Set([...named(standing.executor), ...(plan.guests ?? [])])];
        return withDeputies(people, clockAt(when)).map(({ who, insteadOf }) => ({
          number: life.number,
          reason: 'visit',
          threshold,
          due: null,
          when,
          to: who,
          insteadOf,
          escalated: false,
        }));
      });
    });
}

/** «Overdue: a stage or the whole over its term. Recorded as a fact with who held the appeal then, even if later repaired.» */
export function factsOf(life: Life, chapters: readonly Chapter[], end: Instant): ExpectedFact[] {
  return [...missedOf(life, chapters, end), ...redirectMissedOf(life, chapters, end)];
}

/**
 * «A fact arises only when a redirect or passing is asked for after them or is asked for and not made at their end; it is of
 * whoever holds it then, and nobody's if they were over before the receipt.»
 */
function redirectMissedOf(life: Life, chapters: readonly Chapter[], end: Instant): ExpectedFact[] {
  if (life.kind !== 'appeal59') return [];
  const due = wholeTerm(life.registered, 7);
  const nobodys = due < (backlogOf(life) ?? clockAt(life.received));
  for (const [index, { from, opener }] of chapters.entries()) {
    const asks = opener?.what === 'redirectToAgree' || opener?.what === 'redirectToApprove';
    const before = chapters[index - 1]?.standing;
    if (!before || before.passedOn || !(asks || opener?.what === 'passOutside')) continue;
    const over = chapters
      .slice(index)
      .find(({ standing }) => !asks || standing.redirectFrom === null || isFinal(standing.stage));
    const until = over?.from ?? end;
    const fact = { number: life.number, kind: 'redirect' as const, due, ended: until < end ? clockAt(until) : null };
    if (clockAt(from) > due)
      return [
        { ...fact, stage: before.stage, noted: clockAt(from), holders: nobodys ? [] : blamed('redirect', due, before) },
      ];
    const tick = firstTickToAct(due + 1_000, from);
    const noted = tick !== null && tick < until ? tick : null;
    if (noted === null && clockAt(until) <= due) continue;
    const { standing } = chapterAt(chapters, noted ?? until - 1);
    return [
      { ...fact, stage: standing.stage, noted: clockAt(noted ?? until), holders: blamed('redirect', due, standing) },
    ];
  }
  return [];
}

function missedOf(life: Life, chapters: readonly Chapter[], end: Instant): ExpectedFact[] {
  return runsOf(life, chapters).flatMap((run): ExpectedFact[] => {
    const kind = TABLE[run.reason].fact;
    if (!kind || run.cut || kind === 'redirect') return [];
    const over = run.due + 1_000;
    const ended = run.until < end ? clockAt(run.until) : null;
    const fact = { number: life.number, kind, due: run.due, ended };
    if (over <= clockAt(run.from)) {
      if (run.from !== life.received)
        throw new Error(`${life.number}: a term that came to be when it was over is no case of this month`);
      return [{ ...fact, stage: 'coordination', noted: clockAt(run.from), holders: [] }];
    }
    const tick = firstTickToAct(over, run.from);
    const byTick = tick !== null && tick < run.until;
    if (!byTick && (ended === null || ended < over)) return [];
    const { standing } = chapterAt(chapters, byTick ? tick : run.until - 1);
    const holders = run.nobodys || standing.lastDay ? [] : blamed(kind, run.due, standing);
    return [{ ...fact, stage: standing.stage, noted: byTick ? clockAt(tick) : ended!, holders }];
  });
}

/** «Your move»: whose, by the act that makes it theirs; a passing is told once, as its task. All coordinators where it is nobody's in particular. */
export function movesOf(life: Life, chapters: readonly Chapter[]): ExpectedMove[] {
  return chapters.flatMap(({ opener, standing, from }) => {
    if (!opener) return [];
    const whose = ((): Who[] => {
      switch (opener.what) {
        case 'assign':
        case 'passInside':
        case 'returnForReexamination':
        case 'instruct':
        case 'replaceExecutor':
        case 'rejectAnswer':
          return named(standing.executor);
        case 'resume':
          return opener.by === null ? named(standing.executor) : [];
        case 'rejectRedirect':
          return [...holder(standing)];
        case 'organizationAnswered':
        case 'returnToCoordination':
          return withRole('coordinator');
        case 'redirectToAgree':
        case 'submitAnswer':
        case 'passAgreement':
        case 'redirectToApprove':
        case 'agreeRedirect':
          return [...holder(standing)];
        // «the approver hears of the entry without sound, and with sound when it is there»; till then it is the coordinators' task.
        case 'passApproval':
          return standing.awaitsEntry ? [] : [...holder(standing)];
        case 'markEntered':
          return named(standing.approving);
        case 'report':
          return named(opener.whom ?? null);
        default:
          return [];
      }
    })();
    return withDeputies(whose, clockAt(from))
      .filter(({ who }) => who !== opener.by)
      .map(({ who }) => ({
        number: life.number,
        when: from,
        to: who,
        isQuiet: opener.what === 'report',
      }));
  });
}

// ── Lists and digests ───────────────────────────────────────────────────────

export interface Story {
  readonly life: Life;
  readonly chapters: readonly Chapter[];
}

interface Ending {
  readonly number: string;
  readonly reason: TermReason;
  readonly overdue: boolean;
  readonly due: Instant;
  readonly since: Instant;
  /** The whole is told in its place once it is over. */
  readonly cut: boolean;
  readonly standing: Standing;
}

const open = (stories: readonly Story[], when: Instant) =>
  stories
    .filter(({ life }) => life.received <= when)
    .map(({ life, chapters }) => ({ life, standing: chapterAt(chapters, when).standing }))
    .filter(({ standing }) => !isFinal(standing.stage));

const endings = (stories: readonly Story[], when: Instant): Ending[] =>
  open(stories, when).flatMap(({ life, standing }) =>
    termsOf(life, standing).map(({ reason, due, since, cut }) => ({
      number: life.number,
      reason,
      due,
      since,
      cut,
      standing,
      // it names the whole, and is late by nothing
      overdue: reason !== 'passing' && clockAt(when) >= due + 1_000,
    })),
  );

/** «mine today, overdue first»: `own` by appeal with reasons, «!» overdue; `escalated`: appeals of others that are told to be overdue since an earlier working day. */
export interface ExpectedMorning {
  readonly own: ReadonlyMap<string, readonly string[]>;
  readonly escalated: readonly string[];
}

export function morningsOf(stories: readonly Story[], when: Instant): Map<Who, ExpectedMorning> {
  const shown = clockAt(when);
  const today = dateOf(shown);
  const lastEvening = lastClosing(startOfDay(today, calendar), calendar).getTime();
  const found = new Map<Who, { own: Map<string, string[]>; escalated: Set<string> }>();
  const of = (who: Who) => found.get(who) ?? found.set(who, { own: new Map(), escalated: new Set() }).get(who)!;
  for (const { number, reason, overdue, due, since, cut, standing } of endings(stories, when)) {
    // A task for ПОС is a line from the next working day on, whatever its term.
    if (['delivery', 'entry', 'passing', 'extensionNotice'].includes(reason)) {
      if (dateOf(since) >= today) continue;
    } else if (overdue ? !TABLE[reason].eachMorning || cut : due > endOf(today)) continue;
    const { to, overdueTo } = peopleOf(reason, standing);
    const mine = withDeputies(to, shown).map(({ who }) => who);
    for (const who of mine) {
      const { own } = of(who);
      own.set(number, [...new Set([...(own.get(number) ?? []), `${reason}${overdue ? '!' : ''}`])]);
    }
    if (overdue && due + 1_000 < lastEvening)
      for (const { who } of withDeputies(overdueTo, shown)) if (!mine.includes(who)) of(who).escalated.add(number);
  }
  return new Map(
    [...found]
      .filter(([, { own, escalated }]) => own.size + escalated.size > 0)
      .map(([who, { own, escalated }]) => [who, { own, escalated: [...escalated] }]),
  );
}

/** «К выходным»: what of theirs ends after today's closing and by the end of the first working day after the days off. */
export function weekendOf(stories: readonly Story[], when: Instant): Map<Who, string[]> {
  const shown = clockAt(when);
  const today = dateOf(shown);
  const [from, until] = [closing(today, calendar).getTime(), endOf(nextWorkingDay(today, calendar))];
  const found = new Map<Who, string[]>();
  for (const { number, reason, overdue, due, standing } of endings(stories, when))
    if (!overdue && from < due && due <= until)
      for (const { who } of withDeputies(peopleOf(reason, standing).to, shown))
        found.set(who, [...new Set([...(found.get(who) ?? []), number])]);
  return found;
}

/**
 * Some numbers of the group's digest: open appeals, those whose whole term ends today, those with anything overdue. «What is nobody's has
 * no name in … digests either»: a stage is counted there by its holder, so one that is nobody's is not.
 */
export function officeOf(stories: readonly Story[], when: Instant): { open: number; today: number; overdue: number } {
  const shown = clockAt(when);
  const appeals = open(stories, when);
  const nobodys = new Set(
    stories
      .flatMap(({ life, chapters }) => factsOf(life, chapters, MONTH.until))
      .filter(({ kind, holders }) => kind === 'stage' && holders.length === 0)
      .map(({ number, due }) => `${number} ${due}`),
  );
  const counts = ({ number, reason, due }: Ending): boolean =>
    TABLE[reason].fact === 'whole' || (TABLE[reason].fact === 'stage' && !nobodys.has(`${number} ${due}`));
  return {
    open: appeals.length,
    today: appeals.filter(({ standing: { due } }) => shown <= due && due <= endOf(dateOf(shown))).length,
    overdue: new Set(
      endings(stories, when)
        .filter((ending) => ending.overdue && !ending.cut && counts(ending))
        .map(({ number }) => number),
    ).size,
  };
}

export const peopleOfRole = withRole;
