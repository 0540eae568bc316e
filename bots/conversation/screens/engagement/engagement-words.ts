import { escapeHtml, type Words } from '../../../../src/i18n';
import { dayOf, toPlainDate } from '../../../../src/regulation/calendar';
import {
  lackingFields,
  type EngagementContent,
  type EngagementField,
} from '../../../../src/regulation/engagement/content';
import { shortNotice } from '../../../../src/regulation/engagement/dates';
import { hasEnded, type EngagementFacts } from '../../../../src/regulation/engagement/facts';
import { isUnderWay, type Trouble } from '../../../../src/regulation/carriers';
import type { EngagementCarriage } from '../../../../src/usecases/engagement/carry-engagement';
import type { EngagementKind } from '../../../../src/regulation/engagement/vocabulary';
import type { EngagementRules } from '../../../../src/usecases/engagement/engagement-rules';
import type { Reading } from '../../turn';
import { clockTime, fullDay, moment, namedDay, todayOf } from '../dates';
import { shorten } from '../../screen';

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

/** As a citizen sees it, in HTML. @param most of the text, in characters */
export function previewLines(
  kind: EngagementKind,
  content: EngagementContent,
  reading: Reading,
  most: number,
): string[] {
  const { html, plain } = reading.words;
  const { title, text, questions, options, answering, link, opensOn, closesOn, venue, heldAt } = content;
  return [
    `<i>${html(`engagement:kind.${kind}`)}</i>`,
    ...(title === '' ? [] : [`<b>${escapeHtml(title)}</b>`]),
    ...(text === '' ? [] : [escapeHtml(shorten(text, most))]),
    ...(answering === '' ? [] : [html('engagement:card.answering', { name: answering })]),
    ...questions.flatMap((question, index) => [
      '',
      `<b>${index + 1}. ${escapeHtml(question.text)}</b> (${plain(`engagement:card.${question.several ? 'several' : 'one'}`)})`,
      ...question.options.map((option) => `◻️ ${escapeHtml(option)}`),
      ...(question.own ? [`◻️ ${html('engagement:card.own')}`] : []),
    ]),
    ...(options.length === 0 ? [] : ['']),
    ...options.map(({ name, about }) => `◻️ ${escapeHtml(name)}${about === '' ? '' : `, ${escapeHtml(about)}`}`),
    ...(heldAt === null
      ? []
      : ['', html('engagement:card.held', { moment: moment(new Date(heldAt), reading.now, reading.calendar), venue })]),
    ...(link === '' ? [] : [html('engagement:card.link', { url: link })]),
    ...(opensOn === null ? [] : ['', html('engagement:card.opens', { day: fullDay(opensOn) })]),
    ...(closesOn === null ? [] : [html('engagement:card.closes', { day: fullDay(closesOn) })]),
  ];
}

/** A piece as one copies it; several where ПОС has a field for each. */
export function copied(field: EngagementField, content: EngagementContent, { calendar }: Reading): readonly string[] {
  switch (field) {
    case 'options':
      return content.options.map(({ name, about }) => (about === '' ? name : `${name}, ${about}`));
    case 'questions':
      return content.questions.map(({ text, options }) => [text, ...options].join('\n'));
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
