import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../errors';
import { FOR_OWNER } from '../closed-folder';

// What copies have put into a pool, by name: whatever else lies there, be it the office's own store that somebody has named as the folder of
// copies, is not theirs to remove. A list for each first two digits: of a million files none is long.

const LISTS = 'own';

const listOf = (pool: string, sha256: string): string => path.join(pool, LISTS, `${sha256.slice(0, 2)}.txt`);

/** A pool of an earlier version has no lists: what the copies there are list is its own. */
export const hasOwnNames = (pool: string): Promise<boolean> =>
  readFile(path.join(pool, LISTS, 'begun')).then(
    () => true,
    () => false,
  );

export async function beginOwnNames(pool: string): Promise<void> {
  await mkdir(path.join(pool, LISTS), { recursive: true, mode: FOR_OWNER.folder });
  await writeFile(path.join(pool, LISTS, 'begun'), '', { mode: FOR_OWNER.file });
}

/** Before the file is there: a name too many does no harm, a file without its name would stay for ever. */
export async function noteOwnName(pool: string, sha256: string): Promise<void> {
  const list = listOf(pool, sha256);
  await mkdir(path.dirname(list), { recursive: true, mode: FOR_OWNER.folder });
  await appendFile(list, `${sha256}\n`, { mode: FOR_OWNER.file });
}

/** @param pair the first two digits */
export async function ownNames(pool: string, pair: string): Promise<ReadonlySet<string>> {
  const text = await readFile(listOf(pool, pair), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  });
  return new Set(text.split('\n').filter((line) => line !== ''));
}

/** In one piece, so that a kill leaves the list of before. */
export async function keepOwnNames(pool: string, pair: string, names: ReadonlySet<string>): Promise<void> {
  const list = listOf(pool, pair);
  await mkdir(path.dirname(list), { recursive: true, mode: FOR_OWNER.folder });
  await writeFile(`${list}.new`, [...names].map((name) => `${name}\n`).join(''), { mode: FOR_OWNER.file });
  await rename(`${list}.new`, list);
}
