import { chooseAmount, readAmount } from '../../../../src/usecases/office/amounts';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { createFileStore } from '../../../../src/adapters/files';
import { databaseOf } from '../../../../src/database/database';
import { sweepFiles } from '../../../../src/jobs/sweep-files';
import { endPhotoTerms } from '../../../../src/usecases/photos/retention';
import { registerWithPhotos } from '../../../../src/usecases/intake/applicant-photos';
import { officialById } from '../../../../src/usecases/kit/officials';
import { readCard } from '../../../../src/usecases/card/read-card';
import { readPhotos } from '../../../../src/usecases/photos/shown-photos';
import type { FileStore, Pictures } from '../../../../src/usecases/kit/ports';
import { MORNING, msk, openOffice, type WorkingOffice } from '../working-office';

const DAY = 86_400_000;
let office: WorkingOffice;
let directory: string;
let files: FileStore;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'murajagat-retention-'));
  files = createFileStore(directory);
  office.setTime(MORNING);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const pictures: Pick<Pictures, 'thumbnail'> = {
  thumbnail: async (sha256) =>
    sharp(await buffer(files.read(sha256)))
      .resize(16)
      .jpeg()
      .toBuffer()
      .catch(() => null),
};
const endTerms = () => endPhotoTerms({ records: office.desk, files, pictures });
/** A night so many days from now. */
const sweepIn = (days: number) => {
  const now = new Date(office.desk.clock.now().getTime() + days * DAY);
  return sweepFiles({ database: databaseOf(office.desk), files, now });
};

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
const keep = async (bytes: Buffer) => {
  const kept = await files.keep(one(bytes));
  if (!kept) throw new Error('Nothing was kept');
  return kept;
};
const picture = (background: string) =>
  sharp({ create: { width: 64, height: 48, channels: 3, background } })
    .jpeg()
    .toBuffer();
const stored = async (): Promise<string[]> =>
  (await readdir(directory, { recursive: true }))
    .map((name) => path.basename(name))
    .filter((name) => name.length === 64);
let numbers = 0;
/** An appeal with these photos of its applicant, finished now or not at all. */
async function appealWith(photos: readonly Buffer[], finished: boolean): Promise<number> {
  const kept = await Promise.all(photos.map(keep));
  const { id } = await registerWithPhotos(
    office.desk,
    { number: `9${(numbers += 1)}`, kind: 'message', registeredAt: office.desk.clock.now() },
    kept.map((it) => ({ ...it, fileName: null, mimeType: 'image/jpeg' })),
  );
  if (finished)
    await office.rows(`update appeal set stage = 'answered', finished_at = $2 where id = $1`, [
      id,
      office.desk.clock.now(),
    ]);
  return id;
}
const rowsOf = (appealId: number) =>
  office.rows<{ sha256: string; small: string | null; deleted: boolean }>(
    `select sha256, thumbnail_sha256 as small, original_deleted_at is not null as deleted from attachment where appeal_id = $1 order by id`,
    [appealId],
  );
const journalOf = (appealId: number) =>
  office.rows(
    `select action, person_id as by, capacity, journal_entry.told as details from journal_entry where appeal_id = $1 and action = 'deleteOriginals'`,
    [appealId],
  );

test('three years after its end an appeal keeps small pictures; the originals are gone from the disk, and the journal says so', async () => {
  const [teal, olive] = await Promise.all([picture('teal'), picture('olive')]);
  const finished = await appealWith([teal, olive], true);
  const open = await appealWith([await picture('navy')], false);
  office.setTime(msk('2029-11-25 09:59'));
  expect(await endTerms()).toBe(0);
  office.setTime(msk('2029-11-25 10:01'));
  expect(await endTerms()).toBe(2);
  expect(await endTerms()).toBe(0);
  const rows = await rowsOf(finished);
  expect(rows).toMatchObject([{ deleted: true }, { deleted: true }]);
  expect(await journalOf(finished)).toEqual([
    { action: 'deleteOriginals', by: null, capacity: 'clock', details: { photos: 2 } },
  ]);
  expect(await rowsOf(open)).toMatchObject([{ deleted: false, small: null }]);

  expect(await sweepIn(6)).toBe(0);
  expect(await sweepIn(8)).toBe(2);
  expect((await stored()).sort()).toEqual(
    [...rows.map(({ small }) => small), ...(await rowsOf(open)).map(({ sha256 }) => sha256)].sort(),
  );

  // What is shown of it from now on is small, and can be read.
  const coordinator = await office.actor('coordinator');
  const shown = await readPhotos(office.desk, coordinator, finished, 'telegram');
  expect(shown.map(({ sha256 }) => sha256)).toEqual(rows.map(({ small }) => small));
  expect(await sharp(await buffer(files.read(shown[0]?.sha256 ?? ''))).metadata()).toMatchObject({ width: 16 });
  expect((await readCard(office.desk, finished, coordinator))?.card).toMatchObject({
    applicantPhotos: 2,
    photos: 0,
    smallCopies: 2,
  });
});

test('bytes that another appeal has, too, stay as they are', async () => {
  const both = await picture('maroon');
  const finished = await appealWith([both], true);
  const open = await appealWith([both], false);
  office.setTime(msk('2029-12-01 10:00'));
  await endTerms();
  const sha256 = (await rowsOf(open))[0]?.sha256 ?? '';
  await sweepIn(8);
  expect(await stored()).toContain(sha256);
  expect(await rowsOf(finished)).toMatchObject([{ sha256, deleted: true }]);
});

test('of bytes that are no picture nothing small can be made: they go, and nothing is shown of them', async () => {
  const finished = await appealWith([Buffer.from('not a picture')], true);
  office.setTime(msk('2029-12-01 10:00'));
  expect(await endTerms()).toBe(1);
  expect(await readPhotos(office.desk, await office.actor('coordinator'), finished, 'telegram')).toMatchObject([
    { sha256: null, fileRef: null },
  ]);
  const sha256 = (await rowsOf(finished))[0]?.sha256 ?? '';
  await sweepIn(8);
  expect(await stored()).not.toContain(sha256);
});

test('an appeal that was opened again keeps its originals, and so do documents', async () => {
  const again = await appealWith([await picture('plum')], true);
  await office.rows('update appeal set finished_at = null where id = $1', [again]);
  const documents = await appealWith([await picture('peru')], true);
  await office.rows(`update attachment set kind = 'document' where appeal_id = $1`, [documents]);
  office.setTime(msk('2040-01-01 10:00'));
  await endTerms();
  expect([...(await rowsOf(again)), ...(await rowsOf(documents))].every(({ deleted }) => !deleted)).toBe(true);
});

test('an admin chooses the term; nobody else does, and the same again is no news', async () => {
  const of = async (who: 'admin' | 'coordinator') => {
    const official = await officialById(office.desk, office.people[who]);
    if (!official) throw new Error(`${who} is nobody`);
    return official;
  };
  expect(await readAmount(office.desk, 'photoYears')).toBe(3);
  expect(await chooseAmount(office.desk, await of('coordinator'), 'photoYears', 1)).toBe('notAdmin');
  expect(await chooseAmount(office.desk, await of('admin'), 'photoYears', 5)).toBe('chosen');
  expect(await chooseAmount(office.desk, await of('admin'), 'photoYears', 5)).toBe('chosen');
  expect(await readAmount(office.desk, 'photoYears')).toBe(5);
  expect(
    await office.rows(
      `select journal_entry.told as details from journal_entry where action = 'changeOffice' and details ? 'photoYears'`,
    ),
  ).toEqual([{ details: { photoYears: 5, before: 3 } }]);
  const finished = await appealWith([await picture('gold')], true);
  office.setTime(msk('2031-11-24 10:00'));
  await endTerms();
  expect(await rowsOf(finished)).toMatchObject([{ deleted: false }]);
  office.setTime(msk('2031-11-26 10:00'));
  await endTerms();
  expect(await rowsOf(finished)).toMatchObject([{ deleted: true }]);
});
