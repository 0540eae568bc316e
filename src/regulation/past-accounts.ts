import { account, dutySteps, isSame, stageSteps, type AccountFacts, type TermAccount } from './account';
import type { OfficeCalendar } from './calendar';
import { wholeTerms, type WholeTerm } from './corrections';
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

export interface PastAccount extends TermAccount {
  /** When the stage was left, or the duty done; null: it ended otherwise. */
  readonly leftAt: Date | null;
  readonly missed: boolean;
}

export type PastFacts = Pick<AccountFacts, 'kind' | 'termDays' | 'course' | 'rules'> & {
  readonly terms: Pick<AccountFacts['terms'], 'registeredAt' | 'receivedAt' | 'visits' | 'stage' | 'stageEnteredAt'>;
};

/** Every visit that has ended and had an end of its own, and every duty that is over; as they began. */
export function pastAccounts(
  facts: PastFacts,
  moves: readonly StageMove[],
  known: readonly KnownEnd[],
  calendar: OfficeCalendar,
): PastAccount[] {
  const wholes = wholeTerms({ ...facts, registeredAt: facts.terms.registeredAt }, facts.course, calendar);
  const past = { facts, wholes, calendar };
  const visits = pastVisits(past, moves).flatMap((visit) => {
    const end = known.find(({ kind, from }) => kind === 'stage' && isSame(from, visit.enteredAt));
    return visitAccount(past, visit, end ?? null) ?? [];
  });
  const duties = known.filter(({ kind }) => kind === 'duty').map((duty) => dutyAccount(past, duty));
  return [...visits, ...duties].sort((one, other) => one.from.getTime() - other.from.getTime());
}

interface Past {
  readonly facts: PastFacts;
  readonly wholes: readonly [WholeTerm, ...WholeTerm[]];
  readonly calendar: OfficeCalendar;
}
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

/** The appeal as its stage was clocked at a moment: by the whole as what had moved it until then has left it. */
function asThen(past: Past, { stage, enteredAt, visits }: Omit<PastVisit, 'leftAt'>, moment: Date) {
  const { facts, wholes } = past;
  const [first, ...later] = wholes;
  const whole = later.findLast(({ from }) => from <= moment) ?? first;
  const extendedTo =
    movedBy(whole, moment)
      .findLast(({ by }) => by === 'extended')
      ?.due.toISOString() ?? null;
  const round = whole === first ? null : { due: whole.firstDue.toISOString(), kept: whole.kept, noDay: false };
  const countedFrom = whole === first ? null : whole.from.toISOString();
  return {
    visits: { ...visits, countedFrom, extendedTo, round },
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
    ? stageSteps(own, enteredAt, then.visits, calendar)
    : [{ by: 'otherwise', at: enteredAt, due, runs: [] }];
  const { registeredAt } = facts.terms;
  const told = account('stage', { terms: { stage, registeredAt } }, { from: steps[0].at, due, steps }, calendar);
  return { ...told, leftAt, missed: isOverdue(due, leftAt) };
}

function dutyAccount(
  { facts, wholes: [first, ...later], calendar }: Past,
  { from, due, doneAt, stage }: KnownEnd,
): PastAccount {
  // prettier-ignore
  const { registeredAt } = facts.terms;
  const whole = later.findLast((one) => one.from <= due) ?? first;
  const steps = dutySteps(from, due, dueOf(whole, due), calendar);
  const told = account('duty', { terms: { stage: stage ?? 'assigned', registeredAt } }, { from, due, steps }, calendar);
  return { ...told, leftAt: doneAt, missed: doneAt === null || isOverdue(due, doneAt) };
}
