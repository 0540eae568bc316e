const WORDS_AT_MOST = 8;

/** Whether there is anything to look for: at least two letters or digits. */
export function isQuery(text: string): boolean {
  return (text.match(/[\p{L}\p{N}]/gu) ?? []).length >= 2;
}

/** Letters and digits only: nothing of the query language is left. */
export function queryWords(text: string): string[] {
  const words = withoutDiaeresis(text.toLocaleLowerCase('ru')).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, WORDS_AT_MOST);
}

/** A tsquery of all these words, each of which may be a beginning. */
export const allWords = (words: readonly string[]): string => words.map((word) => `${word}:*`).join(' & ');

/** «ё» is often typed as «е»; «й» is another letter and keeps its sign. */
const withoutDiaeresis = (text: string): string => text.normalize('NFD').replaceAll('\u0308', '').normalize('NFC');
