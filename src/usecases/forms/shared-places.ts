import { SharedPlace } from '../../../entities/shared-place';
import { columnNames, columns, type RowOf } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import { PLACE_COUNTS_MINUTES } from '../../regulation/evidence';
import type { Desk } from '../ports';

const KEPT = [
  'personId',
  'formId',
  'latitude',
  'longitude',
  'positionError',
  'at',
  'live',
  'messenger',
  'messageRef',
] as const satisfies readonly (keyof SharedPlace)[];

export type NewSharedPlace = Readonly<Pick<SharedPlace, (typeof KEPT)[number]>>;
export type MovedPlace = Omit<NewSharedPlace, 'formId' | 'live'>;

/** A live place comes every few seconds for hours: so many of them say where somebody was. */
const BETWEEN_MOVES = `interval '30 seconds'`;

/**
 * Photos of the last minutes are judged anew with the place that was just kept; those that say themselves where they were taken need
 * none. SQL, after an insert.
 */
const keeping = (insert: string): string =>
  `with kept as (${insert} returning person_id, at)
   update attachment set judged_at = null from kept
   where uploaded_by_id = kept.person_id and received_at >= kept.at - interval '${PLACE_COUNTS_MINUTES} minutes'
     and kind = 'photo' and origin = 'official' and judged_at is not null
     and not exists (select from evidence e where e.attachment_id = attachment.id and e.place_by = 'picture')`;
const insertPlace = statement(
  'share-place',
  keeping(`insert into shared_place (${columnNames(SharedPlace, KEPT)})
   values (${KEPT.map((_, index) => `$${index + 1}`).join(', ')}) on conflict (messenger, message_ref, at) do nothing`),
);
const insertMove = statement(
  'move-shared-place',
  keeping(`insert into shared_place (${columnNames(SharedPlace, KEPT)})
   select person_id, form_id, $4, $5, $6, $7, true, messenger, message_ref
   from (select * from shared_place where messenger = $1 and message_ref = $2 order by at desc limit 1) last
   where person_id = $3 and at <= $7::timestamptz - ${BETWEEN_MOVES}`),
);
const LATEST = columns(SharedPlace, ['at', 'live']);
const selectLatest = statement(
  'latest-shared-place',
  `select ${LATEST} from shared_place where person_id = $1 and at > $2 order by at desc limit 1`,
);

/** Where an official was, for the photos that they take there. @idempotent by the message */
export async function sharePlace(desk: Desk, it: NewSharedPlace): Promise<void> {
  await databaseOf(desk).query(
    insertPlace,
    KEPT.map((name) => it[name]),
  );
}

/** Where a live place is now; one that was not kept when it came is not kept later either. @idempotent by its time */
export async function placeMoved(
  desk: Desk,
  { messenger, messageRef, personId, latitude, longitude, positionError, at }: MovedPlace,
): Promise<void> {
  await databaseOf(desk).query(insertMove, [messenger, messageRef, personId, latitude, longitude, positionError, at]);
}

/** A place that counts for a photo that comes now. */
export type CountingPlace = Readonly<RowOf<typeof LATEST>>;

/** The last that this person has shared, while it counts for a photo that comes now; null: none does. */
export async function placeThatCounts(desk: Desk, personId: number): Promise<CountingPlace | null> {
  const since = new Date(desk.clock.now().getTime() - PLACE_COUNTS_MINUTES * 60_000);
  const [latest] = await databaseOf(desk).query<CountingPlace>(selectLatest, [personId, since]);
  return latest ?? null;
}
