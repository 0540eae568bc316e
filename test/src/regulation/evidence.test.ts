import {
  judgeLikeness,
  judgePlace,
  judgeReuse,
  judgeTime,
  metresBetween,
  PHOTO_RULES,
  remarkOn,
  suggestedBy,
  warningsOf,
  type OtherUse,
  type PlaceOfPhoto,
} from '../../../src/regulation/evidence';

const at = (time: string) => new Date(`2026-11-25T${time}+03:00`);

describe('time: between the assignment and the arrival, clocks may be a quarter of an hour wrong', () => {
  const [since, receivedAt] = [at('09:00:00'), at('12:00:00')];
  test.each([
    ['it does not say when', null, 'unconfirmed'],
    ['long before the assignment', at('08:00:00'), 'earlier'],
    ['a second too early', at('08:44:59'), 'earlier'],
    ['as early as the tolerance lets', at('08:45:00'), 'confirmed'],
    ['between', at('10:30:00'), 'confirmed'],
    ['the moment it came', at('12:00:00'), 'confirmed'],
    ['as late as the tolerance lets', at('12:15:00'), 'confirmed'],
    ['a second too late', at('12:15:01'), 'later'],
    ['years ahead', new Date('2038-01-01T00:00:00Z'), 'later'],
  ] as const)('%s', (_, takenAt, verdict) => {
    expect(judgeTime({ takenAt, receivedAt, since }, PHOTO_RULES)).toBe(verdict);
  });

  test('the tolerance is the office’s', () => {
    const photo = { takenAt: at('08:59:59'), receivedAt, since };
    expect(judgeTime(photo, { ...PHOTO_RULES, tolerance: 0 })).toBe('earlier');
    expect(judgeTime(photo, { ...PHOTO_RULES, tolerance: 1_000 })).toBe('confirmed');
  });
});

/** A degree of latitude is this long. */
const DEGREE = metresBetween({ latitude: 55, longitude: 51 }, { latitude: 56, longitude: 51 });
const POINT = { latitude: 55.715, longitude: 51.412 };
const north = (metres: number, error: number | null = null) => ({
  latitude: POINT.latitude + metres / DEGREE,
  longitude: POINT.longitude,
  error,
});
const photo = (more: Partial<PlaceOfPhoto>): PlaceOfPhoto => ({
  point: POINT,
  own: null,
  shared: [],
  takenAt: null,
  receivedAt: at('12:00:00'),
  ...more,
});
const shared = (metres: number, time: string, more: object = {}) => ({
  ...north(metres),
  at: at(time),
  live: false,
  ...more,
});

test('distances are those of the map', () => {
  expect(DEGREE).toBeCloseTo(111_195, -2);
  // Казань — Мамадыш
  const kazan = { latitude: 55.7963, longitude: 49.1088 };
  expect(metresBetween(kazan, { latitude: 55.7127, longitude: 51.4105 }) / 1_000).toBeCloseTo(144.5, 0);
  expect(metresBetween(kazan, kazan)).toBe(0);
  // across the meridian of 180°
  expect(metresBetween({ latitude: 0, longitude: 179.9 }, { latitude: 0, longitude: -179.9 })).toBeCloseTo(22_239, -1);
});

describe('place: within 300 m of the appeal’s point, widened by the error', () => {
  test.each<[string, Partial<PlaceOfPhoto>, string, string | null]>([
    ['nothing says where', {}, 'unconfirmed', null],
    ['the picture itself, at the point', { own: north(0) }, 'confirmed', 'picture'],
    ['at the radius', { own: north(299.9) }, 'confirmed', 'picture'],
    ['beyond it', { own: north(300.1) }, 'elsewhere', 'picture'],
    ['beyond it, but within the error', { own: north(349.9, 50) }, 'confirmed', 'picture'],
    ['beyond the error too', { own: north(350.1, 50) }, 'elsewhere', 'picture'],
    ['an error of a kilometre is still an error', { own: north(1_299, 1_000) }, 'confirmed', 'picture'],
    ['whoever knows no better says nothing', { own: north(0, 1_001) }, 'unconfirmed', null],
    ['a shared location', { shared: [shared(10, '12:05:00')] }, 'confirmed', 'shared'],
    ['ten minutes later', { shared: [shared(10, '12:10:00')] }, 'confirmed', 'shared'],
    ['ten minutes and a second later', { shared: [shared(10, '12:10:01')] }, 'unconfirmed', null],
    ['ten minutes before', { shared: [shared(10, '11:50:00')] }, 'confirmed', 'shared'],
    ['ten minutes and a second before', { shared: [shared(10, '11:49:59')] }, 'unconfirmed', null],
    ['shared from elsewhere', { shared: [shared(2_400, '12:00:00')] }, 'elsewhere', 'shared'],
    ['the nearest in time', { shared: [shared(2_400, '12:00:00'), shared(0, '12:01:00')] }, 'elsewhere', 'shared'],
    [
      'of two at once the one that follows the phone',
      { shared: [shared(2_400, '12:01:00'), shared(0, '11:59:00', { live: true })] },
      'confirmed',
      'shared',
    ],
    ['the picture’s own word first', { own: north(2_400), shared: [shared(0, '12:00:00')] }, 'elsewhere', 'picture'],
    [
      'a location belongs to when the photo was taken, not to when it was sent',
      { takenAt: at('10:00:00'), shared: [shared(0, '12:00:00')] },
      'unconfirmed',
      null,
    ],
    ['and so does one of then', { takenAt: at('10:00:00'), shared: [shared(0, '10:04:00')] }, 'confirmed', 'shared'],
    [
      'a camera whose clock is ahead says nothing of when',
      { takenAt: at('15:00:00'), shared: [shared(0, '12:04:00')] },
      'confirmed',
      'shared',
    ],
    ['nothing to compare with', { point: null, own: north(0) }, 'no_point', 'picture'],
    ['neither', { point: null }, 'no_point', null],
  ])('%s', (_, more, place, by) => {
    expect(judgePlace(photo(more), PHOTO_RULES)).toMatchObject({ place, by });
  });

  test('how far it was', () => {
    expect(judgePlace(photo({ own: north(2_400) }), PHOTO_RULES).distance).toBeCloseTo(2_400, 0);
    expect(judgePlace(photo({ point: null, own: north(2_400) }), PHOTO_RULES).distance).toBeNull();
  });

  test('the radius is the office’s', () => {
    expect(judgePlace(photo({ own: north(400) }), { ...PHOTO_RULES, radius: 500 }).place).toBe('confirmed');
  });
});

describe('how alike two pictures are', () => {
  test.each([
    ['no bit differs', [0, 0], 'same'],
    ['as many as a recompression changes', [10, 200], 'same'],
    ['one more, and the other hash agrees', [11, 72], 'alike'],
    ['both at their end', [18, 72], 'alike'],
    ['one more of the first', [19, 72], null],
    ['one more of the second', [18, 73], null],
  ] as const)('%s', (_, differs, verdict) => {
    expect(judgeLikeness({ perceptual: differs[0], difference: differs[1] })).toBe(verdict);
  });
});

describe('reuse: in another appeal, or in this one before a re-examination', () => {
  const SAME = { perceptual: 3, difference: 20 };
  const ALIKE = { perceptual: 15, difference: 60 };
  const use = (attachmentId: number, time: string, more: Partial<OtherUse> = {}): OtherUse => ({
    attachmentId,
    appealId: 2,
    origin: 'official',
    receivedAt: at(time),
    differs: null,
    ...more,
  });
  const judged = (others: readonly OtherUse[], more: { returnedAt?: Date | null; comparable?: boolean } = {}) =>
    judgeReuse({
      attachmentId: 50,
      appealId: 1,
      receivedAt: at('12:00:00'),
      returnedAt: null,
      comparable: true,
      others,
      ...more,
    });

  test.each<[string, readonly OtherUse[], string, number | null]>([
    ['nowhere', [], 'none', null],
    ['another picture', [use(7, '09:00:00', { differs: { perceptual: 30, difference: 128 } })], 'none', null],
    ['another appeal, earlier', [use(7, '09:00:00')], 'same', 7],
    ['another appeal, in the same moment', [use(7, '12:00:00')], 'same', 7],
    ['another appeal, in the same moment but after it', [use(70, '12:00:00')], 'none', null],
    ['another appeal, later: that one is the reuse', [use(7, '12:00:01')], 'none', null],
    ['recompressed', [use(7, '09:00:00', { differs: SAME })], 'same', 7],
    ['it only looks like one', [use(7, '09:00:00', { differs: ALIKE })], 'alike', 7],
    ['the earliest of several', [use(8, '10:00:00'), use(7, '09:00:00'), use(9, '11:00:00')], 'same', 7],
    ['the same before one that is alike', [use(7, '09:00:00', { differs: ALIKE }), use(8, '10:00:00')], 'same', 8],
    ['once more in this appeal', [use(7, '11:00:00', { appealId: 1 })], 'none', null],
    ['the applicant’s own', [use(7, '11:00:00', { appealId: 1, origin: 'applicant' })], 'same', 7],
    ['the applicant’s own, added later', [use(7, '13:00:00', { appealId: 1, origin: 'applicant' })], 'same', 7],
    ['another applicant’s', [use(7, '09:00:00', { origin: 'applicant' })], 'same', 7],
  ])('%s', (_, others, reuse, of) => {
    expect(judged(others)).toEqual({ reuse, of });
  });

  test('after a re-examination what was used before it is reuse, what came after it is not', () => {
    const returned = { returnedAt: at('11:00:00') };
    expect(judged([use(7, '11:00:00', { appealId: 1 })], returned)).toEqual({ reuse: 'same', of: 7 });
    expect(judged([use(7, '11:00:01', { appealId: 1 })], returned)).toEqual({ reuse: 'none', of: null });
  });

  test('a picture too plain to be told from others is not said to be new, but the same file is still the same', () => {
    expect(judged([], { comparable: false })).toEqual({ reuse: 'unknown', of: null });
    expect(judged([use(7, '09:00:00')], { comparable: false })).toEqual({ reuse: 'same', of: 7 });
  });
});

test.each([
  [{ time: 'confirmed', place: 'confirmed', reuse: 'none' }, [], []],
  [{ time: 'unconfirmed', place: 'no_point', reuse: 'unknown' }, [], []],
  [{ time: 'earlier', place: 'unconfirmed', reuse: 'none' }, ['earlier'], ['photo_other_time']],
  [
    { time: 'later', place: 'elsewhere', reuse: 'none' },
    ['later', 'elsewhere'],
    ['photo_other_time', 'photo_other_place'],
  ],
  [{ time: 'confirmed', place: 'confirmed', reuse: 'same' }, ['same'], ['photo_used_before']],
  [{ time: 'confirmed', place: 'confirmed', reuse: 'alike' }, ['alike'], ['photo_used_before']],
] as const)('%o warns of %o and suggests %o', (verdict, warnings, reasons) => {
  expect(warningsOf(verdict)).toEqual(warnings);
  expect(suggestedBy(warningsOf(verdict))).toEqual(reasons);
});

test.each([
  ['a camera’s file', { compressed: false, camera: 'Canon EOS 5D', software: null }, null],
  [
    'a phone’s, signed by its firmware',
    { compressed: false, camera: 'samsung SM-A525F', software: 'A525FXXU4CVJB' },
    null,
  ],
  [
    'one saved by an editor',
    { compressed: false, camera: 'Canon EOS 5D', software: 'Adobe Photoshop 25.0' },
    'software',
  ],
  ['one that a program made', { compressed: false, camera: null, software: 'Android Screenshot' }, 'software'],
  ['one of which nothing is known', { compressed: false, camera: null, software: null }, 'noCamera'],
  ['one that the messenger stripped', { compressed: true, camera: null, software: null }, null],
] as const)('the data of %s', (_, data, remark) => {
  expect(remarkOn(data)).toBe(remark);
});
