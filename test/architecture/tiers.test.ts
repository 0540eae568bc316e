import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

type Tier = 'unit' | 'office' | 'stand' | 'long';
const { KINDS, RUNS, SMOKE, STAND, TIERS, fits, near, tiers } = require('../tiers/tiers.cjs') as {
  KINDS: readonly { kind: string; tier: Tier; where: readonly string[] }[];
  RUNS: Readonly<Record<string, readonly Tier[]>>;
  SMOKE: readonly string[];
  STAND: RegExp;
  TIERS: readonly Tier[];
  fits: (file: string, where: readonly string[]) => boolean;
  near: (changed: readonly string[], climbs: number) => string[];
  tiers: () => Map<string, Tier>;
};
const { importsOf, reachable } = require('../tiers/imports.cjs') as {
  importsOf: () => Map<string, string[]>;
  reachable: (start: readonly string[], steps: Map<string, string[]>) => Set<string>;
};
const ROOT = path.join(__dirname, '../..');
const files = [...tiers()];
const filesOf = (wanted: Tier): string[] => files.filter(([, tier]) => tier === wanted).map(([file]) => file);

test('every tier has its tests, and every kind that is told by its place is there', () => {
  expect(new Set(files.map(([, tier]) => tier))).toEqual(new Set(TIERS));
  const unused = KINDS.flatMap(({ where }) => where).filter((place) => !files.some(([file]) => fits(file, [place])));
  expect(unused).toEqual([]);
});

test('nothing is dropped: `npm run check` runs every tier, and each has a command of less than all', () => {
  expect(RUNS.all).toEqual(TIERS);
  const { all: _all, ...smaller } = RUNS;
  expect(new Set(Object.values(smaller).flat())).toEqual(new Set(TIERS));
});

describe("the stand's own tests", () => {
  test('are not of the default run', () => {
    expect(filesOf('stand').length).toBeGreaterThan(10);
    expect(RUNS.test).not.toContain('stand');
  });

  test('know nothing of the bot and need no database', () => {
    const reached = [...reachable(filesOf('stand'), importsOf())];
    expect(reached.filter((file) => !/^(src\/stand|test\/(src\/stand|support))\//.test(file))).toEqual([]);
    expect(reached.filter((file) => /support\/(database|program|child)\.ts$/.test(file))).toEqual([]);
  });

  test.each(['src/stand/server.ts', 'src/stand/page/app.js', 'test/src/stand/limits.test.ts'])(
    'follow a change of %s',
    (changed) => {
      expect(existsSync(path.join(ROOT, changed))).toBe(true);
      expect(STAND.test(changed)).toBe(true);
    },
  );
});

test('whatever asks the test server for a database is told from what needs none', () => {
  const asks = files.filter(([file]) =>
    /await (freshDatabase|World\.start|openOffice)\(/.test(readFileSync(path.join(ROOT, file), 'utf8')),
  );
  expect(asks.length).toBeGreaterThan(50);
  expect(asks.filter(([, tier]) => tier === 'unit')).toEqual([]);
});

describe('the budget of a file', () => {
  const { overBudget } = require('../tiers/slowest.cjs') as {
    overBudget: (took: readonly { file: string; seconds: number }[]) => string[];
  };
  const [unit = '', office = ''] = [filesOf('unit')[0], filesOf('office')[0]];

  test('is that of its tier, and what is over it is told', () => {
    const told = overBudget([
      { file: unit, seconds: 61 },
      { file: office, seconds: 61 },
    ]);
    expect(told).toEqual([`   61.0 s  ${unit} (unit: 60 s)`]);
  });

  test('binds no file that is in no tier', () => {
    expect(overBudget([{ file: 'elsewhere.test.ts', seconds: 10_000 }])).toEqual([]);
  });
});

test('lives that smoke is looked for in are there and need an office', () => {
  const byFile = new Map(files);
  expect(SMOKE.map((file) => byFile.get(file))).toEqual(SMOKE.map(() => 'office'));
});

describe('near a change is', () => {
  test.each([
    ['its own test', 'src/regulation/calendar.ts', 0, 'test/src/regulation/calendar.test.ts'],
    ['itself, where a test has changed', 'test/src/text/plain-text.test.ts', 0, 'test/src/text/plain-text.test.ts'],
    ['the test of whoever uses it', 'src/regulation/formal-phrases.ts', 1, 'test/src/regulation/formal-signs.test.ts'],
    ['whoever uses a changed support', 'test/support/pdf-pages.ts', 0, 'test/scenarios/signed-here.test.ts'],
  ])('%s', (_what, changed, climbs, expected) => {
    expect(existsSync(path.join(ROOT, changed))).toBe(true);
    expect(near([changed], climbs)).toContain(expected);
  });

  test('not everything that starts the whole', () => {
    expect(near(['src/usecases/delivery/settle.ts'], 2)).not.toContain('test/scenarios/calendar.test.ts');
  });
});
