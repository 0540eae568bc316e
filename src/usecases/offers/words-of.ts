import type { Appeal } from '../../../entities/appeal';
import { hashOf } from '../../text/plain-text';

/** What an appeal is about, as far as its words tell. */
export type Worded = Readonly<Pick<Appeal, 'category' | 'subcategory' | 'fact' | 'text' | 'settlement' | 'address'>>;

/** Every appeal has it, so that its count is the count of them all. */
export const EVERY = 0;

/**
 * Letters by which a word is known: what comes after them is mostly an ending, in Russian and in Tatar. With 4, 6 or 7 the executor is
 * found as often, within one in a hundred (the appeals of `npm run bench -- whose`).
 */
const BEGINNING = 5;
const SHORTEST = 3;
/** Of a text: a longer one repeats itself, and a row is kept of each. */
const WORDS = 60;

/**
 * The words of an appeal, each once, as whole numbers of 32 bits: of its text, of its category and of its place. The same word means
 * another thing in a category or in an address than in a sentence, so it is another number there. Numbers of houses say nothing.
 */
export function wordsOf({ category, subcategory, fact, text, settlement, address }: Worded): number[] {
  const path = [category, subcategory, fact].filter((level) => level !== null);
  const words = [
    ...beginnings(text ?? '').slice(0, WORDS),
    ...path.map(
      (_, level) =>
        `c:${path
          .slice(0, level + 1)
          .join('/')
          .toLowerCase()}`,
    ),
    ...beginnings(address ?? '').map((word) => `a:${word}`),
  ];
  const place = settlementOf({ settlement });
  return [EVERY, ...new Set([...words.map((word) => hashOf(word) | 0), ...(place === null ? [] : [place])])];
}

/** Of these words the one that is the settlement; null: it is not known. */
export const settlementOf = ({ settlement }: Pick<Worded, 'settlement'>): number | null =>
  settlement === null ? null : hashOf(`s:${settlement.toLowerCase()}`) | 0;

/** Two dots over a letter are written or not, as the hand wants. */
const withoutDots = (text: string): string =>
  text.toLowerCase().normalize('NFD').replaceAll('\u0308', '').normalize('NFC');

function beginnings(text: string): string[] {
  const words = withoutDots(text).match(/\p{L}+/gu) ?? [];
  return [...new Set(words.filter(({ length }) => length >= SHORTEST).map((word) => word.slice(0, BEGINNING)))];
}
