import {
  LIMITS,
  type EngagementContent,
  type EngagementField,
  type EngagementOption,
  type PollQuestion,
} from '../../../../src/regulation/engagement/content';
import { isSafeAddress } from '../../../../src/regulation/engagement/decide';
import type { EngagementFacts } from '../../../../src/regulation/engagement/facts';
import type { EngagementRules } from '../../../../src/usecases/engagement/engagement-rules';
import type { EngagementKind } from '../../../../src/regulation/engagement/vocabulary';
import { plusDays, workingDayOnOrAfter, type PlainDate } from '../../../../src/regulation/calendar';
import { isMeaningful, lengthInCharacters } from '../../../../src/text/plain-text';
import type { Complaint } from '../../../../src/usecases/forms/change';
import { day, moment } from '../../questions/day';
import { entries } from '../../questions/entries';
import type { Asked, Question } from '../../questions/question';
import { line, writing } from '../../questions/writing';
import { button, CAPTION, shorten } from '../../screen';
import { namedDay } from '../../screens/dates';
import { pictures } from './engagement-pictures';

/** What the questions are asked with. */
export interface EngagementState {
  readonly kind: EngagementKind;
  /** What is there and what was said since. */
  readonly content: EngagementContent;
  /** What is changed; null: something new. */
  readonly facts: EngagementFacts | null;
  readonly rules: EngagementRules;
}
export type EngagementAsked = Asked<EngagementState>;

const MARKUP = /<\/?[a-z][^<>]*>/i;
const HOURS = [9, 10, 11, 13, 14, 15, 16, 17, 18].map((hour) => hour * 60);

/** A text as ПОС would show it: marks of HTML are no words there. */
function checked(text: string, limit: number, { reading }: EngagementAsked): { readonly value: string } | Complaint {
  const { plain } = reading.words;
  const [markup] = MARKUP.exec(text) ?? [];
  if (markup !== undefined) return { complaint: plain('engagement:complaint.markup', { markup: shorten(markup, 40) }) };
  const length = lengthInCharacters(text);
  if (length > limit) return { complaint: plain('engagement:complaint.tooLong', { length, limit }) };
  return isMeaningful(text) ? { value: text } : { complaint: plain('form:noWords') };
}

const short = (key: EngagementField, limit: number, isOptional = false): Question<EngagementState> =>
  line({ key, isOptional, check: (text, asked) => checked(text.replace(/\s+/g, ' '), limit, asked) });

const most = ({ state: { kind } }: EngagementAsked): number =>
  kind === 'site_vote' ? LIMITS.options : LIMITS.projects;
const common = {
  tooMany: (limit: number, { reading }: EngagementAsked) => ({
    complaint: reading.words.plain('engagement:complaint.tooMany', { limit }),
  }),
  same: (name: string, { reading }: EngagementAsked) => ({
    complaint: reading.words.plain('engagement:complaint.same', { name }),
  }),
  dropCaption: ({ reading }: EngagementAsked) => reading.words.plain('engagement:button.dropLast'),
};

const options = entries<EngagementState, EngagementOption>({
  ...common,
  key: 'options',
  entriesIn: ({ state }) => state.content.options,
  most,
  nameOf: ({ name }) => name,
  read([first = '', ...rest], asked) {
    const name = checked(first, LIMITS.option, asked);
    if ('complaint' in name) return name;
    if (rest.length === 0) return { entry: { name: name.value, about: '' } };
    const about = checked(rest.join(', '), LIMITS.about, asked);
    return 'complaint' in about ? about : { entry: { name: name.value, about: about.value } };
  },
});

const questions = entries<EngagementState, PollQuestion>({
  ...common,
  key: 'questions',
  entriesIn: ({ state }) => state.content.questions,
  most: () => LIMITS.questions,
  nameOf: ({ text }) => text,
  read([first = '', ...rest], asked) {
    const { plain } = asked.reading.words;
    const text = checked(first, LIMITS.question, asked);
    if ('complaint' in text) return text;
    if (rest.length < 2) return { complaint: plain('engagement:complaint.questionNeedsOptions') };
    if (rest.length > LIMITS.options) return common.tooMany(LIMITS.options, asked);
    for (const [index, option] of rest.entries()) {
      const one = checked(option, LIMITS.option, asked);
      if ('complaint' in one) return one;
      if (rest.indexOf(option) < index) return common.same(option, asked);
    }
    return { entry: { text: text.value, options: rest, several: false, own: false } };
  },
  about: (all, { reading: { words }, move }) =>
    all.flatMap(({ text, several, own }, index) => {
      const toggle = (what: 'several' | 'own', isOn: boolean) => {
        const state = words.plain(
          what === 'several'
            ? `engagement:card.${isOn ? 'several' : 'one'}`
            : `engagement:card.${isOn ? 'own' : 'notOwn'}`,
        );
        const caption = words.plain(`engagement:button.${what}`, { question: shorten(text, 24), answers: state });
        return [button(shorten(caption, CAPTION), move('other', `${what}${index}`))];
      };
      return [toggle('several', several), toggle('own', own)];
    }),
  pressedAbout(all, value) {
    const [, what, at = ''] = /^(several|own)(\d{1,2})$/.exec(value) ?? [];
    if (what !== 'several' && what !== 'own') return null;
    return all.map((one, index) => (index === Number(at) ? { ...one, [what]: !one[what] } : one));
  },
});

/** Days for a thumb, counted from the earliest that will do. */
const QUICK = { opensOn: [0, 1, 7, 14], closesOn: [7, 14, 21, 30], resultsBy: [3, 7, 10, 14] } as const;

function dayAfter(
  key: keyof typeof QUICK,
  first: (content: EngagementContent) => PlainDate | null,
): Question<EngagementState> {
  return day<EngagementState>({
    key,
    days: 'today',
    offer({ state, reading }, today) {
      const known = first(state.content);
      const begins = known !== null && known > today ? known : today;
      const days = QUICK[key].map((count) => workingDayOnOrAfter(plusDays(begins, count), reading.calendar));
      const quick = [...new Set(days)].map((one) => ({ caption: namedDay(one, today, reading.words), day: one }));
      return { quick, opensAt: begins, first: begins, last: null };
    },
  });
}

const link: Question<EngagementState> = line({
  key: 'link',
  isOptional: true,
  check: (text, { reading }) =>
    isSafeAddress(text) && lengthInCharacters(text) <= LIMITS.link
      ? { value: text }
      : { complaint: reading.words.plain('engagement:complaint.badLink') },
});

/** How each part of it is asked. */
export const QUESTIONS: Readonly<Record<EngagementField, Question<EngagementState>>> = {
  title: short('title', LIMITS.title),
  text: writing({ key: 'text', limit: LIMITS.text, check: (text, asked) => checked(text, LIMITS.text, asked) }),
  questions,
  options,
  pictures,
  opensOn: dayAfter('opensOn', () => null),
  closesOn: dayAfter('closesOn', ({ opensOn }) => opensOn),
  resultsBy: dayAfter('resultsBy', ({ closesOn }) => closesOn),
  heldAt: moment({ key: 'heldAt', days: 'today', hours: HOURS }),
  venue: short('venue', LIMITS.venue),
  link,
  answering: short('answering', LIMITS.answering),
  notice: short('notice', LIMITS.notice, true),
  territory: short('territory', LIMITS.territory, true),
};
