import { Account, type Chat } from '../../../entities/account';
import { columns } from '../../database/columns';
import { statement, type Queries, type Transaction } from '../../database/database';
import { UNDO_MS } from '../../regulation/guards';
import { redraw } from '../cards/redraw';
import { say } from '../messages';
import { planReminders } from '../reminders/plan-reminders';
import type { DueReminder } from '../reminders/work-off';

/** The first moment at which the table refuses. */
const OVER_MS = UNDO_MS + 1;

const selectChat = statement(
  'chat-of-undo',
  `select ${columns(Account, ['messenger', 'chatId'])} from account where person_id = $1`,
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
  const [chat] = await tx.query<Chat>(selectChat, [personId]);
  if (chat) await say(tx, [redraw('appeal', appealId, { ...chat, id: personId })], now);
}
