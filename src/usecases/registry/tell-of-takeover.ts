import { Account } from '../../../entities/account';
import { columns, type RowOf } from '../../columns';
import { statement, type Transaction } from '../../database';
import { isWorkingTime } from '../../regulation/calendar';
import { say, type Message } from '../messages';
import type { Desk } from '../ports';

const CHAT = columns(Account, ['personId', 'messenger', 'chatId']);
const selectChats = statement(
  'takeover.chats',
  `select ${CHAT} from account where person_id = any($1::int[]) order by person_id`,
);

/** How many appeals a message names; the list «Мои обращения» has them all. */
const NAMED = 20;

/**
 * Each executor gets one message with all that came to them so, however much it is.
 * @param appeals of each executor, in the order of their terms
 * @idempotent by the key
 */
export async function sayTakenOver(
  tx: Transaction,
  desk: Desk,
  key: string,
  appeals: ReadonlyMap<number, readonly { readonly id: number; readonly number: string }[]>,
): Promise<void> {
  const now = desk.clock.now();
  const silent = !isWorkingTime(now, desk.office.calendar());
  const chats = await tx.query<RowOf<typeof CHAT>>(selectChats, [[...appeals.keys()]]);
  await say(
    tx,
    chats.map(({ personId, ...to }): Message => {
      const theirs = appeals.get(personId) ?? [];
      const params = { personId, count: theirs.length, appeals: theirs.slice(0, NAMED) };
      return { key: `${key}:person:${personId}`, to, kind: 'takenOver', params, silent };
    }),
    now,
  );
}

/** Whoever has pressed hears what became of it. @idempotent by the key */
export async function sayTakeoverDone(
  tx: Transaction,
  desk: Desk,
  key: string,
  {
    personId,
    ...done
  }: { readonly personId: number; readonly count: number; readonly left: number; readonly people: number },
): Promise<void> {
  const [chat] = await tx.query<RowOf<typeof CHAT>>(selectChats, [[personId]]);
  if (!chat) return;
  const { personId: _personId, ...to } = chat;
  const params = { personId, ...done };
  await say(tx, [{ key: `${key}:done`, to, kind: 'takeoverDone', params, silent: true }], desk.clock.now());
}
