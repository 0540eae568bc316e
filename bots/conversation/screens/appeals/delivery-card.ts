import { escapeHtml, wordsOf } from '../../../../src/i18n';
import { dayOf } from '../../../../src/regulation/calendar';
import { lengthInCharacters } from '../../../../src/text';
import type { DeliveryCard } from '../../../../src/usecases/acts/deliveries';
import { button, shorten, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { fullDay, moment } from '../dates';
import { COPY_LIMIT } from '../fit';

/**
 * The words for the applicant: those that an official wrote, in a sentence where they are only a reason. The sentence is
 * Russian whatever the coordinator's bot speaks: ПОС keeps no language of an applicant.
 */
export function deliveryText(card: DeliveryCard, { calendar }: Reading): string {
  const { plain } = wordsOf('ru');
  const reason = card.text;
  switch (card.kind) {
    case 'redirect_notice':
      return plain('card:delivery.redirectNotice', { organization: card.organization ?? '', reason });
    case 'extension_notice':
      return plain('card:delivery.extensionNotice', { day: fullDay(dayOf(card.due, calendar)), reason });
    case 'answer':
    case 'interim_answer':
    case 'comment':
      return card.text;
  }
}

/** «Разместить в ПОС»: the text to copy with one tap, and the word that it is done. */
export function deliveryCard(card: DeliveryCard, reading: Reading): Screen {
  const { words, now, calendar } = reading;
  const { html, plain } = words;
  const text = deliveryText(card, reading);
  const what = plain(`appeal:delivery.${card.kind}`);
  const lines = [`<b>${html('card:delivery.title')}</b>`, html('card:delivery.for', { what, number: card.number })];
  if (card.placedAt) {
    lines.push(
      html('card:delivery.placed', { moment: moment(card.placedAt, now, calendar), name: card.placedBy ?? '' }),
    );
    return {
      text: lines.join('\n'),
      buttons: [[button(plain('card:delivery.button.open'), { kind: 'open', appealId: card.appealId })]],
    };
  }
  const fits = lengthInCharacters(text) <= COPY_LIMIT;
  if (text !== '' && fits) lines.push('', html('card:delivery.copy'), `<pre>${escapeHtml(text)}</pre>`);
  // Half a text to copy would be placed as if it were whole.
  if (!fits)
    lines.push(
      '',
      html('card:delivery.longText', { caption: plain('card:delivery.button.text') }),
      `<blockquote expandable>${escapeHtml(shorten(text, 600))}</blockquote>`,
    );
  if (card.files > 0) lines.push(html('card:delivery.files', { count: card.files }));
  const buttons = [[button(`✅ ${plain('card:delivery.button.placed')}`, { kind: 'place', deliveryId: card.id })]];
  const looks = [button(plain('card:delivery.button.open'), { kind: 'open', appealId: card.appealId })];
  if (card.files > 0 || !fits)
    looks.unshift(
      button(plain(fits ? 'card:delivery.button.files' : 'card:delivery.button.text'), {
        kind: 'deliveryFiles',
        deliveryId: card.id,
      }),
    );
  return { text: lines.join('\n'), buttons: [...buttons, looks] };
}
