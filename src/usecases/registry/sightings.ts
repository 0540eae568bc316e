import type { Unsought } from '../../../entities/registry-file';
import { databaseOf, statement, type Queries, type Transaction } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import type { Desk } from '../kit/ports';
import { leaveWhatAgrees } from './differences';
import { endReflected } from './differs';
import type { FileState } from './files';

// Which open appeals a file names. A file that repeats another word for word names them too, and writes nothing else.

/** A part of the statement that notes rows: the appeals among them that are open here or there. */
export const SIGHTED = `sighted as (
     insert into registry_sighting (file_id, appeal_id)
     select distinct $1::int, a.id from judged j join appeal a on a.id = j.appeal_id
     where a.finished_at is null or (j.there ->> 'finished')::boolean = false
     on conflict do nothing)`;

/** Between which days the appeals of these rows were registered. */
export interface Span {
  readonly from: PlainDate | null;
  readonly until: PlainDate | null;
}
export const SPAN = `min(there ->> 'receivedDay') as "from", max(there ->> 'receivedDay') as until`;

export const widened = ({ receivedFrom, receivedUntil }: FileState, { from, until }: Span) => ({
  receivedFrom: from !== null && (receivedFrom === null || from < receivedFrom) ? from : receivedFrom,
  receivedUntil: until !== null && (receivedUntil === null || until > receivedUntil) ? until : receivedUntil,
});

const noteSeen = statement(
  'registry.seen',
  `update registry_record k set seen_file_id = $1 from registry_sighting g where g.file_id = $1 and g.appeal_id = k.appeal_id`,
);
const foundAgain = statement(
  'registry.found-again',
  `with seen as (select appeal_id from registry_sighting where file_id = $1),
   unkept as (delete from registry_kept where kind = 'missing' and appeal_id in (select appeal_id from seen))
   delete from registry_missing where appeal_id in (select appeal_id from seen)`,
);
/** The open appeals of its days. What is needed of each is looked up by itself: of joins the planner guesses how many fit, and compared 8,000 appeals with each other. */
const OPEN_OF_DAYS = `with open as materialized (
     select w.appeal_id, (select k.file_id from registry_record k where k.appeal_id = w.appeal_id) is not distinct from $1
       or exists (select from registry_sighting g where g.file_id = $1 and g.appeal_id = w.appeal_id) as seen
     from open_work w
     where (select (a.registered_at at time zone $4)::date from appeal a where a.id = w.appeal_id) between $2::date and $3::date)`;
const namesMost = statement(
  'registry.names-most',
  `${OPEN_OF_DAYS} select count(*) filter (where seen) * 2 >= count(*) as is from open`,
);
const noteMissing = statement(
  'registry.missing',
  `${OPEN_OF_DAYS} insert into registry_missing (appeal_id, file_id) select o.appeal_id, $1 from open o where not o.seen
   on conflict (appeal_id) do update set file_id = excluded.file_id`,
);
const noteUnsought = statement(
  'registry.unsought',
  `update registry_file set result = result || jsonb_build_object('unsought', $2::text) where id = $1`,
);
const dropSightings = statement('registry.drop-sightings', 'delete from registry_sighting where file_id = $1');

const daysOf = (file: FileState, desk: Desk) => [
  file.id,
  file.receivedFrom,
  file.receivedUntil,
  desk.office.calendar().zone,
];

/**
 * Why nobody may be called missing in ПОС because this file does not name them: not all that stands in it was read; or it is an extract,
 * or rows that were corrected, which say nothing of others: a whole file names the most of its days. Null: it is whole.
 */
export async function unsoughtIn(queries: Queries, desk: Desk, file: FileState): Promise<Unsought | null> {
  if ((file.counts.nameless ?? 0) > 0) return 'numbers';
  if ((file.layout?.leftOut ?? []).some(({ why }) => why === 'tooMany')) return 'sheets';
  const [most] = await queries.query<{ is: boolean }>(namesMost, daysOf(file, desk));
  return most?.is === false ? 'part' : null;
}

/**
 * The file is over: what it has named was seen in ПОС now, and what it should have named and has not is missing there.
 * One that was refused or only tried, or that nobody wants, says nothing; nor does one that is older than is known.
 * @returns the file as it is now
 * @idempotent: what it has named is forgotten with it
 */
export async function settleSightings(tx: Transaction, desk: Desk, file: FileState): Promise<FileState> {
  // somebody may still want all of it
  if (file.state === 'done' && file.onlyFresh) return file;
  let unsought: Unsought | null = null;
  if (file.state === 'done' && file.source !== 'trial' && file.receivedFrom !== null) {
    await tx.query(noteSeen, [file.id]);
    await tx.query(foundAgain, [file.id]);
    await leaveWhatAgrees(tx, desk);
    await endReflected(tx, desk, file.id);
    unsought = await unsoughtIn(tx, desk, file);
    if (unsought === null) await tx.query(noteMissing, daysOf(file, desk));
    else await tx.query(noteUnsought, [file.id, unsought]);
  }
  await tx.query(dropSightings, [file.id]);
  return unsought === null ? file : { ...file, result: { ...file.result, unsought } };
}

const selectLast = statement(
  'registry.last-unsought',
  `select name, result ->> 'unsought' as unsought from registry_file
   where state = 'done' and source <> 'trial' and not only_fresh and received_from is not null order by ended_at desc, id desc limit 1`,
);

export interface LastUnsought {
  readonly name: string;
  readonly unsought: Unsought;
}

/** Of the last file that was brought in as a whole, why what it does not name was not looked for; null: it was, or there is no file. */
export async function lastUnsought(desk: Desk): Promise<LastUnsought | null> {
  const [last] = await databaseOf(desk).query<{ name: string; unsought: Unsought | null }>(selectLast);
  return last?.unsought ? { name: last.name, unsought: last.unsought } : null;
}
