import { IsNull, Raw } from 'typeorm';
import { z } from 'zod';
import { EngagementTemplate } from '../../../entities/engagement';
import {
  databaseOf,
  repositoryOf,
  type Rows,
  type Transaction,
  statement,
  type Queries,
} from '../../database/database';
import { type ShipmentState, type Trouble, TROUBLES } from '../../regulation/carriers';
import { changedFields, comparedWith, type FormerVersions } from '../../regulation/engagement/compared';
import {
  NO_CONTENT,
  repeatedFields,
  withFields,
  type EngagementContent,
  type EngagementField,
} from '../../regulation/engagement/content';
import { mayBeSentEngagements, maySeeEngagement, offeredActs } from '../../regulation/engagement/decide';
import {
  taskThere,
  type EngagementFacts,
  type TaskThere,
  waitsForId,
  type EngagementAsk,
} from '../../regulation/engagement/facts';
import type { EngagementResults } from '../../regulation/engagement/results';
import type { EngagementAction, EngagementDeed } from '../../regulation/engagement/vocabulary';
import { keysOf } from '../../regulation/lists';
import { hasRight } from '../../regulation/rights';
import { entriesOfEngagement, type EngagementEntry } from '../kit/journal';
import { type Official, shortNamesOf } from '../kit/officials';
import { type Desk, circumstances } from '../kit/ports';
import { keepNamed, type NamedKept } from '../people/rights';
import { contentIn, loadEngagement, keepPictures, readVersion, type KeptEngagement } from './engagement-store';
import type { EngagementRules } from './rules';
import { resultsOf, waitingResults, type WaitingResults } from './sent-results';

/** With what one of a kind may begin. */
export interface TemplateOfEngagement extends Readonly<Pick<EngagementTemplate, 'id' | 'kind' | 'name'>> {
  readonly content: EngagementContent;
  readonly isRemoved: boolean;
}

/** Why a template was not kept; each is a key under `engagement:template.refusal`. */
export type EngagementTemplateRefusal = 'notYours' | 'gone' | 'nameTaken';
export type EngagementTemplateKept = NamedKept<EngagementTemplateRefusal>;
const NAMED = { right: 'engage', capacity: 'engagement', idAs: 'engagementTemplateId' } as const;

/** Those that are offered, by name; none for whoever may not make any. */
export async function listEngagementTemplates(desk: Desk, viewer: Official): Promise<readonly TemplateOfEngagement[]> {
  if (!hasRight(viewer, 'engage')) return [];
  const rows = await repositoryOf(databaseOf(desk), EngagementTemplate).find({
    where: { removedAt: IsNull() },
    order: { name: 'asc', id: 'asc' },
  });
  return rows.map(templateOf);
}

/** One of them, a removed one too. Null: there is none, or not for this person. */
export async function readEngagementTemplate(
  desk: Desk,
  viewer: Official,
  id: number,
): Promise<TemplateOfEngagement | null> {
  if (!hasRight(viewer, 'engage')) return null;
  const row = await repositoryOf(databaseOf(desk), EngagementTemplate).findOneBy({ id });
  return row && templateOf(row);
}

const templateOf = ({ id, kind, name, content, removedAt }: EngagementTemplate): TemplateOfEngagement => ({
  ...{ id, kind, name, content: contentIn(content), isRemoved: removedAt !== null },
});

/** Keeps what is written of one, without its title and its days. @idempotent by its name and content */
export const keepAsTemplate = (
  desk: Desk,
  actor: Official,
  engagementId: number,
  name: string,
): Promise<EngagementTemplateKept> =>
  keepNamed<EngagementTemplateRefusal>(desk, actor, NAMED, async (tx, now) => {
    const kept = await loadEngagement(tx, engagementId);
    if (!kept) return { ok: false, refusal: 'gone' };
    const { kind } = kept.row;
    const content = withFields(NO_CONTENT, kept.content, repeatedFields(kind, kept.content));
    const same = await named(tx, name);
    if (same) {
      const isIt = same.kind === kind && JSON.stringify(contentIn(same.content)) === JSON.stringify(contentIn(content));
      return isIt ? { ok: true, id: same.id } : { ok: false, refusal: 'nameTaken' };
    }
    const row = { kind, name, content, writtenById: actor.personId, writtenAt: now, removedAt: null };
    const { id } = await repositoryOf(tx, EngagementTemplate).save(row);
    await keepPictures(tx, content.pictures, now);
    return { ok: true, id, did: { name, engagementId } };
  });

/** @idempotent */
export const renameTemplate = (
  desk: Desk,
  actor: Official,
  id: number,
  name: string,
): Promise<EngagementTemplateKept> =>
  keepNamed<EngagementTemplateRefusal>(desk, actor, NAMED, async (tx) => {
    const before = await locked(tx, id);
    if (!before || before.removedAt !== null) return { ok: false, refusal: 'gone' };
    if (before.name === name) return { ok: true, id };
    const same = await named(tx, name);
    if (same && same.id !== id) return { ok: false, refusal: 'nameTaken' };
    await repositoryOf(tx, EngagementTemplate).update({ id }, { name });
    return { ok: true, id, did: { name, before: before.name } };
  });

/** Takes a template out of what is offered, or puts it back: nothing is lost by a slip of a thumb. @idempotent */
export const removeEngagementTemplate = (
  desk: Desk,
  actor: Official,
  id: number,
  isRemoved: boolean,
): Promise<EngagementTemplateKept> =>
  keepNamed<EngagementTemplateRefusal>(desk, actor, NAMED, async (tx, now) => {
    const row = await locked(tx, id);
    if (!row) return { ok: false, refusal: 'gone' };
    if ((row.removedAt !== null) === isRemoved) return { ok: true, id };
    if (!isRemoved && (await named(tx, row.name))) return { ok: false, refusal: 'nameTaken' };
    await repositoryOf(tx, EngagementTemplate).update({ id }, { removedAt: isRemoved ? now : null });
    return { ok: true, id, did: { isRemoved } };
  });

const locked = (tx: Transaction, id: number): Promise<EngagementTemplate | null> =>
  repositoryOf(tx, EngagementTemplate).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });

/** Of those that are offered. */
const named = (rows: Rows, name: string): Promise<EngagementTemplate | null> =>
  repositoryOf(rows, EngagementTemplate).findOneBy({
    name: Raw((column) => `lower(${column}) = lower(:name)`, { name }),
    removedAt: IsNull(),
  });

/** What makes something to be done in ПОС. After the others it is there already, or somebody does it by hand. */
const CARRIED_AFTER: readonly EngagementAction[] = [
  'handOver',
  'approveContent',
  'change',
  'takeDown',
  'bringBack',
  'placeThere',
  'placeChange',
  'stillPlaced',
];

const withdraw = statement(
  'withdraw-engagement-shipments',
  `update shipment set state = 'withdrawn', settled_at = $4 where engagement_id = $1 and state = 'waiting'
   and (engagement_task is distinct from $2 or engagement_number <> $3)`,
);
// What was placed without saying where, or perhaps was, since no answer came: another try would publish it twice. Whoever takes it down there ends that.
const mayStand = `s.engagement_task = 'place' and (s.state in ('delivered', 'unknown')
    or s.state = 'withdrawn' and s.trouble in ('silent', 'broken'))
  and not exists (select from journal_entry j
    where j.engagement_id = s.engagement_id and j.action = 'takenDownThere' and j.at >= s.settled_at)`;
// One after another: what it becomes while the gateway has it follows when it has answered.
const queue = statement(
  'queue-engagement-shipment',
  `insert into shipment (engagement_id, engagement_task, engagement_number, carrier, state, key, queued_at, due_at)
   select $1, $2, $3, 'gateway', 'waiting', gen_random_uuid(), $4, $4
   where not exists (select from shipment where engagement_id = $1 and state in ('waiting', 'sending', 'accepted'))
   and ($2 <> 'place' or not exists (select from shipment s where s.engagement_id = $1 and ${mayStand}))
   returning id`,
);

/**
 * What waits to be done in ПОС goes by the gateway where there is one, in the transaction of the act; what is wanted no more never goes.
 * @returns whether something new goes
 * @idempotent
 */
export async function planCarrying(
  tx: Transaction,
  desk: Desk,
  id: number,
  facts: EngagementFacts,
  after: EngagementAction,
): Promise<boolean> {
  const [task, now] = [taskThere(facts), desk.clock.now()];
  await tx.query(withdraw, [id, task, facts.number, now]);
  if (task === null || !desk.office.carriers.includes('gateway') || !CARRIED_AFTER.includes(after)) return false;
  return (await tx.query(queue, [id, task, facts.number, now])).length > 0;
}

/** Whether what a shipment carries is still what waits to be done there. */
export const isWanted = (
  facts: EngagementFacts,
  { task, number }: { readonly task: TaskThere; readonly number: number },
): boolean => taskThere(facts) === task && (task === 'remove' || facts.number === number);

/** How the present task fares by the gateway. */
export interface EngagementCarriage {
  readonly state: ShipmentState;
  readonly trouble: Trouble | null;
  /** In the gateway's own words. */
  readonly detail: string | null;
}

const selectLatest = statement(
  'latest-engagement-shipment',
  `select state, trouble, detail from shipment s where engagement_id = $1 and engagement_task = $2
   and (engagement_task = 'remove' or engagement_number = $3 or ${mayStand}) order by id desc limit 1`,
);

/** Null: nothing waits to be done, or people do it. */
export async function carriageOf(
  queries: Queries,
  id: number,
  facts: EngagementFacts,
): Promise<EngagementCarriage | null> {
  const task = taskThere(facts);
  if (task === null) return null;
  return (await queries.query<EngagementCarriage>(selectLatest, [id, task, facts.number]))[0] ?? null;
}

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
