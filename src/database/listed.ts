/**
 * The program's own words, as `in (…)` of a statement has them: `'assigned', 'in_progress'`. None of them holds a quote; what comes from
 * outside is a parameter.
 */
export const listed = (words: Iterable<string>): string => Array.from(words, (word) => `'${word}'`).join(', ');
