// What a moderator is told of a question before it goes on. Advice only: nothing is refused or joined by it.

/** Beginnings of words that no answer quotes; the stems of the four obscene roots, and plain insults. */
const RUDE =
  /(?<!\p{L})(?:(?:на|по|за|ни|до|о|от|вы|рас|раз|под|при|пере)?(?:ху[йяеёи]|пизд|[её]б(?:а[лнт]|л|[уи](?:ч|щ)|ан)|бля(?:д|ть|(?!\p{L})))|муда[кч]|урод(?!л|ск|ств)\p{L}{0,2}(?!\p{L})|твар[ьи](?!\p{L})|скотин|мраз[ьи](?!\p{L})|дебил|идиот|сволоч|подонк)/iu;
export const isRude = (text: string): boolean => RUDE.test(text);

/** Letters of a word that tell it from others: endings of Russian and Tatar are behind them. */
const STEM = 5;
/** Shorter words are of every question. */
const SHORTEST = 4;

/** What a question is about: the beginnings of its words. */
export const stemsOf = (text: string): ReadonlySet<string> =>
  new Set(
    (
      text
        .toLowerCase()
        .replaceAll('ё', 'е')
        .match(/[\p{L}\d]+/gu) ?? []
    )
      .filter((word) => word.length >= SHORTEST || /\d/.test(word))
      .map((word) => word.slice(0, STEM)),
  );

/** Of fewer words nobody can say what they ask. */
const FEWEST = 3;

/** From 0 to 1: how much of the shorter is in the other, which may say more beside it. */
export function likenessOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [shorter, longer] = one.size <= other.size ? [one, other] : [other, one];
  if (shorter.size < FEWEST) return 0;
  return [...shorter].filter((stem) => longer.has(stem)).length / shorter.size;
}

/** From here on a moderator is asked whether it is the same question. */
const LIKE = 0.75;

/** The question that is most like this one, of those with another number; null: none is. */
export function likeliest<Of extends { readonly number: number; readonly text: string }>(
  question: Of,
  others: readonly Of[],
): Of | null {
  const stems = stemsOf(question.text);
  const found = others
    .filter(({ number }) => number !== question.number)
    .map((other) => ({ other, likeness: likenessOf(stems, stemsOf(other.text)) }))
    .filter(({ likeness }) => likeness >= LIKE)
    .sort((one, other) => other.likeness - one.likeness || one.other.number - other.other.number);
  return found[0]?.other ?? null;
}
