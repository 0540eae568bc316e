import { SharedPlace, type Form, Card } from '../../../entities/form';
import { Account, type Chat } from '../../../entities/person';
import { columnNames, columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Transaction } from '../../database/database';
import { PLACE_COUNTS_MINUTES } from '../../regulation/evidence';
import { say, type Message, NO_NEWS } from './messages';
import type { Listener } from './officials';
import type { Desk, MessageRef, Records } from './ports';

const KEPT = [
  'personId',
  'formId',
  'latitude',
  'longitude',
  'positionError',
  'at',
  'live',
  'messenger',
  'messageRef',
] as const satisfies readonly (keyof SharedPlace)[];

export type NewSharedPlace = Readonly<Pick<SharedPlace, (typeof KEPT)[number]>>;
export type MovedPlace = Omit<NewSharedPlace, 'formId' | 'live'>;

/** A live place comes every few seconds for hours: so many of them say where somebody was. */
const BETWEEN_MOVES = `interval '30 seconds'`;

/**
 * Photos of the last minutes are judged anew with the place that was just kept; those that say themselves where they were taken need
 * none. SQL, after an insert.
 */
const keeping = (insert: string): string =>
  `with kept as (${insert} returning person_id, at)
   update attachment set judged_at = null from kept
   where uploaded_by_id = kept.person_id and received_at >= kept.at - interval '${PLACE_COUNTS_MINUTES} minutes'
     and kind = 'photo' and origin = 'official' and judged_at is not null
     and not exists (select from evidence e where e.attachment_id = attachment.id and e.place_by = 'picture')`;
const insertPlace = statement(
  'share-place',
  keeping(`insert into shared_place (${columnNames(SharedPlace, KEPT)})
   values (${KEPT.map((_, index) => `$${index + 1}`).join(', ')}) on conflict (messenger, message_ref, at) do nothing`),
);
const insertMove = statement(
  'move-shared-place',
  keeping(`insert into shared_place (${columnNames(SharedPlace, KEPT)})
   select person_id, form_id, $4, $5, $6, $7, true, messenger, message_ref
   from (select * from shared_place where messenger = $1 and message_ref = $2 order by at desc limit 1) last
   where person_id = $3 and at <= $7::timestamptz - ${BETWEEN_MOVES}`),
);
const LATEST = columns(SharedPlace, ['at', 'live']);
const selectLatest = statement(
  'latest-shared-place',
  `select ${LATEST} from shared_place where person_id = $1 and at > $2 order by at desc limit 1`,
);

/** Where an official was, for the photos that they take there. @idempotent by the message */
export async function sharePlace(desk: Desk, it: NewSharedPlace): Promise<void> {
  await databaseOf(desk).query(
    insertPlace,
    KEPT.map((name) => it[name]),
  );
}

/** Where a live place is now; one that was not kept when it came is not kept later either. @idempotent by its time */
export async function placeMoved(
  desk: Desk,
  { messenger, messageRef, personId, latitude, longitude, positionError, at }: MovedPlace,
): Promise<void> {
  await databaseOf(desk).query(insertMove, [messenger, messageRef, personId, latitude, longitude, positionError, at]);
}

/** A place that counts for a photo that comes now. */
export type CountingPlace = Readonly<RowOf<typeof LATEST>>;

/** The last that this person has shared, while it counts for a photo that comes now; null: none does. */
export async function placeThatCounts(desk: Desk, personId: number): Promise<CountingPlace | null> {
  const since = new Date(desk.clock.now().getTime() - PLACE_COUNTS_MINUTES * 60_000);
  const [latest] = await databaseOf(desk).query<CountingPlace>(selectLatest, [personId, since]);
  return latest ?? null;
}

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

const moveSpeech = statement(
  'speak-in-account',
  'update account set is_spoken_in = (messenger = $2) where person_id = $1 and is_spoken_in <> (messenger = $2)',
);

type WhoseAccount = Readonly<Pick<Account, 'personId' | 'messenger'>>;

/** The person speaks in this account from now on: what stands open is asked here, and not where they have spoken before. @idempotent */
export async function speakHere(desk: Records, account: WhoseAccount): Promise<void> {
  await databaseOf(desk).transaction((tx) => speakIn(tx, account, desk.clock.now()));
}

export async function speakIn(tx: Transaction, { personId, messenger }: WhoseAccount, now: Date): Promise<void> {
  // It goes from the chat of before, so before that is another.
  await withdrawPlaceAsked(tx, await leaveForms(tx, personId), now);
  await tx.query(moveSpeech, [personId, messenger]);
}

export type CardSubject = Card['subject'];
/** Whose card, and in which chat it is drawn. */
export interface Viewer extends Chat {
  readonly personId: number;
}
/** Whose card, and of which messenger. */
export type WhoseCard = Readonly<Pick<Card, 'personId' | 'messenger'>>;
const PLACE = columns(Card, ['messageRef']);

const readPlace = statement(
  'read-card-place',
  `select ${PLACE} from card where person_id = $1 and messenger = $2 and subject = $3 and subject_id = $4`,
);
const writePlace = statement(
  'write-card-place',
  `insert into card (person_id, messenger, subject, subject_id, message_ref) values ($1, $2, $3, $4, $5)
   on conflict (person_id, messenger, subject, subject_id) do update set message_ref = excluded.message_ref`,
);
const dropPlace = statement(
  'drop-card-place',
  'delete from card where person_id = $1 and messenger = $2 and subject = $3 and subject_id = $4 and message_ref = $5',
);
/** The message in which a person sees this card in this messenger; null: none. */
export async function cardPlace(
  desk: Desk,
  { personId, messenger }: WhoseCard,
  subject: CardSubject,
  id: number,
): Promise<MessageRef | null> {
  const [place] = await databaseOf(desk).query<RowOf<typeof PLACE>>(readPlace, [personId, messenger, subject, id]);
  return place?.messageRef ?? null;
}

/** The card is in this message now. @idempotent */
export async function cardMoved(
  desk: Desk,
  { personId, messenger }: WhoseCard,
  subject: CardSubject,
  id: number,
  message: MessageRef,
): Promise<void> {
  await databaseOf(desk).query(writePlace, [personId, messenger, subject, id, message]);
}

/** The person has removed the message. @idempotent */
export async function cardGone(
  desk: Desk,
  { personId, messenger }: WhoseCard,
  subject: CardSubject,
  id: number,
  message: MessageRef,
): Promise<void> {
  await databaseOf(desk).query(dropPlace, [personId, messenger, subject, id, message]);
}

const swapList = statement(
  'swap-list',
  `with former as (select person_id, list_ref from account where person_id = $1 and messenger = $3 for no key update)
   update account a set list_ref = $2 from former where a.person_id = former.person_id and a.messenger = $3
   returning former.list_ref as former, exists (select from form f where f.person_id = $1 and f.message_ref = former.list_ref) as "isForm"`,
);

/**
 * The person's menu or list is in this message of this messenger now. @idempotent
 * @returns the message that it was in before; null: none, or one in which a dialog stands or stood, which tidies up itself
 */
export async function listMoved(
  desk: Desk,
  { personId, messenger }: WhoseCard,
  message: MessageRef,
): Promise<MessageRef | null> {
  const [row] = await databaseOf(desk).query<{ former: MessageRef | null; isForm: boolean }>(swapList, [
    personId,
    message,
    messenger,
  ]);
  return !row || row.isForm || row.former === message ? null : row.former;
}

const forgetList = statement(
  'forget-list',
  'update account set list_ref = null where person_id = $1 and messenger = $3 and list_ref = $2',
);

/** This message is no more: a menu that turned into a dialog, say, which has moved on. @idempotent */
export async function listGone(desk: Desk, { personId, messenger }: WhoseCard, message: MessageRef): Promise<void> {
  await databaseOf(desk).query(forgetList, [personId, message, messenger]);
}

/** Long enough for the rest of an album, short enough to be an answer. */
const SETTLE_MS = 1_000;

/** Brings a card with its form to the bottom of the chat, once for everything that comes within a second. */
export async function showFormBelow(desk: Desk, viewer: Viewer, appealId: number): Promise<void> {
  const { personId } = viewer;
  const now = desk.clock.now();
  await databaseOf(desk).transaction((tx) =>
    say(
      tx,
      [
        {
          key: `form-below:${appealId}:person:${personId}:${viewer.messenger}`,
          to: viewer,
          kind: 'card',
          params: { subject: 'appeal', id: appealId, personId, ...NO_NEWS },
          silent: true,
          mergeable: true,
          notBefore: new Date(now.getTime() + SETTLE_MS),
        },
      ],
      now,
    ),
  );
}
