import { percentsOf } from '../percents';
import { votesOf, type Count, type Tally } from './results';

// What counted votes are in parts of a whole, and who has most of them.

/** Of what a share is one: several ticks of one person are no parts of a whole. */
export const wholeOf = (tally: Tally, participants: number): number =>
  tally.choosing === 'several' ? participants : votesOf(tally);

/** In percent, to one decimal; null: of nothing there is no share. */
export const shareOf = (votes: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((votes / whole) * 1_000) / 10;

/** The same of each option and of all answers of citizens' own; where they are parts of a whole they come to 100 together. */
export function sharesOf(
  tally: Tally,
  participants: number,
): { readonly counts: readonly (number | null)[]; readonly own: number | null } {
  const own = tally.own.reduce((sum, { votes }) => sum + votes, 0);
  const parts = [...tally.counts.map(({ votes }) => votes), own];
  const whole = wholeOf(tally, participants);
  const shares =
    whole === 0 || tally.choosing === 'several' ? parts.map((part) => shareOf(part, whole)) : percentsOf(parts, whole);
  return { counts: shares.slice(0, -1), own: shares.at(-1) ?? null };
}

/** Those with most votes: one, or several where it is a draw; none where nobody has voted. */
export function leadersOf({ counts }: Tally): readonly Count[] {
  const most = Math.max(0, ...counts.map(({ votes }) => votes));
  return most === 0 ? [] : counts.filter(({ votes }) => votes === most);
}
