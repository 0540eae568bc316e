import { toldAlone, toldLines, toldParts, type Told } from '../../../src/regulation/small-numbers';

// Whoever reads what is published knows the rules, all lines that there are, and their sum. Here they go through everything that might have been,
// and keep what would have been published just so: of each number that was not told, two must be left at least.

/** All lists of so many numbers from 0 to the largest. */
function* lists(length: number, largest: number): Generator<readonly number[]> {
  if (length === 0) {
    yield [];
    return;
  }
  for (let first = 0; first <= largest; first += 1)
    for (const more of lists(length - 1, largest)) yield [first, ...more];
}

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, one) => sum + one, 0);

/**
 * @param publish what is read of numbers: for each of them the number itself, or what stands in its place; with whatever else is told
 * @param largest of numbers whose secret is looked at; what might have been goes beyond it, so that no end of the search tells one
 * @param isSecret of which numbers that are not told; where large ones are left out for want of room, that is none
 */
function whatIsGivenAway(
  publish: (counts: readonly number[]) => { readonly lines: readonly unknown[]; readonly beside: unknown },
  length: number,
  largest: number,
  isSecret: (count: number) => boolean = () => true,
): string[] {
  const possible = new Map<string, (readonly number[])[]>();
  for (const counts of lists(length, largest + 4)) {
    const read = JSON.stringify(publish(counts));
    possible.set(read, [...(possible.get(read) ?? []), counts]);
  }
  return [...possible.values()].flatMap((together) =>
    together
      .filter((counts) => Math.max(...counts) <= largest)
      .flatMap((counts) => {
        const { lines } = publish(counts);
        return counts.flatMap((count, at) => {
          const mightBe = new Set(together.map((other) => other[at]));
          return lines[at] === count || !isSecret(count) || mightBe.size > 1
            ? []
            : [`${counts.join()} gives away its ${at + 1}.`];
        });
      }),
  );
}

const asRead = (told: Told): unknown => (told.as === 'exact' ? told.count : told);
const total = (counts: readonly number[]): unknown => asRead(toldAlone(sumOf(counts)));

/** A closed group beside its sum. */
function partsPublished([rest = 0, ...parts]: readonly number[]) {
  const told = toldParts(rest, parts);
  const beside = total([rest, ...parts]);
  return told
    ? { lines: [told.rest, ...told.parts].map(asRead), beside: [beside, told.lump] }
    : { lines: parts.map(() => null).concat(null), beside };
}
/** Lines by name, those that are missing apart from those with nothing. */
const linesPublished = (most: number, zerosAreKnown: boolean) => (counts: readonly number[]) => {
  const told = toldLines(counts, most);
  const isTold = (count: number) => told && (count >= told.from || (zerosAreKnown && count === 0));
  return {
    lines: counts.map((count) => (isTold(count) ? count : null)),
    beside: [total(counts), told],
  };
};

test.each([2, 3, 4, 5])(
  'of %d lines that are all there are, no hidden one follows from the others and the sum',
  (length) => {
    expect(whatIsGivenAway(partsPublished, length, [12, 12, 12, 7, 4][length - 1] ?? 0)).toEqual([]);
  },
);

test('of lines that not everybody knows, no hidden one follows from the others and the sum', () => {
  const isFew = (count: number) => count === 1 || count === 2;
  for (const most of [1, 2, 15])
    for (const zerosAreKnown of [false, true])
      expect(whatIsGivenAway(linesPublished(most, zerosAreKnown), 4, 7, isFew)).toEqual([]);
});

test('the naive way, by which only the few are hidden, is seen to give them away', () => {
  const naive = (counts: readonly number[]) => ({
    lines: counts.map((count) => asRead(toldAlone(count))),
    beside: sumOf(counts),
  });
  expect(whatIsGivenAway(naive, 3, 6).length).toBeGreaterThan(100);
});

test.each<[string, number, readonly number[], ReturnType<typeof toldParts>]>([
  ['nothing at all', 0, [0, 0], { rest: { as: 'exact', count: 0 }, parts: [told(0), told(0)], lump: 0 }],
  ['nothing small', 20, [3, 0], { rest: { as: 'exact', count: 20 }, parts: [told(3), told(0)], lump: 20 }],
  ['one late', 97, [1], { rest: { as: 'atLeast', count: 96 }, parts: [{ as: 'few' }], lump: 98 }],
  [
    'two ways of few',
    20,
    [2, 1, 5],
    { rest: { as: 'atLeast', count: 19 }, parts: [{ as: 'few' }, { as: 'few' }, told(5)], lump: 23 },
  ],
  ['the rest itself is few', 2, [9], null],
  ['too little to hide behind', 3, [1], null],
  ['two appeals', 2, [0], null],
])('%s', (_, rest, parts, expected) => {
  expect(toldParts(rest, parts)).toEqual(expected);
});

test.each<[string, readonly number[], number, ReturnType<typeof toldLines>]>([
  ['all are told', [12, 5, 3], 15, { from: 3, others: 0 }],
  ['one is few: the smallest joins it', [12, 5, 2], 15, { from: 6, others: 7 }],
  ['and those that are as large', [12, 5, 5, 2], 15, { from: 6, others: 12 }],
  ['several few do not hide each other', [12, 5, 2, 2, 2], 15, { from: 6, others: 11 }],
  ['only few', [2, 2, 1], 15, null],
  ['more than can be read', [9, 8, 7, 6], 2, { from: 8, others: 13 }],
  ['nothing', [], 15, { from: 3, others: 0 }],
])('%s', (_, counts, most, expected) => {
  expect(toldLines(counts, most)).toEqual(expected);
});

function told(count: number): Told {
  return { as: 'exact', count };
}
