import { ReturnedResult } from '../../../entities/engagement-results';
import type { JournalDetails } from '../../../entities/journal-entry';
import { type Transaction, databaseOf, repositoryOf } from '../../database/database';
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
import { OFFICIAL } from '../../regulation/engagement/transitions';
import type { EngagementDeed } from '../../regulation/engagement/vocabulary';
import { hasRight } from '../../regulation/rights';
import { addEngagementEntry } from '../kit/journal';
import type { Official } from '../kit/officials';
import { type Desk, circumstances } from '../kit/ports';
import { settleReminders, workOff, type DueReminder, type OnReminderFailure } from '../kit/reminders';
import { turnOf, actOnEngagement, type EngagementOutcome } from './act-on-engagement';
import { type KeptEngagement, loadEngagement } from './engagement-store';
import { maskTallies, settleReturned, waitingResults } from './sent-results';
import { tellOfficials } from './told';

/** Opens and closes what its days say. @returns how many */
export const turnEngagements = (desk: Desk, onFailure: OnReminderFailure): Promise<number> =>
  workOff(desk, ['engagement_turn'], (tx, batch) => turn(tx, desk, batch), onFailure);

async function turn(tx: Transaction, desk: Desk, batch: readonly DueReminder[]): Promise<number> {
  const done: number[] = [];
  for (const { id, engagementId } of batch)
    // Somebody acts on the others right now, and wants the very reminder that is claimed here: the next tick comes.
    if (engagementId === null || (await turnOf(tx, desk, engagementId))) done.push(id);
  await settleReminders(
    tx,
    done.map((id) => ({ id, state: 'done' })),
  );
  return done.length;
}

/** What has become of it without an act: neither its stage nor its version is another. @param official null: nobody of the office has done it */
export async function noteDeed(
  tx: Transaction,
  desk: Desk,
  { row: { id, stage, version } }: KeptEngagement,
  official: Official | null,
  action: EngagementDeed,
  details: JournalDetails,
): Promise<void> {
  await addEngagementEntry(tx, {
    ...{ at: desk.clock.now(), engagementId: id, action, personId: official?.personId ?? null },
    ...{ capacity: official === null ? 'clock' : 'official', onBehalfOfId: null, clause: OFFICIAL },
    ...{ fromStage: stage, toStage: stage, version, formId: null, details },
  });
}

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
