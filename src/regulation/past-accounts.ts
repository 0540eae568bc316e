import { account, dutySteps, isSame, stageSteps, type AccountFacts, type TermAccount } from './account';
import type { OfficeCalendar } from './calendar';
import { wholeTerms, type Course, type WholeTerm } from './corrections';
import { isOverdue } from './deadlines';
import { clock, goOn, inRound, leave, NO_VISITS, reckonedVisit, type Visits } from './visits';
import { INITIAL_STAGE, isFinal, type Stage } from './vocabulary';

// «Почему такой срок» of what is over: a commission asks how an end came about that was missed a month ago. Nothing remembers how it was
// reckoned, so it is reckoned once more, from the appeal's acts, by the functions of today; an end that these do not give stands as it was.

/** An act that began a visit to a stage, or took one back; the oldest first. */
export interface StageMove {
  readonly at: Date;
  readonly action: string;
  readonly from: Stage;
  readonly to: Stage;
}
/** An end as the house had it: of a fact, or of what was planned. */
export interface KnownEnd {
  readonly kind: 'stage' | 'duty';
  /** When the visit, or the duty, began. */
  readonly from: Date;
  readonly due: Date;
  /** When what was to be done was done; null: it never was, or it is not known. */
  readonly doneAt: Date | null;
  /** Where the appeal was; null: it is not known. */
  readonly stage: Stage | null;
}

/** Who led the appeals that one went with: since an act that joined or parted it. */
export interface Led {
  readonly at: Date;
  /** Its own number: it went by itself, or led. */
  readonly by: string;
}
/** One that was worked as one with the appeal, now or once. */
export interface Beside extends Pick<AccountFacts, 'kind' | 'termDays'> {
  readonly registeredAt: Date;
  readonly course: Course;
  readonly led: readonly Led[];
  readonly moves: readonly StageMove[];
}

export interface PastAccount extends TermAccount {
  /** When the stage was left, or the duty done; null: it ended otherwise. */
  readonly leftAt: Date | null;
  readonly missed: boolean;
}

export type PastFacts = Pick<AccountFacts, 'kind' | 'termDays' | 'course' | 'rules'> & {
  readonly terms: Pick<AccountFacts['terms'], 'registeredAt' | 'receivedAt' | 'visits' | 'stage' | 'stageEnteredAt'>;
  readonly led: readonly Led[];
  readonly beside: readonly Beside[];
};

/** Every visit that has ended and had an end of its own, and every duty that is over; as they began. */
export function pastAccounts(
  facts: PastFacts,
  moves: readonly StageMove[],
  known: readonly KnownEnd[],
  calendar: OfficeCalendar,
): PastAccount[] {
  const wholes = wholeTerms({ ...facts, registeredAt: facts.terms.registeredAt }, facts.course, calendar);
  const beside = facts.beside.map((one) => ({ ...one, wholes: wholeTerms(one, one.course, calendar) }));
  const past = { facts, wholes, beside, calendar };
  const visits = pastVisits(past, moves).flatMap((visit) => {
    const end = known.find(({ kind, from }) => kind === 'stage' && isSame(from, visit.enteredAt));
    return visitAccount(past, visit, end ?? null) ?? [];
  });
  const duties = known.filter(({ kind }) => kind === 'duty').map((duty) => dutyAccount(past, duty));
  return [...visits, ...duties].sort((one, other) => one.from.getTime() - other.from.getTime());
}

interface Past {
  readonly facts: PastFacts;
  readonly wholes: Wholes;
  readonly beside: readonly (Beside & { readonly wholes: Wholes })[];
  readonly calendar: OfficeCalendar;
}
type Wholes = readonly [WholeTerm, ...WholeTerm[]];
interface PastVisit {
  readonly stage: Stage;
  readonly enteredAt: Date;
  readonly leftAt: Date;
  /** What was remembered of the stages while it lasted. */
  readonly visits: Visits;
}

/** What takes back an act of the same minute: that visit never was. */
const UNDOES = ['undoAssignment', 'undoPassing', 'undoOrganizationAnswer'];
/** What the same person takes back goes on; an appeal that comes back from another body begins anew. */
const goesOn = ({ action, from }: StageMove): boolean =>
  action === 'withdrawDraft' || action === 'reopen' || (action === 'withdraw' && !ELSEWHERE.includes(from));
const ELSEWHERE: readonly Stage[] = ['with_organization', 'redirected'];

function pastVisits(past: Past, moves: readonly StageMove[]): PastVisit[] {
  const { wholes, calendar, facts } = past;
  const { terms, rules } = facts;
  const begin = (stage: Stage, enteredAt: Date, visits: Visits) => {
    const then = asThen(past, { stage, enteredAt, visits }, enteredAt);
    return { stage, enteredAt, visits: clock(then.clocked, then.visits, rules, calendar).visits };
  };
  const backlogUntil = terms.visits?.backlogUntil ?? null;
  let here = begin(INITIAL_STAGE, terms.receivedAt, { ...NO_VISITS, backlogUntil });
  let before = here;
  const left: PastVisit[] = [];
  for (const move of moves) {
    const { at, action, from, to } = move;
    if (UNDOES.includes(action)) {
      here = before;
      if (left.at(-1)?.enteredAt.getTime() === here.enteredAt.getTime()) left.pop();
      continue;
    }
    before = here;
    if (!isFinal(from)) left.push({ ...here, stage: from, leftAt: at });
    const after = isFinal(from) ? here.visits : leave(here.visits, from, here.enteredAt, at, calendar);
    const round = wholes.find((one, index) => index > 0 && isSame(one.from, at));
    const visits = round ? inRound({ due: round.firstDue, kept: round.kept, noDay: false }, at, after) : after;
    const resumed = goesOn(move) ? goOn(visits, to, at) : null;
    here = begin(to, resumed?.enteredAt ?? at, resumed?.visits ?? visits);
  }
  // One that was taken back is one visit, as it ended at last; the present one is no past.
  return left.filter(
    ({ stage, enteredAt }, index) =>
      !left.slice(index + 1).some((later) => later.stage === stage && isSame(later.enteredAt, enteredAt)) &&
      !(stage === terms.stage && isSame(enteredAt, terms.stageEnteredAt) && !isFinal(terms.stage)),
  );
}

/** The appeal as its stage was clocked at a moment, or just before it was left: by the whole as what had moved it until then has left it. */
function asThen(
  past: Past,
  { stage, enteredAt, visits, leftAt }: Omit<PastVisit, 'leftAt'> & Partial<PastVisit>,
  moment: Date,
) {
  const { facts, wholes } = past;
  const [first] = wholes;
  const whole = wholeAt(wholes, moment);
  const extendedTo =
    movedBy(whole, moment)
      .findLast(({ by }) => by === 'extended')
      ?.due.toISOString() ?? null;
  const round = whole === first ? null : { due: whole.firstDue.toISOString(), kept: whole.kept, noDay: false };
  const countedFrom = whole === first ? null : whole.from.toISOString();
  return {
    visits: { ...visits, countedFrom, extendedTo, round, nearestDue: nearestDue(past, moment, leftAt) },
    clocked: {
      stage,
      stageEnteredAt: enteredAt,
      registeredAt: facts.terms.registeredAt,
      firstDueAt: first.firstDue,
      termDays: facts.termDays,
      dueAt: dueOf(whole, moment),
      postponedUntil: null,
      awaitsEntry: false,
    },
  };
}

/** Of those that went with it at a moment: the act that ended the visit had joined none of them, nor parted them. */
function nearestDue({ facts, wholes, beside }: Past, moment: Date, leftAt: Date | undefined): string | null {
  const isPast = (at: Date) => at <= moment && (leftAt === undefined || at < leftAt);
  const leading = (led: readonly Led[]) => led.findLast(({ at }) => isPast(at))?.by;
  const own = leading(facts.led);
  if (own === undefined) return null;
  const isOpen = ({ moves }: Beside) => {
    const last = moves.findLast(({ at }) => isPast(at));
    return last === undefined || !isFinal(last.to);
  };
  const others = beside.filter((one) => leading(one.led) === own && isOpen(one));
  if (others.length === 0) return null;
  const dues = [wholes, ...others.map((one) => one.wholes)].map((all) => dueOf(wholeAt(all, moment), moment).getTime());
  return new Date(Math.min(...dues)).toISOString();
}

const wholeAt = ([first, ...later]: Wholes, moment: Date): WholeTerm =>
  later.findLast(({ from }) => from <= moment) ?? first;
const movedBy = ({ moves }: WholeTerm, moment: Date): WholeTerm['moves'] => moves.filter(({ at }) => at <= moment);
const dueOf = (whole: WholeTerm, moment: Date): Date => movedBy(whole, moment).at(-1)?.due ?? whole.firstDue;

function visitAccount(past: Past, visit: PastVisit, known: KnownEnd | null): PastAccount | null {
  const { facts, calendar } = past;
  const { stage, enteredAt, leftAt } = visit;
  const then = asThen(past, visit, known && known.due < leftAt ? known.due : leftAt);
  const end = reckonedVisit(then.clocked, then.visits, facts.rules, calendar);
  // Without a share a stage ends with the whole, or on a date: that is no end of its own.
  const own = end !== null && end.reckoning.by !== 'whole' && end.reckoning.by !== 'date' ? end : null;
  const due = known?.due ?? own?.due;
  if (due === undefined) return null;
  const steps: TermAccount['steps'] = own
    ? stageSteps(own, then.clocked, then.visits, calendar)
    : [{ by: 'otherwise', at: enteredAt, due, runs: [] }];
  const { registeredAt } = facts.terms;
  const told = account('stage', { terms: { stage, registeredAt } }, { from: steps[0].at, due, steps }, calendar);
  return { ...told, leftAt, missed: isOverdue(due, leftAt) };
}

function dutyAccount({ facts, wholes, calendar }: Past, { from, due, doneAt, stage }: KnownEnd): PastAccount {
  const { registeredAt } = facts.terms;
  const steps = dutySteps(from, due, dueOf(wholeAt(wholes, due), due), calendar);
  const told = account('duty', { terms: { stage: stage ?? 'assigned', registeredAt } }, { from, due, steps }, calendar);
  return { ...told, leftAt: doneAt, missed: doneAt === null || isOverdue(due, doneAt) };
}
