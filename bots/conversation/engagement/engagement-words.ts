import { type Words, escapeHtml } from '../../../src/i18n';
import { toPlainDate, dayOf, type PlainDate } from '../../../src/regulation/calendar';
import {
  lackingFields,
  type EngagementContent,
  type EngagementField,
  FIELDS,
} from '../../../src/regulation/engagement/content';
import { shortNotice } from '../../../src/regulation/engagement/dates';
import { hasEnded, type EngagementFacts } from '../../../src/regulation/engagement/facts';
import { isUnderWay, type Trouble } from '../../../src/regulation/carriers';
import type { EngagementCarriage } from '../../../src/usecases/engagement/engagements';
import type { EngagementRules } from '../../../src/usecases/engagement/rules';
import { button, type ScreenButton, shorten } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { moment, namedDay, todayOf, clockTime, fullDay } from '../kit/calendar-words';
import { picturesOf, subjectsOf } from '../../../src/regulation/engagement/pictures';
import type { EngagementKind } from '../../../src/regulation/engagement/vocabulary';
import { COPY_LIMIT, inOneMessage, inParts } from '../kit/fit';

/** As whose deputy one reads it; nothing where one reads it for oneself. */
export const inPlaceLines = (absent: string | null, { html }: Words): string[] =>
  absent === null ? [] : [html('engagement:duty.absent', { name: absent })];

/** The way from the card of a direct line to its questions. */
export const questionsButton = (engagementId: number, { plain }: Words): ScreenButton =>
  button(plain('line:button.questions'), { kind: 'lineQuestions', engagementId, of: 'all', page: 0 });

/** «заголовок, текст» */
export const fieldNames = (fields: readonly EngagementField[], { plain }: Words): string =>
  fields.map((field) => plain(`engagement:field.${field}`)).join(', ');

/** What is still to be filled in, as a line of HTML; none when it is whole. */
export const lackingLines = ({ kind, content }: EngagementFacts, words: Words): string[] => {
  const lacks = lackingFields(kind, content);
  return lacks.length === 0 ? [] : [words.html('engagement:card.lacks', { fields: fieldNames(lacks, words) })];
};

/** Whether citizens are told in time, as the office has it, in HTML. */
export function noticeLines(
  { kind, content, stage }: Pick<EngagementFacts, 'kind' | 'content' | 'stage'>,
  { notice, noticeConfirmed }: EngagementRules,
  { words, calendar }: Reading,
): string[] {
  if (hasEnded({ stage })) return [];
  const short = shortNotice(kind, content, notice, calendar);
  if (short === null) return [];
  const said = words.html(`engagement:notice.${kind === 'hearings' ? 'hearings' : 'discussion'}`, short);
  return [noticeConfirmed ? said : `${said} ${words.html('engagement:notice.assumed')}`];
}

/** Days and hours of it, in HTML. */
export function dateLines(
  { opensOn, closesOn, resultsBy, heldAt, venue }: EngagementContent,
  reading: Reading,
): string[] {
  const { html } = reading.words;
  const day = (of: string) => namedDay(toPlainDate(of), todayOf(reading), reading.words);
  return [
    ...(opensOn === null ? [] : [html('engagement:card.opens', { day: day(opensOn) })]),
    ...(heldAt === null
      ? []
      : [html('engagement:card.heldAt', { moment: moment(new Date(heldAt), reading.now, reading.calendar) })]),
    ...(venue === '' ? [] : [html('engagement:card.venue', { venue })]),
    ...(closesOn === null ? [] : [html('engagement:card.closes', { day: day(closesOn) })]),
    ...(resultsBy === null ? [] : [html('engagement:card.results', { day: day(resultsBy) })]),
  ];
}

/** Why something was not done, as a line of HTML: in somebody's words, or by what the gateway has met. */
export function reasonLines(
  {
    reason = null,
    trouble = null,
  }: { readonly reason?: string | null | undefined; readonly trouble?: Trouble | null | undefined },
  { html, plain }: Words,
): string[] {
  const text = reason ?? (trouble === null ? null : plain(`card:carrier.trouble.${trouble}`));
  return text === null ? [] : [html('engagement:history.reason', { text })];
}

/** How what waits to be done in ПОС fares by the gateway, in HTML. */
export function carriageLines(carriage: EngagementCarriage | null, words: Words): string[] {
  if (carriage === null) return [];
  const { state, trouble, detail } = carriage;
  if (isUnderWay(state))
    return [
      words.html('engagement:carriage.underWay'),
      ...(trouble === null ? [] : reasonLines({ reason: detail, trouble }, words)),
    ];
  return state === 'delivered'
    ? [words.html('engagement:carriage.noAddress')]
    : [words.html('engagement:carriage.failed'), ...reasonLines({ reason: detail, trouble }, words)];
}

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

/** Of a text where the whole has to go into one message, in characters. */
const SHORT_TEXT = 1_500;

type Drawn = (
  parts: readonly [Described, ...Described[]],
  asked: { readonly content: EngagementContent; readonly reading: Reading; readonly most: number | undefined },
) => readonly string[];

/** How each part looks, in HTML; of what is empty nothing is drawn. */
const DRAWN: Readonly<Record<EngagementField, Drawn>> = {
  title: ([{ text }]) => [`<b>${escapeHtml(text)}</b>`],
  text: ([{ text }], { most }) =>
    most === undefined
      ? inParts(text, COPY_LIMIT).map((part) => escapeHtml(part.trimEnd()))
      : [escapeHtml(shorten(text, most))],
  questions: (parts) => parts.map((part, index) => questionLines(part, index).join('\n')),
  options: (parts, { content, reading }) => [
    '',
    ...parts.map(({ text }, index) => {
      const name = content.options[index]?.name ?? null;
      const { length: count } = name === null ? [] : picturesOf(content.pictures, name);
      const beside = count === 0 ? [] : [reading.words.html('engagement:pictures.ofOption', { count })];
      return [`◻️ ${escapeHtml(text)}`, ...beside].join(' ');
    }),
  ],
  pictures: (_, { content, reading }) => {
    const { length: count } = picturesOf(content.pictures, null);
    return count === 0 ? [] : [reading.words.html('engagement:pictures.some', { count })];
  },
  opensOn: ([{ text }], { reading }) => ['', reading.words.html('engagement:card.opens', { day: text })],
  closesOn: ([{ text }], { reading }) => [reading.words.html('engagement:card.closes', { day: text })],
  resultsBy: ([{ text }], { reading }) => [reading.words.html('engagement:card.results', { day: text })],
  heldAt: ([{ text }], { reading }) => [reading.words.html('engagement:card.heldAt', { moment: text })],
  venue: ([{ text }], { reading }) => [reading.words.html('engagement:card.venue', { venue: text })],
  link: ([{ text }], { reading }) => [reading.words.html('engagement:card.link', { url: text })],
  answering: ([{ text }], { reading }) => [reading.words.html('engagement:card.answering', { name: text })],
  notice: ([{ text }], { reading }) => [reading.words.html('engagement:card.notice', { text })],
  territory: ([{ text }], { reading }) => [reading.words.html('engagement:card.territory', { text })],
};

const questionLines = (part: Described, index: number): string[] => [
  '',
  `<b>${index + 1}. ${escapeHtml(part.text)}</b> ${escapeHtml(setWords(part))}`,
  ...part.choices.map((choice) => `◻️ ${escapeHtml(choice)}`),
];

/**
 * All that is to stand in ПОС, in HTML: blocks that stand one under another, none longer than a message.
 * @param most of the text, in characters; absent: all of it
 */
export const previewLines = (
  kind: EngagementKind,
  content: EngagementContent,
  reading: Reading,
  most?: number,
): readonly string[] => [
  `<i>${reading.words.html(`engagement:kind.${kind}`)}</i>`,
  ...FIELDS[kind].flatMap((field) => {
    const [first, ...others] = described(field, content, reading);
    return first === undefined ? [] : DRAWN[field]([first, ...others], { content, reading, most });
  }),
];

/** What a message has for a preview beside the rest of a question or of a template. */
const AROUND_PREVIEW = 700;

/** As much of it as one message takes; where the rest is, the last line says. */
export const shortPreviewLines = (
  kind: EngagementKind,
  content: EngagementContent,
  reading: Reading,
): readonly string[] =>
  inOneMessage(previewLines(kind, content, reading, SHORT_TEXT), reading.longest - AROUND_PREVIEW, (count) =>
    reading.words.html('engagement:more', { count }),
  );
