import { RegistryTakeover } from '../../../entities/registry-takeover';
import { databaseOf, repositoryOf, statement, type Queries } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { shortName } from '../people/names';
import type { Desk } from '../ports';
import { fitForMany, listOf, type ForOne, type KindForMany } from './for-many';
import { peopleNamed } from './named-there';
import { readSuggested } from './read-differences';
import { wakeWorker } from './registry-files';
import { selectUnderWay, takeoversUnderWay } from './work-takeover';

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

/** Null: not theirs to see. */
export async function readTakeover(desk: Desk, actor: Actor): Promise<Takeover | null> {
  if (!hasRight(actor, 'reconcile')) return null;
  const database = databaseOf(desk);
  const { ready, ...rest } = await planned(database, desk);
  return {
    ...rest,
    ready: ready.length,
    list: listOf(ready),
    isUnderWay: (await takeoversUnderWay(desk)).length > 0,
  };
}

async function planned(queries: Queries, desk: Desk) {
  const suggested = await readSuggested(queries, desk);
  const named = await peopleNamed(
    queries,
    suggested.map(({ name }) => name),
  );
  const people = new Map<number, { personId: number; name: string; count: number }>();
  const several = new Map<string, { name: string; count: number; names: readonly string[] }>();
  const nobody = new Map<string, { name: string; count: number }>();
  const ready: ForOne[] = [];
  for (const { appealId, name } of suggested) {
    const who = named.get(name);
    switch (who?.what) {
      case 'one': {
        const { personId } = who;
        ready.push({ appealId, executorId: personId, fileId: null });
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
 * One press for many, «Назначить как в ПОС» or another remedy: from here on it goes by itself, whatever is restarted.
 * @param shown the list that the preview has promised
 * @idempotent: while it is under way it is not begun again, and afterwards there is another list
 */
export function startTakeover(desk: Desk, actor: Actor, kind: KindForMany, shown: number): Promise<Started> {
  if (!hasRight(actor, 'reconcile')) return Promise.resolve('notYours');
  return databaseOf(desk).transaction(async (tx) => {
    await tx.query(onlyOne);
    if ((await tx.query(selectUnderWay)).length > 0) return 'already';
    const ready = kind === 'assigned' ? (await planned(tx, desk)).ready : await fitForMany(tx, desk, kind);
    if (ready.length === 0 || listOf(ready) !== shown) return 'changed';
    const { id } = await repositoryOf(tx, RegistryTakeover).save({
      kind,
      personId: actor.personId,
      pressedAt: desk.clock.now(),
      endedAt: null,
    });
    await tx.query(insertItems, [id, ready.map(({ appealId }) => appealId), ready.map(({ executorId }) => executorId)]);
    await wakeWorker(tx);
    return 'started';
  });
}
