import {
  LIMITS,
  type EngagementContent,
  type EngagementField,
  type EngagementOption,
  type PollQuestion,
} from '../../../src/regulation/engagement/content';
import { isSafeAddress } from '../../../src/regulation/engagement/decide';
import type { EngagementFacts } from '../../../src/regulation/engagement/facts';
import { renamedIn, withRenamed } from '../../../src/regulation/engagement/pictures';
import type { EngagementRules } from '../../../src/usecases/engagement/rules';
import type { EngagementKind } from '../../../src/regulation/engagement/vocabulary';
import { dayOf, isWorkingDay, plusDays, workingDayOnOrAfter, type PlainDate } from '../../../src/regulation/calendar';
import { capitalised } from '../../../src/text/capitalised';
import { isMeaningful, lengthInCharacters } from '../../../src/text/plain-text';
import type { Complaint } from '../../../src/usecases/kit/form-engine';
import { day, moment } from '../kit/day-question';
import { entries, sameName } from '../kit/entries-question';
import type { Asked, Question } from '../kit/question';
import { line, writing } from '../kit/writing-question';
import { shorten, ticked } from '../kit/screen';
import { namedDay } from '../kit/calendar-words';
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

function readOption([first = '', ...rest]: readonly string[], asked: EngagementAsked) {
  const name = checked(first, LIMITS.option, asked);
  if ('complaint' in name) return name;
  if (rest.length === 0) return { entry: { name: name.value, about: '' } };
  const about = checked(rest.join(', '), LIMITS.about, asked);
  return 'complaint' in about ? about : { entry: { name: name.value, about: about.value } };
}

const options = entries<EngagementState, EngagementOption>({
  ...common,
  key: 'options',
  entriesIn: ({ state }) => state.content.options,
  most,
  nameOf: ({ name }) => name,
  noteOf: ({ about }, { state: { kind }, reading: { words } }) =>
    about === '' ? words.plain(kind === 'site_vote' ? 'engagement:anew.noPlace' : 'engagement:anew.noAuthor') : about,
  read: readOption,
  mended(before, lines, asked) {
    const one = readOption(lines, asked);
    return 'complaint' in one || lines.length > 1 ? one : { entry: { ...one.entry, about: before.about } };
  },
  askAnew: ({ state, reading: { words } }) =>
    words.html(state.kind === 'site_vote' ? 'engagement:anew.site' : 'engagement:anew.project'),
  // Its pictures go by its name.
  renamed: ({ answers, state: { facts, content } }, from, to) =>
    facts === null
      ? { ...answers, pictures: withRenamed(content, [[from, to]]).pictures }
      : { ...answers, renamed: [...renamedIn(answers), [from, to]] },
});

/** Why a question can't have these options; null: it can. */
function whyNotOptions(names: readonly string[], asked: EngagementAsked): Complaint | null {
  const { plain } = asked.reading.words;
  if (names.length < 2) return { complaint: plain('engagement:complaint.questionNeedsOptions') };
  if (names.length > LIMITS.options) return common.tooMany(LIMITS.options, asked);
  const twice = names.find((one, index) => names.findIndex((other) => sameName(one, other)) < index);
  return twice === undefined ? null : common.same(twice, asked);
}
const readAnswer = (line: string, asked: EngagementAsked) => checked(line, LIMITS.option, asked);

function readQuestion([first = '', ...rest]: readonly string[], asked: EngagementAsked) {
  const text = checked(first, LIMITS.question, asked);
  if ('complaint' in text) return text;
  for (const option of rest) {
    const one = readAnswer(option, asked);
    if ('complaint' in one) return one;
  }
  return whyNotOptions(rest, asked) ?? { entry: { text: text.value, options: rest, several: false, own: false } };
}

const questions = entries<EngagementState, PollQuestion>({
  ...common,
  key: 'questions',
  entriesIn: ({ state }) => state.content.questions,
  most: () => LIMITS.questions,
  nameOf: ({ text }) => text,
  noteOf: ({ options: names, several, own }, { reading: { words } }) =>
    [
      words.plain('engagement:anew.options', { count: names.length }),
      words.plain(`engagement:card.${several ? 'several' : 'one'}`),
      ...(own ? [words.plain('engagement:card.own')] : []),
    ].join(', '),
  read: readQuestion,
  mended(before, lines, asked) {
    const { several, own } = before;
    const one = readQuestion(lines.length > 1 ? lines : [...lines, ...before.options], asked);
    return 'complaint' in one ? one : { entry: { ...one.entry, several, own } };
  },
  askAnew: ({ reading: { words } }) => words.html('engagement:anew.question'),
  parts: {
    of: ({ options: names }) => names,
    made: (question, names) => ({ ...question, options: names }),
    read: readAnswer,
    whyNot: whyNotOptions,
  },
  switches: ({ several, own }, { reading: { words } }) => [
    { what: 'several', caption: ticked(capitalised(words.plain('engagement:card.several')), several, words) },
    { what: 'own', caption: ticked(capitalised(words.plain('engagement:card.own')), own, words) },
  ],
  switched: (question, what) =>
    what === 'several' ? { ...question, several: !question.several } : { ...question, own: !question.own },
});

/** Days for a thumb, counted from the earliest that will do. */
const QUICK = { opensOn: [0, 1, 7, 14], closesOn: [7, 14, 21, 30], resultsBy: [3, 7, 10, 14] } as const;

/** Between which days it lies, as far as the others are known. */
interface Between {
  readonly first: PlainDate | null;
  readonly last: PlainDate | null;
}
const heldDay = ({ state: { content }, reading }: EngagementAsked): PlainDate | null =>
  content.heldAt === null ? null : dayOf(new Date(content.heldAt), reading.calendar);
const known = (days: readonly (PlainDate | null)[]): readonly PlainDate[] =>
  days.filter((one) => one !== null).sort((one, other) => (one < other ? -1 : 1));

/** Days that can be: quick ones are so many days after the first. */
function offerBetween(
  { first, last }: Between,
  { counts, isFit }: { readonly counts: readonly number[]; readonly isFit?: (day: PlainDate) => boolean },
  today: PlainDate,
  { calendar, words }: EngagementAsked['reading'],
) {
  const begins = first !== null && first > today ? first : today;
  const days = counts.map((count) => workingDayOnOrAfter(plusDays(begins, count), calendar));
  const quick = [...new Set(days)]
    .filter((one) => last === null || one <= last)
    .map((one) => ({ caption: namedDay(one, today, words), day: one }));
  return { quick, opensAt: begins, first: begins, last, ...(isFit && { isFit }) };
}

const dayBetween = (key: keyof typeof QUICK, between: (asked: EngagementAsked) => Between): Question<EngagementState> =>
  day<EngagementState>({
    key,
    days: 'today',
    offer: (asked, today) => offerBetween(between(asked), { counts: QUICK[key] }, today, asked.reading),
  });

/** Weeks after the earliest day on which hearings may be held. */
const WEEKS_OF_HEARINGS = [0, 1, 7, 14];
const heldAt = moment<EngagementState>({
  key: 'heldAt',
  days: 'today',
  hours: HOURS,
  offer({ state: { content, rules }, reading }, today) {
    const { opensOn, closesOn } = content;
    // As early as its announcement leaves citizens their days; an earlier one may be typed, and the form says what it lacks.
    const first = opensOn === null ? today : plusDays(opensOn, rules.notice.hearings);
    const isFit = (one: PlainDate) => isWorkingDay(one, reading.calendar);
    const all = offerBetween({ first, last: closesOn }, { counts: WEEKS_OF_HEARINGS, isFit }, today, reading);
    return { ...all, first: opensOn !== null && opensOn > today ? opensOn : today };
  },
});

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
  opensOn: dayBetween('opensOn', (asked) => ({
    first: null,
    last: known([heldDay(asked), asked.state.content.closesOn])[0] ?? null,
  })),
  closesOn: dayBetween('closesOn', (asked) => ({
    first: known([asked.state.content.opensOn, heldDay(asked)]).at(-1) ?? null,
    last: asked.state.content.resultsBy,
  })),
  resultsBy: dayBetween('resultsBy', ({ state: { content } }) => ({ first: content.closesOn, last: null })),
  heldAt,
  venue: short('venue', LIMITS.venue),
  link,
  answering: short('answering', LIMITS.answering),
  notice: short('notice', LIMITS.notice, true),
  territory: short('territory', LIMITS.territory, true),
};
