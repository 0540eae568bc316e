import { escapeHtml } from '../../../src/i18n';
import type { DeliveryCard } from '../../../src/usecases/deliveries';
import { moment } from '../dates';
import { button, shorten, type Screen } from '../screen';
import type { Reading } from './appeal-card';

/** Longer texts do not fit a message beside the rest; they go as a file. */
export const COPY_LIMIT = 3000;

/** «Разместить в ПОС»: the text to copy with one tap, and the word that it is done. */
export function deliveryCard(card: DeliveryCard, { words, now, calendar }: Reading): Screen {
  const { html, plain } = words;
  const what = plain(`appeal:delivery.${card.kind}`);
  const lines = [`<b>${html('card:delivery.title')}</b>`, html('card:delivery.for', { what, number: card.number })];
  if (card.placedAt) {
    lines.push(html('card:delivery.placed', { moment: moment(card.placedAt, now, calendar), name: card.placedBy ?? '' }));
    return { text: lines.join('\n'), keyboard: [[button(plain('card:delivery.button.open'), { kind: 'open', appealId: card.appealId })]] };
  }
  const fits = [...card.text].length <= COPY_LIMIT;
  if (card.text !== '') lines.push('', html('card:delivery.copy'), `<pre>${escapeHtml(shorten(card.text, COPY_LIMIT))}</pre>`);
  if (card.files > 0) lines.push(html('card:delivery.files', { count: card.files }));
  const keyboard = [[button(`✅ ${plain('card:delivery.button.placed')}`, { kind: 'place', deliveryId: card.id })]];
  const looks = [button(plain('card:delivery.button.open'), { kind: 'open', appealId: card.appealId })];
  if (card.files > 0 || !fits) looks.unshift(button(plain(fits ? 'card:delivery.button.files' : 'card:delivery.button.text'), { kind: 'deliveryFiles', deliveryId: card.id }));
  return { text: lines.join('\n'), keyboard: [...keyboard, looks] };
}
