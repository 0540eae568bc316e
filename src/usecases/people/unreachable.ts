import { IsNull, Not, Or } from 'typeorm';
import { Person } from '../../../entities/person';
import { statement, type Transaction, databaseOf, repositoryOf } from '../../database';
import { redraw } from '../cards/redraw';
import { say } from '../messages';
import type { Records } from '../ports';

const selectCards = statement(
  'cards-that-name-person',
  `select w.appeal_id as "appealId", p.id, p.telegram_id as "chatId" from open_work w
   join card c on c.subject = 'appeal' and c.subject_id = w.appeal_id join person p on p.id = c.person_id
   where (w.executor_id = $1 or w.agreeing_id = $1 or w.approving_id = $1) and p.id <> $1 and p.telegram_id is not null and p.disabled_at is null`,
);

/** A message did not get through, or the bot was blocked: it stands beside the name on everybody's cards until they come back. @idempotent */
export async function personIsUnreachable(
  desk: Records,
  telegramId: number,
  reason: 'never_started' | 'blocked' | 'deactivated',
): Promise<void> {
  await databaseOf(desk).transaction(async (tx) => {
    const people = repositoryOf(tx, Person);
    // Written before it is read: whoever reads and locks a person first stands in the way of an admin who has `lockPeople`.
    const { affected } = await people.update(
      { telegramId, unreachable: Or(IsNull(), Not(reason)) },
      { unreachable: reason },
    );
    if (affected === 0) return;
    const { id } = await people.findOneByOrFail({ telegramId });
    await redrawWhereNamed(tx, id, desk.clock.now());
  });
}

/** Cards of other people on which this name stands. */
export async function redrawWhereNamed(tx: Transaction, personId: number, now: Date): Promise<void> {
  const cards = await tx.query<{ appealId: number; id: number; chatId: number }>(selectCards, [personId]);
  await say(
    tx,
    cards.map(({ appealId, ...holder }) => redraw('appeal', appealId, holder)),
    now,
  );
}
