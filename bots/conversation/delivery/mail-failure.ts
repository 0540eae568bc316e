import { isUnderWay } from '../../../src/regulation/carriers';
import type { MailFailure } from '../../../src/usecases/delivery/settle-engagement';
import { button, type Screen } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { troubleWords } from '../card/remark-lines';

/** A letter that did not reach the applicant: which, why, and what a coordinator does about it. No address stands in a chat. */
export function mailFailureScreen(failure: MailFailure, reading: Reading): Screen {
  const { appealId, deliveryId, number, kind, state, waits, gateway } = failure;
  const { html, plain } = reading.words;
  const why = troubleWords({ carrier: 'mail', ...failure }, reading);
  const next = gateway === 'delivered' ? 'inPos' : gateway !== null && isUnderWay(gateway) ? 'carrying' : 'place';
  return {
    text: [
      `<b>${html(state === 'unknown' ? 'notice:mailFailed.unknown' : 'notice:mailFailed.title')}</b>`,
      html('card:delivery.for', { what: plain(`appeal:delivery.${kind}`), number }),
      ...(why === null ? [] : [`${html('notice:mailFailed.why')} ${why}`]),
      html(`notice:mailFailed.todo.${todoOf(failure)}`),
      ...(waits ? [html(`notice:mailFailed.confirm.${next}`)] : []),
    ].join('\n'),
    buttons: [
      ...(waits ? [[button(plain('notice:mailFailed.task'), { kind: 'delivery', deliveryId })]] : []),
      [button(plain('notice:open'), { kind: 'open', appealId })],
    ],
  };
}

function todoOf({ state, trouble }: MailFailure): 'unknown' | 'unwritten' | 'address' | 'fault' | 'refused' {
  if (state === 'unknown') return trouble === 'fault' ? 'unwritten' : 'unknown';
  return trouble === 'address' || trouble === 'fault' ? trouble : 'refused';
}
