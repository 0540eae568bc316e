import { Account, type Chat } from '../../../entities/account';
import { columns } from '../../database/columns';
import { statement, type Queries, type Transaction } from '../../database/database';
import { UNDO_MS } from '../../regulation/deadlines';
import { redraw } from '../cards/redraw';
import { say } from '../messages';
import { planReminders } from '../reminders/plan-reminders';
import type { DueReminder } from '../reminders/work-off';

/** The first moment at which the table refuses. */
const OVER_MS = UNDO_MS + 1;

const selectChats = statement(
  'chats-of-undo',
  `select ${columns(Account, ['messenger', 'chatId'], 'account')} from account join card c on c.person_id = account.person_id and c.messenger = account.messenger
   where account.person_id = $1 and c.subject = 'appeal' and c.subject_id = $2`,
);

/** The button that takes an act back goes from its person's card when its minute is over. */
export async function planUndoOver(
  tx: Queries,
  appealId: number,
  entryId: number,
  personId: number | null,
  now: Date,
): Promise<void> {
  const key = `undo:${appealId}:${entryId}`;
  const dueAt = new Date(now.getTime() + OVER_MS);
  await planReminders(tx, [{ key, reason: 'undo_over', appealId, personId, params: {}, dueAt }]);
}

/** @idempotent: the card is drawn as it is then */
export async function takeUndoAway(tx: Transaction, { appealId, personId }: DueReminder, now: Date): Promise<void> {
  if (appealId === null || personId === null) return;
  const chats = await tx.query<Chat>(selectChats, [personId, appealId]);
  await say(
    tx,
    chats.map((chat) => redraw('appeal', appealId, { ...chat, id: personId })),
    now,
  );
}
