import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { SignatureLevel } from '../../regulation/signatures';
import type { TrustFile } from './read-trust';
import { codeOf } from '../../errors';
import { TrustError } from './trust-error';

/** Folders within the operator's; what lies beside them is of accredited authorities too. */
const LEVELS: Readonly<Record<string, SignatureLevel>> = {
  '': 'qualified',
  qualified: 'qualified',
  unqualified: 'unqualified',
};

export interface Listed {
  readonly name: string;
  readonly level: SignatureLevel;
  /** Other after a change of the file. */
  readonly state: string;
}

/** The files of the folder as they are now; what begins with a dot is none of them. @throws TrustError */
export async function listTrustFolder(folder: string): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
  for (const [part, level] of Object.entries(LEVELS))
    for (const entry of await entriesOf(folder, part)) {
      const name = path.posix.join(part, entry);
      const { isFolder, state } = await stateOf(folder, name);
      if (!isFolder) listed.push({ name, level, state });
      else if (part !== '' || LEVELS[entry] === undefined)
        throw new TrustError([{ kind: 'strangeFolder', file: name }]);
    }
  return listed;
}

/** Other after a change of any of them. */
export const stateOfTrust = (listed: readonly Listed[]): string => JSON.stringify(listed);

/** @throws TrustError */
export async function readTrustFiles(folder: string, listed: readonly Listed[]): Promise<TrustFile[]> {
  return Promise.all(
    listed.map(async ({ name, level }) => ({
      name,
      level,
      bytes: await opened(name, () => readFile(path.join(folder, name))),
    })),
  );
}

async function entriesOf(folder: string, part: string): Promise<string[]> {
  try {
    const entries = await readdir(path.join(folder, part));
    return entries.filter((entry) => !entry.startsWith('.')).sort();
  } catch (error) {
    if (part !== '' && codeOf(error) === 'ENOENT') return [];
    throw new TrustError([{ kind: 'noFile', file: path.join(folder, part), reason: codeOf(error) || String(error) }]);
  }
}

async function stateOf(folder: string, name: string): Promise<{ isFolder: boolean; state: string }> {
  const found = await opened(name, () => stat(path.join(folder, name)));
  return { isFolder: found.isDirectory(), state: `${found.size} ${found.mtimeMs} ${found.ino}` };
}

async function opened<Value>(file: string, open: () => Promise<Value>): Promise<Value> {
  try {
    return await open();
  } catch (error) {
    throw new TrustError([{ kind: 'noFile', file, reason: codeOf(error) || String(error) }]);
  }
}
