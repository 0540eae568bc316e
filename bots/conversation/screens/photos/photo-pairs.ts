import type { PhotoName, ShownPhoto } from '../../../../src/usecases/photos/shown-photos';

export interface Pair {
  readonly left: PhotoName;
  readonly right: PhotoName;
}

/** More buttons than this hide the rest of the message; a photo with a twin comes first. */
const MOST = 4;

/**
 * What is worth seeing side by side: a photo that was in use before and its twin; «до» and «после», each with its fellow; what the
 * applicant has complained of is «до» where nothing is marked so. «После» is what the present answer takes along.
 */
export function pairsOf(photos: readonly ShownPhoto[]): Pair[] {
  const reused = photos.flatMap((photo): Pair[] => (photo.twin ? [{ left: photo, right: photo.twin }] : []));
  const all = photos.filter(({ origin }) => origin === 'official');
  const judged = all.filter(({ inAnswer }) => inAnswer);
  // What a version has left out proves nothing of the work; before there is any, whatever has come may be looked at.
  const report = judged.length === 0 ? all : all.filter(({ inAnswer, mark }) => inAnswer || mark === 'before');
  const marked = report.filter(({ mark }) => mark === 'before');
  const before = marked.length > 0 ? marked : photos.filter(({ origin }) => origin === 'applicant');
  const done = report.filter(({ mark }) => mark === 'after');
  const after = done.length > 0 ? done : report.filter(({ mark }) => mark === null);
  return [...reused, ...zipped(before, after)].filter(isFirst).slice(0, MOST);
}

/** Each of the longer row has a fellow: the last of the shorter one goes with all the rest. */
function zipped(before: readonly PhotoName[], after: readonly PhotoName[]): Pair[] {
  const [lastBefore, lastAfter] = [before.at(-1), after.at(-1)];
  if (!lastBefore || !lastAfter) return [];
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => ({
    left: before[index] ?? lastBefore,
    right: after[index] ?? lastAfter,
  }));
}

const isFirst = (pair: Pair, index: number, pairs: readonly Pair[]): boolean =>
  pairs.findIndex(({ left, right }) => sameTwo([left, right], pair)) === index;

const sameTwo = (two: readonly PhotoName[], { left, right }: Pair): boolean =>
  [left, right].every(({ id }) => two.some((photo) => photo.id === id));
