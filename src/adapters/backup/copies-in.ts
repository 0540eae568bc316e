import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../errors';
import { isNamedAsCopy, readManifest, type Manifest } from './manifest';

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
