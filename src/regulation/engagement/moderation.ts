// What a moderator is told of a question before it goes on. Advice only: nothing is refused or joined by it.

/** Beginnings of words that no answer quotes; the stems of the four obscene roots, and plain insults. */
const RUDE =
  /(?<!\p{L})(?:(?:на|по|за|ни|до|о|от|вы|рас|раз|под|при|пере)?(?:ху[йяеёи]|пизд|[её]б(?:а[лнт]|л|[уи](?:ч|щ)|ан)|бля(?:д|ть|(?!\p{L})))|муда[кч]|урод(?!л|ск|ств)\p{L}{0,2}(?!\p{L})|твар[ьи](?!\p{L})|скотин|мраз[ьи](?!\p{L})|дебил|идиот|сволоч|подонк)/iu;
export const isRude = (text: string): boolean => RUDE.test(text);

const WHOLE_WORDS = new RegExp(`(?:${RUDE.source})\\p{L}*`, 'giu');
/** As it is printed: each such word is a mark. Whoever works on it sees the words. */
export const withoutInsults = (text: string, mark: string): string => text.replace(WHOLE_WORDS, mark);

/** Letters of a word that tell it from others: endings of Russian and Tatar are behind them. */
const STEM = 5;
/** Shorter words are of every question. */
const SHORTEST = 4;

/** What a question is about: the beginnings of its words, each once. */
export const stemsOf = (text: string): readonly string[] => [
  ...new Set(
    (
      text
        .toLowerCase()
        .replaceAll('ё', 'е')
        .match(/[\p{L}\d]+/gu) ?? []
    )
      // Letters, not UTF-16 units: half of one is no text, and the database refuses it.
      .map((word) => [...word])
      .filter((letters) => letters.length >= SHORTEST || letters.some((letter) => /\d/.test(letter)))
      .map((letters) => letters.slice(0, STEM).join('')),
  ),
];

/**
 * When a moderator is asked whether two are the same question: of whichever has fewer stems, and these `fewest` at least, `share` are in
 * the other, which may say more beside them. Of fewer nobody can say what they ask.
 */
export const ALIKE = { fewest: 3, share: 0.75 } as const;
