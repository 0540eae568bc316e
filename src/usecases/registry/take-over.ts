import { RegistryTakeover, RegistryTakeoverItem } from '../../../entities/registry-takeover';
import { columns, type RowOf } from '../../columns';
import { hashOf } from '../../text';
import { databaseOf, repositoryOf, statement, type Queries, type Transaction } from '../../database';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { shortName } from '../people/names';
import { officialById } from '../people/officials';
import type { Desk, Records } from '../ports';
import { takeOver } from './answer-difference';
import { peopleNamed } from './named-there';
import { differencesOf, readSuggested } from './read-differences';
import { wakeWorker } from './registry-files';
import { sayTakenOver, sayTakeoverDone } from './tell-of-takeover';

/** What «Назначить как в ПОС» would do with all that waits on coordination here and has an executor there. */
export interface Takeover {
  /** How many go to whom, the most first. */
  readonly people: readonly { readonly personId: number; readonly name: string; readonly count: number }[];
  readonly ready: number;
  /** Another number as soon as any of them would go to somebody else. */
  readonly list: number;
  /** Names that several executors have here, and such that nobody has: those are distributed by hand. */
  readonly several: readonly { readonly name: string; readonly count: number; readonly names: readonly string[] }[];
  readonly nobody: readonly { readonly name: string; readonly count: number }[];
  /** One that was pressed before is not over. */
  readonly isUnderWay: boolean;
}

const selectUnderWay = statement(
  'takeover.under-way',
  'select id from registry_takeover where ended_at is null order by id',
);

/** Null: not theirs to see. */
export async function readTakeover(desk: Desk, actor: Actor): Promise<Takeover | null> {
  if (!hasRight(actor, 'reconcile')) return null;
  const database = databaseOf(desk);
  const { ready, ...rest } = await planned(database, desk);
  return {
    ...rest,
    ready: ready.length,
    list: listOf(ready),
    isUnderWay: (await database.query(selectUnderWay)).length > 0,
  };
}

type Assignment = Readonly<Pick<RegistryTakeoverItem, 'appealId' | 'executorId'>>;

const listOf = (ready: readonly Assignment[]): number => hashOf(JSON.stringify(ready)) >>> 1;

async function planned(queries: Queries, desk: Desk) {
  const suggested = await readSuggested(queries, desk);
  const named = await peopleNamed(
    queries,
    suggested.map(({ name }) => name),
  );
  const people = new Map<number, { personId: number; name: string; count: number }>();
  const several = new Map<string, { name: string; count: number; names: readonly string[] }>();
  const nobody = new Map<string, { name: string; count: number }>();
  const ready: Assignment[] = [];
  for (const { appealId, name } of suggested) {
    const who = named.get(name);
    switch (who?.what) {
      case 'one': {
        const { personId } = who;
        ready.push({ appealId, executorId: personId });
        counted(people, personId, { personId, name: shortName(who.name), count: 0 });
        break;
      }
      case 'several':
        counted(several, name, { name, count: 0, names: who.names });
        break;
      default:
        counted(nobody, name, { name, count: 0 });
    }
  }
  return { ready, people: mostFirst(people), several: mostFirst(several), nobody: mostFirst(nobody) };
}

function counted<Key, Line extends { count: number }>(lines: Map<Key, Line>, key: Key, fresh: Line): void {
  const line = lines.get(key) ?? fresh;
  line.count += 1;
  lines.set(key, line);
}
const mostFirst = <Line extends { count: number; name: string }>(lines: ReadonlyMap<unknown, Line>): Line[] =>
  [...lines.values()].sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1));

/** What came of the press; `changed`: by now it would do something else than was shown. */
export type Started = 'started' | 'already' | 'changed' | 'notYours';

const onlyOne = statement('takeover.only-one', `lock table registry_takeover in share row exclusive mode`);
const insertItems = statement(
  'takeover.items',
  `insert into registry_takeover_item (takeover_id, appeal_id, executor_id)
   select $1, t.appeal_id, t.executor_id from unnest($2::int[], $3::int[]) as t (appeal_id, executor_id)`,
);

/**
 * One press for many: from here on it goes by itself, whatever is restarted.
 * @param shown the list that the preview has promised
 * @idempotent: while it is under way it is not begun again, and afterwards there is another list
 */
export function startTakeover(desk: Desk, actor: Actor, shown: number): Promise<Started> {
  if (!hasRight(actor, 'reconcile')) return Promise.resolve('notYours');
  return databaseOf(desk).transaction(async (tx) => {
    await tx.query(onlyOne);
    if ((await tx.query(selectUnderWay)).length > 0) return 'already';
    const { ready } = await planned(tx, desk);
    if (ready.length === 0 || listOf(ready) !== shown) return 'changed';
    const { id } = await repositoryOf(tx, RegistryTakeover).save({
      personId: actor.personId,
      pressedAt: desk.clock.now(),
      endedAt: null,
    });
    await tx.query(insertItems, [id, ready.map(({ appealId }) => appealId), ready.map(({ executorId }) => executorId)]);
    await wakeWorker(tx);
    return 'started';
  });
}

/** Those that are not over, in the order in which they were pressed. */
export const takeoversUnderWay = async (records: Records): Promise<number[]> =>
  (await databaseOf(records).query<{ id: number }>(selectUnderWay)).map(({ id }) => id);

const ITEM = columns(RegistryTakeoverItem, ['appealId', 'executorId']);
const lockTakeover = statement(
  'takeover.lock',
  `select id from registry_takeover where id = $1 and ended_at is null for no key update`,
);
/** Appeals of one transaction: whoever presses on one of them waits for as long. */
const AT_ONCE = 10;
const nextItems = statement(
  'takeover.next',
  `select ${ITEM} from registry_takeover_item where takeover_id = $1 and done is null order by appeal_id limit ${AT_ONCE}`,
);
const noteItem = statement(
  'takeover.note',
  'update registry_takeover_item set done = $3 where takeover_id = $1 and appeal_id = $2',
);

/**
 * Assigns the next few. What somebody has acted on since the press is left to them.
 * @returns false: it is over
 * @idempotent by each appeal's own note
 */
export async function workTakeover(desk: Desk, takeoverId: number): Promise<boolean> {
  const database = databaseOf(desk);
  const takeover = await repositoryOf(database, RegistryTakeover).findOneBy({ id: takeoverId });
  if (!takeover) return false;
  const actor = await officialById(desk, takeover.personId);
  return database.transaction(async (tx) => {
    if ((await tx.query(lockTakeover, [takeoverId])).length === 0) return false;
    const items = await tx.query<RowOf<typeof ITEM>>(nextItems, [takeoverId]);
    if (items.length === 0) {
      await endTakeover(tx, desk, takeoverId, takeover.personId);
      return false;
    }
    for (const { appealId, executorId } of items) {
      const isDone = actor !== null && !actor.disabled && (await assignOne(tx, desk, actor, appealId, executorId));
      await tx.query(noteItem, [takeoverId, appealId, isDone]);
    }
    return true;
  });
}

async function assignOne(
  tx: Transaction,
  desk: Desk,
  actor: Actor,
  appealId: number,
  executorId: number,
): Promise<boolean> {
  const found = (await differencesOf(tx, desk, appealId)).find(({ kind }) => kind === 'assigned');
  if (!found) return false;
  const order = { version: found.version, remedy: 'assign', days: null } as const;
  return (await takeOver(tx, desk, actor, found, order, executorId)).ok;
}

const end = statement('takeover.end', 'update registry_takeover set ended_at = $2 where id = $1');
const selectDone = statement(
  'takeover.done',
  `select i.executor_id as "executorId", a.id, a.number, i.done from registry_takeover_item i join appeal a on a.id = i.appeal_id
   where i.takeover_id = $1 order by a.due_at, a.id`,
);

async function endTakeover(tx: Transaction, desk: Desk, takeoverId: number, personId: number): Promise<void> {
  await tx.query(end, [takeoverId, desk.clock.now()]);
  type Row = { executorId: number; id: number; number: string; done: boolean };
  const rows = await tx.query<Row>(selectDone, [takeoverId]);
  const appeals = new Map<number, { id: number; number: string }[]>();
  for (const { executorId, id, number, done } of rows)
    if (done) appeals.set(executorId, [...(appeals.get(executorId) ?? []), { id, number }]);
  const key = `takeover:${takeoverId}`;
  await sayTakenOver(tx, desk, key, appeals);
  const count = rows.filter(({ done }) => done).length;
  await sayTakeoverDone(tx, desk, key, { personId, count, left: rows.length - count, people: appeals.size });
}
