import { databaseOf, statement, type Queries } from '../../../database/database';
import { pause } from '../../../process/pause';
import type { Records } from '../../ports';
import { listingUnneeded } from '../../unneeded-files';

// What exports of ПОС say of an applicant: in rows of every file that has named their appeal, and in the bytes of the files.

const WORDS = `r.said -> 'appeal' ?| array['text', 'applicant']`;
const WITHOUT_WORDS = `r.said #- '{appeal,text}' #- '{appeal,applicant}'`;

/** What `plainNumber` leaves out of a number: nobody has read that of a row in error, and its cells stand as they were sent. */
const LEFT_OUT =
  ' \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff' +
  '\'’‘`"«»№#°º';
/** SQL; «N°» is «№» of a keyboard that has none. */
const plainly = (written: string): string => `ltrim(translate(${written}, $2::text, ''), 'N')`;

// A row in error is read cell by cell, and compared with all numbers at once.
const stripRows = statement(
  'forget.rows-of-numbers',
  `with numbers as materialized (select id, number, ${plainly('number')} as plain from appeal where id = any($1::int[])),
   named as (
     select distinct on (b.file_id, b.row) b.file_id, b.row, n.id
     from registry_row b cross join jsonb_array_elements_text(b.cells) cell join numbers n on n.plain = ${plainly('cell')}
     where b.verdict = 'bad'),
   bad as (delete from registry_row r using named where r.file_id = named.file_id and r.row = named.row returning named.id),
   said as (
     update registry_row r set said = ${WITHOUT_WORDS} from numbers n
     where r.said -> 'appeal' ->> 'number' = n.number and ${WORDS} returning n.id)
   select id from bad union select id from said`,
);
/** Nobody reads the bytes of a file that is over. Which of them name somebody is not known: known rows are not kept. */
const emptyFiles = statement(
  'forget.bytes-of-exports',
  `with over as (
     update registry_file set emptied_at = $1 where emptied_at is null and state in ('done', 'refused', 'dropped') returning sha256),
   bytes as (${listingUnneeded('sha256', 'over', '$1::timestamptz')})
   select count(*)::int as count from over`,
);

/** In every row of all exports. @returns of which of these appeals there was something */
export async function forgetRows(tx: Queries, appealIds: readonly number[]): Promise<readonly number[]> {
  return (await tx.query<{ id: number }>(stripRows, [appealIds, LEFT_OUT])).map(({ id }) => id);
}

/** The bytes of all exports that are over. @returns of how many */
export async function forgetBytes(tx: Queries, now: Date): Promise<number> {
  return (await tx.query<{ count: number }>(emptyFiles, [now]))[0]?.count ?? 0;
}

const selectFiles = statement(
  'forget.files-with-rows',
  `select id from registry_file where forgotten_at is null and searched_at is null and state in ('ready', 'done', 'refused', 'dropped') order by id`,
);
const stripFile = statement(
  'forget.rows-of-file',
  `with bad as (
     delete from registry_row r where r.file_id = $1 and r.verdict = 'bad' and exists (
       select from jsonb_array_elements_text(r.cells) as cell join appeal a on a.number = any(array[cell, ${plainly('cell')}])
       where a.forgotten_at is not null))
   update registry_row r set said = ${WITHOUT_WORDS}
   where r.file_id = $1 and ${WORDS} and exists (
     select from appeal a where a.number = r.said -> 'appeal' ->> 'number' and a.forgotten_at is not null)`,
);
// Whoever is forgotten from then on is forgotten in its rows at once: it gets no others.
const noteSearched = statement(
  'forget.file-searched',
  `update registry_file set searched_at = $2 where id = $1 and state in ('done', 'refused', 'dropped')`,
);

/** Whoever presses meanwhile comes first. */
const PAUSE_MS = 20;

/**
 * The same of all appeals that are forgotten, file by file: what a file that was read meanwhile has brought back goes with it. A file that is
 * over is looked through once; an office has years of them.
 * @returns how many were looked through
 */
export async function forgetFormerRows(records: Records, signal?: AbortSignal): Promise<number> {
  const database = databaseOf(records);
  let searched = 0;
  for (const { id } of await database.query<{ id: number }>(selectFiles)) {
    if (signal?.aborted) return searched;
    await database.transaction(async (tx) => {
      await tx.query(noteSearched, [id, records.clock.now()]);
      await tx.query(stripFile, [id, LEFT_OUT]);
    });
    searched += 1;
    await pause(PAUSE_MS, signal);
  }
  return searched;
}
