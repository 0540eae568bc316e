import { standsInFor } from '../deputies';
import type { Actor } from '../facts';
import { keysOf } from '../lists';
import type { EngagementAnswers, EngagementAsk, EngagementFacts, EngagementMoment } from './facts';
import type { EngagementRefusal } from './guards';
import { faultsOfCounts } from './results';
import { ENGAGEMENT_CASES, ENGAGEMENT_TRANSITIONS, type EngagementTransition } from './transitions';
import {
  ENGAGEMENT_ACTIONS,
  ENGAGEMENT_CAPACITIES,
  ENGAGEMENT_LEVEL,
  type EngagementAction,
  type EngagementCapacity,
  type EngagementStage,
} from './vocabulary';

export type EngagementActor = Pick<Actor, 'personId' | 'roles' | 'canApprove' | 'deputyFor'>;

export type EngagementDecision =
  | {
      readonly ok: true;
      readonly to: EngagementStage;
      readonly capacity: EngagementCapacity;
      /** The absent person in whose place somebody acts; null: nobody's. */
      readonly onBehalfOfId: number | null;
      readonly clause: string;
      /** What the act must be told. */
      readonly asks: readonly EngagementAsk[];
    }
  | { readonly ok: false; readonly refusal: EngagementRefusal };

interface Standing {
  readonly capacity: EngagementCapacity;
  readonly onBehalfOfId: number | null;
}

/** What a person is to it; null is the clock. */
function standingsOf(
  actor: EngagementActor | null,
  facts: Pick<EngagementFacts, 'agreeingId' | 'approvingId'>,
): readonly Standing[] {
  if (actor === null) return [{ capacity: 'clock', onBehalfOfId: null }];
  const place = (capacity: EngagementCapacity, id: number | null, approves: boolean): Standing[] => {
    if (id === null || !mayBeSentEngagements(actor)) return [];
    if (id === actor.personId) return [{ capacity, onBehalfOfId: null }];
    return standsInFor(actor, 'supervisor', approves).includes(id) ? [{ capacity, onBehalfOfId: id }] : [];
  };
  const held = [
    ...place('agreeing', facts.agreeingId, false),
    ...place('approving', facts.approvingId, true),
    ...(actor.roles.includes('engagement') ? [{ capacity: 'official' as const, onBehalfOfId: null }] : []),
  ];
  return held.sort(
    (one, other) => ENGAGEMENT_CAPACITIES.indexOf(one.capacity) - ENGAGEMENT_CAPACITIES.indexOf(other.capacity),
  );
}

/** To others none is sent to be agreed or approved; what they have decided they may look at ever after. */
export const mayBeSentEngagements = ({ roles }: Pick<Actor, 'roles'>): boolean => roles.includes('supervisor');
/** Others have none, so they need not be asked for. */
export const mayHaveEngagements = (actor: Pick<Actor, 'roles'>): boolean =>
  actor.roles.includes('engagement') || mayBeSentEngagements(actor);

/** Whoever has the role sees all of them; a supervisor those that were sent to them. */
export const maySeeEngagement = (
  actor: EngagementActor,
  facts: Pick<EngagementFacts, 'agreeingId' | 'approvingId'>,
): boolean => standingsOf(actor, facts).length > 0;

/**
 * What the table says of an act.
 * @param actor null: the clock
 * @param answers what it was told; null: it is only offered, and will be asked
 */
export function decideEngagement(
  action: EngagementAction,
  facts: EngagementFacts,
  actor: EngagementActor | null,
  answers: EngagementAnswers | null,
  moment: EngagementMoment,
): EngagementDecision {
  if (facts.level !== ENGAGEMENT_LEVEL) return { ok: false, refusal: 'level' };
  const here = ENGAGEMENT_TRANSITIONS.filter(
    (row) => row.action === action && row.kinds.includes(facts.kind) && row.from.includes(facts.stage),
  );
  if (here.length === 0) return { ok: false, refusal: 'notNow' };
  const standings = standingsOf(actor, facts);
  const mine = standings.flatMap((standing) =>
    here.filter(({ by }) => by === standing.capacity).map((row) => ({ row, standing })),
  );
  if (mine.length === 0) return { ok: false, refusal: 'notYours' };
  const found = mine.find(({ row: { when } }) => when === undefined || ENGAGEMENT_CASES[when](facts, moment));
  if (!found) return { ok: false, refusal: 'notNow' };
  const { row, standing } = found;
  const refusal = refusedBy(row, facts, actor, answers, moment);
  if (refusal !== null) return { ok: false, refusal };
  const { clause, asks } = row;
  return { ok: true, to: stageAfter(row, facts), ...standing, clause, asks };
}

function refusedBy(
  { guards, asks }: EngagementTransition,
  facts: EngagementFacts,
  actor: EngagementActor | null,
  answers: EngagementAnswers | null,
  moment: EngagementMoment,
): EngagementRefusal | null {
  for (const guard of guards) {
    const refusal = guard(facts, moment, actor);
    if (refusal !== null) return refusal;
  }
  if (answers === null) return null;
  return asks.find((ask) => !ANSWERED[ask](answers)) ?? null;
}

/** Whether an act was told what it asks. */
const ANSWERED: Readonly<Record<EngagementAsk, (answers: EngagementAnswers) => boolean>> = {
  address: ({ address }) => address !== undefined && isSafeAddress(address),
  reason: ({ reason = '' }) => reason !== '',
  summary: ({ summary = '' }) => summary !== '',
  personId: ({ personId }) => personId !== undefined,
  results: ({ results }) => results !== undefined && faultsOfCounts(results.tallies, results.participants).length === 0,
};

/** Of a page that everybody may open: https, with a host, and neither blanks nor somebody's password in it. */
export const isSafeAddress = (text: string): boolean =>
  /^https:\/\/[\p{L}\d.-]+\.[\p{L}\d-]{2,}(?::\d+)?(?:[/?#]\S*)?$/iu.test(text);

function stageAfter({ to }: EngagementTransition, { stage, stageBefore }: EngagementFacts): EngagementStage {
  if (to === 'same') return stage;
  return to === 'before' ? (stageBefore ?? 'draft') : to;
}

/** What a card offers this person now, in the order of their list, and what each will ask. */
export function offeredActs(
  facts: EngagementFacts,
  actor: EngagementActor,
  moment: EngagementMoment,
): ReadonlyMap<EngagementAction, readonly EngagementAsk[]> {
  const offered = new Map<EngagementAction, readonly EngagementAsk[]>();
  for (const action of keysOf(ENGAGEMENT_ACTIONS)) {
    const decision = decideEngagement(action, facts, actor, null, moment);
    if (decision.ok) offered.set(action, decision.asks);
  }
  return offered;
}
