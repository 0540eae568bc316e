import type { PlainDate } from '../calendar';

/**
 * Where a violation is.
 *
 * opened     a fact has opened it; nobody was asked
 * asked      an explanation was asked for, and its two working days run
 * explained  there is one, in time or later
 * silent     the two working days are over without one
 * decided    the Управляющий делами has decided
 */
export const VIOLATION_STATES = ['opened', 'asked', 'explained', 'silent', 'decided'] as const;
export type ViolationState = (typeof VIOLATION_STATES)[number];

export const VIOLATION_ACTS = ['ask', 'withdrawAsk', 'explain', 'noteSilence', 'decide', 'reopen'] as const;
export type ViolationAct = (typeof VIOLATION_ACTS)[number];

/** What the Управляющий делами may decide: the two penalties are those of ТК 192 that an order imposes; dismissal is `other`. */
export const DECISIONS = ['remark', 'reprimand', 'noPenalty', 'other'] as const;
export type Decision = (typeof DECISIONS)[number];
const PENALTIES: readonly Decision[] = ['remark', 'reprimand'];
export const isPenalty = (decision: Decision): boolean => PENALTIES.includes(decision);

/** What is looked at of a violation; the use case loads it under the row's lock. */
export interface ViolationFacts {
  readonly state: ViolationState;
  /** Its fact stands: it was not answered by «срок соблюдён» or by corrected data. */
  readonly inForce: boolean;
  /** Whose it is; null: several had the appeal, and whoever asks says whom. */
  readonly personId: number | null;
  readonly heldByIds: readonly number[];
  /** That person can't be asked here: switched off, or has no chat with the bot. */
  readonly unreachable: boolean;
  readonly openedOn: PlainDate;
  /** Of an explanation that was asked for; null: none was. */
  readonly explanationDue: Date | null;
}

/** Who acts. Deputies do not: an explanation is a person's own, and a penalty is of whom an admin has named. */
export type ViolationActor = { readonly personId: number; readonly managesAffairs: boolean } | 'clock';

/** What an act is told. */
export interface ViolationSaid {
  /** Whom to ask, and whether they can be. */
  readonly ask?: { readonly personId: number; readonly unreachable: boolean };
  readonly decision?: {
    readonly decision: Decision;
    readonly orderNumber: string | null;
    readonly orderDay: PlainDate | null;
    readonly words: string | null;
  };
}

export interface ViolationMoment {
  readonly now: Date;
  readonly today: PlainDate;
}

/** Why an act is refused; each is a key under `violation:refusal`. */
export type ViolationRefusal =
  | 'notYours'
  | 'own'
  | 'termKept'
  | 'notTheirs'
  | 'unreachable'
  | 'notHeard'
  | 'nobodyNamed'
  | 'noOrder'
  | 'orderDay'
  | 'noWords'
  | 'notYet'
  /** It is not there any more, or was not yet: `violation:at` says where it is. */
  | 'otherState';

type Guard = (
  facts: ViolationFacts,
  actor: ViolationActor,
  said: ViolationSaid,
  moment: ViolationMoment,
) => ViolationRefusal | null;

/** Whose it may be: the one who is known, or all of whom one may be asked. */
export const suspectsOf = ({
  personId,
  heldByIds,
}: Pick<ViolationFacts, 'personId' | 'heldByIds'>): readonly number[] => (personId === null ? heldByIds : [personId]);

const isOwn = (facts: ViolationFacts, actor: ViolationActor): boolean =>
  actor !== 'clock' && suspectsOf(facts).includes(actor.personId);
const notTheirOwn: Guard = (facts, actor) => (isOwn(facts, actor) ? 'own' : null);
const inForce: Guard = (facts) => (facts.inForce ? null : 'termKept');
const oneOfThem: Guard = ({ heldByIds }, _actor, { ask }) =>
  ask !== undefined && heldByIds.includes(ask.personId) ? null : 'notTheirs';
const canBeAsked: Guard = (_facts, _actor, { ask }) => (ask?.unreachable === false ? null : 'unreachable');
const termIsOver: Guard = ({ explanationDue }, _actor, _said, { now }) =>
  explanationDue !== null && now > explanationDue ? null : 'notYet';
const HEARD: readonly ViolationState[] = ['explained', 'silent'];
/** ТК 193: before a penalty an explanation is asked for; whoever cannot be asked here is asked on paper. */
export const isHeardOut = ({ state, unreachable }: Pick<ViolationFacts, 'state' | 'unreachable'>): boolean =>
  unreachable || HEARD.includes(state);
const heardOut: Guard = (facts, _actor, { decision }) =>
  decision && isPenalty(decision.decision) && !isHeardOut(facts) ? 'notHeard' : null;
const named: Guard = ({ personId }, _actor, { decision }) =>
  decision && isPenalty(decision.decision) && personId === null ? 'nobodyNamed' : null;
const orderIsThere: Guard = ({ openedOn }, _actor, { decision }, { today }) => {
  if (!decision || !isPenalty(decision.decision)) return null;
  const { orderNumber, orderDay } = decision;
  if (orderNumber === null || orderDay === null) return 'noOrder';
  return orderDay < openedOn || orderDay > today ? 'orderDay' : null;
};
const otherIsSaid: Guard = (_facts, _actor, { decision }) =>
  decision?.decision === 'other' && decision.words === null ? 'noWords' : null;

export interface ViolationRow {
  readonly clause: string;
  readonly from: readonly ViolationState[];
  /** affairs: the Управляющий делами; person: whoever was asked; clock: time. */
  readonly by: 'affairs' | 'person' | 'clock';
  /** `before`: where it was when it was decided. */
  readonly to: ViolationState | 'before';
  readonly guards: readonly Guard[];
  /** Where the state alone does not say whether there is anything to be done. */
  readonly where?: (facts: ViolationFacts) => boolean;
}

/** THE table of the journal of violations: nothing else changes the state of one. */
export const VIOLATION_TABLE = {
  ask: {
    clause: 'ТК 193', from: ['opened'], by: 'affairs', to: 'asked',
    guards: [inForce, oneOfThem, notTheirOwn, canBeAsked],
  },
  // Asked for by mistake, or of another person: of several who had the appeal one may explain that it was not them.
  withdrawAsk: {
    clause: 'ТК 193', from: ['asked', 'explained', 'silent'], by: 'affairs', to: 'opened', guards: [notTheirOwn],
    where: ({ state, heldByIds }) => state !== 'explained' || heldByIds.length > 1,
  },
  // What comes after the term, or beside what was said, is taken too: nothing is lost before somebody decides.
  explain: { clause: 'ТК 193', from: ['asked', 'explained', 'silent'], by: 'person', to: 'explained', guards: [inForce] },
  noteSilence: { clause: 'ТК 193', from: ['asked'], by: 'clock', to: 'silent', guards: [inForce, termIsOver] },
  decide: {
    clause: 'п. 3', from: ['opened', 'asked', 'explained', 'silent'], by: 'affairs', to: 'decided',
    guards: [inForce, notTheirOwn, named, heardOut, orderIsThere, otherIsSaid],
  },
  // A slip of the finger: the journal keeps both.
  reopen: { clause: 'п. 3', from: ['decided'], by: 'affairs', to: 'before', guards: [notTheirOwn] },
} as const satisfies Record<ViolationAct, ViolationRow>; // prettier-ignore
const ROWS: Readonly<Record<ViolationAct, ViolationRow>> = VIOLATION_TABLE;

const isBy = (by: ViolationRow['by'], facts: ViolationFacts, actor: ViolationActor): boolean => {
  if (actor === 'clock' || by === 'clock') return actor === by;
  return by === 'affairs' ? actor.managesAffairs : facts.personId === actor.personId;
};

const isThere = (act: ViolationAct, facts: ViolationFacts): boolean =>
  ROWS[act].from.includes(facts.state) && (ROWS[act].where?.(facts) ?? true);

/** In which role the journal keeps it; whoever explains does so as the person who was asked. */
const CAPACITIES = { affairs: 'curator', person: null, clock: 'clock' } as const satisfies Record<
  ViolationRow['by'],
  string | null
>;

export type Judged =
  | {
      readonly ok: true;
      readonly to: ViolationState | 'before';
      readonly clause: string;
      readonly capacity: (typeof CAPACITIES)[ViolationRow['by']];
    }
  | { readonly ok: false; readonly refusal: ViolationRefusal };

/** What the table says of an act: first who, then where, then the guards in their order. */
export function judgeAct(
  act: ViolationAct,
  facts: ViolationFacts,
  actor: ViolationActor,
  said: ViolationSaid,
  moment: ViolationMoment,
): Judged {
  const { by, to, guards, clause } = ROWS[act];
  if (!isBy(by, facts, actor)) return { ok: false, refusal: 'notYours' };
  if (!isThere(act, facts)) return { ok: false, refusal: 'otherState' };
  for (const guard of guards) {
    const refusal = guard(facts, actor, said, moment);
    if (refusal !== null) return { ok: false, refusal };
  }
  return { ok: true, to, clause, capacity: CAPACITIES[by] };
}

/** What remains to be done when the fact has proved wrong: to take back what was done by it. */
const TAKES_BACK: readonly ViolationAct[] = ['withdrawAsk', 'reopen'];

/** Acts of which buttons are offered: theirs, from here, and not refused whatever is said. */
export const actsOffered = (facts: ViolationFacts, actor: ViolationActor): readonly ViolationAct[] =>
  VIOLATION_ACTS.filter((act) => {
    const { by } = ROWS[act];
    if (!isBy(by, facts, actor) || !isThere(act, facts)) return false;
    if (by === 'affairs' && isOwn(facts, actor)) return false;
    return facts.inForce || TAKES_BACK.includes(act);
  });
