import type { Remembered } from './headings';
import type { Judged } from './judge-rows';
import type { Desk } from '../../usecases/kit/ports';
import { noteAsked, noteMentions, rememberedColumns } from '../../usecases/registry/columns';
import { loadRows } from '../../usecases/registry/load-rows';
import {
  beginReading,
  finishReading,
  leaveReading,
  noteHeadings,
  noteRows,
  refuseFile,
} from '../../usecases/registry/note-rows';
import { fileById, type FileState, type Refusal } from '../../usecases/registry/files';

/** What a reading of a file gives, part by part. The last one is `end`, `refused` or `asks`. */
export type RegistryPart = Judged | { readonly what: 'refused'; readonly refusal: Refusal } | { readonly what: 'end' };

/** Reads the bytes kept under this SHA-256. Whoever leaves before the last part ends the reading. */
export type ReadRegistry = (sha256: string, remembered?: Remembered) => AsyncIterable<RegistryPart>;

export interface BringingIn {
  readonly desk: Desk;
  readonly read: ReadRegistry;
  /** After what has queued messages. */
  readonly wake: () => void;
  /** Hears how far it is, for whoever watches it. */
  readonly onProgress?: (file: FileState) => void;
  /** Asked to stop: what is done is kept, and the next process goes on. */
  readonly signal?: AbortSignal;
}

/** People see how far it is as often. */
const SHOWN_EVERY_MS = 3_000;

/**
 * Brings a file as far as it goes by itself: to the preview, or to its end once it is to be loaded. Each part of it is a
 * transaction, which goes on where the one before has ended, in whichever process.
 * @returns the file as it is then; null: there is none
 */
export async function bringIn(bringing: BringingIn, fileId: number): Promise<FileState | null> {
  const tells = everySoOften();
  const file = await fileById(bringing.desk, fileId);
  if (file?.state === 'reading' && (await beginReading(bringing.desk, fileId))) await tryReading(bringing, file, tells);
  const loaded = await loadFile(bringing, fileId, tells);
  bringing.wake();
  return loaded;
}

async function tryReading(bringing: BringingIn, file: FileState, tells: () => boolean): Promise<void> {
  const { desk, signal } = bringing;
  try {
    await readFile(bringing, file, tells);
  } catch (error) {
    // of two errors the first is the one to tell of
    await leaveReading(desk, file.id).catch(() => undefined);
    throw error;
  }
  if (signal?.aborted) await leaveReading(desk, file.id);
}

async function readFile(bringing: BringingIn, file: FileState, tells: () => boolean): Promise<void> {
  const { desk, read, wake, onProgress, signal } = bringing;
  let { readRow } = file;
  for await (const part of read(file.sha256, await rememberedColumns(desk))) {
    if (signal?.aborted) return;
    switch (part.what) {
      case 'headings':
        await noteHeadings(desk, file.id, part);
        break;
      case 'mentions':
        await noteMentions(desk, file.id, part.numbers);
        break;
      case 'asks':
        await noteAsked(desk, file.id, part.asked);
        return;
      case 'rows': {
        // a reading that begins anew after a crash passes what was noted before it
        if (part.lastRow <= readRow) break;
        const tell = tells();
        if (!(await noteRows(desk, file.id, { ...part, after: readRow }, tell))) return;
        readRow = part.lastRow;
        if (tell) wake();
        break;
      }
      case 'refused':
        await refuseFile(desk, file.id, part.refusal);
        return;
      case 'end':
        await finishReading(desk, file.id);
        return;
    }
    onProgress?.({ ...file, readRow });
  }
}

async function loadFile(
  { desk, wake, onProgress, signal }: BringingIn,
  fileId: number,
  tells: () => boolean,
): Promise<FileState | null> {
  for (;;) {
    const tell = tells();
    const file = await loadRows(desk, fileId, tell);
    if (tell) wake();
    if (file) onProgress?.(file);
    if (file?.state !== 'loading' || signal?.aborted) return file;
  }
}

function everySoOften(): () => boolean {
  let last = performance.now();
  return () => {
    if (performance.now() - last < SHOWN_EVERY_MS) return false;
    last = performance.now();
    return true;
  };
}
