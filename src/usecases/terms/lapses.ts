import { Overdue } from '../../../entities/terms';
import { columns, type RowOf } from '../../database/columns';
import { type Transaction, statement } from '../../database/database';
import { listed } from '../../database/listed';
import { blamed } from '../../regulation/blame';
import type { OfficeCalendar } from '../../regulation/calendar';
import { isStillMissed, type CorrectedAppeal } from '../../regulation/corrections';
import type { Circumstances } from '../../regulation/facts';
import { isOneOf } from '../../regulation/lists';
import { termsOf, type Term } from '../../regulation/terms';
import { RULES, type StageRules } from '../../regulation/visits';
import { PARTICIPANTS } from '../../regulation/vocabulary';
import { circumstances, type Desk } from '../kit/ports';
import { redrawCards } from '../kit/redraw';
import { settleReminders, workOff, type OnReminderFailure } from '../kit/reminders';
import { loadColleagues } from '../people/rights';
import { holdStill, loadStandings } from './load-terms';
import { endMissedTerms, missedOf, noteMissed, rulesOf, answerFacts, restoreFact } from './missed-terms';

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

/**
 * After data was corrected: facts that it would not have given are answered. Of a term that ran until now the one that runs
 * instead of it says whether it is missed; what had ended before is judged by its own end.
 */
export async function answerCorrected(
  tx: Transaction,
  appealId: number,
  appeal: CorrectedAppeal,
  { before, after }: { readonly before: readonly Term[]; readonly after: readonly Term[] },
  rules: StageRules,
  around: Circumstances,
): Promise<void> {
  const { now, calendar } = around;
  const ran = new Set(before.map(({ missedAs }) => missedAs));
  const missed = new Set(missedOf(after, now).map(({ missedAs }) => missedAs));
  await answerFacts(
    tx,
    appealId,
    { reason: 'corrected', day: null },
    (fact) => {
      if (ran.has(fact.term) || fact.endedAt === null) return !missed.has(fact.term);
      // Shares of calendar time are not counted any more.
      if (fact.kind === 'stage' && fact.rules !== RULES) return false;
      return !isStillMissed({ ...fact, endedAt: fact.endedAt }, appeal, rules, calendar);
    },
    around,
  );
}

const OF_FACT = columns(Overdue, ['id', 'appealId', 'kind', 'dueAt', 'holder'], 'o');
type Row = RowOf<typeof OF_FACT> & { readonly personId: number };

const selectFacts = statement(
  'facts-to-judge-again',
  `select ${OF_FACT}, o.holder_ids[1] as "personId" from overdue o
   where o.due_at between $2 and $3 and o.holder in (${listed(PARTICIPANTS)}) and o.unnamed is null and o.answered_at is null
     and ($1::int is null or o.holder_ids[1] = $1) order by o.id`,
);

/**
 * It came to be known that somebody was away, or that the bot heard nobody: facts of then that would be theirs no more are answered, as by a
 * document. No deputy has one afterwards, who did not know of it.
 * @param who null: everybody
 */
export async function judgeAgain(
  tx: Transaction,
  { who, from, until }: { readonly who: number | null; readonly from: Date; readonly until: Date },
  around: { readonly now: Date; readonly calendar: OfficeCalendar },
): Promise<void> {
  const facts = await tx.query<Row>(selectFacts, [who, from, until]);
  const standings = await loadStandings(
    tx,
    facts.map(({ personId }) => personId),
    around,
  );
  for (const { id, appealId, kind, dueAt: due, holder, personId } of facts) {
    const standing = standings.get(personId);
    if (!standing || !isOneOf(PARTICIPANTS, holder)) continue;
    const blame = blamed(standing, [], { kind, due, place: holder, stageEnteredAt: due }, around.calendar);
    if (blame.of === 'nobody')
      await answerFacts(tx, appealId, { reason: blame.why, day: null }, (fact) => fact.id === id, around);
  }
}

const selectExcused = statement(
  'facts-excused-by-absence',
  `select ${OF_FACT}, o.holder_ids[1] as "personId" from overdue o
   where o.due_at between $2 and $3 and o.holder in (${listed(PARTICIPANTS)}) and o.unnamed is null
     and o.answered_by ->> 'reason' = 'absent' and o.holder_ids[1] = $1 order by o.id`,
);

/** An absence was cancelled: facts of then that only it had excused are somebody's again. */
export async function judgeCancelled(
  tx: Transaction,
  { who, from, until }: { readonly who: number; readonly from: Date; readonly until: Date },
  around: { readonly now: Date; readonly calendar: OfficeCalendar },
): Promise<void> {
  const facts = await tx.query<Row>(selectExcused, [who, from, until]);
  const standing = (await loadStandings(tx, facts.length > 0 ? [who] : [], around)).get(who);
  if (!standing) return;
  for (const { id, kind, dueAt: due, holder } of facts) {
    if (!isOneOf(PARTICIPANTS, holder)) continue;
    const blame = blamed(standing, [], { kind, due, place: holder, stageEnteredAt: due }, around.calendar);
    if (blame.of === 'holder') await restoreFact(tx, id, around.now);
  }
}
