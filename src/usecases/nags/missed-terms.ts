import { Overdue } from '../../../entities/overdue';
import { columnNames } from '../../columns';
import { statement, type Transaction } from '../../database';
import { isOverdue } from '../../regulation/deadlines';
import type { Circumstances } from '../../regulation/facts';
import { factOf, holdersOf, type Colleague, type Places, type Term } from '../../regulation/nags';
import { loadColleagues } from './colleagues';

/** Terms that were over while the appeal stood so. */
export interface Missed {
  readonly appealId: number;
  readonly places: Places;
  readonly terms: readonly Term[];
  /** The office had the appeal when they ended; an appeal may come in with its term over already. */
  readonly held: boolean;
}

const FACT = columnNames(Overdue, ['appealId', 'kind', 'term', 'stage', 'dueAt', 'holder']);
// The fact and the entry that tells of it: whoever comes second (the tick, or an act a moment later) finds it there.
const insertMissed = statement(
  'insert-missed-terms',
  `with fresh as (
     insert into overdue (${FACT}, holder_ids, noted_at)
     select ${FACT}, array(select jsonb_array_elements_text(holder_ids)::int), $2
     from jsonb_to_recordset($1::jsonb) as r(appeal_id int, kind text, term text, stage text, due_at timestamptz, holder text, holder_ids jsonb)
     on conflict (appeal_id, term) do nothing
     returning ${FACT}, holder_ids)
   insert into journal_entry (at, appeal_id, action, capacity, from_stage, to_stage, details)
   select $2, appeal_id, 'missTerm', 'clock', stage, stage,
     jsonb_build_object('kind', kind, 'term', term, 'dueAt', due_at, 'holder', holder, 'holderIds', to_jsonb(holder_ids))
   from fresh order by appeal_id, due_at`,
);
const endMissed = statement(
  'end-missed-terms',
  `update overdue set ended_at = case when term = any($2::text[]) then null else $3::timestamptz end
   where appeal_id = $1 and (term = any($2::text[])) = (ended_at is not null)`,
);

/** Of these terms, those that are over and whose end is a fact. */
export const missedOf = (terms: readonly Term[], now: Date): Term[] =>
  terms.filter((term) => factOf(term) !== null && isOverdue(term.due, now));

/** @idempotent by the appeal and its term */
export async function noteMissed(
  tx: Transaction,
  missed: readonly Missed[],
  circumstances: Circumstances,
  colleagues?: readonly Colleague[],
): Promise<void> {
  if (missed.every(({ terms }) => terms.length === 0)) return;
  const everybody = colleagues ?? (await loadColleagues(tx, circumstances));
  const rows = missed.flatMap(({ appealId, places, terms, held }) =>
    terms.map((term) => {
      const { holder, ids } = held ? holdersOf(places, everybody) : { holder: null, ids: [] };
      return {
        appeal_id: appealId,
        kind: factOf(term),
        term: term.id,
        stage: places.stage,
        due_at: term.due,
        holder,
        holder_ids: ids,
      };
    }),
  );
  await tx.query(insertMissed, [JSON.stringify(rows), circumstances.now]);
}

/** What was late ends with the act that does it; one that the act brings back (an undone assignment) runs on. */
export async function endMissedTerms(
  tx: Transaction,
  appealId: number,
  running: readonly Term[],
  now: Date,
): Promise<void> {
  await tx.query(endMissed, [appealId, running.map(({ id }) => id), now]);
}
