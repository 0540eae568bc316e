import { databaseOf, statement } from '../../database/database';
import { pause } from '../../process/pause';
import { amountOf } from '../settings';
import type { Desk } from '../ports';
import { dropAbandoned } from '../registry/abandoned-files';
import { listingUnneeded } from '../unneeded-files';

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
