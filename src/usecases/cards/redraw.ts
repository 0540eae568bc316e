import type { Chat } from '../../../entities/account';
import type { Message } from '../messages';
import type { CardSubject } from './card-places';

/** Draws a card anew where it is; several that wait for one card are one. */
export function redraw(subject: CardSubject, id: number, person: Chat & { readonly id: number }): Message {
  return {
    key: `redraw:${subject}:${id}:person:${person.id}`,
    to: person,
    kind: 'redraw',
    params: { subject, id, personId: person.id },
    silent: true,
    mergeable: true,
  };
}
