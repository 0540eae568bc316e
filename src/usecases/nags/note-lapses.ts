import { Account } from '../../../entities/account';
import { columns } from '../../columns';
import { statement, type Transaction } from '../../database';
import { termsOf } from '../../regulation/nags';
import { redraw } from '../cards/redraw';
import { say } from '../messages';
import type { Listener } from '../people/officials';
import { circumstances, type Desk } from '../ports';
import { settleReminders, workOff, type OnReminderFailure } from '../reminders/work-off';
import { loadColleagues } from './colleagues';
import { holdStill } from './load-terms';
import { missedOf, noteMissed, rulesOf } from './missed-terms';

const cardsOf = statement(
  'cards-of-appeals',
  `select c.subject_id as "appealId", p.id, ${columns(Account, ['messenger', 'chatId'], 'account')}
   from card c join person p on p.id = c.person_id join account on account.person_id = p.id
   where c.subject = 'appeal' and c.subject_id = any($1::int[]) and p.disabled_at is null`,
);

/**
 * Terms that are over since: facts with whoever holds the appeal at that moment, at any hour. Every card of it says so from
 * now on. @returns how many were settled
 */
export async function noteLapses(desk: Desk, onFailure: OnReminderFailure): Promise<number> {
  return workOff(
    desk,
    ['lapse'],
    async (tx, batch, now) => {
      const around = circumstances(desk);
      const appeals = await holdStill(
        tx,
        batch.flatMap(({ appealId }) => appealId ?? []),
      );
      // Somebody acts on the others right now: their act sees for itself that the term is over.
      const held = batch.filter(({ appealId }) => appealId !== null && appeals.has(appealId));
      const missed = held.flatMap(({ appealId, term }) => {
        const appeal = appealId === null ? undefined : appeals.get(appealId);
        const terms = appeal
          ? missedOf(termsOf(appeal.facts, around.calendar), now).filter(({ id }) => id === term)
          : [];
        return appeal && terms.length > 0
          ? [{ appealId: appeal.appealId, places: appeal.places, terms, held: true, rules: rulesOf(appeal.facts) }]
          : [];
      });
      await noteMissed(tx, missed, around, await loadColleagues(tx, around));
      await settleReminders(
        tx,
        held.map(({ id }) => ({ id, state: 'done' })),
      );
      await redrawCards(
        tx,
        missed.map(({ appealId }) => appealId),
        now,
      );
      return held.length;
    },
    onFailure,
  );
}

async function redrawCards(tx: Transaction, appealIds: readonly number[], now: Date): Promise<void> {
  if (appealIds.length === 0) return;
  const cards = await tx.query<Listener & { appealId: number }>(cardsOf, [appealIds]);
  await say(
    tx,
    cards.map(({ appealId, ...person }) => redraw('appeal', appealId, person)),
    now,
  );
}
