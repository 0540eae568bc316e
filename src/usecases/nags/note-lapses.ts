import { termsOf } from '../../regulation/terms';
import { redrawCards } from '../cards/redraw-cards';
import { circumstances, type Desk } from '../ports';
import { settleReminders, workOff, type OnReminderFailure } from '../reminders/work-off';
import { loadColleagues } from '../people/colleagues';
import { holdStill } from './load-terms';
import { endMissedTerms, missedOf, noteMissed, rulesOf } from './missed-terms';

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
        around.signatures,
      );
      // Somebody acts on the others right now: their act sees for itself that the term is over.
      const held = batch.filter(({ appealId }) => appealId !== null && appeals.has(appealId));
      const missed = held.flatMap(({ appealId, term }) => {
        const appeal = appealId === null ? undefined : appeals.get(appealId);
        if (!appeal) return [];
        const running = termsOf(appeal.facts, around.calendar);
        const terms = missedOf(running, now).filter(({ id }) => id === term);
        const { places, facts } = appeal;
        const rules = rulesOf(facts);
        return terms.length > 0
          ? [
              {
                appealId: appeal.appealId,
                places,
                stageEnteredAt: facts.stageEnteredAt,
                terms,
                held: true,
                rules,
                running,
              },
            ]
          : [];
      });
      await noteMissed(tx, missed, around, await loadColleagues(tx, around));
      // A visit that is late by a later end too has its fact already, which is late again.
      for (const { appealId, running } of missed) await endMissedTerms(tx, appealId, running, now);
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
