import type { Lateness } from '../../../src/regulation/lateness';
import type { Reading } from '../kit/turn';
import { timeWords } from '../kit/calendar-words';

/** Into what the time of a missed term went, and with whom it lay longest; in plain words, for a paper too. */
export function latenessLines({ whole, causes, longest }: Lateness, { words }: Reading): string[] {
  const { plain } = words;
  return [
    plain('late:spent', {
      whole: timeWords(whole, words),
      list: causes.map(({ cause, time }) => plain(`late:cause.${cause}`, { time: timeWords(time, words) })).join(', '),
    }),
    ...longestLine({ longest }, words),
  ];
}

export const longestLine = ({ longest }: Pick<Lateness, 'longest'>, words: Reading['words']): string[] => {
  if (longest === null) return [];
  const time = timeWords(longest.time, words);
  return [
    longest.name === null
      ? words.plain('late:longestAll', { time })
      : words.plain('late:longest', { name: longest.name, time }),
  ];
};

/** «в работе у сотрудников 28 ч, ждали документы 12 ч», the most first. */
export const causesInWords = ({ causes }: Pick<Lateness, 'causes'>, words: Reading['words']): string =>
  [...causes]
    .sort((one, other) => other.time - one.time)
    .map(({ cause, time }) => words.plain(`late:cause.${cause}`, { time: timeWords(time, words) }))
    .join(', ');

/** The same in one line of a list: what took most of it. */
export function latenessInShort({ causes, longest }: Lateness, words: Reading['words']): string {
  const { plain } = words;
  const [most] = [...causes].sort((one, other) => other.time - one.time);
  const said = most ? [plain(`late:cause.${most.cause}`, { time: timeWords(most.time, words) })] : [];
  return [...said, ...longestLine({ longest }, words)].join(' · ');
}
