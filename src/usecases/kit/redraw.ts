import type { Card } from '../../../entities/form';
import { OutboxMessage } from '../../../entities/messages';
import { type Chat, Account } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Transaction } from '../../database/database';
import { hex, leafHash } from '../../proof/tree';
import type { Role } from '../../regulation/vocabulary';
import { NO_NEWS, type Message, say } from './messages';
import type { CardSubject, Viewer } from './places';
import type { Desk, MessageRef } from './ports';

const LENGTH = 8;

/** A few signs for what a screen shows, which its button brings back: who confirms it confirms just that. @param shown in JSON */
export const stampOf = (shown: unknown): string => hex(leafHash(JSON.stringify(shown))).slice(0, LENGTH);

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

/** A card that could not be drawn now, for want of a network: where it is, or anew at the bottom. @idempotent while it waits */
export async function drawLater(
  desk: Desk,
  viewer: Viewer,
  subject: CardSubject,
  id: number,
  kind: 'card' | 'redraw',
): Promise<void> {
  const person = { ...viewer, id: viewer.personId };
  const message = kind === 'redraw' ? redraw(subject, id, person) : bring(subject, id, person);
  await databaseOf(desk).transaction((tx) => say(tx, [message], desk.clock.now()));
}

/** A card that has moved and whose old message could not be removed now, for want of a network. @idempotent by the message */
export async function removeLater(desk: Desk, to: Chat, message: MessageRef): Promise<void> {
  const params = { message, instead: 'moved' as const };
  await databaseOf(desk).transaction((tx) =>
    say(tx, [{ key: `remove:${to.messenger}:${message}`, to, kind: 'remove', params, silent: true }], desk.clock.now()),
  );
}

/**
 * Of a message `t` that has been sent: the appeals whose texts stand in it, as a subquery of one column `id`. A notice has them where it tells of
 * a visit or of an instruction. SQL.
 */
const APPEALS_IN_IT = `
  select (t.params ->> 'id')::int as id where t.kind = 'notice' and (t.params ->> 'visitId' is not null
    or exists (select from journal_entry e where e.id = (t.params ->> 'entryId')::int and e.details ?| array['instructionId', 'visitId']))
  union all select (t.params ->> 'appealId')::int where t.kind = 'textPart'
  union all select (named ->> 'id')::int from jsonb_array_elements(t.params -> 'appeals') named where t.kind = 'ofMany'
  union all select v.appeal_id from violation v where t.kind = 'violation' and v.id = (t.params ->> 'violationId')::int
  union all select coalesce(q.appeal_id, r.appeal_id) from line_question q left join line_question r on r.id = q.joined_to_id
    where t.kind = 'lineQuestion' and q.id = (t.params ->> 'questionId')::int`;

/** Messages `t` that stand in chats and have words of the appeals `$1`. SQL. */
export const SAID_OF_APPEALS = `outbox_message t
  where t.state = 'sent' and t.message_ref is not null and not t.mergeable
    and t.kind in ('notice', 'textPart', 'ofMany', 'violation', 'lineQuestion')
    and exists (select from (${APPEALS_IN_IT}) of_appeal where of_appeal.id = any($1::int[]))`;

const selectSaid = statement(
  'said-of-appeals',
  `select t.id::text as "messageId", (t.params ->> 'personId')::int as "personId", t.messenger, t.chat_id as "chatId" from ${SAID_OF_APPEALS} order by t.id`,
);

/** Whatever was told in chats with words of these appeals is told anew where it stands. */
export async function redrawSaid(tx: Transaction, appealIds: readonly number[], now: Date): Promise<void> {
  const said = await tx.query<Chat & { readonly messageId: string; readonly personId: number }>(selectSaid, [
    appealIds,
  ]);
  await say(
    tx,
    said.map(({ messageId, personId, ...to }) => redrawOfSaid({ messageId, personId, to })),
    now,
  );
}

/** The message of this id, which is a row of the outbox, is to be drawn anew where it stands. */
export const redrawOfSaid = ({ messageId, personId, to }: { messageId: string; personId: number; to: Chat }) => ({
  key: `redrawSaid:${messageId}`,
  to,
  kind: 'redrawSaid' as const,
  params: { personId, messageId },
  silent: true,
  mergeable: true,
});

const OF_MESSAGE = columns(OutboxMessage, ['id', 'key', 'messenger', 'chatId', 'kind', 'params'], 't');
const selectMessage = statement(
  'said-message',
  `select ${OF_MESSAGE}, t.message_ref as message from outbox_message t where t.id = $1::bigint and t.state = 'sent' and t.message_ref is not null`,
);

export type Said = RowOf<typeof OF_MESSAGE> & { readonly message: MessageRef };

/** What was said, and in which message it stands. Null: it is known no more. */
export const saidIn = async (desk: Desk, messageId: string): Promise<Said | null> =>
  (await databaseOf(desk).query<Said>(selectMessage, [messageId]))[0] ?? null;

const HOLDER = `p.id, ${columns(Account, ['messenger', 'chatId'], 'account')}`;
const HELD = `card c join person p on p.id = c.person_id join account on account.person_id = p.id and account.messenger = c.messenger`;
const cardsOf = statement(
  'cards-of-appeals',
  `select c.subject_id as "appealId", ${HOLDER} from ${HELD}
   where c.subject = 'appeal' and c.subject_id = any($1::int[]) and p.disabled_at is null and ($2::text is null or $2 = any(p.roles))`,
);

interface Holder extends Chat {
  readonly id: number;
}
interface CardHolder extends Holder {
  readonly appealId: number;
}

/** Texts of an appeal stand on its own cards, on those of its tasks for ПОС, and on the list of comments, if one of them is of it. */
const cardsWithTexts = statement(
  'cards-with-texts-of-appeals',
  `with tasks as (select id, kind from delivery where appeal_id = any($1::int[]))
   select c.subject, c.subject_id as "subjectId", ${HOLDER} from ${HELD}
   where p.disabled_at is null and (c.subject = 'appeal' and c.subject_id = any($1::int[])
     or c.subject = 'delivery' and c.subject_id in (select id from tasks)
     or c.subject = 'comments' and exists (select from tasks where kind = 'comment'))
   order by c.subject, c.subject_id, p.id, account.messenger`,
);

/** Everything in chats that shows a text of these appeals, finished tasks too: what they said is another now. */
export async function redrawTexts(tx: Transaction, appealIds: readonly number[], now: Date): Promise<void> {
  const cards = await tx.query<Holder & Pick<Card, 'subject' | 'subjectId'>>(cardsWithTexts, [appealIds]);
  await say(
    tx,
    cards.map(({ subject, subjectId, ...person }) => redraw(subject, subjectId, person)),
    now,
  );
  await redrawSaid(tx, appealIds, now);
}

/** Everybody's card of these appeals, or that of whoever has a role, says what nobody has pressed. */
export async function redrawCards(
  tx: Transaction,
  appealIds: readonly number[],
  now: Date,
  role: Role | null = null,
): Promise<void> {
  if (appealIds.length === 0) return;
  const cards = await tx.query<CardHolder>(cardsOf, [appealIds, role]);
  await say(
    tx,
    cards.map(({ appealId, ...person }) => redraw('appeal', appealId, person)),
    now,
  );
}

/** More than these at once nobody sends. */
const AT_MOST = 50;

const selectWaiting = statement(
  'waiting-of-person',
  `select u.payload from inbox_update u join account a on a.messenger = u.messenger and a.user_id = u.lane
   where a.person_id = $1 and a.messenger = $2 and u.state = 'new' order by u.place, u.id limit ${AT_MOST}`,
);

/** What this person has sent in this messenger and nobody has handled yet, in its order: only its adapter can read it. */
export async function waitingOf(
  desk: Desk,
  { personId, messenger }: Pick<Account, 'personId' | 'messenger'>,
): Promise<readonly object[]> {
  const rows = await databaseOf(desk).query<{ payload: object }>(selectWaiting, [personId, messenger]);
  return rows.map(({ payload }) => payload);
}
