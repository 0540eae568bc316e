import { IsNull, Not, Or } from 'typeorm';
import { Account, type Chat, type Unreachable } from '../../../entities/account';
import { columns } from '../../database/columns';
import { statement, type Transaction, databaseOf, repositoryOf } from '../../database/database';
import { redraw } from '../cards/redraw';
import { say } from '../messages';
import { moveHome } from './home';
import type { Records } from '../ports';
import type { Listener } from './officials';

const selectCards = statement(
  'cards-that-name-person',
  `select w.appeal_id as "appealId", p.id, ${columns(Account, ['messenger', 'chatId'], 'account')} from open_work w
   join card c on c.subject = 'appeal' and c.subject_id = w.appeal_id
   join person p on p.id = c.person_id join account on account.person_id = p.id and account.messenger = c.messenger
   where (w.executor_id = $1 or w.agreeing_id = $1 or w.approving_id = $1) and p.id <> $1 and p.disabled_at is null`,
);

/** Can be written to. */
const OPEN = { isHome: false, startedAt: Not(IsNull()), unreachable: IsNull(), heldSince: IsNull() };

/**
 * A message did not get through, or the bot was blocked: whoever can be written to in another messenger is from now on. Where nobody can be, it
 * stands beside the name on everybody's cards until they come back.
 * @idempotent
 */
export async function personIsUnreachable(
  desk: Records,
  { messenger, chatId }: Chat,
  reason: Unreachable,
): Promise<void> {
  await databaseOf(desk).transaction(async (tx) => {
    const accounts = repositoryOf(tx, Account);
    // The write decides whether it is news: of two that note the same at once, one has changed something.
    const { affected } = await accounts.update(
      { messenger, chatId, unreachable: Or(IsNull(), Not(reason)) },
      { unreachable: reason },
    );
    if (affected === 0) return;
    const { personId, isHome } = await accounts.findOneByOrFail({ messenger, chatId });
    const other = isHome && (await accounts.findOneBy({ personId, ...OPEN }));
    if (other) await moveHome(tx, personId, other.messenger, { why: 'closed' }, desk.clock.now());
    await redrawWhereNamed(tx, personId, desk.clock.now());
  });
}

/** Cards of other people on which this name stands. */
export async function redrawWhereNamed(tx: Transaction, personId: number, now: Date): Promise<void> {
  const cards = await tx.query<Listener & { appealId: number }>(selectCards, [personId]);
  await say(
    tx,
    cards.map(({ appealId, ...holder }) => redraw('appeal', appealId, holder)),
    now,
  );
}
