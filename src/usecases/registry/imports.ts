import { RegistryFile } from '../../../entities/registry-file';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import { pause } from '../../process/pause';
import { isWorkingTime } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { listingUnneeded } from '../kit/files';
import { say } from '../kit/messages';
import { shortName, type Official } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { amountOf } from '../kit/settings';
import type { SaidThere } from './marks';
import { readShownFile, type ShownFile, dropAbandoned } from './read-file';

const IMPORTS_PAGE = 6;
const IMPORT_ROWS_PAGE = 8;
/** What a file has brought, row by row. */
export const IMPORT_ROWS = ['fresh', 'changed'] as const;
export type ImportRows = (typeof IMPORT_ROWS)[number];

const LINE = columns(
  RegistryFile,
  ['id', 'name', 'source', 'takenAt', 'state', 'loadedAnyway', 'counts', 'result'],
  'f',
);
const countFiles = statement(
  'imports.count',
  `select count(*)::int as count from registry_file where source <> 'trial'`,
);
const pageOfFiles = statement(
  'imports.page',
  `select ${LINE}, p.name as by from registry_file f left join person p on p.id = f.person_id where f.source <> 'trial' order by f.id desc limit ${IMPORTS_PAGE} offset $1`,
);

/** A registry file that came. */
export interface ImportLine extends Readonly<RowOf<typeof LINE>> {
  /** Who has sent it; null: nobody in particular. */
  readonly by: string | null;
}
export interface Imports {
  readonly page: number;
  readonly pages: number;
  readonly lines: readonly ImportLine[];
}

/** The latest first. Null: not theirs to see. */
export async function readImports(desk: Desk, actor: Actor, wanted: number): Promise<Imports | null> {
  if (!hasRight(actor, 'imports')) return null;
  const database = databaseOf(desk);
  const count = (await database.query<{ count: number }>(countFiles))[0]?.count ?? 0;
  const pages = Math.max(1, Math.ceil(count / IMPORTS_PAGE));
  const page = Math.min(wanted, pages - 1);
  const lines = await database.query<ImportLine>(pageOfFiles, [page * IMPORTS_PAGE]);
  return { page, pages, lines: lines.map((line) => ({ ...line, by: line.by === null ? null : shortName(line.by) })) };
}

const selectOne = statement(
  'imports.one',
  `select p.name as by,
     (select count(*)::int from registry_row r where r.file_id = f.id and r.verdict = 'fresh' and r.row <= f.loaded_row) as fresh,
     (select count(*)::int from registry_row r where r.file_id = f.id and r.verdict = 'changed' and r.row <= f.loaded_row) as changed,
     (select count(*)::int from registry_row r where r.file_id = f.id and r.verdict = 'bad' and r.cells is not null) as "badKept",
     (select count(*)::int from registry_mark m where m.file_id = f.id) as marks
   from registry_file f left join person p on p.id = f.person_id where f.id = $1`,
);
interface Kept {
  readonly by: string | null;
  /** Rows that are still kept. */
  readonly fresh: number;
  readonly changed: number;
  readonly badKept: number;
  readonly marks: number;
}
/** One of them, with what of it is still kept. */
export interface ImportOf extends ShownFile, Kept {}

export async function readImport(desk: Desk, actor: Actor, fileId: number): Promise<ImportOf | null> {
  if (!hasRight(actor, 'imports')) return null;
  const shown = await readShownFile(desk, fileId);
  const [kept] = await databaseOf(desk).query<Kept>(selectOne, [fileId]);
  return shown && kept ? { ...shown, ...kept, by: kept.by === null ? null : shortName(kept.by) } : null;
}

const countRows = statement(
  'imports.count-rows',
  `select count(*)::int as count from registry_row r join registry_file f on f.id = r.file_id where r.file_id = $1 and r.verdict = $2 and r.row <= f.loaded_row`,
);
const pageOfRows = statement(
  'imports.rows',
  `select r.row, r.said -> 'appeal' ->> 'number' as number, r.said -> 'there' as there, r.changes, a.id as "appealId"
   from registry_row r join registry_file f on f.id = r.file_id left join appeal a on a.number = r.said -> 'appeal' ->> 'number'
   where r.file_id = $1 and r.verdict = $2 and r.row <= f.loaded_row order by r.row limit ${IMPORT_ROWS_PAGE} offset $3`,
);
export type SaidField = keyof SaidThere | 'kind' | 'category' | 'subcategory' | 'fact';
export interface ImportRow {
  readonly row: number;
  readonly number: string;
  readonly there: SaidThere;
  /** By fields: what ПОС said before, and says now. Null: it is new. */
  readonly changes: Partial<Record<SaidField, readonly [before: unknown, after: unknown]>> | null;
  /** Null: its number was corrected here since. */
  readonly appealId: number | null;
}
export interface ImportRowsPage {
  readonly fileId: number;
  readonly name: string;
  readonly what: ImportRows;
  readonly count: number;
  readonly page: number;
  readonly pages: number;
  readonly lines: readonly ImportRow[];
}

export async function readImportRows(
  desk: Desk,
  actor: Actor,
  fileId: number,
  what: ImportRows,
  wanted: number,
): Promise<ImportRowsPage | null> {
  if (!hasRight(actor, 'reconcile')) return null;
  const shown = await readShownFile(desk, fileId);
  if (!shown) return null;
  const database = databaseOf(desk);
  const count = (await database.query<{ count: number }>(countRows, [fileId, what]))[0]?.count ?? 0;
  const pages = Math.max(1, Math.ceil(count / IMPORT_ROWS_PAGE));
  const page = Math.min(wanted, pages - 1);
  const lines = await database.query<ImportRow>(pageOfRows, [fileId, what, page * IMPORT_ROWS_PAGE]);
  return { fileId, name: shown.file.name, what, count, page, pages, lines };
}

const MINUTE = 60_000;

/**
 * The rows in error once more, as a file, to whoever asks.
 * @returns false: it is not theirs, or nothing of them is kept
 * @idempotent within a minute
 */
export async function askErrorsAgain(desk: Desk, official: Official, fileId: number): Promise<boolean> {
  const kept = await readImport(desk, official, fileId);
  if (!kept || kept.badKept === 0) return false;
  const { personId, messenger, chatId } = official;
  const now = desk.clock.now();
  const silent = !isWorkingTime(now, desk.office.calendar());
  const key = `registry:${fileId}:errors:person:${personId}:again:${Math.floor(now.getTime() / MINUTE)}`;
  await databaseOf(desk).transaction((tx) =>
    say(tx, [{ key, to: { messenger, chatId }, kind: 'registryErrors', params: { personId, fileId }, silent }], now),
  );
  return true;
}

const PIECE = 500;
/** Whoever presses meanwhile comes first. */
const PAUSE_MS = 100;
const DAY = 86_400_000;

/** What ПОС has said last of an appeal is compared with the next file, however old it is. */
const forgetRows = statement(
  'imports.forget-rows',
  `delete from registry_row where (file_id, row) in (
     select r.file_id, r.row from registry_row r join registry_file f on f.id = r.file_id
     where f.ended_at < $1 and not exists (select from registry_record k where k.file_id = r.file_id and k.row = r.row)
     limit ${PIECE})
   returning row`,
);
const forgetFiles = statement(
  'imports.forget-files',
  `with over as (
     update registry_file set forgotten_at = $2, emptied_at = coalesce(emptied_at, $2) where id in (
       select id from registry_file where ended_at < $1 and forgotten_at is null order by id limit ${PIECE} for update skip locked)
     returning id, sha256),
   marks as (delete from registry_mark where file_id in (select id from over)),
   sightings as (delete from registry_sighting where file_id in (select id from over)),
   bytes as (${listingUnneeded('sha256', 'over', '$2::timestamptz')})
   select id from over`,
);

/**
 * Forgets the rows and the bytes of registry files that ended so many days ago; what nobody wants ends first. That they came, with their counts, stays, and so does
 * what they have brought.
 * @returns of how many files
 */
export async function forgetImports(desk: Desk, signal?: AbortSignal): Promise<number> {
  await dropAbandoned(desk);
  const database = databaseOf(desk);
  const now = desk.clock.now();
  const before = new Date(now.getTime() - (await amountOf(database, 'importDays')) * DAY);
  for (let found = PIECE; found === PIECE && !signal?.aborted;) {
    found = (await database.query(forgetRows, [before])).length;
    if (found === PIECE) await pause(PAUSE_MS, signal);
  }
  let forgotten = 0;
  for (let found = PIECE; found === PIECE && !signal?.aborted;) {
    found = (await database.query(forgetFiles, [before, now])).length;
    forgotten += found;
  }
  return forgotten;
}
