import { ReturnedResult } from '../../../entities/returned-result';
import { databaseOf, repositoryOf } from '../../database/database';
import { dayOf, type PlainDate } from '../../regulation/calendar';
import { decideEngagement, type EngagementActor } from '../../regulation/engagement/decide';
import {
  ballotsOf,
  faultsOfCounts,
  readCounts,
  RESULTS_OF,
  type EngagementResults,
  type ResultFault,
} from '../../regulation/engagement/results';
import { hasRight } from '../../regulation/rights';
import type { Official } from '../people/officials';
import { circumstances, type Desk } from '../ports';
import { actOnEngagement, type EngagementOutcome } from './act-on-engagement';
import { loadEngagement, type KeptEngagement } from './engagement-store';
import { maskTallies } from './masked-results';
import { noteDeed } from './note-deed';
import { settleReturned, waitingResults } from './returned-store';
import { tellOfficials } from './tell-officials';

/** Results as they come from ПОС, checked as far as one can without knowing what was asked. */
export interface SentHome {
  /** The sender's own: what has the same is the same. */
  readonly key: string;
  readonly countedOn: PlainDate;
  /** The address of the page from which they are. */
  readonly source: string;
  readonly participants: number;
  readonly counts: readonly {
    /** As it is written or its number; absent: that of the one before, or the only one. */
    readonly question?: string | undefined;
    readonly option: string;
    readonly votes: number;
  }[];
}

export type HomeFault = ResultFault | { readonly kind: 'countedEarly' | 'countedLate'; readonly day: PlainDate };
/**
 * gone: there is no such thing. notCounted: its results are no counts. notOver, notNow: it takes none at its stage.
 * faults: they are not its results, or do not add up.
 */
export type Returned =
  'created' | 'repeated' | 'gone' | 'notCounted' | 'notOver' | 'notNow' | { readonly faults: readonly HomeFault[] };

/** Whether results are taken is asked as of anybody of the role: whoever sends them is none of the office's people. */
const SOMEBODY: EngagementActor = { personId: 0, roles: ['engagement'], canApprove: false, deputyFor: [] };

/**
 * Results come home, and wait for somebody of the ОГ role: nothing is told by them. Others that waited give place.
 * @idempotent by their key
 */
export async function returnResults(desk: Desk, id: number, sent: SentHome): Promise<Returned> {
  return databaseOf(desk).transaction(async (tx) => {
    const kept = await loadEngagement(tx, id, 'wait');
    if (!kept) return 'gone';
    const returned = repositoryOf(tx, ReturnedResult);
    if (await returned.existsBy({ engagementId: id, key: sent.key })) return 'repeated';
    const { kind, content } = kept.facts;
    if (RESULTS_OF[kind] !== 'counts') return 'notCounted';
    const rows = sent.counts.map(({ question = '', option, votes }, at) => ({
      ...{ row: at + 1, question, option, votes: String(votes) },
    }));
    const { tallies, faults } = readCounts(ballotsOf(kind, content), rows, 'optionsAlone');
    const { participants } = sent;
    const results: EngagementResults = { participants, tallies: maskTallies(tallies), proposals: [] };
    // Of a stage that takes none nobody need know what is wrong with them.
    const decision = decideEngagement('tellResults', kept.facts, SOMEBODY, { results }, circumstances(desk));
    if (!decision.ok && decision.refusal !== 'results') return decision.refusal === 'notOver' ? 'notOver' : 'notNow';
    const all = [
      ...dayFaults(desk, kept, sent.countedOn),
      ...(faults.length > 0 ? faults : faultsOfCounts(tallies, participants)),
    ];
    if (all.length > 0) return { faults: all };
    const now = desk.clock.now();
    await returned.update({ engagementId: id, state: 'waiting' }, { state: 'replaced', decidedAt: now });
    const { id: returnedId } = await returned.save({
      ...{ engagementId: id, key: sent.key, results, countedOn: sent.countedOn, source: sent.source },
      ...{ state: 'waiting' as const, receivedAt: now, decidedById: null, decidedAt: null },
    });
    await noteDeed(tx, desk, kept, null, 'resultsReturned', { returnedId, address: sent.source });
    await tellOfficials(tx, desk, kept, `returned:${returnedId}`, { what: 'resultsReturned', address: sent.source });
    return 'created';
  });
}

/** The whole is counted when it is over, and nobody has counted it tomorrow. */
function dayFaults(desk: Desk, { content: { closesOn } }: KeptEngagement, countedOn: PlainDate): HomeFault[] {
  const { now, calendar } = circumstances(desk);
  const today = dayOf(now, calendar);
  if (countedOn > today) return [{ kind: 'countedLate', day: today }];
  return closesOn !== null && countedOn < closesOn ? [{ kind: 'countedEarly', day: closesOn }] : [];
}

export type Decided = EngagementOutcome | { readonly kind: 'decided' };

/** They become the results, told by whoever takes them, as if they had typed them. @idempotent: what was decided is decided once */
export async function takeReturned(desk: Desk, official: Official, engagementId: number, id: number): Promise<Decided> {
  const waiting = await waitingResults(databaseOf(desk), engagementId);
  if (waiting?.id !== id) return { kind: 'decided' };
  const { results } = waiting;
  return actOnEngagement(desk, official, {
    ...{ id: engagementId, action: 'tellResults', version: null, answers: { results } },
    returnedId: id,
  });
}

/** They are left, and why is nobody's business: how it ended is told by hand. @idempotent @returns whether they waited still */
export async function declineReturned(
  desk: Desk,
  official: Official,
  engagementId: number,
  id: number,
): Promise<boolean> {
  if (!hasRight(official, 'engage')) return false;
  return databaseOf(desk).transaction(async (tx) => {
    const kept = await loadEngagement(tx, engagementId, 'wait');
    if (!kept || !(await settleReturned(tx, { engagementId, id }, 'declined', official, desk.clock.now())))
      return false;
    await noteDeed(tx, desk, kept, official, 'resultsDeclined', { returnedId: id });
    return true;
  });
}
