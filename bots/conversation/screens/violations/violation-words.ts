import type { Words } from '../../../../src/i18n';
import { workingTimeBetween } from '../../../../src/regulation/calendar';
import { isOneOf } from '../../../../src/regulation/lists';
import { VIOLATION_KINDS } from '../../../../src/regulation/violations/kinds';
import type { JournalNarrowing } from '../../../../src/usecases/kit/account-params';
import type { ViolationLine } from '../../../../src/usecases/violations/read-violations';
import type { Reading } from '../../turn';
import { timeWords } from '../statistics/figure-words';

const MINUTE_MS = 60_000;

/** «Пропущен срок этапа «В работе»», in plain words. */
export const kindWords = ({ kind, stage }: Pick<ViolationLine, 'kind' | 'stage'>, { plain }: Words): string =>
  plain(`violation:kind.${kind}`, { stage: plain(`appeal:stage.${stage}`) });

/** Where it is, or that there is none any more. */
export const stateWords = ({ state, inForce }: Pick<ViolationLine, 'state' | 'inForce'>, { plain }: Words): string =>
  plain(inForce ? `violation:state.${state}` : 'violation:line.kept');

/** By its name among kinds, or among states. */
export const narrowingName = (only: JournalNarrowing, { plain }: Words): string =>
  isOneOf(VIOLATION_KINDS, only) ? plain(`violation:filter.kind.${only}`) : plain(`violation:filter.state.${only}`);
export const onlyWords = (only: JournalNarrowing, words: Words): string =>
  words.plain('violation:only', { what: narrowingName(only, words) });

/** Working time after the end of a term. */
export const lateMinutes = (at: Date, ended: Date, { calendar }: Pick<Reading, 'calendar'>): number =>
  workingTimeBetween(at, ended, calendar) / MINUTE_MS;

export const lateWords = (at: Date, ended: Date, { calendar, words }: Reading): string =>
  timeWords(lateMinutes(at, ended, { calendar }), calendar, words);

/** With the posts: a paper is read by those who do not know the people. */
export const whoseOnPaper = ({ people, positions }: ViolationLine, words: Words): string =>
  whoseWords(
    {
      people: people.map((name, index) => {
        const position = positions[index] ?? null;
        return position === null || position === ''
          ? name
          : words.plain('violation:paper.withPost', { name, position });
      }),
    },
    words,
  );

/** Whose it is; of several nobody is blamed by a guess. */
export const whoseWords = ({ people }: Pick<ViolationLine, 'people'>, { plain }: Words): string =>
  people.length === 1 ? (people[0] ?? '') : plain('violation:line.unsaid', { people: people.join(', ') });

/** «12, № 13»: of all appeals of a case, after the words «обращение №». */
export const numbersOf = (number: string, beside: readonly string[], { plain }: Words): string =>
  [number, ...new Set(beside.filter((one) => one !== number).map((one) => plain('card:title', { number: one })))].join(
    ', ',
  );
