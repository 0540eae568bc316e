import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const { SMOKE, LONG, near, tiers } = require('../tiers/tiers.cjs') as {
  SMOKE: readonly string[];
  LONG: readonly RegExp[];
  near: (changed: readonly string[], climbs: number) => string[];
  tiers: () => Map<string, 'unit' | 'office' | 'long'>;
};
const ROOT = path.join(__dirname, '../..');
const files = [...tiers()];

test('every tier has its tests, and what is long is there', () => {
  expect(new Set(files.map(([, tier]) => tier))).toEqual(new Set(['unit', 'office', 'long']));
  const unused = LONG.filter((pattern) => !files.some(([file]) => pattern.test(file)));
  expect(unused).toEqual([]);
});

test('whatever asks the test server for a database is told from what needs none', () => {
  const asks = files.filter(([file]) =>
    /await (freshDatabase|World\.start|openOffice)\(/.test(readFileSync(path.join(ROOT, file), 'utf8')),
  );
  expect(asks.length).toBeGreaterThan(50);
  expect(asks.filter(([, tier]) => tier === 'unit')).toEqual([]);
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
    expect(near(['src/usecases/sending/settle.ts'], 2)).not.toContain('test/scenarios/calendar.test.ts');
  });
});
