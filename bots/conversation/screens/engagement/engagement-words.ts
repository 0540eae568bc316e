import { escapeHtml, type Words } from '../../../../src/i18n';
import { dayOf, toPlainDate } from '../../../../src/regulation/calendar';
import {
  lackingFields,
  type EngagementContent,
  type EngagementField,
  type EngagementOption,
  type PollQuestion,
} from '../../../../src/regulation/engagement/content';
import { shortNotice } from '../../../../src/regulation/engagement/dates';
import { hasEnded, type EngagementFacts } from '../../../../src/regulation/engagement/facts';
import { picturesOf } from '../../../../src/regulation/engagement/pictures';
import { isUnderWay, type Trouble } from '../../../../src/regulation/carriers';
import type { EngagementCarriage } from '../../../../src/usecases/engagement/carry-engagement';
import type { EngagementKind } from '../../../../src/regulation/engagement/vocabulary';
import type { EngagementRules } from '../../../../src/usecases/engagement/engagement-rules';
import type { Reading } from '../../turn';
import { clockTime, fullDay, moment, namedDay, todayOf } from '../dates';
import { shorten } from '../../screen';
import { COPY_LIMIT, inOneMessage, inParts } from '../fit';

/** Of a text where the whole has to go into one message, in characters. */
const SHORT_TEXT = 1_500;

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
      : [html('engagement:card.held', { moment: moment(new Date(heldAt), reading.now, reading.calendar), venue })]),
    ...(closesOn === null ? [] : [html('engagement:card.closes', { day: day(closesOn) })]),
    ...(resultsBy === null ? [] : [html('engagement:card.results', { day: day(resultsBy) })]),
  ];
}

/**
 * As a citizen sees it, in HTML: blocks that stand one under another, none longer than a message.
 * @param most of the text, in characters; absent: all of it
 */
export function previewLines(
  kind: EngagementKind,
  content: EngagementContent,
  reading: Reading,
  most?: number,
): string[] {
  const { html } = reading.words;
  const { title, text, questions, options, pictures, answering, link, opensOn, closesOn, venue, heldAt } = content;
  const ofWhole = picturesOf(pictures, null).length;
  return [
    `<i>${html(`engagement:kind.${kind}`)}</i>`,
    ...(title === '' ? [] : [`<b>${escapeHtml(title)}</b>`]),
    ...(text === '' ? [] : textLines(text, most)),
    ...(ofWhole === 0 ? [] : [html('engagement:pictures.some', { count: ofWhole })]),
    ...(answering === '' ? [] : [html('engagement:card.answering', { name: answering })]),
    ...questions.map((question, index) => questionLines(question, index, reading.words).join('\n')),
    ...(options.length === 0 ? [] : ['']),
    ...options.map((option) => optionLine(option, picturesOf(pictures, option.name).length, reading.words)),
    ...(heldAt === null
      ? []
      : ['', html('engagement:card.held', { moment: moment(new Date(heldAt), reading.now, reading.calendar), venue })]),
    ...(link === '' ? [] : [html('engagement:card.link', { url: link })]),
    ...(opensOn === null ? [] : ['', html('engagement:card.opens', { day: fullDay(opensOn) })]),
    ...(closesOn === null ? [] : [html('engagement:card.closes', { day: fullDay(closesOn) })]),
  ];
}

const textLines = (text: string, most: number | undefined): string[] =>
  most === undefined
    ? inParts(text, COPY_LIMIT).map((part) => escapeHtml(part.trimEnd()))
    : [escapeHtml(shorten(text, most))];

const questionLines = (question: PollQuestion, index: number, { html, plain }: Words): string[] => [
  '',
  `<b>${index + 1}. ${escapeHtml(question.text)}</b> (${plain(`engagement:card.${question.several ? 'several' : 'one'}`)})`,
  ...question.options.map((option) => `◻️ ${escapeHtml(option)}`),
  ...(question.own ? [`◻️ ${html('engagement:card.own')}`] : []),
];

const optionLine = ({ name, about }: EngagementOption, pictures: number, { html }: Words): string =>
  [
    `◻️ ${escapeHtml(name)}${about === '' ? '' : `, ${escapeHtml(about)}`}`,
    ...(pictures === 0 ? [] : [html('engagement:pictures.ofOption', { count: pictures })]),
  ].join(' ');

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

/** A piece as one copies it; several where ПОС has a field for each. */
export function copied(field: EngagementField, content: EngagementContent, { calendar }: Reading): readonly string[] {
  switch (field) {
    case 'options':
      return content.options.map(({ name, about }) => (about === '' ? name : `${name}, ${about}`));
    case 'questions':
      return content.questions.map(({ text, options }) => [text, ...options].join('\n'));
    case 'pictures':
      return [];
    case 'heldAt':
      return content.heldAt === null
        ? []
        : [`${fullDay(dayOf(new Date(content.heldAt), calendar))} ${clockTime(new Date(content.heldAt), calendar)}`];
    case 'opensOn':
    case 'closesOn':
    case 'resultsBy': {
      const day = content[field];
      return day === null ? [] : [fullDay(day)];
    }
    default:
      return [content[field]];
  }
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
