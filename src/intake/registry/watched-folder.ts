import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../errors';
import type { Words } from '../../i18n';
import { describeError, type Log } from '../../process/log';
import { readAmount } from '../../usecases/office/amounts';
import type { Desk, FileStore } from '../../usecases/kit/ports';
import type { WriteWorkbook } from '../../usecases/kit/sent-table';
import { refuseFile } from '../../usecases/registry/note-rows';
import { readBadRows } from '../../usecases/registry/read-file';
import {
  fileById,
  fileFiled,
  filedSince,
  shorterOfName,
  takeFolderFile,
  type FileState,
} from '../../usecases/registry/files';
import { errorsName, errorsSheets } from './errors-sheet';
import { endLines } from './file-words';
import { filedName } from './filed-name';
import {
  endingOf,
  entriesOf,
  isOpenForWriting,
  openPlace,
  openRegular,
  sha256OfBeginning,
  statsOf,
  type FolderEntry,
} from './folder-files';

export interface WatchedFolder {
  /**
   * Files that have rested, that are whole and that nobody writes to. What is not to be read now is read when it is; nothing else waits
   * for it.
   */
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
const PLACES = ['done', 'refused'] as const;

const MEGABYTE = 1_000_000;
/** No file of more is read; one that has 2 GB, of which none are written, would fill the disk. */
const LARGEST = 200 * MEGABYTE;
const MINUTE = 60_000;
/** So many rests are given to a file that seems unfinished: then it is what it is, and people are told what is wrong with it. */
const PATIENCE = 10;
/** For so long a file is looked at that was put away: whoever was copying it may go on. */
const GROWS_FOR_MS = 24 * 60 * MINUTE;

/** What was seen of a file, and since when it has been so. */
interface Seen {
  readonly size: number;
  readonly time: number;
  readonly since: Date;
  /** As which it was taken. */
  readonly fileId?: number;
}

/** One that may be taken. */
interface Candidate extends Omit<FolderEntry, 'is'> {
  /** It was put away, and has grown since. */
  readonly isFiled: boolean;
}

/**
 * INTAKE_DIR: whoever drops a registry file there need not open the chat.
 * @throws Error when the folder, or one in it to which files are put away, is not to be had, or is a link
 */
export async function watchFolder(options: WatchedFolderOptions): Promise<WatchedFolder> {
  const { desk, folder, log } = options;
  for (const name of PLACES) {
    await mkdir(path.join(folder, name)).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    await (await openPlace(path.join(folder, name))).close();
  }
  let seen = new Map<string, Seen>();
  const trouble = troubles(log);

  /** @returns the file as it is now; null: it is not to be taken yet */
  async function look(candidate: Candidate, restMs: number, now: Date, next: Map<string, Seen>) {
    const stats = await statsOf(candidate.path);
    if (!stats?.isFile()) return null;
    const key = candidate.path.toString('latin1');
    const [size, time] = [stats.size, stats.mtimeMs];
    const before = seen.get(key);
    if (before?.size !== size || before.time !== time || before.since > now) {
      next.set(key, { size, time, since: now });
      return null;
    }
    next.set(key, before);
    const known = before.fileId === undefined ? null : await fileById(desk, before.fileId);
    if (known?.filedAt === null) return known;
    if (known && candidate.isFiled) return null;
    const rested = now.getTime() - before.since.getTime();
    if (rested < restMs) return null;
    const file = await taken(options, candidate, stats, rested >= PATIENCE * restMs);
    if (file) next.set(key, { ...before, fileId: file.id });
    return file?.filedAt === null ? file : null;
  }

  return {
    async take() {
      const restMs = (await readAmount(desk, 'intakeRest')) * MINUTE;
      const now = desk.clock.now();
      const next = new Map<string, Seen>();
      const files: FileState[] = [];
      for (const candidate of (await trouble.tried(folder, () => candidates(options, trouble.tell))) ?? []) {
        const file = await trouble.tried(candidate.name, () => look(candidate, restMs, now, next));
        if (file) files.push(file);
      }
      seen = next;
      return files;
    },
    async putAway(file) {
      if (file.source !== 'folder' || file.filedAt !== null) return;
      if (file.state !== 'done' && file.state !== 'refused') return;
      await move(options, file);
      await fileFiled(desk, file.id);
    },
  };
}

/** A share comes and goes: told of once, and again when something else is wrong. */
function troubles(log: Log) {
  const known = new Map<string, string>();
  function tell(name: string, reason: string, message: string): void {
    if (known.get(name) !== reason) log.warn({ reason }, message);
    known.set(name, reason);
  }
  return {
    tell,
    async tried<Given>(name: string, read: () => Promise<Given>): Promise<Given | null> {
      try {
        const given = await read();
        known.delete(name);
        return given;
      } catch (error) {
        tell(name, describeError(error), 'The watched folder, or a file in it, is not to be read; it is tried again');
        return null;
      }
    },
  };
}

async function candidates(
  { desk, folder }: WatchedFolderOptions,
  tell: ReturnType<typeof troubles>['tell'],
): Promise<Candidate[]> {
  const entries = await entriesOf(folder);
  for (const { name, is } of entries)
    if (is === 'other')
      tell(name, 'it is no file', 'A link or a pipe lies in the watched folder: it is left there, and never read');
  const found = entries
    .filter(({ name, is }) => is === 'file' && !NOT_YET.test(name))
    .map((entry): Candidate => ({ ...entry, isFiled: false }));
  for (const file of await filedSince(desk, new Date(desk.clock.now().getTime() - GROWS_FOR_MS))) {
    const place = path.join(folder, placeOf(file), filedName(file));
    // whatever is wrong with such a folder is told when something is put away there
    const stats = await statsOf(place).catch(() => null);
    if (stats?.isFile() && file.size !== null && stats.size > file.size)
      found.push({ name: file.name, path: Buffer.from(place), isFiled: true });
  }
  return found;
}

/** @returns null when it is being written, or seems so and has not rested for long */
async function taken(
  { desk, files }: WatchedFolderOptions,
  { name, path: place, isFiled }: Candidate,
  stats: Stats,
  isPatienceOver: boolean,
): Promise<FileState | null> {
  if (stats.size > LARGEST) {
    const { id } = await takeFolderFile(desk, { name, sha256: standInOf(name, stats), size: null });
    return refuseFile(desk, id, { reason: 'tooLarge', params: { megabytes: LARGEST / MEGABYTE } });
  }
  const opened = await openRegular(place);
  if (!opened) return null;
  const { handle } = opened;
  try {
    const ending = await endingOf(handle, stats.size);
    const isWritten = ending === 'cut' || (await isOpenForWriting(place, opened.stats));
    if (isWritten && !isPatienceOver) return null;
    const kept = await files.keep(handle.createReadStream({ autoClose: false, start: 0 }), LARGEST);
    const after = await handle.stat();
    if (!kept || [kept.size, after.size].some((size) => size !== stats.size) || after.mtimeMs !== stats.mtimeMs)
      return null;
    const { sha256, size } = kept;
    const former = await shorterOfName(desk, name, size, new Date(desk.clock.now().getTime() - GROWS_FOR_MS));
    const isGrown =
      former !== null && former.sha256 === (await sha256OfBeginning(files.read(sha256), former.size ?? 0));
    return await takeFolderFile(
      desk,
      { name, sha256, size, unended: ending === 'unended', grownFromId: isGrown ? former.id : null },
      isFiled,
    );
  } finally {
    await handle.close();
  }
}

/** Of a file that is not kept: what tells it from another of its name. */
const standInOf = (name: string, { size, mtimeMs }: Stats): string =>
  createHash('sha256')
    .update(JSON.stringify([name, size, mtimeMs]))
    .digest('hex');

function placeOf({ state, counts: { fresh, changed, known } }: FileState): (typeof PLACES)[number] {
  return state === 'done' && fresh + changed + known > 0 ? 'done' : 'refused';
}

async function move(options: WatchedFolderOptions, file: FileState): Promise<void> {
  const { desk, folder, writeWorkbook, words } = options;
  const named = filedName(file);
  const place = await openPlace(path.join(folder, placeOf(file)));
  try {
    if (file.refusal) await place.write(`${named}.txt`, `${endLines(file, words.plain).join('\n')}\n`);
    const rows = file.headings && file.counts.bad > 0 ? await readBadRows(desk, file.id) : [];
    if (rows.length > 0)
      await place.write(errorsName(named, words), await writeWorkbook(errorsSheets(file, rows, words)));
    const present = await presentOf(options, file);
    if (present) await place.moveIn(present, named);
  } finally {
    await place.close();
  }
}

/** Somebody may have taken it away meanwhile, or put another one in its place, or written it further: that is still to be read. */
async function presentOf({ folder }: WatchedFolderOptions, file: FileState): Promise<Buffer | null> {
  for (const { name, path: place } of (await entriesOf(folder)).filter((entry) => entry.name === file.name)) {
    const opened = await openRegular(place);
    if (!opened) continue;
    const { handle, stats } = opened;
    try {
      if (standInOf(name, stats) === file.sha256) return place;
      if (stats.size > LARGEST || (file.size !== null && stats.size !== file.size)) continue;
      const bytes = handle.createReadStream({ autoClose: false, start: 0 });
      if ((await sha256OfBeginning(bytes, stats.size)) === file.sha256) return place;
    } finally {
      await handle.close();
    }
  }
  return null;
}
