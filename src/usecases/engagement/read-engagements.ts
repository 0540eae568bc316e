import { z } from 'zod';
import { databaseOf, statement, type Rows } from '../../database/database';
import { changedFields, comparedWith, type FormerVersions } from '../../regulation/engagement/compared';
import { NO_CONTENT, type EngagementField } from '../../regulation/engagement/content';
import { TROUBLES } from '../../regulation/carriers';
import { mayBeSentEngagements, maySeeEngagement, offeredActs } from '../../regulation/engagement/decide';
import { waitsForId, type EngagementAsk, type EngagementFacts } from '../../regulation/engagement/facts';
import type { EngagementResults } from '../../regulation/engagement/results';
import type { EngagementAction, EngagementDeed } from '../../regulation/engagement/vocabulary';
import { keysOf } from '../../regulation/lists';
import { hasRight } from '../../regulation/rights';
import { entriesOfEngagement, type EngagementEntry } from '../journal/engagement-journal';
import type { Official } from '../people/officials';
import { shortNamesOf } from '../people/short-names';
import { circumstances, type Desk } from '../ports';
import { carriageOf, type EngagementCarriage } from './carry-engagement';
import type { EngagementRules } from './engagement-rules';
import { loadEngagement, readVersion, type KeptEngagement } from './engagement-store';
import { resultsOf } from './results-store';
import { waitingResults, type WaitingResults } from './returned-store';

/** One of them as its card shows it. */
export interface EngagementCard {
  readonly id: number;
  readonly version: number;
  readonly facts: EngagementFacts;
  /** What its reader may do now, and what each act will ask. */
  readonly acts: ReadonlyMap<EngagementAction, readonly EngagementAsk[]>;
  readonly author: string;
  /** Whose move it is, where it waits for a supervisor. */
  readonly waitsFor: string | null;
  readonly rules: EngagementRules;
  /** Its reader has the ОГ role. */
  readonly isOfficial: boolean;
  /** What was written since what stands in ПОС. */
  readonly changedSince: readonly EngagementField[];
  /** How what waits to be done in ПОС fares by the gateway; null: nothing waits, or people do it. */
  readonly carriage: EngagementCarriage | null;
  /** With which former versions it may be compared. */
  readonly compared: ReturnType<typeof comparedWith>;
  /** How it ended, counted; null: nobody has told. */
  readonly results: EngagementResults | null;
  /** Results that came home and may be taken by its reader now; null: none. */
  readonly returned: WaitingResults | null;
}

const selectDecided = statement(
  'has-decided-engagement',
  `select exists (select from journal_entry where engagement_id = $1 and (person_id = $2 or on_behalf_of_id = $2)
     and capacity in ('agreeing', 'approving')) as decided`,
);

/** Whoever may act on it sees it, and a supervisor what was sent to them after they have decided, too. */
export async function isShownTo(rows: Rows, official: Official, { row, facts }: KeptEngagement): Promise<boolean> {
  if (maySeeEngagement(official, facts)) return true;
  if (!mayBeSentEngagements(official)) return false;
  const [found] = await rows.query<{ decided: boolean }>(selectDecided, [row.id, official.personId]);
  return found?.decided ?? false;
}

/** Null: there is none, or not for them. */
export async function readEngagement(desk: Desk, official: Official, id: number): Promise<EngagementCard | null> {
  const database = databaseOf(desk);
  const kept = await loadEngagement(database, id);
  if (!kept || !(await isShownTo(database, official, kept))) return null;
  const { row, facts, rules } = kept;
  const waitsFor = waitsForId(facts);
  const acts = offeredActs(facts, official, circumstances(desk));
  const names = await shortNamesOf(database, [row.authorId, ...(waitsFor === null ? [] : [waitsFor])]);
  return {
    id,
    version: row.version,
    facts,
    acts,
    author: names.get(row.authorId) ?? '',
    waitsFor: waitsFor === null ? null : (names.get(waitsFor) ?? ''),
    rules,
    isOfficial: hasRight(official, 'engage'),
    changedSince: await changedSince(database, id, facts),
    carriage: await carriageOf(database, id, facts),
    compared: comparedWith(facts, formerVersions(await entriesOfEngagement(database, id))),
    results: await resultsOf(database, id),
    returned: acts.has('tellResults') ? await waitingResults(database, id) : null,
  };
}

/** Which parts are not as they stand in ПОС. */
async function changedSince(
  rows: Rows,
  id: number,
  { kind, content, placed }: EngagementFacts,
): Promise<EngagementField[]> {
  if (placed === null) return [];
  const there = await readVersion(rows, id, placed.number);
  return changedFields(kind, there, content);
}

/** The latest of each, by its entry. */
function formerVersions(entries: readonly EngagementEntry[]): FormerVersions {
  const at = (deed: EngagementDeed) => {
    const entry = entries.find(({ action }) => action === deed);
    return (entry && detailsSchema.parse(entry.details).number) ?? null;
  };
  return { rejected: at('rejectContent'), handedOver: at('handOver') };
}

/** What an entry remembers beside who, when, what and the stages. */
const detailsSchema = z.object({
  reason: z.string().optional(),
  summary: z.string().optional(),
  address: z.string().optional(),
  /** The version as the act has left it; entries of an older release have none. */
  number: z.int().optional(),
  /** Why the gateway could not carry it. */
  trouble: z.enum(TROUBLES).nullish(),
  changed: z.array(z.enum(keysOf(NO_CONTENT))).default([]),
});

/** A line of its history. */
export interface EngagementHistoryLine extends z.output<typeof detailsSchema> {
  readonly at: Date;
  readonly action: EngagementDeed;
  /** Null: time acted. */
  readonly by: string | null;
}

/** Its whole history, the latest first; null: there is none, or not for them. */
export async function readEngagementHistory(
  desk: Desk,
  official: Official,
  id: number,
): Promise<{ readonly title: string; readonly lines: readonly EngagementHistoryLine[] } | null> {
  const database = databaseOf(desk);
  const kept = await loadEngagement(database, id);
  if (!kept || !(await isShownTo(database, official, kept))) return null;
  const entries = await entriesOfEngagement(database, id);
  const people = entries.flatMap(({ personId }) => (personId === null ? [] : [personId]));
  const names = await shortNamesOf(database, people);
  return {
    title: kept.content.title,
    lines: entries.map(({ at, action, personId, details }) => ({
      ...detailsSchema.parse(details),
      ...{ at, action, by: personId === null ? null : (names.get(personId) ?? '') },
    })),
  };
}

/** How it ended, in the words of whoever has summed it up; null: nobody has, or it was taken back, or it is not for them. */
export async function readSummary(desk: Desk, official: Official, id: number): Promise<string | null> {
  const history = await readEngagementHistory(desk, official, id);
  const last = history?.lines.find(({ action }) => action === 'sumUp' || action === 'reopenResults');
  return last?.summary ?? null;
}
