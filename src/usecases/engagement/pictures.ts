import { In } from 'typeorm';
import { EngagementPictureBytes } from '../../../entities/engagement-picture';
import { SentFile } from '../../../entities/sent-file';
import { databaseOf, repositoryOf, type Transaction } from '../../database/database';
import type { EngagementPicture } from '../../regulation/engagement/content';
import { safeFileName } from '../../text/file-name';
import type { Desk, FileStore, Pictures } from '../ports';
import { listUnneeded } from '../unneeded-files';

const DAY = 86_400_000;
/** As long as a form may be gone back to; see jobs/forget.ts. */
const FORM_DAYS = 90;
/** Messengers take no picture that is longer than this many of its widths. */
const LONGEST_SHAPE = 20;

/** Why bytes that came are no picture that can be published; each is a key under `engagement:pictures.refusal`. */
export type PictureRefusal = 'notPicture' | 'broken' | 'tooLarge' | 'tooNarrow';
export type TakenPicture =
  { readonly ok: true; readonly sha256: string } | { readonly ok: false; readonly refusal: PictureRefusal };

/**
 * What is published of a picture that came: a copy by which nobody learns where, when and with what it was taken. What came is swept a week later, the copy
 * when no form can name it any more, unless it was kept with what it is a picture of.
 * @param original SHA-256 of what came
 * @throws the disk's error
 * @idempotent the same picture is the same copy
 */
export async function takePicture(
  desk: Desk,
  { files, pictures }: { readonly files: Pick<FileStore, 'keep'>; readonly pictures: Pictures },
  original: string,
): Promise<TakenPicture> {
  const now = desk.clock.now();
  await listUnneeded(databaseOf(desk), [original], now);
  const drawn = await pictures.publishable(original);
  if (drawn === null) return { ok: false, refusal: await whyNot(pictures, original) };
  const { jpeg, width, height } = drawn;
  if (Math.max(width, height) > LONGEST_SHAPE * Math.min(width, height)) return { ok: false, refusal: 'tooNarrow' };
  const kept = await files.keep(once(jpeg));
  if (kept === null) throw new Error('A picture was kept without a limit, and is not there');
  await listUnneeded(databaseOf(desk), [kept.sha256], new Date(now.getTime() + FORM_DAYS * DAY));
  return { ok: true, sha256: kept.sha256 };
}

async function whyNot(pictures: Pictures, sha256: string): Promise<PictureRefusal> {
  const { outcome } = await pictures.examine(sha256);
  switch (outcome) {
    case 'too_large':
    case 'too_heavy':
      return 'tooLarge';
    case 'not_picture':
      return 'notPicture';
    case 'broken':
    case 'picture':
      return 'broken';
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Their bytes are needed from now on, whatever was listed. In the transaction of what names them. @idempotent */
export async function keepPictures(tx: Transaction, pictures: readonly EngagementPicture[], now: Date): Promise<void> {
  const rows = [...new Set(pictures.map(({ sha256 }) => sha256))].map((sha256) => ({ sha256, keptAt: now }));
  if (rows.length > 0)
    await repositoryOf(tx, EngagementPictureBytes).createQueryBuilder().insert().values(rows).orIgnore().execute();
}

/** «02 Двор.jpg» */
export const pictureName = ({ of }: EngagementPicture, place: number): string =>
  safeFileName(`${String(place + 1).padStart(2, '0')}${of === null ? '' : ` ${of}`}.jpg`);

/** By which names a messenger shows those that it has had, by their SHA-256. */
export async function pictureRefs(
  desk: Desk,
  messenger: string,
  shownAs: SentFile['shownAs'],
  pictures: readonly EngagementPicture[],
): Promise<ReadonlyMap<string, string>> {
  const sha256 = In(pictures.map((picture) => picture.sha256));
  const sent = await repositoryOf(databaseOf(desk), SentFile).findBy({ messenger, shownAs, sha256 });
  return new Map(sent.map((one) => [one.sha256, one.fileRef]));
}
