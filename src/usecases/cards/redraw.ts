import type { Message } from '../messages';
import type { CardSubject } from './card-places';

/** Draws a card anew where it is; several that wait for one card are one. */
export function redraw(
  subject: CardSubject,
  id: number,
  person: { readonly id: number; readonly chatId: number },
): Message {
  return {
    key: `redraw:${subject}:${id}:person:${person.id}`,
    chatId: person.chatId,
    kind: 'redraw',
    params: { subject, id, personId: person.id },
    silent: true,
    mergeable: true,
  };
}
