import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Words } from '../../i18n';
import { describeError, type Log } from '../../log';
import type { Desk, FileStore, WriteWorkbook } from '../../usecases/ports';
import { readBadRows } from '../../usecases/registry/read-file';
import { fileFiled, takeFolderFile, type FileState } from '../../usecases/registry/registry-files';
import { errorsName, errorsSheets } from './errors-sheet';
import { endLines } from './file-words';
import { sha256OfFile } from './sha256-of-file';

export interface WatchedFolder {
  /** Files that have stopped growing since the look before. What is not to be read now is read when it is; nothing else waits for it. */
  take(): Promise<FileState[]>;
  /** Moves a file that is over to `done` or `refused`, with what is wrong with it beside it. @idempotent */
  putAway(file: FileState): Promise<void>;
}

export interface WatchedFolderOptions {
  readonly desk: Desk;
  readonly files: FileStore;
  readonly folder: string;
  readonly writeWorkbook: WriteWorkbook;
  /** Of the office. */
  readonly words: Words;
  readonly log: Log;
}

/** Whatever still is being written, or is nobody's to read. */
const NOT_YET = /^[.~]|\.(?:part|partial|crdownload|tmp|download)$/i;

/** INTAKE_DIR: whoever drops a registry file there need not open the chat. */
export async function watchFolder(options: WatchedFolderOptions): Promise<WatchedFolder> {
  const { desk, files, folder, log } = options;
  for (const name of ['done', 'refused']) await mkdir(path.join(folder, name), { recursive: true });
  let before = new Map<string, string>();
  const trouble = new Map<string, string>();

  /** A share comes and goes: told of once, and again when something else is wrong. */
  async function tried<Given>(name: string, read: () => Promise<Given>): Promise<Given | null> {
    try {
      const given = await read();
      trouble.delete(name);
      return given;
    } catch (error) {
      const reason = describeError(error);
      if (trouble.get(name) !== reason)
        log.warn({ reason }, 'The watched folder, or a file in it, is not to be read; it is tried again');
      trouble.set(name, reason);
      return null;
    }
  }

  return {
    async take() {
      const now = (await tried(folder, () => sizesIn(folder))) ?? new Map<string, string>();
      const still = [...now].filter(([name, size]) => before.get(name) === size).map(([name]) => name);
      before = now;
      const taken: FileState[] = [];
      for (const name of still) {
        const kept = await tried(name, () => files.keep(createReadStream(path.join(folder, name))));
        if (kept) taken.push(await takeFolderFile(desk, { name, sha256: kept.sha256 }));
      }
      return taken;
    },
    async putAway(file) {
      if (file.source !== 'folder' || file.filedAt !== null) return;
      if (file.state !== 'done' && file.state !== 'refused') return;
      const { fresh, changed, known } = file.counts;
      const isGood = file.state === 'done' && fresh + changed + known > 0;
      await move(options, file, isGood ? 'done' : 'refused');
      await fileFiled(desk, file.id);
    },
  };
}

/** Each file with what changes while it is written. */
async function sizesIn(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile() || NOT_YET.test(entry.name)) continue;
    const known = await stat(path.join(folder, entry.name)).catch(() => null);
    if (known) found.set(entry.name, `${known.size}:${known.mtimeMs}`);
  }
  return found;
}

async function move(
  { desk, folder, writeWorkbook, words }: WatchedFolderOptions,
  file: FileState,
  place: 'done' | 'refused',
): Promise<void> {
  const { id, name, sha256, headings, refusal, counts } = file;
  const target = path.join(folder, place);
  const named = `${String(id).padStart(5, '0')} ${name}`;
  if (refusal) await writeFile(path.join(target, `${named}.txt`), `${endLines(file, words.plain).join('\n')}\n`);
  if (headings && counts.bad > 0) {
    const rows = await readBadRows(desk, id);
    await writeFile(path.join(target, errorsName(named, words)), await writeWorkbook(errorsSheets(file, rows, words)));
  }
  // somebody may have taken it away meanwhile, or put another one in its place, which is still to be read
  const present = path.join(folder, name);
  if ((await sha256OfFile(present).catch(nullWhenGone)) === sha256) await rename(present, path.join(target, named));
}

function nullWhenGone(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
