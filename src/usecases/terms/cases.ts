import { AwaitedCase, Overdue } from '../../../entities/terms';
import { Violation } from '../../../entities/violations';
import { columnNames, columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Transaction } from '../../database/database';
import type { Circumstances } from '../../regulation/facts';
import type { MissedTerm } from '../../regulation/nags';
import { caseFrom, missedBy } from '../../regulation/violations/kinds';
import type { Stage } from '../../regulation/vocabulary';
import { groupOf } from '../appeals/pending';
import type { Desk } from '../kit/ports';
import { amountOf } from '../kit/settings';

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
async function openAll(tx: Transaction, facts: readonly Chargeable[], now: Date): Promise<void> {
  const inOrder = [...facts].sort(
    (one, other) => one.due.getTime() - other.due.getTime() || one.appealId - other.appealId,
  );
  for (const { overdueId, appealId, kind, stage, due, stageEnteredAt, heldByIds, personId } of inOrder)
    await tx.query(openCase, [appealId, stage, stageEnteredAt, kind, heldByIds, due, personId, now, overdueId]);
}

const AWAITED = columnNames(AwaitedCase, ['overdueId', 'since', 'stageEnteredAt', 'personId']);
const awaitCase = statement(
  'await-case-of-fact',
  `insert into awaited_case (${AWAITED}) values ($1, $2, $3, $4) on conflict do nothing`,
);

/** A fact is a case at once, or once it is late by the office's grain: until then whoever is late may do it yet. */
export async function openCases(
  tx: Transaction,
  facts: readonly Chargeable[],
  { now, calendar }: Circumstances,
): Promise<void> {
  if (facts.length === 0) return;
  const grain = (await amountOf(tx, 'caseMinutes')) * 60_000;
  const from = (fact: Chargeable) => caseFrom(fact.kind, fact.due, grain, calendar);
  await openAll(
    tx,
    facts.filter((fact) => from(fact) <= now),
    now,
  );
  for (const fact of facts) {
    const since = from(fact);
    if (since > now) await tx.query(awaitCase, [fact.overdueId, since, fact.stageEnteredAt, fact.personId]);
  }
}

const OF_FACT = columns(Overdue, ['id', 'appealId', 'kind', 'stage', 'dueAt', 'holder', 'holderIds', 'deputyId', 'unnamed'], 'o'); // prettier-ignore
// What ended before stays: the end of a fact may be taken back, and it is late on.
const takeDue = statement(
  'take-awaited-cases',
  `delete from awaited_case c using overdue o
   where o.id = c.overdue_id and c.since <= $1 and c.since <= coalesce(o.ended_at, $1) and o.answered_at is null
   returning ${OF_FACT}, c.stage_entered_at as "stageEnteredAt", c.person_id as "personId"`,
);
type Due = RowOf<typeof OF_FACT> & Pick<AwaitedCase, 'stageEnteredAt' | 'personId'>;

/** Facts that have become cases since. @returns how many */
export async function openAwaitedCases(desk: Desk): Promise<number> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const due = await tx.query<Due>(takeDue, [now]);
    const facts = due.map(({ id, dueAt, holder, holderIds, deputyId, unnamed, ...fact }) => ({
      ...fact,
      overdueId: id,
      due: dueAt,
      heldByIds: missedBy({ holder, ids: holderIds, deputyId, unnamed }),
    }));
    await openAll(tx, facts, now);
    return facts.length;
  });
}
