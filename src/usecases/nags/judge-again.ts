import { listed } from '../../database/listed';
import { Overdue } from '../../../entities/overdue';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import { blamed } from '../../regulation/blame';
import type { OfficeCalendar } from '../../regulation/calendar';
import { isOneOf } from '../../regulation/lists';
import { PARTICIPANTS } from '../../regulation/vocabulary';
import { answerFacts, restoreFact } from './missed-terms';
import { loadStandings } from './standings';

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
