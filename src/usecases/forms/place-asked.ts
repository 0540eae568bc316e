import { Account, type Chat } from '../../../entities/account';
import type { Form } from '../../../entities/form';
import { columns } from '../../database/columns';
import { databaseOf, statement, type Transaction } from '../../database/database';
import { say, type Message } from '../messages';
import type { Listener } from '../people/officials';
import type { Desk, MessageRef } from '../ports';

// Some messengers keep the button that sends a place in the place of the phone's letters: it goes with what it was for.

/** Whose form, and in which message they are asked where they are. */
export type PlaceAsked = Readonly<Pick<Form, 'personId' | 'placeAskedRef'>>;

const chatsOf = statement(
  'chats-of-asked',
  `select person_id as id, ${columns(Account, ['messenger', 'chatId'])} from account where is_spoken_in and person_id = any($1::int[])`,
);
const notePlaceAsked = statement(
  'note-place-asked',
  `with before as (select id, place_asked_ref from form where id = $1 and state = 'open' for no key update)
   update form set place_asked_ref = $2 from before where form.id = before.id
   returning form.person_id as "personId", before.place_asked_ref as "placeAskedRef"`,
);
const endPlaceAsked = statement(
  'end-place-asked',
  `with before as (select id, place_asked_ref from form where id = $1 and place_asked_ref is not null for no key update)
   update form set place_asked_ref = null from before where form.id = before.id
   returning form.person_id as "personId", before.place_asked_ref as "placeAskedRef"`,
);

const leaveMessages = statement(
  'leave-messages',
  `with left_behind as (
     select id, person_id, place_asked_ref from form where person_id = $1 and state in ('open', 'kept') for no key update)
   update form set message_ref = null, place_asked_ref = null from left_behind where form.id = left_behind.id
   returning form.person_id as "personId", left_behind.place_asked_ref as "placeAskedRef"`,
);

const removal = (to: Chat, message: MessageRef): Message => ({
  key: `remove:${to.messenger}:${message}`,
  to,
  kind: 'remove',
  params: { message, instead: 'placeAsked' },
  silent: true,
});

/** Nothing waits for these places any more. @idempotent by the messages */
export async function withdrawPlaceAsked(tx: Transaction, asked: readonly PlaceAsked[], now: Date): Promise<void> {
  const standing = asked.filter(({ placeAskedRef }) => placeAskedRef !== null);
  if (standing.length === 0) return;
  const people = await tx.query<Listener>(chatsOf, [standing.map(({ personId }) => personId)]);
  const removals = standing.flatMap(({ personId, placeAskedRef }) => {
    const to = people.find(({ id }) => id === personId);
    return to && placeAskedRef !== null ? [removal(to, placeAskedRef)] : [];
  });
  await say(tx, removals, now);
}

/** The form asks in this message now: the one before goes, and this one at once when the form is over by now. @idempotent */
export async function placeAskedIn(desk: Desk, to: Chat, formId: number, message: MessageRef): Promise<void> {
  const now = desk.clock.now();
  await databaseOf(desk).transaction(async (tx) => {
    const [before] = await tx.query<PlaceAsked>(notePlaceAsked, [formId, message]);
    if (!before) await say(tx, [removal(to, message)], now);
    else if (before.placeAskedRef !== message) await withdrawPlaceAsked(tx, [before], now);
  });
}

/** The place has come. @idempotent */
export const placeCame = (desk: Desk, formId: number): Promise<void> =>
  databaseOf(desk).transaction((tx) => placeAskedNoMore(tx, formId, desk.clock.now()));

/** The form goes on to what needs no place, or has got one. @idempotent */
export async function placeAskedNoMore(tx: Transaction, formId: number, now: Date): Promise<void> {
  await withdrawPlaceAsked(tx, await tx.query<PlaceAsked>(endPlaceAsked, [formId]), now);
}

/** What the person has open stands in no message any more, and has heard nothing of the chat to come. */
export const leaveForms = (tx: Transaction, personId: number): Promise<PlaceAsked[]> =>
  tx.query<PlaceAsked>(leaveMessages, [personId]);
