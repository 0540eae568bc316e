import { existsSync, mkdirSync, statSync } from 'node:fs';
import { chmod, opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../errors';

/** What holds personal data or a secret is open to the account that works with it, and to no other. */
export const FOR_OWNER = { folder: 0o700, file: 0o600 } as const;

/**
 * Step by step: Node's own way asks for ever where a file system denies a folder that is in none, as /proc does.
 * @returns the first that was not there
 * @throws the system's error
 */
export function makeFolders(folder: string, mode: number = FOR_OWNER.folder): string | undefined {
  try {
    mkdirSync(folder, { mode });
    return folder;
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && statSync(folder).isDirectory()) return undefined;
    const parent = path.dirname(folder);
    if (codeOf(error) !== 'ENOENT' || parent === folder || existsSync(parent)) throw error;
    const first = makeFolders(parent, mode);
    mkdirSync(folder, { mode });
    return first ?? folder;
  }
}

/**
 * Makes a folder that nobody else on the machine may enter. One that an earlier version left open is closed, the folder
 * itself first, then all that is in it: a copy of a part of it must not be open either.
 * @returns how many of its entries could not be closed: another account's, or on a disk that knows no modes
 */
export async function closeFolder(folder: string): Promise<number> {
  makeFolders(folder);
  // There modes are not who may read.
  if (process.platform === 'win32') return 0;
  return close(folder);
}

async function close(folder: string): Promise<number> {
  let open = await narrow(folder, FOR_OWNER.folder);
  for await (const entry of await opendir(folder)) {
    const name = path.join(folder, entry.name);
    // Not a link: what it leads to is not ours to close.
    if (entry.isDirectory()) open += await close(name);
    else if (entry.isFile()) open += await narrow(name, FOR_OWNER.file);
  }
  return open;
}

async function narrow(name: string, wanted: number): Promise<number> {
  try {
    if (((await stat(name)).mode & 0o777) === wanted) return 0;
    await chmod(name, wanted);
    return ((await stat(name)).mode & 0o077) === 0 ? 0 : 1;
  } catch (error) {
    // Renamed or removed by another process of the office meanwhile.
    return codeOf(error) === 'ENOENT' ? 0 : 1;
  }
}
