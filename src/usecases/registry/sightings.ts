import { statement, type Transaction } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import type { Desk } from '../ports';
import { leaveWhatAgrees } from './read-differences';
import { endReflected } from './reflected-there';
import type { FileState } from './registry-files';

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
/**
 * Of the open appeals of its days a whole file names the most; an extract, or rows that were corrected, say nothing of the others. What is
 * needed of each is looked up by itself: of joins the planner guesses how many fit, and compared 8,000 appeals with each other.
 */
const noteMissing = statement(
  'registry.missing',
  `with open as materialized (
     select w.appeal_id, (select k.file_id from registry_record k where k.appeal_id = w.appeal_id) is not distinct from $1
       or exists (select from registry_sighting g where g.file_id = $1 and g.appeal_id = w.appeal_id) as seen
     from open_work w
     where (select (a.registered_at at time zone $4)::date from appeal a where a.id = w.appeal_id) between $2::date and $3::date),
   whole as (select count(*) filter (where seen) * 2 >= count(*) as is from open)
   insert into registry_missing (appeal_id, file_id) select o.appeal_id, $1 from open o, whole where whole.is and not o.seen
   on conflict (appeal_id) do update set file_id = excluded.file_id`,
);
const dropSightings = statement('registry.drop-sightings', 'delete from registry_sighting where file_id = $1');

/** All that stands in it was read: a row without a readable number, or a sheet that nobody has looked into, may be anybody's. */
const isWhole = ({ counts, layout }: FileState): boolean =>
  (counts.nameless ?? 0) === 0 && !(layout?.leftOut ?? []).some(({ why }) => why === 'tooMany');

/**
 * The file is over: what it has named was seen in ПОС now, and what it should have named and has not is missing there.
 * One that was refused or only tried, or that nobody wants, says nothing; nor does one that is older than is known.
 * @idempotent: what it has named is forgotten with it
 */
export async function settleSightings(tx: Transaction, desk: Desk, file: FileState): Promise<void> {
  // somebody may still want all of it
  if (file.state === 'done' && file.onlyFresh) return;
  if (file.state === 'done' && file.source !== 'trial' && file.receivedFrom !== null) {
    await tx.query(noteSeen, [file.id]);
    await tx.query(foundAgain, [file.id]);
    const { zone } = desk.office.calendar();
    await leaveWhatAgrees(tx, desk);
    await endReflected(tx, desk, file.id);
    if (isWhole(file)) await tx.query(noteMissing, [file.id, file.receivedFrom, file.receivedUntil, zone]);
  }
  await tx.query(dropSightings, [file.id]);
}
