import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { copiesIn } from './copies-in';
import { removeManifest } from './manifest';
import { listedIn, sweepPool } from './pool';
import { keptCopies } from './retention';

/**
 * Removes copies of nights that need not be kept any more, and the files that no copy lists. What was taken by hand stays until
 * somebody removes it. Under the lock of whoever has just taken a copy: nobody adds to the pool meanwhile.
 */
export async function pruneCopies(directory: string): Promise<void> {
  const copies = await copiesIn(directory);
  const nights = copies.filter(({ manifest }) => manifest.taken === 'night').map(({ folder }) => path.basename(folder));
  const kept = keptCopies(nights);
  for (const { folder, manifest } of copies) {
    if (manifest.taken !== 'night' || kept.has(path.basename(folder))) continue;
    await removeManifest(folder);
    await rm(folder, { recursive: true, force: true });
  }
  const left = await copiesIn(directory);
  for (const pool of (await readdir(directory)).filter((name) => /^files(?:-[a-z0-9]{8})?$/.test(name))) {
    const lists = left.filter(({ manifest }) => manifest.files.pool === pool);
    await sweepPool(
      path.join(directory, pool),
      lists.map(({ folder, manifest }) => listedIn(folder, manifest.files.list)),
    );
  }
}
