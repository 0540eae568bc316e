import { Attachment } from '../../../entities/attachments';
import type { Evidence } from '../../../entities/photos';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { maySee } from '../../regulation/rights';
import { maskPlace } from '../../text/personal-data';
import { placeWords } from '../../text/place-words';
import { judgedNow } from '../answers/version-files';
import { OF_KEPT_FILE, refAs, SHOWN_FILE, type KeptFile } from '../kit/files';
import { photoPosition } from '../kit/form-engine';
import { shortName } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { workBegan, type WorkBegan } from './judge';

/** A photo among all that came to its appeal, by which people speak of it. */
export interface PhotoName {
  readonly id: number;
  readonly appealId: number;
  readonly appealNumber: string;
  /** From 1. */
  readonly position: number;
}

/** Degrees of WGS 84. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

const OF_PHOTO = columns(
  Attachment,
  ['id', 'origin', 'mark', 'compressed', 'fileName', 'receivedAt', 'originalDeletedAt'],
  't',
);

/** A photo with what is known of it: whose it is, when and where it was taken, and whether it was in use before. */
export interface ShownPhoto extends PhotoName, Readonly<RowOf<typeof OF_PHOTO>> {
  /** Which official has sent it; null: it came from another system. */
  readonly by: string | null;
  /** By the camera's own word. */
  readonly takenAt: Date | null;
  /** Where it was taken, as far as anything says so. */
  readonly point: Point | null;
  /** Null: nobody has judged it yet, or it is the applicant's. */
  readonly evidence: Readonly<Pick<Evidence, 'time' | 'place' | 'distance' | 'placeBy' | 'reuse'>> | null;
  /** Of one that was taken before the work began. */
  readonly since: WorkBegan | null;
  readonly twin: PhotoName | null;
  /** The answer is judged by it now: a version that was rejected may have had others. */
  readonly inAnswer: boolean;
  /** Of the bytes that are shown: of the small picture, where the term of the original is over. Null: nothing is left of it. */
  readonly sha256: string | null;
  /** By which the messenger that asks shows it as a photo; null: it has to be brought. */
  readonly fileRef: string | null;
  /** The same of its original, as a file. */
  readonly originalRef: string | null;
}

/** An appeal's place, as far as it is known; what stands in the address is masked. */
export interface AppealPoint {
  readonly number: string;
  readonly point: Point | null;
  readonly address: string | null;
}

/** Minutes between a photo and a location that tells where it was taken: those of `judgePlace`. */
const TOGETHER = `interval '10 minutes'`;
const MOMENT = 'case when c.taken_at <= t.received_at then c.taken_at else t.received_at end';
const SHOWN = 'case when t.original_deleted_at is null then t.sha256 else t.thumbnail_sha256 end';
const order = (photo: string) => `${photo}.origin = 'official', ${photo}.id`;
const name = (photo: string, appeal: string) =>
  `jsonb_build_object('id', ${photo}.id, 'appealId', ${appeal}.id, 'appealNumber', ${appeal}.number, 'position', ${photoPosition(photo)})`;

/** $2: the messenger that asks. */
const SELECT = `select ${OF_PHOTO}, a.id as "appealId", a.number as "appealNumber", ${photoPosition('t')} as position, p.name as by,
     c.taken_at as "takenAt", ${SHOWN} as sha256, ${refAs('photo', '$2', SHOWN)} as "fileRef", ${refAs('document', '$2')} as "originalRef",
     case when e.attachment_id is not null then
       jsonb_build_object('time', e.time, 'place', e.place, 'distance', e.distance, 'placeBy', e.place_by, 'reuse', e.reuse) end as evidence,
     case when e.place_by = 'picture' and c.latitude is not null then jsonb_build_object('latitude', c.latitude, 'longitude', c.longitude)
       else s.point end as point,
     case when e.time = 'earlier' then ${workBegan('a.id')} end as since,
     ${judgedNow('a')} as "inAnswer",
     case when b.id is not null then ${name('w', 'b')} end as twin
   from attachment t join appeal a on a.id = t.appeal_id
     left join person p on p.id = t.uploaded_by_id
     left join picture c on c.sha256 = t.sha256
     left join evidence e on e.attachment_id = t.id
     left join attachment w on w.id = e.reuse_of_id left join appeal b on b.id = w.appeal_id
     left join lateral (select jsonb_build_object('latitude', s.latitude, 'longitude', s.longitude) as point from shared_place s
       where e.place_by = 'shared' and s.person_id = t.uploaded_by_id and s.at between ${MOMENT} - ${TOGETHER} and ${MOMENT} + ${TOGETHER}
       order by abs(extract(epoch from s.at - ${MOMENT})), s.live desc limit 1) s on true
   where t.kind = 'photo'`;
const photosOfAppeal = statement('photos-of-appeal', `${SELECT} and t.appeal_id = $1 order by ${order('t')}`);
const photosById = statement('photos-by-id', `${SELECT} and t.id = any($1::int[]) order by t.id`);
const pointOfAppeal = statement(
  'point-of-appeal',
  'select number, latitude, longitude, settlement, address from appeal where id = $1',
);

/** Of whoever may not see them there are none; in the order of their positions. */
export const readPhotos = (
  desk: Desk,
  viewer: Actor,
  appealId: number,
  messenger: string,
): Promise<readonly ShownPhoto[]> => read(desk, viewer, photosOfAppeal, [appealId, messenger]);

/** Two that are to be compared, in this order: staff who work see every appeal. Null: one is no more, or not for this person. */
export async function readPair(
  desk: Desk,
  viewer: Actor,
  [leftId, rightId]: readonly [number, number],
  messenger: string,
): Promise<readonly [ShownPhoto, ShownPhoto] | null> {
  const photos = await read(desk, viewer, photosById, [[leftId, rightId], messenger]);
  const [left, right] = [leftId, rightId].map((wanted) => photos.find(({ id }) => id === wanted));
  return left && right ? [left, right] : null;
}

async function read(
  desk: Desk,
  viewer: Actor,
  select: typeof photosOfAppeal,
  values: readonly unknown[],
): Promise<readonly ShownPhoto[]> {
  if (!maySee(viewer, 'files')) return [];
  type Row = Omit<ShownPhoto, 'since'> & { readonly since: (Omit<WorkBegan, 'at'> & { readonly at: string }) | null };
  const rows = await databaseOf(desk).query<Row>(select, values);
  return rows.map(({ since, ...row }) => ({
    ...row,
    since: since && { ...since, at: new Date(since.at) },
    by: row.by === null ? null : shortName(row.by),
  }));
}

/** Null: there is no such appeal, or it is not for this person. */
export async function readAppealPoint(desk: Desk, viewer: Actor, appealId: number): Promise<AppealPoint | null> {
  if (!maySee(viewer, 'card')) return null;
  const [row] = await databaseOf(desk).query<{
    number: string;
    latitude: number | null;
    longitude: number | null;
    settlement: string | null;
    address: string | null;
  }>(pointOfAppeal, [appealId]);
  if (!row) return null;
  const { number, latitude, longitude, settlement, address } = row;
  const where = placeWords(settlement, address);
  return {
    number,
    point: latitude === null || longitude === null ? null : { latitude, longitude },
    address: where === '' ? null : maskPlace(where),
  };
}

const appealDocuments = statement(
  'appeal-documents',
  `select ${OF_KEPT_FILE}, shown.ref as "fileRef" from attachment t cross join ${SHOWN_FILE}
   where t.appeal_id = $1 and t.kind = 'document' order by t.id`,
);
/** What was sent and is no picture; of whoever may not see them there are none. */
export const documentsOfAppeal = async (
  desk: Desk,
  viewer: Actor,
  appealId: number,
  messenger: string,
): Promise<readonly KeptFile[]> =>
  maySee(viewer, 'files') ? databaseOf(desk).query<KeptFile>(appealDocuments, [appealId, messenger]) : [];
