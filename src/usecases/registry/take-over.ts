import { RegistryTakeover } from '../../../entities/registry-takeover';
import { databaseOf, repositoryOf, statement, type Queries, type Transaction } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import type { Difference } from '../../regulation/vocabulary';
import type { Desk } from '../kit/ports';
import { peopleNamed } from '../people/people';
import { fitForMany, listOf, type ForOne, type Many, readSuggested } from './differences';
import { wakeWorker } from './files';
import { nameId } from './names-there';
import { selectUnderWay, takeoversUnderWay } from './work-takeover';

/** Differences about who has an appeal. */
export type NamedDifference = Extract<Difference, 'assigned' | 'executor'>;

interface UnclearName {
  readonly name: string;
  /** What a button names it by. */
  readonly id: number;
  readonly count: number;
}

/** What «Назначить как в ПОС» would do with all that has another executor there, or nobody here. */
export interface Takeover {
  readonly kind: NamedDifference;
  /** How many go to whom, the most first. */
  readonly people: readonly { readonly personId: number; readonly name: string; readonly count: number }[];
  readonly ready: number;
  /** Another number as soon as any of them would go to somebody else. */
  readonly list: number;
  /** Names that several executors have here, and such that nobody has: whom they mean is for a person to say. */
  readonly several: readonly (UnclearName & { readonly names: readonly string[] })[];
  readonly nobody: readonly UnclearName[];
  /** One that was pressed before is not over. */
  readonly isUnderWay: boolean;
}

/** Null: not theirs to see. */
export async function readTakeover(
  desk: Desk,
  actor: Actor,
  kind: NamedDifference = 'assigned',
): Promise<Takeover | null> {
  if (!hasRight(actor, 'reconcile')) return null;
  const database = databaseOf(desk);
  const { ready, ...rest } = await planned(database, desk, kind);
  return {
    kind,
    ...rest,
    ready: ready.length,
    list: listOf(ready),
    isUnderWay: (await takeoversUnderWay(desk)).length > 0,
  };
}

async function planned(queries: Queries, desk: Desk, kind: NamedDifference) {
  const suggested = await readSuggested(queries, desk, kind);
  const named = await peopleNamed(
    queries,
    suggested.map(({ name }) => name),
  );
  const people = new Map<number, { personId: number; name: string; count: number }>();
  const several = new Map<string, { name: string; id: number; count: number; names: readonly string[] }>();
  const nobody = new Map<string, { name: string; id: number; count: number }>();
  const ready: ForOne[] = [];
  for (const { appealId, name } of suggested) {
    const who = named.get(name);
    switch (who?.what) {
      case 'one': {
        const { personId } = who;
        ready.push({ appealId, executorId: personId, fileId: null });
        counted(people, personId, { personId, name: who.name, count: 0 });
        break;
      }
      case 'several':
        counted(several, name, { name, id: nameId(name), count: 0, names: who.names });
        break;
      default:
        counted(nobody, name, { name, id: nameId(name), count: 0 });
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
 * One press for many, «Назначить как в ПОС» or another remedy: from here on it goes by itself, whatever is restarted.
 * @param shown the list that the preview has promised
 * @idempotent: while it is under way it is not begun again, and afterwards there is another list
 */
export function startTakeover(desk: Desk, actor: Actor, many: Many, shown: number): Promise<Started> {
  if (!hasRight(actor, 'reconcile')) return Promise.resolve('notYours');
  return databaseOf(desk).transaction(async (tx) => {
    await tx.query(onlyOne);
    if ((await tx.query(selectUnderWay)).length > 0) return 'already';
    const { kind, remedy } = many;
    const isOfNames = remedy === 'assign' && (kind === 'assigned' || kind === 'executor');
    const ready = isOfNames ? (await planned(tx, desk, kind)).ready : await fitForMany(tx, desk, many);
    if (ready.length === 0 || listOf(ready) !== shown) return 'changed';
    await begin(tx, desk, actor, { ...many, undoOfId: null }, ready);
    return 'started';
  });
}

async function begin(
  tx: Transaction,
  desk: Desk,
  { personId }: Actor,
  what: Many & Pick<RegistryTakeover, 'undoOfId'>,
  items: readonly Pick<ForOne, 'appealId' | 'executorId'>[],
): Promise<void> {
  const pressed = { ...what, personId, pressedAt: desk.clock.now(), endedAt: null };
  const { id } = await repositoryOf(tx, RegistryTakeover).save(pressed);
  await tx.query(insertItems, [id, items.map(({ appealId }) => appealId), items.map(({ executorId }) => executorId)]);
  await wakeWorker(tx);
}

const doneBy = statement(
  'takeover.done-by',
  `select i.appeal_id as "appealId", i.executor_id as "executorId" from registry_takeover_item i join registry_takeover t on t.id = i.takeover_id
   where t.id = $1 and t.ended_at is not null and t.undo_of_id is null and i.done order by i.appeal_id`,
);
const takenBack = statement('takeover.taken-back', 'select from registry_takeover where undo_of_id = $1');

/**
 * «Вернуть как было»: what a press for many has done is taken back, where nothing else has happened since. It goes by itself, as that did.
 * @idempotent: `over` once it was pressed
 */
export function undoTakeover(desk: Desk, actor: Actor, takeoverId: number): Promise<Started | 'over'> {
  if (!hasRight(actor, 'reconcile')) return Promise.resolve('notYours');
  return databaseOf(desk).transaction(async (tx) => {
    await tx.query(onlyOne);
    if ((await tx.query(selectUnderWay)).length > 0) return 'already';
    const former = await repositoryOf(tx, RegistryTakeover).findOneBy({ id: takeoverId });
    const items = await tx.query<Pick<ForOne, 'appealId' | 'executorId'>>(doneBy, [takeoverId]);
    if (!former || items.length === 0 || (await tx.query(takenBack, [takeoverId])).length > 0) return 'over';
    await begin(tx, desk, actor, { kind: former.kind, remedy: former.remedy, undoOfId: takeoverId }, items);
    return 'started';
  });
}
