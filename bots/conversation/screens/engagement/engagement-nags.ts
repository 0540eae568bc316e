import { escapeHtml } from '../../../../src/i18n';
import type { Params } from '../../../../src/usecases/kit/messages';
import { button, shorten, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { namedDay, todayOf } from '../dates';
import { reasonLines } from './engagement-words';

const TITLE = 50;
/** A line and a button each. */
const SHOWN = 8;

/** What is due of what the ОГ role makes. */
export function engagementNagsScreen({ lines }: Pick<Params<'engagementNags'>, 'lines'>, reading: Reading): Screen {
  const { words } = reading;
  const shown = lines.slice(0, SHOWN);
  return {
    text: [
      `<b>${words.html('engagement:title')}</b>`,
      ...shown.map(({ title, what, day }) => {
        const named = day === null ? '' : namedDay(day, todayOf(reading), words);
        return `${escapeHtml(shorten(title, TITLE))}: ${words.html(`engagement:nag.${what}`, { day: named })}`;
      }),
    ].join('\n'),
    buttons: [
      ...shown.map(({ id, title }) => [button(shorten(title, TITLE), { kind: 'engagement', engagementId: id })]),
      ...(lines.length > SHOWN
        ? [[button(words.plain('engagement:menu'), { kind: 'engagements', shown: 'open', page: 0 })]]
        : []),
    ],
  };
}

/** An act, to whom it concerns. */
export function engagementNewsScreen(
  { id, title, what, by, reason, trouble, address }: Omit<Params<'engagementNews'>, 'personId'>,
  { words }: Reading,
): Screen {
  return {
    text: [
      `<b>${escapeHtml(title)}</b>`,
      by === null
        ? words.html(`engagement:news.${what}`)
        : words.html('engagement:newsBy', { news: words.plain(`engagement:news.${what}`), name: by }),
      ...reasonLines({ reason, trouble }, words),
      ...(address === null ? [] : [words.html('engagement:history.address', { text: address })]),
    ].join('\n'),
    buttons: [[button(words.plain('notice:open'), { kind: 'engagement', engagementId: id })]],
  };
}
