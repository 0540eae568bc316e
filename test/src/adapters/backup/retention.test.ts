import { keptCopies } from '../../../../src/adapters/backup/retention';

/** The night's copy of each of so many days, up to this one. */
function nights(last: string, count: number): string[] {
  const end = Date.parse(`${last}T00:00:00Z`);
  return Array.from({ length: count }, (_, back) => new Date(end - back * 86_400_000).toISOString().slice(0, 10)).map(
    (day) => `${day}T023000`,
  );
}
const kept = (names: readonly string[]) => [...keptCopies(names)].map((name) => name.slice(0, 10)).sort();

test('of many years seven days are kept, four first nights of a week, twelve first nights of a month', () => {
  expect(kept(nights('2026-11-29', 2_000))).toEqual([
    ...['2025-12-01', '2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01', '2026-07-01'],
    ...['2026-08-01', '2026-09-01', '2026-10-01', '2026-11-01'],
    ...['2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23'],
    ...['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'],
  ]);
});

test.each([
  ['none', [], []],
  ['one', ['2026-11-29T023000'], ['2026-11-29']],
  ['fewer than seven', nights('2026-11-29', 5), ['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29']],
  [
    'nights without a copy: the first that there is stands for its week',
    ['2026-10-29T023000', '2026-11-04T023000', '2026-11-05T023000', ...nights('2026-11-29', 7)],
    [
      ...['2026-10-29', '2026-11-04'],
      ...['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'],
    ],
  ],
])('%s', (_, names, expected) => {
  expect(kept(names)).toEqual(expected);
});

test('of two in one night the later one is its day’s', () => {
  const [earlier, later] = ['2026-11-29T023000', '2026-11-29T041500'];
  const week = nights('2026-11-28', 20);
  expect(keptCopies([...week, earlier ?? '', later ?? ''])).toContain(later);
  expect(keptCopies([...week, earlier ?? '', later ?? ''])).not.toContain(earlier);
});

test('night after night it never keeps more than 23, and never loses what a year needs', () => {
  let there: string[] = [];
  for (const night of nights('2026-11-29', 800).reverse()) {
    there = [...keptCopies([...there, night])];
    expect(there.length).toBeLessThanOrEqual(23);
    expect(there).toContain(night);
  }
  expect(there.length).toBeGreaterThanOrEqual(21);
  expect(new Set(there.map((name) => name.slice(0, 7))).size).toBe(12);
});
