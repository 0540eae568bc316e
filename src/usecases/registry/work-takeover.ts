import { RegistryTakeover, RegistryTakeoverItem } from '../../../entities/registry-takeover';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, repositoryOf, statement, type Transaction } from '../../database/database';
import { dayOf } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { officialById, type Official } from '../kit/officials';
import { type Desk, type Records, today } from '../kit/ports';
import { answerFound } from './answer-difference';
import { type Many, differencesOf, takeBack, fitForMany, listOf, type DifferenceLine } from './differences';
import { tellOfEndedTakeover } from './takeover';

export const selectUnderWay = statement(
  'takeover.under-way',
  'select id from registry_takeover where ended_at is null order by id',
);

/** Those that are not over, in the order in which they were pressed. */
export const takeoversUnderWay = async (records: Records): Promise<number[]> =>
  (await databaseOf(records).query<{ id: number }>(selectUnderWay)).map(({ id }) => id);

const ITEM = columns(RegistryTakeoverItem, ['appealId', 'executorId']);
type Item = RowOf<typeof ITEM>;
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
  'update registry_takeover_item set done = $3 where takeover_id = $1 and appeal_id = $2 and done is null',
);
const putItemAside = statement(
  'takeover.put-aside',
  'update registry_takeover_item set done = false, failed = true where takeover_id = $1 and appeal_id = $2 and done is null',
);
const endIt = statement('takeover.end', 'update registry_takeover set ended_at = $2 where id = $1');

interface Working extends Many {
  readonly id: number;
  /** When what it takes back was pressed; null: it takes nothing back. */
  readonly undoes: Date | null;
  /** Whoever has pressed; null: they have no account any more. */
  readonly actor: Official | null;
}

/**
 * Mends the next few. What somebody has acted on since the press is left to them.
 * @returns false: it is over
 * @throws whatever one of them throws: none of the few is mended then
 * @idempotent by each appeal's own note
 */
export async function workTakeover(desk: Desk, takeoverId: number): Promise<boolean> {
  const takeover = await repositoryOf(databaseOf(desk), RegistryTakeover).findOneBy({ id: takeoverId });
  if (!takeover) return false;
  const working = await workingOn(desk, takeover);
  return databaseOf(desk).transaction(async (tx) => {
    if ((await tx.query(lockTakeover, [takeoverId])).length === 0) return false;
    const items = await tx.query<Item>(nextItems, [takeoverId]);
    if (items.length === 0) {
      await tx.query(endIt, [takeoverId, desk.clock.now()]);
      await tellOfEndedTakeover(tx, desk, takeover);
      return false;
    }
    for (const item of items) await mend(tx, desk, working, item);
    return true;
  });
}

/**
 * After it has thrown again and again: the next few once more, each by itself. What throws even so is put aside, and whoever has
 * pressed hears of it in the end.
 * @returns what was thrown
 */
export async function putAside(desk: Desk, takeoverId: number): Promise<readonly unknown[]> {
  const database = databaseOf(desk);
  const takeover = await repositoryOf(database, RegistryTakeover).findOneBy({ id: takeoverId });
  if (!takeover) return [];
  const working = await workingOn(desk, takeover);
  const thrown: unknown[] = [];
  for (const item of await database.query<Item>(nextItems, [takeoverId]))
    try {
      await database.transaction(async (tx) => {
        if ((await tx.query(lockTakeover, [takeoverId])).length > 0) await mend(tx, desk, working, item);
      });
    } catch (error) {
      thrown.push(error);
      await database.query(putItemAside, [takeoverId, item.appealId]);
    }
  return thrown;
}

async function workingOn(desk: Desk, takeover: RegistryTakeover): Promise<Working> {
  const { id, kind, remedy, personId, undoOfId } = takeover;
  const actor = await officialById(desk, personId);
  const undone =
    undoOfId === null ? null : await repositoryOf(databaseOf(desk), RegistryTakeover).findOneBy({ id: undoOfId });
  return { id, kind, remedy, undoes: undone?.pressedAt ?? null, actor: actor?.disabled === false ? actor : null };
}

async function mend(tx: Transaction, desk: Desk, working: Working, item: Item): Promise<void> {
  const { id, actor, undoes } = working;
  const { appealId } = item;
  const isDone =
    actor !== null &&
    (undoes === null
      ? await isMended(tx, desk, actor, working, item)
      : (await takeBack(tx, desk, actor, appealId, { since: undoes }))?.ok === true);
  await tx.query(noteItem, [id, appealId, isDone]);
}

async function isMended(
  tx: Transaction,
  desk: Desk,
  actor: Official,
  { kind, remedy }: Many,
  item: Item,
): Promise<boolean> {
  const { appealId, executorId } = item;
  const found = (await differencesOf(tx, desk, appealId)).find((one) => one.kind === kind);
  if (!found) return false;
  return (await answerFound(tx, desk, actor, found, { version: found.version, remedy, days: null }, { executorId })).ok;
}

const SHOWN = 12;

/** What a press for all of a kind would do. */
export interface ForMany extends Many {
  readonly count: number;
  /** Another number as soon as any of them would become something else. */
  readonly list: number;
  /** The first of them. */
  readonly lines: readonly DifferenceLine[];
  /** Of terms: how many become longer, how many shorter, and how many of all would be over at once. */
  readonly terms: { readonly longer: number; readonly shorter: number; readonly over: number };
  /** Another press is not over. */
  readonly isUnderWay: boolean;
}

/** Null: not theirs to see. */
export async function readForMany(desk: Desk, actor: Actor, many: Many): Promise<ForMany | null> {
  if (!hasRight(actor, 'reconcile')) return null;
  const database = databaseOf(desk);
  const lines = await fitForMany(database, desk, many);
  const calendar = desk.office.calendar();
  const planned = lines.flatMap(({ there, dueAt }) =>
    there?.plannedDay ? [{ there: there.plannedDay, here: dayOf(dueAt, calendar) }] : [],
  );
  return {
    ...many,
    count: lines.length,
    list: listOf(lines),
    lines: lines.slice(0, SHOWN),
    terms: {
      longer: planned.filter(({ there, here }) => there > here).length,
      shorter: planned.filter(({ there, here }) => there < here).length,
      over: planned.filter(({ there }) => there < today(desk)).length,
    },
    isUnderWay: (await takeoversUnderWay(desk)).length > 0,
  };
}
