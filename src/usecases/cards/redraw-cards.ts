import { Account, type Chat } from '../../../entities/account';
import type { Card } from '../../../entities/card';
import { columns } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import type { Role } from '../../regulation/vocabulary';
import { say } from '../messages';
import { redraw } from './redraw';
import { redrawSaid } from './redraw-said';

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
