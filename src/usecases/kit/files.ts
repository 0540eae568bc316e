import { Attachment } from '../../../entities/attachments';
import { SentFile } from '../../../entities/messages';
import { columnNames, columns, type RowOf } from '../../database/columns';
import { statement, type Queries, databaseOf } from '../../database/database';
import type { FileStore, Desk } from './ports';

/** All of a file's bytes: a messenger and a check of a signature take no files that the memory does not. */
export async function bytesOf(files: Pick<FileStore, 'read'>, sha256: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of files.read(sha256)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Keeps a paper of our own making. @returns the SHA-256 under which it lies */
export async function keepBytes(files: Pick<FileStore, 'keep'>, bytes: Uint8Array): Promise<string> {
  const kept = await files.keep(one(bytes));
  if (kept === null) throw new Error('A paper was over a limit that nobody has set');
  return kept.sha256;
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

// What bytes are taken for, by their media type: `StoredBytes.type`.

/** A picture of which each frame is seen. */
export const isPhoto = (type: string | null): boolean =>
  type !== null && type.startsWith('image/') && type !== 'image/gif' && type !== 'image/apng';

/** It moves: who sends it may take it for a photo. */
export const isFilm = (type: string | null): boolean =>
  type !== null && (type.startsWith('video/') || type === 'image/gif');

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'image/heic': '.heic',
  'image/heif': '.heif',
  'application/pdf': '.pdf',
};

/** By which the name of such a file ends, with its point, so that it opens; empty: nobody knows. */
export const endingOf = (mimeType: string | null): string => (mimeType === null ? '' : (ENDINGS[mimeType] ?? ''));

// Bytes that may be nobody's any more are listed; by night those of the list go that no row needs, see jobs/sweep-files.ts. What
// was never listed stays, whatever it is.

/** Lists bytes for the sweep. SQL of an `insert`, to stand alone or within a `with`. @param at when; they are swept a week later */
export const listingUnneeded = (sha256: string, from: string, at: string): string =>
  `insert into removed_file (sha256, removed_at) select distinct ${sha256}, ${at} from ${from}
   on conflict (sha256) do update set removed_at = excluded.removed_at`;

const list = statement(
  'list-unneeded',
  listingUnneeded('sha256', 'unnest($1::text[]) as stored(sha256)', '$2::timestamptz'),
);

/** Bytes of which nobody knows yet whether a row will need them. @idempotent */
export async function listUnneeded(queries: Queries, sha256s: readonly string[], now: Date): Promise<void> {
  await queries.query(list, [sha256s, now]);
}

type ShownAs = SentFile['shownAs'];

/**
 * Of an attachment `t`, by which name a messenger shows it: its own where it came through it, else the one that it has given to our
 * upload; null: it has to be uploaded. SQL.
 * @param sha256 of the bytes that are shown
 */
export const refAs = (as: ShownAs, messenger: string, sha256 = 't.sha256'): string =>
  `coalesce(case when t.messenger = ${messenger} and t.sha256 = ${sha256}
       and (t.kind = 'photo' and t.compressed) = ${String(as === 'photo')} then t.file_ref end,
     (select f.file_ref from sent_file f where f.messenger = ${messenger} and f.sha256 = ${sha256} and f.shown_as = '${as}'))`;

/** The same as it came: a photo is one that the messenger has recompressed. SQL. */
export const refAsItCame = (messenger: string): string =>
  `case when t.kind = 'photo' and t.compressed then ${refAs('photo', messenger)} else ${refAs('document', messenger)} end`;

export const OF_KEPT_FILE = columns(Attachment, ['sha256', 'kind', 'compressed', 'fileName'], 'shown');
/**
 * Of an attachment `t` what there is to show: of a photo whose term is over, the small copy; nothing where none could be made. $2:
 * the messenger that asks. SQL.
 */
export const SHOWN_FILE = `lateral (
  select t.kind, t.sha256, t.compressed, t.file_name, ${refAsItCame('$2')} as ref where t.original_deleted_at is null
  union all
  select t.kind, t.thumbnail_sha256, true, null, ${refAs('photo', '$2', 't.thumbnail_sha256')}
  where t.original_deleted_at is not null and t.thumbnail_sha256 is not null) as shown`;
/** A file as it came, or what is left of it. */
export interface KeptFile extends Readonly<RowOf<typeof OF_KEPT_FILE>> {
  /** By which the messenger that asks shows it; null: it takes the bytes under their SHA-256 (`FileStore`). */
  readonly fileRef: string | null;
}

const KEPT = ['messenger', 'sha256', 'shownAs', 'fileRef'] as const satisfies readonly (keyof SentFile)[];
const insert = statement(
  'remember-sent-file',
  `insert into sent_file (${columnNames(SentFile, KEPT)}) values ($1, $2, $3, $4)
   on conflict (messenger, sha256, shown_as) do update set file_ref = excluded.file_ref`,
);

/** What was uploaded is shown by its name from now on. @idempotent by messenger, bytes and how they are shown */
export async function rememberSent(desk: Desk, sent: Readonly<SentFile>): Promise<void> {
  await databaseOf(desk).query(
    insert,
    KEPT.map((name) => sent[name]),
  );
}
