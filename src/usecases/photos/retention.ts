import { databaseOf, statement, type Transaction } from '../../database/database';
import { pause } from '../../process/pause';
import { listingUnneeded } from '../kit/files';
import { addEntry } from '../kit/journal';
import type { FileStore, Pictures, Records } from '../kit/ports';
import { amountOf } from '../kit/settings';
import { yearsAgo } from '../kit/years-ago';

interface Photo {
  readonly id: number;
  readonly sha256: string;
  readonly thumbnailSha256: string | null;
}

/** Letters, signatures and files of answers are no photos: they stay. */
const OVER = `t.kind = 'photo' and t.original_deleted_at is null and a.finished_at < $1`;
const photosOver = statement(
  'photos-over',
  `select t.id, t.sha256, t.thumbnail_sha256 as "thumbnailSha256" from attachment t join appeal a on a.id = t.appeal_id
   where ${OVER} and t.id > $2 order by t.id limit $3`,
);
const deleteOriginals = statement(
  'delete-originals',
  `with ended as (
     update attachment t set original_deleted_at = $2, thumbnail_sha256 = n."thumbnailSha256", file_ref = null
     from jsonb_to_recordset($3::jsonb) as n(id int, "thumbnailSha256" text), appeal a
     where t.id = n.id and a.id = t.appeal_id and ${OVER} returning t.appeal_id, t.sha256
   ), bytes as (${listingUnneeded('sha256', 'ended', '$2::timestamptz')})
   select appeal_id as "appealId" from ended`,
);

/** Each a picture to be read and drawn: with a pause between two, whoever presses waits for none of them. */
const PIECE = 20;
const PAUSE_MS = 100;

export interface Retention {
  readonly records: Records;
  readonly files: Pick<FileStore, 'keep'>;
  readonly pictures: Pick<Pictures, 'thumbnail'>;
  readonly signal?: AbortSignal;
}

/**
 * The term of photos is over: of each a small picture is made, and the rows say that the originals are gone. The bytes are
 * listed for the sweep, which leaves those that another row needs.
 * @returns of how many; fewer when it was told to stop
 */
export async function endPhotoTerms({ records, files, pictures, signal }: Retention): Promise<number> {
  const database = databaseOf(records);
  const now = records.clock.now();
  const before = yearsAgo(now, await amountOf(database, 'photoYears'));
  let deleted = 0;
  for (let after = 0, found = PIECE; found === PIECE && !signal?.aborted;) {
    const photos = await database.query<Photo>(photosOver, [before, after, PIECE]);
    found = photos.length;
    after = photos.at(-1)?.id ?? after;
    const small: Omit<Photo, 'sha256'>[] = [];
    for (const { id, sha256, thumbnailSha256 } of photos)
      small.push({ id, thumbnailSha256: thumbnailSha256 ?? (await keepSmall(sha256)) });
    deleted += await database.transaction((tx) => noteDeleted(tx, small, before, now));
    if (found === PIECE) await pause(PAUSE_MS, signal);
  }
  return deleted;

  async function keepSmall(sha256: string): Promise<string | null> {
    const bytes = await pictures.thumbnail(sha256);
    const kept = bytes && (await files.keep(once(bytes)));
    return kept?.sha256 ?? null;
  }
}

/** One entry for each appeal. Whatever was reopened meanwhile keeps its originals. */
async function noteDeleted(
  tx: Transaction,
  small: readonly Omit<Photo, 'sha256'>[],
  before: Date,
  now: Date,
): Promise<number> {
  if (small.length === 0) return 0;
  const deleted = await tx.query<{ appealId: number }>(deleteOriginals, [before, now, JSON.stringify(small)]);
  const counts = new Map<number, number>();
  for (const { appealId } of deleted) counts.set(appealId, (counts.get(appealId) ?? 0) + 1);
  for (const [appealId, photos] of counts)
    await addEntry(tx, appealId, {
      at: now,
      action: 'deleteOriginals',
      personId: null,
      capacity: 'clock',
      details: { photos },
    });
  return deleted.length;
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
