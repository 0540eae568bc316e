import { Account, type MessengerAccount, type Chat, RemovedAccount } from '../../../entities/person';
import { repositoryOf, type Rows, type Transaction, statement } from '../../database/database';
import type { MessageKind } from '../kit/messages';
import { leaveForms } from '../kit/places';

/** What changes messages of one chat, and says nothing to anybody who is met elsewhere by now. */
export const BOUND_TO_CHAT: readonly MessageKind[] = [
  ...(['redraw', 'redrawNags', 'redrawParked', 'redrawSaid', 'remove'] as const),
  ...(['commands', 'keptQuestion', 'cardLeft', 'homeMoved', 'accountAdded', 'accessTold'] as const),
];

/** In the bot it was taken from its person: nothing outside the bot gives it to anybody again. */
export async function noteRemoved(tx: Transaction, account: Account, now: Date): Promise<void> {
  const { messenger, userId, personId } = account;
  await repositoryOf(tx, RemovedAccount).save({ messenger, userId, personId, removedAt: now });
}

/** Somebody has it from now on. @idempotent */
export async function forgetRemoved(tx: Transaction, { messenger, userId }: MessengerAccount): Promise<void> {
  await repositoryOf(tx, RemovedAccount).delete({ messenger, userId });
}

/** Null: nobody has taken it from anybody. */
export const removedAccount = (rows: Rows, { messenger, userId }: MessengerAccount): Promise<RemovedAccount | null> =>
  repositoryOf(rows, RemovedAccount).findOneBy({ messenger, userId });

const leaveCards = statement('leave-cards', 'delete from card where person_id = $1 and messenger = $2');
// Contacts that were shown go from where they were shown: what names no person is about the chat itself.
const selectWaiting = statement(
  'waiting-messages-of-chat',
  `select id from outbox_message
   where messenger = $1 and chat_id = $2 and state = 'new' and params ? 'personId' and kind <> all ($3::text[])
   order by id for no key update`,
);
/** What merges within one messenger has its name at the end of the key: there it merges with what waits there. */
const keyThere = (key: string, from: string, to: string) =>
  `case when m.mergeable and right(${key}, length(${from}) + 1) = ':' || ${from} then left(${key}, -length(${from})) || ${to} else ${key} end`;
const takeWaiting = statement(
  'take-waiting-message',
  `update outbox_message m set id = default, messenger = $2, chat_id = $3, key = ${keyThere('m.key', '$4::text', '$2::text')}
   where m.id = $1 and not (m.mergeable and exists (
     select from outbox_message there where there.mergeable and there.state = 'new' and there.id <> m.id
       and there.key = ${keyThere('m.key', '$4::text', '$2::text')}))
   returning id`,
);
const dropWaiting = statement('drop-waiting-message', `delete from outbox_message where id = $1 and state = 'new'`);
// Nags and lists find their messages by the key: it goes along, and what arrives nowhere is called otherwise.
const copyUnderWay = statement(
  'say-again-elsewhere',
  `with lost as (
     update outbox_message set key = key || ':closed'
     where messenger = $1 and chat_id = $2 and state = 'sending' and params ? 'personId' and kind <> all ($3::text[])
     returning id, key, mergeable, kind, params, silent)
   insert into outbox_message (key, mergeable, messenger, chat_id, kind, params, silent, created_at)
   select ${keyThere(`left(m.key, -length(':closed'))`, '$1::text', '$4::text')}, mergeable, $4, $5, kind, params, silent, $6 from lost m order by id
   on conflict do nothing`,
);
/**
 * A person's account of a messenger is another chat from now on: what stands in the one before is drawn no more, and what waits to be
 * said there waits for the other.
 * @idempotent
 */
export async function moveChat(tx: Transaction, personId: number, from: Account, to: Chat): Promise<void> {
  if (from.messenger === to.messenger && from.chatId === to.chatId) return;
  await tx.query(leaveCards, [personId, from.messenger]);
  if (from.isSpokenIn) await leaveForms(tx, personId);
  await waitThere(tx, from, to);
}

/**
 * What waits to be said to the person in one chat waits for the other, after what waits there and in its order; what changes messages of
 * that chat stays. @idempotent
 */
export async function waitThere(tx: Transaction, from: Chat, to: Chat): Promise<void> {
  const waiting = await tx.query<{ id: number }>(selectWaiting, [from.messenger, from.chatId, BOUND_TO_CHAT]);
  // One by one: an update of many draws their new ids in no order.
  for (const { id } of waiting) {
    const taken = await tx.query(takeWaiting, [id, to.messenger, to.chatId, from.messenger]);
    // The same card waits there already.
    if (taken.length === 0) await tx.query(dropWaiting, [id]);
  }
}

/**
 * What is under way to a chat that is closed arrives nowhere, and by it that was found: it is said in the other. Its row stays with whoever
 * sends it. @idempotent
 */
export async function sayAgainThere(tx: Transaction, from: Chat, to: Chat, now: Date): Promise<void> {
  await tx.query(copyUnderWay, [from.messenger, from.chatId, BOUND_TO_CHAT, to.messenger, to.chatId, now]);
}

/** `first`: they had none; `beside`: they have one of another messenger; `again`: it takes the place of the one there. */
export type Bound = 'first' | 'beside' | 'again';

/**
 * A person gets an account of a messenger in the bot: in place of the one that they have there, which no file gives back, beside those of
 * others. The first is where the bot writes to them. The caller holds `lockPeople`.
 * @param startedAt null: they have not pressed Start there yet
 */
export async function bindAccount(
  tx: Transaction,
  personId: number,
  account: MessengerAccount,
  startedAt: Date | null,
  now: Date,
): Promise<Bound> {
  const { before, bound } = await bind(tx, personId, account, startedAt);
  if (before && before.userId !== account.userId) await noteRemoved(tx, before, now);
  return bound;
}

async function bind(
  tx: Transaction,
  personId: number,
  { messenger, userId, chatId }: MessengerAccount,
  startedAt: Date | null,
): Promise<{ readonly before: Account | undefined; readonly bound: Bound }> {
  const accounts = repositoryOf(tx, Account);
  const held = await accounts.findBy({ personId });
  const before = held.find((one) => one.messenger === messenger);
  if (before) await moveChat(tx, personId, before, { messenger, chatId });
  const { isHome, insteadOf, isSpokenIn } = before ?? {
    insteadOf: null,
    isHome: held.length === 0,
    isSpokenIn: held.length === 0,
  };
  const account = { personId, messenger, userId, chatId, startedAt, isHome, insteadOf, isSpokenIn };
  await accounts.save(accounts.create({ ...account, unreachable: null, listRef: null, heldSince: null }));
  await forgetRemoved(tx, account);
  return { before, bound: before ? 'again' : held.length === 0 ? 'first' : 'beside' };
}

/**
 * A file gives an account, which somebody may have used until now: whoever has pressed Start there need not press it again, and is written to
 * there where they can't be at home. The caller holds `lockPeople`.
 */
export async function takeAccount(
  tx: Transaction,
  personId: number,
  account: MessengerAccount,
  startedAt: Date | null,
): Promise<void> {
  await bind(tx, personId, account, startedAt);
  const accounts = repositoryOf(tx, Account);
  const home = await accounts.findOneBy({ personId, isHome: true });
  if (startedAt === null || !home || home.messenger === account.messenger || home.startedAt !== null) return;
  await accounts.update({ personId, messenger: home.messenger }, { isHome: false, isSpokenIn: false });
  await accounts.update({ personId, messenger: account.messenger }, { isHome: true, isSpokenIn: true });
}
