import { readAppealPoint, readPair, readPhotos } from '../../../../src/usecases/photos/shown-photos';
import { rememberSent } from '../../../../src/usecases/kit/files';
import { msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
let [appealId, otherId] = [0, 0];
beforeAll(async () => {
  office = await openOffice();
  [appealId, otherId] = [await office.register(), await office.register()];
});
afterAll(() => office.fresh.drop());

const taken = msk('2026-11-25 09:00');
const received = msk('2026-11-25 09:20');
interface Sent {
  readonly appeal?: number;
  readonly kind?: string;
  readonly compressed?: boolean;
  readonly messenger?: string | null;
  readonly by?: PersonName | null;
  readonly origin?: string;
}
let sent = 0;
async function send({
  appeal = appealId,
  kind = 'photo',
  compressed = true,
  messenger = 'telegram',
  ...of
}: Sent = {}) {
  sent += 1;
  const { by = 'executor', origin = 'official' } = of;
  const [row] = await office.rows<{ id: number; sha256: string }>(
    `insert into attachment (appeal_id, origin, kind, compressed, size, sha256, messenger, file_ref, uploaded_by_id, received_at)
     values ($1, $2, $3, $4, 1, $5, $6, case when $6::text is not null then 'ref-' || $5 end, $7, $8) returning id, sha256`,
    [appeal, origin, kind, compressed, `sha-${sent}`, messenger, by && office.people[by], received],
  );
  return row!;
}
const examined = (sha256: string, at: readonly [number, number] | null = null) =>
  office.rows(
    `insert into picture (sha256, outcome, taken_at, latitude, longitude, absurd, examined_at) values ($1, 'picture', $2, $3, $4, '{}', $5)`,
    [sha256, taken, ...(at ?? [null, null]), received],
  );
const judged = (id: number, placeBy: string | null, reuseOf: number | null = null) =>
  office.rows(
    `insert into evidence (attachment_id, time, place, distance, place_by, reuse, reuse_of_id, judged_at)
     values ($1, 'confirmed', 'elsewhere', 2400.5, $2, $3, $4, $5)`,
    [id, placeBy, reuseOf === null ? 'none' : 'same', reuseOf, received],
  );
const shown = async (who: PersonName = 'curator', messenger = 'telegram') =>
  readPhotos(office.desk, await office.actor(who), appealId, messenger);

test('photos are named by the order in which they came, the applicant’s are shown first; files and forms that wait are not among them', async () => {
  await send({ kind: 'document' });
  await send({ appeal: otherId });
  const report = await send();
  // Brought later, it changes no number by which somebody has spoken of the other.
  const own = await send({ origin: 'applicant', by: 'coordinator' });
  await office.fill('executor', 'comment', appealId, 1, {}, { photos: 1 });
  expect(await shown()).toMatchObject([
    { id: own.id, position: 2, origin: 'applicant', appealNumber: expect.stringMatching(/^TEST-/) },
    { id: report.id, position: 1, origin: 'official', by: 'executor', takenAt: null, evidence: null, point: null },
  ]);
});

test('what is known of one comes with it: its time, its own place, and the twin by its name', async () => {
  const twin = await send({ appeal: otherId });
  const photo = await send();
  await examined(photo.sha256, [55.7, 51.4]);
  await judged(photo.id, 'picture', twin.id);
  expect((await shown()).at(-1)).toMatchObject({
    takenAt: taken,
    point: { latitude: 55.7, longitude: 51.4 },
    evidence: { time: 'confirmed', place: 'elsewhere', distance: 2400.5, placeBy: 'picture', reuse: 'same' },
    twin: { id: twin.id, appealId: otherId, position: 2 },
  });
});

test('a place that was shared is the nearest to the moment of the photo, of its sender alone', async () => {
  const photo = await send();
  await examined(photo.sha256);
  await judged(photo.id, 'shared');
  const share = (who: PersonName, at: string, latitude: number) =>
    office.rows(
      `insert into shared_place (person_id, latitude, longitude, at, live, messenger, message_ref) values ($1, $2, 51.4, $3, false, 'telegram', $4)`,
      [office.people[who], latitude, msk(`2026-11-25 ${at}`), `${who} ${at}`],
    );
  await share('executor', '09:20', 55.1);
  expect((await shown()).at(-1)?.point).toBeNull();
  await share('executor', '09:08', 55.2);
  await share('executor', '09:03', 55.3);
  await share('executor2', '09:01', 55.4);
  expect((await shown()).at(-1)?.point).toEqual({ latitude: 55.3, longitude: 51.4 });
});

test('a messenger shows by its own name what came through it as a photo, and what was uploaded before', async () => {
  const photo = await send();
  const file = await send({ compressed: false });
  const byHttp = await send({ compressed: false, messenger: null, by: null, origin: 'applicant' });
  const of = async (messenger: string) => {
    const all = await shown('curator', messenger);
    return [photo, file, byHttp].map(({ id }) => {
      const { fileRef, originalRef } = all.find((one) => one.id === id)!;
      return [fileRef, originalRef];
    });
  };
  expect(await of('telegram')).toEqual([
    [`ref-${photo.sha256}`, null],
    [null, `ref-${file.sha256}`],
    [null, null],
  ]);
  for (const [sha256, shownAs, fileRef] of [
    [file.sha256, 'photo', 'copy'],
    [byHttp.sha256, 'document', 'first upload'],
    [byHttp.sha256, 'document', 'second upload'],
  ] as const)
    await rememberSent(office.desk, { messenger: 'telegram', sha256, shownAs, fileRef });
  expect(await of('telegram')).toEqual([
    [`ref-${photo.sha256}`, null],
    ['copy', `ref-${file.sha256}`],
    [null, 'second upload'],
  ]);
  expect(await of('max')).toEqual([
    [null, null],
    [null, null],
    [null, null],
  ]);
});

test('of an original that is gone the small picture is shown', async () => {
  const photo = await send();
  await office.rows(`update attachment set original_deleted_at = $2, thumbnail_sha256 = 'small' where id = $1`, [
    photo.id,
    received,
  ]);
  expect((await shown()).at(-1)).toMatchObject({ sha256: 'small', fileRef: null, originalDeletedAt: received });
});

test('two are compared in the order that was asked for, whichever appeals they are of', async () => {
  const [one, other] = [await send(), await send({ appeal: otherId })];
  const curator = await office.actor('curator');
  const pair = (ids: readonly [number, number]) => readPair(office.desk, curator, ids, 'telegram');
  expect(await pair([other.id, one.id])).toMatchObject([{ id: other.id }, { id: one.id }]);
  expect(await pair([other.id, 2_147_483_647])).toBeNull();
});

test('nothing is shown to whoever takes no part in the work', async () => {
  const admin = await office.actor('admin');
  expect(await shown('admin')).toEqual([]);
  const ids = (await shown()).map(({ id }) => id);
  expect(await readPair(office.desk, admin, [ids[0] ?? 0, ids[1] ?? 0], 'telegram')).toBeNull();
  expect(await readAppealPoint(office.desk, admin, appealId)).toBeNull();
});

test('a point comes with the place of the problem, without what a form of personal data is in it', async () => {
  await office.rows(
    `update appeal set latitude = 55.71, longitude = 51.41, settlement = 'Мамадыш', address = 'ул. Советская, 15, 8 917 123-45-67' where id = $1`,
    [appealId],
  );
  expect(await readAppealPoint(office.desk, await office.actor('curator'), appealId)).toEqual({
    number: expect.stringMatching(/^TEST-/),
    point: { latitude: 55.71, longitude: 51.41 },
    address: expect.stringMatching(/^Мамадыш, ул. Советская, 15, .*•/),
  });
});

const ofForm = async (formId: number, appeal: number | null): Promise<number> => {
  const { id } = await send({ appeal: otherId });
  await office.rows('update attachment set form_id = $2, appeal_id = $3 where id = $1 returning id', [
    id,
    formId,
    appeal,
  ]);
  return id;
};

test('what an act has given to several appeals has its own number in each, and what still waits in a form counts for nobody else', async () => {
  const [form] = await office.rows<{ id: number }>('select form_id as id from attachment where form_id is not null');
  const before = Math.max(...(await shown()).map(({ position }) => position));
  const waiting = await ofForm(form!.id, null);
  await ofForm(form!.id, otherId);
  const given = await ofForm(form!.id, appealId);
  expect((await shown()).find(({ id }) => id === given)?.position).toBe(before + 1);
  expect(waiting).toBeLessThan(given);
});
