import { Picture } from '../../../entities/photos';
import { columnNames } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import { at, parsePlainDate, type OfficeCalendar } from '../../regulation/calendar';
import type { Desk, Examination, FindAlike, PictureFacts, Pictures } from '../kit/ports';
import { judge, type Waiting } from './judge';

/** What looks at pictures, beside a desk. */
export interface Examiner {
  readonly pictures: Pick<Pictures, 'examine'>;
  readonly findAlike: FindAlike;
}

/** A photo that was looked at. */
export interface Looked {
  readonly id: number;
  readonly receivedAt: Date;
  /** `taken`: another instance is at it. */
  readonly outcome: 'examined' | 'judged' | 'taken' | { readonly failed: unknown };
}

/** Of those that nobody has said to which appeal they belong the bytes are looked at ahead, so that the verdict is quick then. */
const selectWaiting = statement(
  'photo-to-look-at',
  `select t.id, t.sha256, t.received_at as "receivedAt", p.id as "pictureId", t.original_deleted_at is not null as "isGone",
     p.perceptual_hash::text as perceptual, p.difference_hash as difference
   from attachment t left join picture p on p.sha256 = t.sha256
   where t.judged_at is null and t.kind = 'photo' and t.id <> all($1::int[])
     and not (p.id is not null and exists (select from form f where f.id = t.form_id and f.state = 'kept'))
   order by t.id desc limit 1`,
);

/**
 * Takes the next step with the newest photo that waits: its bytes are examined, then it is judged. What a disk, a worker or the
 * database refuses stays as it was; two instances share what waits. @idempotent by the SHA-256 and the attachment
 * @param except photos that are left in peace for now
 * @returns null when nothing else waits
 */
export async function lookAtNext(desk: Desk, examiner: Examiner, except: readonly number[]): Promise<Looked | null> {
  const [photo] = await databaseOf(desk).query<Waiting>(selectWaiting, [except]);
  if (!photo) return null;
  const { id, receivedAt } = photo;
  try {
    const isRead = photo.pictureId !== null || photo.isGone;
    const isDone = isRead ? await judge(desk, examiner.findAlike, photo) : await examine(desk, examiner, photo);
    return { id, receivedAt, outcome: isDone ? (isRead ? 'judged' : 'examined') : 'taken' };
  } catch (failed) {
    return { id, receivedAt, outcome: { failed } };
  }
}

/** First half of the locks of photos, so that they meet no other lock of ours. */
const LOCK_SPACE = 334_000_011;
/**
 * Not the row itself: an examination takes a second, and a press that gives the photo to its appeal would wait for it. A process
 * that dies gives the photo back.
 */
const claim = statement('claim-photo', 'select pg_try_advisory_xact_lock($1, $2) as got');

const KEPT = [
  'sha256',
  'outcome',
  'format',
  'width',
  'height',
  'takenAt',
  'takenZone',
  'latitude',
  'longitude',
  'positionError',
  'camera',
  'software',
  'absurd',
  'perceptualHash',
  'differenceHash',
  'examinedAt',
] as const satisfies readonly (keyof Picture)[];
const insertPicture = statement(
  'insert-picture',
  `insert into picture (${columnNames(Picture, KEPT)}) values (${KEPT.map((_, index) => `$${index + 1}`).join(', ')})
   on conflict (sha256) do nothing`,
);

/** @returns false when another instance is at it */
function examine(desk: Desk, { pictures }: Examiner, { id, sha256 }: Waiting): Promise<boolean> {
  return databaseOf(desk).transaction(async (tx) => {
    const [claimed] = await tx.query<{ got: boolean }>(claim, [LOCK_SPACE, id]);
    if (!claimed?.got) return false;
    const picture = pictureOf(await pictures.examine(sha256), desk.office.calendar());
    const row = { ...picture, sha256, examinedAt: desk.clock.now() };
    await tx.query(
      insertPicture,
      KEPT.map((name) => row[name]),
    );
    return true;
  });
}

const NOTHING = {
  takenAt: null,
  takenZone: null,
  latitude: null,
  longitude: null,
  positionError: null,
  camera: null,
  software: null,
  perceptualHash: null,
  differenceHash: null,
} as const;

function pictureOf(examination: Examination, calendar: OfficeCalendar): Omit<Picture, 'id' | 'sha256' | 'examinedAt'> {
  if (examination.outcome !== 'picture') return { ...NOTHING, ...examination, absurd: [] };
  const { taken, place, fingerprint, format, width, height, camera, software, absurd } = examination.facts;
  const takenAt = taken && instantOf(taken, calendar);
  return {
    outcome: 'picture',
    format,
    width,
    height,
    takenAt,
    takenZone: takenAt && (taken?.zone ?? 'office'),
    latitude: place?.latitude ?? null,
    longitude: place?.longitude ?? null,
    positionError: place?.error ?? null,
    camera,
    software,
    absurd: [...absurd],
    perceptualHash: fingerprint?.perceptual ?? null,
    differenceHash: fingerprint?.difference ?? null,
  };
}

const MINUTE = 60_000;
const LOCAL = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})/;

/** A camera that does not say its zone is taken to show the office's time. Null: no such moment. */
function instantOf({ local, offset }: NonNullable<PictureFacts['taken']>, calendar: OfficeCalendar): Date | null {
  const [, date = '', hour, minute, second] = LOCAL.exec(local) ?? [];
  const day = parsePlainDate(date);
  if (day === null) return null;
  if (offset !== null) return new Date(Date.parse(`${date}T${hour}:${minute}:${second}Z`) - offset * MINUTE);
  return at(day, Number(hour) * 60 + Number(minute) + Number(second) / 60, calendar);
}
