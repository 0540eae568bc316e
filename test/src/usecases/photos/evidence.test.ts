import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { databaseOf, statement } from '../../../../src/database/database';
import type { PlaceVerdict, ReuseVerdict, TimeVerdict } from '../../../../src/regulation/evidence';
import type { Action } from '../../../../src/regulation/vocabulary';
import { changePhotoRule, photoRulesOf } from '../../../../src/usecases/photos/rules';
import { changeFiles } from '../../../../src/usecases/kit/attachments';
import { lookAtNext, type Examiner, type Looked } from '../../../../src/usecases/photos/examine';
import type { Examination, Fingerprint, Likeness, PictureFacts } from '../../../../src/usecases/kit/ports';
import { sharePlace } from '../../../../src/usecases/kit/places';
import { photosOf } from '../../../../src/usecases/photos/photos';
import { readPhotos } from '../../../../src/usecases/photos/shown-photos';
import { officialById } from '../../../../src/usecases/kit/officials';
import { readCard } from '../../../../src/usecases/card/read-card';
import { readHistory } from '../../../../src/usecases/card/history';
import { readList } from '../../../../src/usecases/lists/lists';
import { until } from '../../../support/until';
import { msk, openOffice, performed, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

const POINT = { latitude: 55.715, longitude: 51.412 };
/** 0.01° of latitude is 1.1 km. */
const FAR = { latitude: 55.725, longitude: 51.412, error: null };

/** What the bytes say, by their SHA-256; those of nobody else are as a messenger strips them, and look like no other. */
const bytes = new Map<string, Partial<PictureFacts> | Examination['outcome'] | Error>();
const plain: PictureFacts = {
  format: 'jpeg',
  width: 800,
  height: 600,
  taken: null,
  place: null,
  camera: null,
  software: null,
  absurd: [],
  fingerprint: null,
};
let prints = 0;
/** Of a picture that looks like no other: half of the bits differ. */
function print(): Fingerprint {
  const hash = createHash('sha256').update(String((prints += 1)));
  const difference = hash.digest('hex');
  return { perceptual: String(BigInt.asUintN(63, BigInt(`0x${difference.slice(0, 16)}`))), difference };
}

const examined: string[] = [];
const examiner: Examiner = {
  pictures: {
    async examine(sha256) {
      examined.push(sha256);
      const known = bytes.get(sha256) ?? {};
      if (known instanceof Error) throw known;
      if (typeof known === 'string') return { outcome: known, format: null, width: null, height: null } as Examination;
      return { outcome: 'picture', facts: { ...plain, fingerprint: print(), ...known } };
    },
  },
  // Another scan than the bot's own: PostgreSQL counts the bits.
  findAlike: ({ perceptual }) =>
    databaseOf(office.desk).query<Likeness>(
      statement(
        'test.alike',
        `select id as "pictureId", bit_count((perceptual_hash # $1::bigint)::bit(64))::int as perceptual, 0 as difference from picture
         where perceptual_hash is not null and bit_count((perceptual_hash # $1::bigint)::bit(64)) <= 10`,
      ),
      [perceptual],
    ),
};

/** Until nothing waits but what fails. */
async function examineAll(by = examiner): Promise<Looked[]> {
  const all: Looked[] = [];
  const failed: number[] = [];
  for (;;) {
    const looked = await lookAtNext(office.desk, by, failed);
    if (looked === null) return all;
    all.push(looked);
    if (typeof looked.outcome === 'object') failed.push(looked.id);
  }
}

let photos = 0;
interface Came {
  readonly sha256?: string;
  readonly says?: Partial<PictureFacts> | Examination['outcome'] | Error;
  readonly origin?: 'official' | 'applicant';
  readonly compressed?: boolean;
}
/** A photo in somebody's open form, or one that came with no form. */
async function send(
  who: PersonName,
  formId: number | null,
  { sha256, says, origin = 'official', compressed = false }: Came = {},
) {
  photos += 1;
  const name = sha256 ?? `photo-${photos}`;
  if (says !== undefined) bytes.set(name, says);
  const [row] = await office.rows<{ id: number }>(
    `insert into attachment (form_id, origin, kind, compressed, size, sha256, messenger, file_ref, message_ref, uploaded_by_id, received_at)
     values ($1, $2, 'photo', $3, 1, $4, 'telegram', 'ref', $5, $6, $7) returning id`,
    [formId, origin, compressed, name, `photos/${photos}`, office.people[who], office.desk.clock.now()],
  );
  return row!.id;
}
const evidenceOf = async (id: number) =>
  (
    await office.rows<{
      time: TimeVerdict;
      place: PlaceVerdict;
      reuse: ReuseVerdict;
      of: number | null;
      by: string | null;
    }>('select time, place, reuse, reuse_of_id as of, place_by as by from evidence where attachment_id = $1', [id])
  )[0];
const share = (who: PersonName, at: Date, { latitude, longitude }: typeof POINT) =>
  sharePlace(office.desk, {
    ...{ personId: office.people[who], formId: null, latitude, longitude, positionError: null, at, live: false },
    ...{ messenger: 'telegram', messageRef: `place/${(photos += 1)}` },
  });
const taken = (local: string, offset: number | null = null): PictureFacts['taken'] => ({
  local,
  offset,
  zone: offset === null ? null : 'written',
});

/** Assigned at 9:00 and in work, with its point. */
async function inWork(point: typeof POINT | null = POINT): Promise<number> {
  office.setTime(msk('2026-11-25 09:00'));
  const id = await office.register();
  if (point)
    await office.rows('update appeal set latitude = $2, longitude = $3 where id = $1', [
      id,
      point.latitude,
      point.longitude,
    ]);
  await office.must('coordinator', 'assign', id, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', id);
  office.setTime(msk('2026-11-25 12:00'));
  return id;
}
const open = async (id: number, action: 'submitAnswer' | 'comment' = 'submitAnswer', who: PersonName = 'executor') =>
  office.fill(
    who,
    action,
    id,
    await office.version(id),
    action === 'comment'
      ? { comment: 'Осмотрено', progress: 'inspected' }
      : { answerType: 'resolved', answerText: 'Яма заделана 25.11', agreeingId: office.people.agreeing },
  );
/** The form acts. */
async function act(formId: number) {
  const [form] = await office.rows<{ personId: number; action: Action; appealId: number; version: number }>(
    `select person_id as "personId", subject as action, appeal_id as "appealId", version from form where id = $1`,
    [formId],
  );
  const { personId, action, appealId, version } = form!;
  const presser = await office.actor(office.nameOf(personId)!);
  const result = await performed(office.desk, { presser, action, appealId, seenVersion: version, formId });
  expect(result).toMatchObject({ ok: true });
}
async function used(id: number, came: Came, action: 'submitAnswer' | 'comment' = 'comment'): Promise<number> {
  const formId = await open(id, action);
  const photo = await send('executor', formId, came);
  await act(formId);
  return photo;
}
const returnIt = (id: number) =>
  office.must('curator', 'returnForReexamination', id, { reexaminationReason: 'other', reexaminationText: 'нет' });
const cardOf = async (id: number) => (await readCard(office.desk, id, await office.actor('curator')))!.card;

describe('what a photo says against its appeal', () => {
  test.each<[string, Came, Partial<{ time: TimeVerdict; place: PlaceVerdict; reuse: ReuseVerdict }>]>([
    [
      'nothing, as a messenger sends it',
      { compressed: true },
      { time: 'unconfirmed', place: 'unconfirmed', reuse: 'none' },
    ],
    [
      'everything, as a camera writes it',
      { says: { taken: taken('2026-11-25T11:50:00', 180), place: { ...POINT, error: 5 } } },
      { time: 'confirmed', place: 'confirmed' },
    ],
    ['a time without a zone is the office’s', { says: { taken: taken('2026-11-25T11:50:30') } }, { time: 'confirmed' }],
    ['the same time in another zone', { says: { taken: taken('2026-11-25T11:50:00', -180) } }, { time: 'later' }],
    ['before the assignment', { says: { taken: taken('2026-11-24T11:50:00', 180) } }, { time: 'earlier' }],
    ['elsewhere', { says: { place: FAR } }, { place: 'elsewhere' }],
    ['it is no picture', { says: 'not_picture' }, { time: 'unconfirmed', place: 'unconfirmed', reuse: 'unknown' }],
    ['too plain to be told from others', { says: { fingerprint: null } }, { reuse: 'unknown' }],
  ])('%s', async (_, came, verdict) => {
    const photo = await send('executor', await open(await inWork()), came);
    await examineAll();
    expect(await evidenceOf(photo)).toMatchObject(verdict);
  });

  test('a location of the sender within ten minutes, and of nobody else', async () => {
    const formId = await open(await inWork());
    const photo = await send('executor', formId, { compressed: true });
    await share('executor2', msk('2026-11-25 12:02'), POINT);
    await examineAll();
    expect(await evidenceOf(photo)).toMatchObject({ place: 'unconfirmed', by: null });
    await share('executor', msk('2026-11-25 12:04'), POINT);
    await examineAll();
    expect(await evidenceOf(photo)).toMatchObject({ place: 'confirmed', by: 'shared' });
    // What came long before a location waits for nothing.
    await share('executor', msk('2026-11-25 12:11'), FAR);
    expect(await examineAll()).toEqual([]);
  });

  test('an appeal without a point has nothing to compare with', async () => {
    const photo = await send('executor', await open(await inWork(null)), {
      says: { place: { ...POINT, error: null } },
    });
    await examineAll();
    expect(await evidenceOf(photo)).toMatchObject({ place: 'no_point' });
  });
});

test('what its data says and nobody could believe is told beside the verdict', async () => {
  const formId = await open(await inWork());
  await send('executor', formId, { says: { absurd: ['time', 'place'], fingerprint: null } });
  await send('executor', formId, { says: 'not_picture' });
  await examineAll();
  const told = await photosOf(databaseOf(office.desk), { id: formId }, []);
  expect(told).toMatchObject([{ flaws: ['absurdTime', 'absurdPlace', 'incomparable'] }, { flaws: [] }]);
});

describe('an earlier use', () => {
  test('in another appeal: which one, when, by whom', async () => {
    const first = await inWork();
    const twin = await used(first, { sha256: 'dug' });
    const second = await inWork();
    office.setTime(msk('2026-11-25 13:00'));
    const photo = await used(second, { sha256: 'dug' }, 'submitAnswer');
    await examineAll();
    expect(await evidenceOf(photo)).toMatchObject({ reuse: 'same', of: twin });
    expect(await evidenceOf(twin)).toMatchObject({ reuse: 'none', of: null });
    expect((await cardOf(second)).reportPhotos).toMatchObject([
      {
        position: 1,
        warnings: ['same'],
        verdict: {
          reuseOf: { appealId: first, by: 'executor', origin: 'official', isHere: false, at: msk('2026-11-25 12:00') },
        },
      },
    ]);
  });

  test('one that is recompressed is the same; the later photo is the reuse, whichever is examined first', async () => {
    const [first, second] = [await inWork(), await inWork()];
    const look = print();
    const twin = await used(first, { says: { fingerprint: look } });
    office.setTime(msk('2026-11-25 13:00'));
    const photo = await used(second, {
      says: { fingerprint: { ...look, perceptual: String(BigInt(look.perceptual) ^ 1n) } },
    });
    // The newest first: the other's fingerprint is not known yet when this one is judged.
    await examineAll();
    expect(await evidenceOf(photo)).toMatchObject({ reuse: 'same', of: twin });
    expect(await evidenceOf(twin)).toMatchObject({ reuse: 'none' });
  });

  test('a form that acts later than its photo came is the earlier use all the same', async () => {
    const [first, second] = [await inWork(), await inWork()];
    const formId = await open(first);
    const twin = await send('executor', formId, { sha256: 'slow' });
    await examineAll();
    office.setTime(msk('2026-11-25 12:05'));
    const other = await office.fill('curator', 'returnForReexamination', second, 1, {});
    await office.rows('update form set subject = $2 where id = $1', [other, 'comment']);
    const photo = await send('executor', other, { sha256: 'slow' });
    await office.rows('update attachment set appeal_id = $2 where id = $1', [photo, second]);
    await examineAll();
    expect(await evidenceOf(photo)).toMatchObject({ reuse: 'none' });
    await act(formId);
    await examineAll();
    expect(await evidenceOf(photo)).toMatchObject({ reuse: 'same', of: twin });
  });

  test('in this appeal it is one only after a re-examination', async () => {
    const id = await inWork();
    const twin = await used(id, { sha256: 'again' });
    const second = await used(id, { sha256: 'again' }, 'submitAnswer');
    await examineAll();
    expect(await evidenceOf(second)).toMatchObject({ reuse: 'none' });
    office.setTime(msk('2026-11-25 14:00'));
    await returnIt(id);
    await office.must('executor', 'takeIntoWork', id);
    office.setTime(msk('2026-11-25 15:00'));
    const third = await used(id, { sha256: 'again', says: { taken: taken('2026-11-25T11:00:00') } });
    await examineAll();
    // And what was taken before it came back does not show what was done since.
    expect(await evidenceOf(third)).toMatchObject({ reuse: 'same', of: twin });
    expect((await cardOf(id)).reportPhotos).toHaveLength(1);
  });

  test('the same photo many times in one appeal is judged about as many times', async () => {
    const formId = await open(await inWork());
    const copies = 12;
    for (let copy = 0; copy < copies; copy += 1) await send('executor', formId, { sha256: 'burst' });
    await act(formId);
    // its bytes are examined once
    expect(await examineAll()).toHaveLength(copies + 1);
  });

  test('the applicant’s own photo is named, whenever it came, and is no photo of the report', async () => {
    const id = await inWork();
    const photo = await used(id, { sha256: 'hole' });
    await examineAll();
    expect(await evidenceOf(photo)).toMatchObject({ reuse: 'none' });
    const theirs = await send('coordinator', null, { sha256: 'hole', origin: 'applicant' });
    await office.rows('update attachment set appeal_id = $2 where id = $1', [theirs, id]);
    await examineAll();
    expect(await evidenceOf(theirs)).toBeUndefined();
    expect(await evidenceOf(photo)).toMatchObject({ reuse: 'same', of: theirs });
    expect(await cardOf(id)).toMatchObject({
      photos: 1,
      applicantPhotos: 1,
      reportPhotos: [{ verdict: { reuseOf: { origin: 'applicant', isHere: true } } }],
    });
    // «Решено» with nothing but the applicant's photo asks for the reason.
    const other = await inWork();
    await office.rows('update attachment set appeal_id = $2 where id = $1', [theirs, other]);
    const answer = { answerType: 'resolved', answerText: 'Готово 25.11', agreeingId: office.people.agreeing };
    expect(await office.act('executor', 'submitAnswer', other, answer)).toMatchObject({ ok: false, ask: 'photos' });
  });
});

describe('taken out of a form', () => {
  const takeOut = (formId: number, remove: number) =>
    databaseOf(office.desk).transaction((tx) => changeFiles(tx, formId, { remove }, office.desk.clock.now()));

  test('a judged photo goes with what was found out about it', async () => {
    const formId = await open(await inWork());
    const photo = await send('executor', formId);
    await examineAll();
    await takeOut(formId, photo);
    expect(await evidenceOf(photo)).toBeUndefined();
    expect(await office.rows('select from attachment where id = $1', [photo])).toEqual([]);
  });

  test('a photo that was found to repeat it is judged anew', async () => {
    const formId = await open(await inWork());
    const twin = await send('executor', formId, { sha256: 'taken-out' });
    const photo = await used(await inWork(), { sha256: 'taken-out' });
    await examineAll();
    await office.rows(`update evidence set reuse = 'same', reuse_of_id = $2 where attachment_id = $1`, [photo, twin]);
    await takeOut(formId, twin);
    expect(await examineAll()).toMatchObject([{ id: photo }]);
    expect(await evidenceOf(photo)).toMatchObject({ reuse: 'none', of: null });
  });
});

test('a photo has one number on cards, in forms and in albums', async () => {
  const id = await inWork();
  const theirs = await send('coordinator', null, { origin: 'applicant' });
  await office.rows('update attachment set appeal_id = $2 where id = $1', [theirs, id]);
  const sent = await used(id, {});
  const formId = await open(id);
  const unsent = await send('executor', formId);
  const inForm = await photosOf(databaseOf(office.desk), { id: formId }, [{ id: sent, taken: true }]);
  expect(inForm.map((photo) => [photo.id, photo.position])).toEqual([
    [sent, 2],
    [unsent, 3],
  ]);
  expect((await cardOf(id)).reportPhotos).toMatchObject([{ id: sent, position: 2 }]);
  const shown = await readPhotos(office.desk, await office.actor('curator'), id, 'telegram');
  expect(shown.map((photo) => [photo.id, photo.position])).toEqual([
    [theirs, 1],
    [sent, 2],
  ]);
});

describe('judged anew', () => {
  test('when the appeal’s point is corrected, in an open form too', async () => {
    const id = await inWork(FAR);
    const sent = await used(id, { says: { place: { ...POINT, error: 5 } } });
    const formId = await open(id);
    const unsent = await send('executor', formId, { says: { place: { ...POINT, error: 5 } } });
    await examineAll();
    expect(await evidenceOf(sent)).toMatchObject({ place: 'elsewhere' });
    const before = examined.length;
    await office.must('coordinator', 'correctDetails', id, {
      corrected: { ...POINT },
      reason: 'точка уточнена',
      confirmed: true,
    });
    await examineAll();
    for (const photo of [sent, unsent]) expect(await evidenceOf(photo)).toMatchObject({ place: 'confirmed' });
    // The bytes are not read again.
    expect(examined.length).toBe(before);
  });

  test('after «Отложено» from the approval of its interim answer on', async () => {
    office.setTime(msk('2026-11-25 09:00'));
    const id = await office.register();
    const { executor, agreeing, approving } = office.people;
    await office.must('coordinator', 'assign', id, { executorId: executor });
    await office.must('executor', 'takeIntoWork', id);
    await office.must('executor', 'submitAnswer', id, {
      answerType: 'postponed',
      postponedUntil: '2026-11-30',
      answerText: 'Работы начнутся 30.11',
      agreeingId: agreeing,
    });
    await office.must('agreeing', 'agreeAnswer', id, { approvingId: approving });
    await office.must('coordinator', 'markEntered', id);
    office.setTime(msk('2026-11-25 12:00'));
    await office.must('approving', 'approveAnswer', id, { signedText: 'as_entered' });
    await office.must('executor', 'resume', id);
    office.setTime(msk('2026-11-25 13:00'));
    const [before, since] = [
      await send('executor', null, { says: { taken: taken('2026-11-25T11:00:00') } }),
      await send('executor', null, { says: { taken: taken('2026-11-25T12:30:00') } }),
    ];
    await office.rows('update attachment set appeal_id = $2 where id = any($1::int[])', [[before, since], id]);
    await examineAll();
    expect(await evidenceOf(before)).toMatchObject({ time: 'earlier' });
    expect(await evidenceOf(since)).toMatchObject({ time: 'confirmed' });
  });

  test('when an assignment is taken back at once', async () => {
    office.setTime(msk('2026-11-25 09:00'));
    const id = await office.register();
    await office.must('coordinator', 'assign', id, { executorId: office.people.executor });
    await office.must('executor', 'takeIntoWork', id);
    office.setTime(msk('2026-11-25 12:00'));
    await office.must('coordinator', 'assign', id, { executorId: office.people.executor2 });
    const photo = await send('executor', null, { says: { taken: taken('2026-11-25T11:00:00') } });
    await office.rows('update attachment set appeal_id = $2 where id = $1', [photo, id]);
    await examineAll();
    expect(await evidenceOf(photo)).toMatchObject({ time: 'earlier' });
    office.setTime(msk('2026-11-25 12:00:30'));
    await office.must('coordinator', 'undoAssignment', id);
    await examineAll();
    expect(await evidenceOf(photo)).toMatchObject({ time: 'confirmed' });
  });
  test('when an admin changes the office’s rules, within their bounds; of what is worked on', async () => {
    const change = async (who: PersonName, value: number) =>
      changePhotoRule(office.desk, (await officialById(office.desk, office.people[who]))!, 'radius', value);
    const answered = await used(await inWork(), { says: { place: FAR } });
    const photo = await send('executor', await open(await inWork()), { says: { place: FAR } });
    await office.rows('delete from open_work where appeal_id = (select appeal_id from attachment where id = $1)', [
      answered,
    ]);
    await examineAll();
    expect(await evidenceOf(photo)).toMatchObject({ place: 'elsewhere' });
    expect(await change('coordinator', 2_000)).toBe('notAdmin');
    expect(await change('admin', 20)).toBe('outOfBounds');
    expect(await examineAll()).toEqual([]);
    expect(await change('admin', 2_000)).toBe('changed');
    expect(await photoRulesOf(office.desk)).toEqual({ radius: 2_000, tolerance: 15 });
    await examineAll();
    expect(await evidenceOf(photo)).toMatchObject({ place: 'confirmed' });
    expect(await evidenceOf(answered)).toMatchObject({ place: 'elsewhere' });
    // The same once more changes nothing.
    expect(await change('admin', 2_000)).toBe('changed');
    expect(await examineAll()).toEqual([]);
    await change('admin', 300);
    await examineAll();
  });
});

describe('while it waits', () => {
  test('a disk that fails leaves its photo waiting and hinders no other', async () => {
    const formId = await open(await inWork());
    const good = await send('executor', formId);
    const bad = await send('executor', formId, { sha256: 'lost', says: new Error('EIO') });
    const looked = await examineAll();
    expect(looked).toContainEqual(expect.objectContaining({ id: bad, outcome: { failed: expect.any(Error) } }));
    expect(await evidenceOf(good)).toBeDefined();
    expect(await evidenceOf(bad)).toBeUndefined();
    bytes.delete('lost');
    await examineAll();
    expect(await evidenceOf(bad)).toBeDefined();
  });

  test('of two instances one examines, the other goes on to the next photo', async () => {
    const formId = await open(await inWork());
    const ids = [await send('executor', formId), await send('executor', formId)];
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow: Examiner = {
      ...examiner,
      pictures: { examine: async (sha256) => (await held, examiner.pictures.examine(sha256)) },
    };
    const first = lookAtNext(office.desk, slow, []);
    await until('the first is claimed', async () => (await lookAtNext(office.desk, examiner, []))?.outcome === 'taken');
    const before = examined.length;
    // A press that gives the photo to its appeal meanwhile waits for nobody.
    const started = performance.now();
    await act(formId);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(await lookAtNext(office.desk, examiner, [ids[1]!])).toMatchObject({ id: ids[0], outcome: 'examined' });
    release();
    expect(await first).toMatchObject({ id: ids[1], outcome: 'examined' });
    expect(examined.length).toBe(before + 2);
    await examineAll();
    for (const id of ids) expect(await evidenceOf(id)).toBeDefined();
  });

  test('what nobody has said to which appeal it belongs is examined ahead and judged when they have', async () => {
    const [kept] = await office.rows<{ id: number }>(
      `insert into form (person_id, subject, answers, view, revision, expires_at, state) values ($1, 'kept', '{}', '{}', 0, $2, 'kept') returning id`,
      [office.people.executor, msk('2026-11-26 12:00')],
    );
    const id = await inWork();
    const photo = await send('executor', kept!.id);
    await examineAll();
    expect(await evidenceOf(photo)).toBeUndefined();
    await office.rows('update attachment set form_id = $2 where id = $1', [photo, await open(id)]);
    const before = examined.length;
    await examineAll();
    expect(await evidenceOf(photo)).toBeDefined();
    expect(examined.length).toBe(before);
  });

  test('photos of a form that was given up wait for nothing', async () => {
    const formId = await open(await inWork());
    const photo = await send('executor', formId);
    await office.rows(`update form set state = 'cancelled' where id = $1`, [formId]);
    await examineAll();
    expect(await evidenceOf(photo)).toBeUndefined();
    expect(await office.rows('select from attachment where judged_at is null')).toEqual([]);
  });

  test('a photo whose bytes are deleted already is judged by what is known', async () => {
    const photo = await used(await inWork(), { says: new Error('gone') });
    await office.rows('update attachment set original_deleted_at = received_at where id = $1', [photo]);
    await examineAll();
    expect(await evidenceOf(photo)).toMatchObject({ time: 'unconfirmed', reuse: 'unknown' });
  });
});

test('those who see the appeal see it anew: of an open form its person alone, and nobody twice', async () => {
  const id = await inWork();
  for (const who of ['executor', 'curator'] as const)
    await office.rows(
      `insert into card (person_id, messenger, subject, subject_id, message_ref) values ($1, 'telegram', 'appeal', $2, 'm')`,
      [office.people[who], id],
    );
  const redrawn = async () => {
    const rows = await office.rows<{ key: string }>(
      `select key from outbox_message where kind = 'redraw' and key like $1 order by key`,
      [`redraw:appeal:${id}:%`],
    );
    await office.rows('delete from outbox_message');
    return rows.map(({ key }) => office.nameOf(Number(key.split(':').at(-2))));
  };
  const formId = await open(id);
  await send('executor', formId, { says: { place: FAR } });
  await redrawn();
  await examineAll();
  expect(await redrawn()).toEqual(['executor']);
  await act(formId);
  await redrawn();
  // The same verdict as before is no news.
  await examineAll();
  expect(await redrawn()).toEqual([]);
  await office.must('coordinator', 'correctDetails', id, {
    corrected: { latitude: FAR.latitude, longitude: FAR.longitude },
    reason: 'точка уточнена',
    confirmed: true,
  });
  await redrawn();
  await examineAll();
  expect((await redrawn()).sort()).toEqual(['curator', 'executor']);
});

test('an answer with warnings is on the curators’ list, and its approval says what they were', async () => {
  const id = await inWork();
  await used(id, { says: { place: FAR, taken: taken('2026-11-20T11:00:00') } }, 'submitAnswer');
  const quiet = await inWork();
  await used(quiet, { says: { place: { ...POINT, error: 5 } } });
  await examineAll();
  const listed = async (who: PersonName) => {
    const actor = await office.actor(who);
    const first = await readList(office.desk, actor, 'photoWarnings', 0);
    if (first === null) return null;
    const pages = Array.from({ length: first.pages }, (_, page) => readList(office.desk, actor, 'photoWarnings', page));
    return (await Promise.all(pages)).flatMap((page) => page!.lines.map((line) => line.id));
  };
  expect(await listed('curator')).toContain(id);
  expect(await listed('executor')).toBeNull();
  await office.must('agreeing', 'agreeAnswer', id, { approvingId: office.people.approving });
  await office.must('coordinator', 'markEntered', id);
  await office.must('approving', 'approveAnswer', id, { signedText: 'as_entered', signature: 'unqualified' });
  const history = await readHistory(office.desk, await office.actor('curator'), id, 0, 8);
  expect(history?.lines.find(({ action }) => action === 'approveAnswer')?.facts.photoWarnings).toEqual({
    earlier: 1,
    elsewhere: 1,
  });
  expect(await listed('curator')).toContain(id);
  // It came back: the next report is another one.
  office.setTime(msk('2026-11-25 16:00'));
  await returnIt(id);
  expect(await listed('curator')).not.toContain(id);
  expect(await listed('curator')).not.toContain(quiet);
});
