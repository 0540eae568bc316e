import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../errors';
import { isNamedAsCopy, readManifest, type Manifest } from './manifest';
import { CopyRefused } from './refused';

export interface KeptCopy {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The whole copies of a folder, the newest first; of one that is not there: none. */
export async function copiesIn(directory: string): Promise<readonly KeptCopy[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const copies: KeptCopy[] = [];
  for (const name of names.filter(isNamedAsCopy)) {
    const folder = path.join(directory, name);
    const manifest = await readManifest(folder).catch(() => null);
    if (manifest) copies.push({ folder, manifest });
  }
  return copies.sort((one, other) => other.manifest.takenAt.getTime() - one.manifest.takenAt.getTime());
}

const AHEAD_MS = 86_400_000;

/** It was taken while the machine's clock was wrong: it is a copy, but of no day that anybody knows. */
export const isAhead = ({ manifest }: KeptCopy, now: Date): boolean =>
  manifest.takenAt.getTime() > now.getTime() + AHEAD_MS;

/** The newest first. */
export const newestOf = (copies: readonly KeptCopy[], now: Date): KeptCopy | null =>
  copies.find((copy) => !isAhead(copy, now)) ?? null;

/** Of a disk's top, or of a share: the bot may not enter them, and no copy is there that anybody keeps. */
const OF_THE_SYSTEM = /^(?:[.$#@].*|lost\+found|System Volume Information)$/;

/**
 * Whatever has a manifest, also one that somebody has renamed: the files that it lists are needed.
 * @throws CopyRefused when one of them can't be read: nobody knows what it lists
 */
export async function everyCopyIn(directory: string): Promise<readonly KeptCopy[]> {
  const copies: KeptCopy[] = [];
  for (const name of (await readdir(directory)).filter((one) => !OF_THE_SYSTEM.test(one))) {
    const folder = path.join(directory, name);
    const manifest = await readManifest(folder).catch((error: unknown) => {
      if (error instanceof CopyRefused && (error.why === 'notACopy' || error.why === 'unfinished')) return null;
      throw error;
    });
    if (manifest) copies.push({ folder, manifest });
  }
  return copies;
}
