import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { InstallationPurpose } from '../../../entities/installation';
import { codeOf } from '../../errors';
import { FOR_OWNER } from '../closed-folder';
import { CopyRefused } from './refused';
import { syncFolder } from './sync-folder';

/** Only with it is a copy whole: it is written last, and in one piece. */
export const MANIFEST = 'manifest.json';
/** Said once more, since an entity would bring TypeORM along: 30 MB that a copy by night has no use for. */
const PURPOSES = ['training', 'office'] as const satisfies readonly InstallationPurpose[];
/** Raised by whoever changes what a copy is made of; what is higher than this is a newer version's. */
const FORMAT = 2;
/** 1: tables are packed by gzip. */
const FORMATS = [1, FORMAT] as const;

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** A name within the copy, never a way out of it. */
const fileName = z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/);

/** Bytes as they lie on the disk: compressed, and sealed where the copy is. */
const part = z.object({ file: fileName, bytes: count, sha256 });
export type Part = z.infer<typeof part>;

const body = z.object({
  format: z.literal(FORMATS),
  /** Of the program that has taken it. */
  version: z.string(),
  installation: z.string(),
  purpose: z.enum(PURPOSES),
  /** By the clock (`night`) or by hand. */
  taken: z.enum(['night', 'hand']),
  takenAt: z.coerce.date(),
  server: z.string(),
  /** The structure: names of the migrations that the database had, in their order. */
  migrations: z.array(z.string()).min(1),
  /** An age public key; null: not encrypted. */
  recipient: z.string().nullable(),
  tables: z.array(part.extend({ name: z.string(), columns: z.array(z.string()).min(1), rows: count })),
  /** `last`: null where none was ever drawn. Text: they go beyond what a number holds. */
  sequences: z.array(z.object({ name: z.string(), last: z.string().regex(/^\d+$/).nullable() })),
  files: z.object({
    /** Beside the copies, for all of them. */
    pool: fileName,
    list: part,
    count,
    bytes: count,
    /** Rows need so many that the office itself had no more, or not as they were; of many the first are named. */
    missing: count,
    missingNamed: z.array(sha256),
  }),
});
export type Manifest = z.infer<typeof body>;

const checksumOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Makes the copy whole: aside, synced, renamed, and the folder synced. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const checksum = checksumOf(JSON.stringify(manifest));
  const draft = path.join(folder, `${MANIFEST}.unfinished`);
  const file = await open(draft, 'w', FOR_OWNER.file);
  try {
    await file.writeFile(`${JSON.stringify({ ...manifest, checksum }, null, 1)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path.join(folder, MANIFEST));
  await syncFolder(folder);
}

/** First of all that goes of a copy: what is left of it looks like no copy. */
export async function removeManifest(folder: string): Promise<void> {
  await rm(path.join(folder, MANIFEST), { force: true });
  await syncFolder(folder);
}

/** @throws CopyRefused `notACopy`, `unfinished`, `damaged`, `newer` */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = path.join(folder, MANIFEST);
  const stats = await stat(file).catch(() => null);
  // A pipe would be read for ever.
  if (stats && !stats.isFile()) throw new CopyRefused('damaged', { file });
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (/^(?:ENOENT|ENOTDIR)$/.test(codeOf(error)))
      throw new CopyRefused(isNamedAsCopy(folder) && existsSync(folder) ? 'unfinished' : 'notACopy', { folder });
    throw new CopyRefused('folder', { folder, reason: codeOf(error) });
  });
  const given = checked(text, folder);
  const read = body.safeParse(given);
  if (read.success) return read.data;
  const { format, version } = newer.parse(given);
  if (format > FORMAT) throw new CopyRefused('newer', { version });
  throw new CopyRefused('damaged', { file: MANIFEST });
}

const newer = z.object({ format: z.number().catch(0), version: z.string().catch('') });

function checked(text: string, folder: string): object {
  try {
    const { checksum, ...given } = z.looseObject({ checksum: sha256 }).parse(JSON.parse(text));
    if (checksumOf(JSON.stringify(given)) === checksum) return given;
  } catch (cause) {
    throw new CopyRefused('damaged', { file: path.join(folder, MANIFEST) }, { cause });
  }
  throw new CopyRefused('damaged', { file: path.join(folder, MANIFEST) });
}

const COPY_NAME = /^\d{4}-\d\d-\d\dT\d{6}(?:-stand)?$/;

/** `YYYY-MM-DDTHHMMSS`, by the office's own clock; of the training it says so: nobody is to take it for an office's. */
export const copyName = (local: string, purpose: Manifest['purpose']): string =>
  `${local.slice(0, 19).replaceAll(':', '')}${purpose === 'training' ? '-stand' : ''}`;

export const isNamedAsCopy = (folder: string): boolean => COPY_NAME.test(path.basename(folder));
