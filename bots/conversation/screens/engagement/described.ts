import { dayOf, type PlainDate } from '../../../../src/regulation/calendar';
import type { EngagementContent, EngagementField } from '../../../../src/regulation/engagement/content';
import { picturesOf, subjectsOf } from '../../../../src/regulation/engagement/pictures';
import type { Reading } from '../../turn';
import { clockTime, fullDay } from '../dates';

/** One thing for which ПОС has a place, in plain words. */
export interface Described {
  /** As it is typed there. */
  readonly text: string;
  /** What is listed under it. */
  readonly choices: readonly string[];
  /** How it is set there: nothing that is typed. */
  readonly set: readonly string[];
}

const said = (text: string): readonly Described[] => (text === '' ? [] : [{ text, choices: [], set: [] }]);
const day = (of: PlainDate | null): readonly Described[] => (of === null ? [] : said(fullDay(of)));

type Describe = (content: EngagementContent, reading: Reading) => readonly Described[];

/**
 * Each part of what is written as people read it. What a preview shows, what two versions differ in and what is placed in ПОС by hand is drawn from
 * this alone, so that neither leaves out what another says; of what is empty nothing is said.
 */
const DESCRIBED: Readonly<Record<EngagementField, Describe>> = {
  title: ({ title }) => said(title),
  text: ({ text }) => said(text),
  questions: ({ questions }, { words: { plain } }) =>
    questions.map(({ text, options, several, own }) => ({
      text,
      choices: options,
      set: [plain(`engagement:card.${several ? 'several' : 'one'}`), ...(own ? [plain('engagement:card.own')] : [])],
    })),
  options: ({ options }) => options.flatMap(({ name, about }) => said(about === '' ? name : `${name}, ${about}`)),
  pictures: ({ options, pictures }, { words: { plain } }) =>
    subjectsOf({ options }).flatMap((subject) => {
      const { length: count } = picturesOf(pictures, subject);
      if (count === 0) return [];
      return said(plain('engagement:pictures.line', { name: subject ?? plain('engagement:pictures.whole'), count }));
    }),
  opensOn: ({ opensOn }) => day(opensOn),
  closesOn: ({ closesOn }) => day(closesOn),
  resultsBy: ({ resultsBy }) => day(resultsBy),
  heldAt({ heldAt }, { calendar }) {
    if (heldAt === null) return [];
    const at = new Date(heldAt);
    return said(`${fullDay(dayOf(at, calendar))} ${clockTime(at, calendar)}`);
  },
  venue: ({ venue }) => said(venue),
  link: ({ link }) => said(link),
  answering: ({ answering }) => said(answering),
  notice: ({ notice }) => said(notice),
  territory: ({ territory }) => said(territory),
};

export const described = (field: EngagementField, content: EngagementContent, reading: Reading): readonly Described[] =>
  DESCRIBED[field](content, reading);

/** How it is set, in one pair of brackets; empty: there is nothing to set. */
export const setWords = ({ set }: Described): string => (set.length === 0 ? '' : `(${set.join(', ')})`);
