import type { Words } from '../../../../src/i18n';
import { toPlainDate } from '../../../../src/regulation/calendar';
import {
  lackingFields,
  type EngagementContent,
  type EngagementField,
} from '../../../../src/regulation/engagement/content';
import { shortNotice } from '../../../../src/regulation/engagement/dates';
import { hasEnded, type EngagementFacts } from '../../../../src/regulation/engagement/facts';
import { isUnderWay, type Trouble } from '../../../../src/regulation/carriers';
import type { EngagementCarriage } from '../../../../src/usecases/engagement/engagements';
import type { EngagementRules } from '../../../../src/usecases/engagement/rules';
import { button, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { moment, namedDay, todayOf } from '../dates';

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
