import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { copiesIn, everyCopyIn, isAhead } from './copies-in';
import { removeManifest } from './manifest';
import { beginOwnNames, hasOwnNames } from './own-names';
import { listedIn, sweepPool } from './pool';
import { keptCopies } from './retention';

/**
 * Removes copies of nights that need not be kept any more, and the files of theirs that no copy lists. What was taken by hand stays until
 * somebody removes it, and so does what a clock that was wrong has dated ahead. Under the lock of whoever has just taken a copy: nobody
 * adds to the pool meanwhile.
 * @throws CopyRefused when a copy can't be read: then no file goes, since it may list it
 */
export async function pruneCopies(directory: string, now: Date): Promise<void> {
  const pools = (await readdir(directory)).filter((name) => /^files(?:-[a-z0-9]{8})?$/.test(name));
  // Of a pool of an earlier version nothing says what is its own but its copies, so before one of them goes.
  for (const pool of pools)
    if (!(await hasOwnNames(path.join(directory, pool)))) {
      await sweep(directory, [pool]).catch(() => undefined);
      await beginOwnNames(path.join(directory, pool));
    }
  const nights = (await copiesIn(directory)).filter((copy) => copy.manifest.taken === 'night' && !isAhead(copy, now));
  const kept = keptCopies(nights.map(({ folder }) => path.basename(folder)));
  for (const { folder } of nights) {
    if (kept.has(path.basename(folder))) continue;
    await removeManifest(folder);
    await rm(folder, { recursive: true, force: true });
  }
  await sweep(directory, pools);
}

async function sweep(directory: string, pools: readonly string[]): Promise<void> {
  const copies = await everyCopyIn(directory);
  for (const pool of pools) {
    const lists = copies.filter(({ manifest }) => manifest.files.pool === pool);
    await sweepPool(
      path.join(directory, pool),
      lists.map(({ folder, manifest }) => listedIn(folder, manifest.files.list)),
    );
  }
}
