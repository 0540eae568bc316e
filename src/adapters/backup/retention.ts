import { plusDays, toPlainDate, weekday, type PlainDate } from '../../regulation/calendar';

/** How many of each are kept. The first copy of a week and of a month stand for it. */
const DAYS = 7;
const WEEKS = 4;
const MONTHS = 12;

/**
 * Which of the night's copies are kept, by their names (`YYYY-MM-DDTHHMMSS`). Whatever it is called with, the newest stays: a clock that
 * has run ahead, or nights without a copy, leave an office no fewer.
 */
export function keptCopies(names: readonly string[]): ReadonlySet<string> {
  const oldestFirst = [...names].sort();
  return new Set([
    ...newestOf(DAYS, lastOfEach(oldestFirst, dayOf)),
    ...newestOf(
      WEEKS,
      firstOfEach(oldestFirst, (name) => mondayOf(dayOf(name))),
    ),
    ...newestOf(
      MONTHS,
      firstOfEach(oldestFirst, (name) => name.slice(0, 7)),
    ),
  ]);
}

const dayOf = (name: string): PlainDate => toPlainDate(name.slice(0, 10));
const mondayOf = (day: PlainDate): PlainDate => plusDays(day, 1 - weekday(day));

const newestOf = (count: number, names: readonly string[]): readonly string[] => names.slice(-count);

const firstOfEach = (oldestFirst: readonly string[], periodOf: (name: string) => string): readonly string[] =>
  oldestFirst.filter((name, index) => index === 0 || periodOf(name) !== periodOf(oldestFirst[index - 1] ?? name));

const lastOfEach = (oldestFirst: readonly string[], periodOf: (name: string) => string): readonly string[] =>
  firstOfEach([...oldestFirst].reverse(), periodOf).toReversed();
