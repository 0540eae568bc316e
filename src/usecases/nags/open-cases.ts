import { Violation } from '../../../entities/violation';
import { columnNames } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import type { MissedTerm } from '../../regulation/nags';
import type { Stage } from '../../regulation/vocabulary';
import { groupOf } from '../appeals/joined';

/** A fact that is new, and for which somebody may have to answer. */
export interface Chargeable {
  readonly overdueId: number;
  readonly appealId: number;
  readonly kind: MissedTerm;
  readonly stage: Stage;
  readonly due: Date;
  /** When the visit to the stage began in which it was missed. */
  readonly stageEnteredAt: Date;
  readonly heldByIds: readonly number[];
  /** Null: nobody has said yet which of them. */
  readonly personId: number | null;
}

const VIOLATION = columnNames(Violation, ['kind', 'appealId', 'at', 'stage', 'heldByIds', 'personId', 'openedAt']);
// A stage and the whole of one visit, and the terms of all that are worked as one, are late by one deed. What was decided is decided.
const openCase = statement(
  'open-case-of-fact',
  `with known as (
     select v.id from violation v
     where v.state <> 'decided' and v.appeal_id in ${groupOf('$1::int')} and v.stage = $2 and v.at > $3::timestamptz
       and (v.kind = $4 or (v.kind in ('stage', 'whole') and $4 in ('stage', 'whole')))
       and v.held_by_ids @> $5::int[] and v.held_by_ids <@ $5::int[]
       and exists (select from violation_term f join overdue o on o.id = f.overdue_id where f.violation_id = v.id and o.answered_at is null)
     order by v.id limit 1),
   opened as (
     insert into violation (${VIOLATION}, overdue_id, state)
     select $4, $1::int, $6::timestamptz, $2, $5::int[], $7::int, $8::timestamptz, $9::bigint, 'opened' where not exists (select from known)
     returning id)
   insert into violation_term (overdue_id, violation_id) select $9::bigint, id from known union all select $9::bigint, id from opened`,
);

/** Each fact is of one case: of the one that the same deed has opened, else of a new one. In the order in which they ended. */
export async function openCases(tx: Transaction, facts: readonly Chargeable[], now: Date): Promise<void> {
  const inOrder = [...facts].sort(
    (one, other) => one.due.getTime() - other.due.getTime() || one.appealId - other.appealId,
  );
  for (const { overdueId, appealId, kind, stage, due, stageEnteredAt, heldByIds, personId } of inOrder)
    await tx.query(openCase, [appealId, stage, stageEnteredAt, kind, heldByIds, due, personId, now, overdueId]);
}
