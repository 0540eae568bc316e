import { readFileSync } from 'node:fs';
import path from 'node:path';

const { findsRareThings } = require('../../.ci/rare-things.cjs') as {
  findsRareThings: (file: string, text: string, line: number | null) => boolean;
};

const FILE = `import { played } from '../support/random';
import { until } from '../support/until';
const cut = (office) => office.rows('select pg_terminate_backend(pid) from pg_stat_activity');
const cutTwice = async (office) => [await cut(office), await cut(office)];

test('by chance', async () => {
  await played(async (random) => expect(random()).toBeLessThan(1));
});
test('by what is cut, two functions deep', async () => {
  await cutTwice(office);
});
describe('here', () => {
  const stop = () => office.kill();
  test.each([1, 2])('by a kill, %i', async () => {
    await stop();
  });
  test('says what is there', async () => {
    await until('it is there', async () => (await read()).played);
  });
});
`;

test.each([
  [6, true],
  [9, true],
  [14, true],
  [17, false],
  // In no test, so that nobody knows which.
  [1, true],
  [null, true],
])(
  'a test looks for rare things when it kills or plays by chance, itself or through what it calls: line %p',
  (line, is) => {
    expect(findsRareThings('test/some.test.ts', FILE, line)).toBe(is);
  },
);

test('what is done around each test counts for each', () => {
  const text = `afterEach(() => office.kill());\n${FILE}`;
  expect(findsRareThings('test/some.test.ts', text, 18)).toBe(true);
});

test('all of what is hostile, and of the faults, looks for rare things', () => {
  const nothing = `test('nothing', () => undefined);`;
  expect(findsRareThings('test/scenarios/hostile-texts.test.ts', nothing, 1)).toBe(true);
  expect(findsRareThings('test/faults/delivery.test.ts', nothing, 1)).toBe(true);
  expect(findsRareThings('test/scenarios/life.test.ts', nothing, 1)).toBe(false);
});

test.each([
  ['killed at any moment it seals nothing twice', true],
  ['in whatever pieces it is sealed', false],
])('of the sealing: “%s” %p', (title, is) => {
  const file = 'test/src/usecases/proof/seal.test.ts';
  const text = readFileSync(path.join(__dirname, '../..', file), 'utf8');
  const line = text.split('\n').findIndex((one) => one.includes(title)) + 1;
  expect(line).toBeGreaterThan(0);
  expect(findsRareThings(file, text, line)).toBe(is);
});
