import { createFindAlike } from '../../../../src/adapters/pictures/find-alike';
import { judgeLikeness } from '../../../../src/regulation/evidence';
import type { Fingerprint } from '../../../../src/usecases/kit/ports';
import { freshDatabase, type FreshDatabase } from '../../../support/database';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(() => fresh.database.dataSource.query('truncate picture restart identity'));

const PLAIN = 0x5a5a_5a5a_5a5a_5a5an;
const EDGES = 'c3'.repeat(32);
/** The picture of all tests with so many bits turned over. */
const print = (perceptual = 0, difference = 0): Fingerprint => {
  const bytes = Buffer.from(EDGES, 'hex');
  for (let bit = 0; bit < difference; bit += 1) bytes[bit >> 3]! ^= 0x80 >> (bit & 7);
  return { perceptual: String(PLAIN ^ ((1n << BigInt(perceptual)) - 1n)), difference: bytes.toString('hex') };
};

const INSERT = `insert into picture (sha256, outcome, absurd, perceptual_hash, difference_hash, examined_at)
  values ($1, 'picture', '{}', $2, $3, now()) returning id`;
type Query = (text: string, values: unknown[]) => Promise<{ id: number }[]>;
let names = 0;
async function add(
  fingerprint: Fingerprint | null,
  query: Query = fresh.database.dataSource.query.bind(fresh.database.dataSource),
): Promise<number> {
  const [row] = await query(INSERT, [
    `picture-${(names += 1)}`,
    fingerprint?.perceptual ?? null,
    fingerprint?.difference ?? null,
  ]);
  return row!.id;
}

test.each([
  [0, 0, 'same'],
  [10, 256, 'same'],
  [11, 72, 'alike'],
  [18, 72, 'alike'],
  [18, 73, null],
  [19, 0, null],
  [63, 256, null],
])('%i and %i bits of difference: %s', async (perceptual, difference, verdict) => {
  const pictureId = await add(print(perceptual, difference));
  const found = await createFindAlike(fresh.database)(print());
  expect(found).toEqual(verdict ? [{ pictureId, perceptual, difference }] : []);
  expect(judgeLikeness({ perceptual, difference })).toBe(verdict);
});

test('the nearest comes first, and what is too plain to be compared never comes', async () => {
  await add(null);
  const ids = [await add(print(9, 3)), await add(print(40, 0)), await add(print(0, 1)), await add(print(9, 2))];
  const found = await createFindAlike(fresh.database)(print());
  expect(found.map(({ pictureId }) => pictureId)).toEqual([ids[2], ids[3], ids[0]]);
});

test('what any instance adds between two searches is found by the second', async () => {
  const findAlike = createFindAlike(fresh.database);
  expect(await findAlike(print())).toEqual([]);
  for (let time = 0; time < 5; time += 1) {
    await add(print(time));
    expect(await findAlike(print())).toHaveLength(time + 1);
  }
  const two = await Promise.all([findAlike(print()), findAlike(print())]);
  expect(two.map(({ length }) => length)).toEqual([5, 5]);
});

test('more than are read at once are all read, and once', async () => {
  const { perceptual, difference } = print();
  await fresh.database.dataSource.query(
    `insert into picture (sha256, outcome, absurd, perceptual_hash, difference_hash, examined_at)
     select 'of-' || n, 'picture', '{}', $1, $2, now() from generate_series(1, 12000) n`,
    [perceptual, difference],
  );
  const findAlike = createFindAlike(fresh.database);
  for (let time = 0; time < 3; time += 1) expect(await findAlike(print())).toHaveLength(12_000);
});

test('a picture whose number is older than one already seen, but whose transaction ends later, is not missed', async () => {
  const findAlike = createFindAlike(fresh.database);
  expect(await findAlike(print())).toEqual([]);
  const slow = fresh.database.dataSource.createQueryRunner();
  await slow.startTransaction();
  const older = await add(print(1), (text, values) => slow.query(text, values) as Promise<{ id: number }[]>);
  const newer = await add(print(2));
  expect(newer).toBeGreaterThan(older);
  for (let time = 0; time < 3; time += 1) expect(await findAlike(print())).toMatchObject([{ pictureId: newer }]);
  await slow.commitTransaction();
  await slow.release();
  for (let time = 0; time < 3; time += 1)
    expect(await findAlike(print())).toMatchObject([{ pictureId: older }, { pictureId: newer }]);
});
