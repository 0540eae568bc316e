import { Account, type Chat } from '../../../entities/account';
import { columns } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import type { Role } from '../../regulation/vocabulary';
import { say } from '../messages';
import { redraw } from './redraw';

const cardsOf = statement(
  'cards-of-appeals',
  `select c.subject_id as "appealId", p.id, ${columns(Account, ['messenger', 'chatId'], 'account')}
   from card c join person p on p.id = c.person_id join account on account.person_id = p.id and account.messenger = c.messenger
   where c.subject = 'appeal' and c.subject_id = any($1::int[]) and p.disabled_at is null and ($2::text is null or $2 = any(p.roles))`,
);

interface CardHolder extends Chat {
  readonly id: number;
  readonly appealId: number;
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
