import { databaseOf, type HasDatabase, type Queries } from '../../database/database';
import { failpoint } from '../../process/failpoint';
import { headHash, NO_HEAD } from '../../proof/head';
import { lineOf } from '../../proof/line';
import { hex, leafHash } from '../../proof/tree';
import type { Desk } from '../ports';
import { BEGINNING, entriesToSeal, entriesWaiting, positionOf, type Waiting } from './entries';
import { headOf, isKept, keepSealed, lastHead, sealAlone, treeOf, type Sealed } from './sealed';

/** What an office has from before it sealed goes in large pieces; a day of its work is far less than one. */
const ENTRIES_AT_ONCE = 1_000;

/**
 * Seals what the journal has told since the last head: leaves, nodes and head of a piece in one transaction, so that a crash at any
 * moment seals nothing twice and leaves nothing out. Entries are taken as the statistics take them, below the oldest transaction that is
 * still under way: none can come before them any more.
 * @returns whether there may be more
 * @throws AppError `journal_tree` when what is kept of the tree is damaged: nothing is built upon it
 */
export async function sealJournal(
  desk: HasDatabase & Pick<Desk, 'clock'>,
  atOnce: number = ENTRIES_AT_ONCE,
): Promise<{ readonly more: boolean }> {
  return databaseOf(desk).transaction(async (tx) => {
    await sealAlone(tx);
    const former = await lastHead(tx);
    const entries = await entriesToSeal(tx, former ?? BEGINNING, atOnce);
    const last = entries.at(-1);
    if (!last) return { more: false };
    const tree = await treeOf(tx, former);
    const firstPlace = tree.size;
    const nodes: Sealed['nodes'][number][] = [];
    const leaves = entries.map((entry) => {
      const hash = leafHash(lineOf(entry));
      tree.add(hash, (subtree, node) => isKept(subtree) && nodes.push({ subtree, hash: node }));
      return { entryId: entry.id, hash };
    });
    const head = {
      size: tree.size,
      root: hex(tree.root),
      previous: former ? headHash(headOf(former)) : NO_HEAD,
      sealedAt: desk.clock.now().toISOString(),
    };
    await keepSealed(tx, { firstPlace, leaves, nodes, head, last: positionOf(last) });
    failpoint('journal-sealed');
    return { more: entries.length === atOnce };
  });
}

/** Entries that are committed and not sealed yet. */
export const notSealedYet = async (queries: Queries): Promise<Waiting> =>
  entriesWaiting(queries, (await lastHead(queries)) ?? BEGINNING);
