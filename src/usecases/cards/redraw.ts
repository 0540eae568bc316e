import type { Chat } from '../../../entities/account';
import { NO_NEWS, type Message } from '../messages';
import type { CardSubject } from './card-places';

/** Draws a card anew where it is, in that chat; several that wait for one card are one. */
export function redraw(subject: CardSubject, id: number, person: Chat & { readonly id: number }): Message {
  return {
    key: `redraw:${subject}:${id}:person:${person.id}:${person.messenger}`,
    to: person,
    kind: 'redraw',
    params: { subject, id, personId: person.id },
    silent: true,
    mergeable: true,
  };
}

/** Brings it to the bottom of that chat, without a sound; several that wait for one card there are one. */
export function bring(subject: CardSubject, id: number, person: Chat & { readonly id: number }): Message {
  return {
    key: `card:${subject}:${id}:person:${person.id}:${person.messenger}`,
    to: person,
    kind: 'card',
    params: { subject, id, personId: person.id, ...NO_NEWS },
    silent: true,
    mergeable: true,
  };
}

/** The list of comments that wait for ПОС has no id of its own: there is one for everybody. */
const COMMENTS_ID = 0;

export const redrawOfComments = (person: Chat & { readonly id: number }): Message =>
  redraw('comments', COMMENTS_ID, person);

export const commentsToPlace = (personId: number, to: Chat): Message =>
  bring('comments', COMMENTS_ID, { ...to, id: personId });
