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

const stripRows = statement(
  'forget.rows-of-number',
  `with number as (select number from appeal where id = $1),
   bad as (delete from registry_row r using number n where r.verdict = 'bad' and exists (
       select from jsonb_array_elements_text(r.cells) as cell where ${plainly('cell')} = ${plainly('n.number')}) returning r.row),
   said as (
     update registry_row r set said = ${WITHOUT_WORDS} from number n
     where r.said -> 'appeal' ->> 'number' = n.number and ${WORDS} returning r.row)
   select (select count(*) from bad)::int + (select count(*) from said)::int as count`,
);
/** Nobody reads the bytes of a file that is over. Which of them name somebody is not known: known rows are not kept. */
const emptyFiles = statement(
  'forget.bytes-of-exports',
  `with over as (
     update registry_file set emptied_at = $1 where emptied_at is null and state in ('done', 'refused', 'dropped') returning sha256),
   bytes as (${listingUnneeded('sha256', 'over', '$1::timestamptz')})
   select count(*)::int as count from over`,
);

/**
 * Of one appeal, in every row and in the bytes of all exports that are over.
 * @returns in how many rows there was something
 */
export async function forgetExports(tx: Queries, appealId: number, now: Date): Promise<number> {
  const [stripped] = await tx.query<{ count: number }>(stripRows, [appealId, LEFT_OUT]);
  await tx.query(emptyFiles, [now]);
  return stripped?.count ?? 0;
}

const selectFiles = statement(
  'forget.files-with-rows',
  `select id from registry_file where forgotten_at is null and state in ('ready', 'done', 'refused', 'dropped') order by id`,
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

/** Whoever presses meanwhile comes first. */
const PAUSE_MS = 20;

/** The same of all appeals that are forgotten, file by file: what a file that was read meanwhile has brought back goes with it. */
export async function forgetFormerRows(records: Records, signal?: AbortSignal): Promise<void> {
  const database = databaseOf(records);
  for (const { id } of await database.query<{ id: number }>(selectFiles)) {
    if (signal?.aborted) return;
    await database.query(stripFile, [id, LEFT_OUT]);
    await pause(PAUSE_MS, signal);
  }
}
