import { Account } from '../../../entities/account';
import { columns } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import { redraw } from '../cards/redraw';
import { say } from '../messages';
import type { Listener } from './officials';

const selectCards = statement(
  'cards-that-name-people',
  `select distinct w.appeal_id as "appealId", p.id, ${columns(Account, ['messenger', 'chatId'], 'account')}
   from open_work w join appeal a on a.id = w.appeal_id
   join card c on c.subject = 'appeal' and c.subject_id = w.appeal_id
   join person p on p.id = c.person_id join account on account.person_id = p.id and account.messenger = c.messenger
   where (w.executor_id = any($1::int[]) or w.agreeing_id = any($1::int[]) or w.approving_id = any($1::int[])
     or a.reported_to_id = any($1::int[])) and p.disabled_at is null`,
);

/** Every open card on which one of these people stands, their own among them: what they may do, or who stands in, has changed. */
export async function redrawNamed(tx: Transaction, personIds: readonly number[], now: Date): Promise<void> {
  if (personIds.length === 0) return;
  const cards = await tx.query<Listener & { appealId: number }>(selectCards, [personIds]);
  await say(
    tx,
    cards.map(({ appealId, ...holder }) => redraw('appeal', appealId, holder)),
    now,
  );
}
