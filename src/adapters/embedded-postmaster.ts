import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../errors';

/** A server that runs, or has run, on a folder. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** The folder as the server itself spells it: ours may be reached by a symlink. */
  readonly folder: string;
}

/**
 * The server that runs on this folder, whoever started it, or null. It may still be starting or already stopping.
 * @throws AppError `embedded_foreign` when the folder is another user's.
 */
export function runningPostmaster(folder: string): Postmaster | null {
  const noted = notedPostmaster(folder);
  return noted !== null && isRunning(noted) ? noted : null;
}

export function notedPostmaster(folder: string): Postmaster | null {
  let lines: string[];
  try {
    lines = readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (isForbidden(error)) throw foreign(folder, error);
    return null;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  return { pid, port: Number.isSafeInteger(port) ? port : 0, folder: lines[1] ?? folder };
}

/**
 * A number in a file proves nothing: after kill -9 and a restart of the machine it may be another process's. One that the walls of a
 * service hide but that takes our signals is of our account, as the server is: it counts, since two servers would be the folder's end.
 */
export function isRunning({ pid, folder }: Postmaster): boolean {
  if (!isAlive(pid)) return false;
  const command = commandLine(pid);
  if (command === null) return process.platform === 'win32' || takesSignals(pid);
  return command.includes('postgres') && command.includes(folder);
}

export function isForbidden(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
}

export function foreign(folder: string, cause: unknown): AppError {
  return new AppError(
    'embedded_foreign',
    `The folder ${folder} is closed to this user. Work as the user who made it, or set DATA_DIR to a folder of your own.`,
    { folder },
    { cause },
  );
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isForbidden(error);
  }
}

function takesSignals(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Null: it is not to be seen. Of the dead whom nobody has buried there is one, and it is empty. */
function commandLine(pid: number): string | null {
  if (process.platform === 'win32') return null;
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return process.platform === 'linux' ? null : '';
  }
}
