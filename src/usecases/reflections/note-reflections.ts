import { statement, type Transaction } from '../../database/database';
import { isThereBy, reflectionsOf, TAKES_BACK } from '../../regulation/reflections';
import type { Action } from '../../regulation/vocabulary';
import type { AppealState } from '../appeals/appeal-store';
import type { Desk } from '../ports';
import { IS_SHOWN } from './is-shown';

// What was never told ПОС need not be taken back there: an assignment from coordination, nor one after it, that nobody has repeated there yet.
const insertReflection = statement(
  'insert-reflection',
  `insert into reflection (appeal_id, kind, at, person_id, executor_id, from_stage)
   select $1::int, $2::text, $3::timestamptz, $4::int, $5::int, $6::text where ${IS_SHOWN('$7')}
     and not ($2 = 'return' and exists (select from reflection r
       where r.appeal_id = $1 and r.kind = 'assignment' and r.from_stage = 'coordination' and r.ended_at is null
         and not exists (select from reflection e where e.appeal_id = $1 and e.kind = 'assignment' and e.id > r.id and e.ended_at is not null)))`,
);
const removeTakenBack = statement(
  'remove-reflection-taken-back',
  `delete from reflection where appeal_id = $1 and kind = 'assignment' and at >= $2`,
);
const endAll = statement(
  'end-reflections',
  'update reflection set ended_at = $2 where appeal_id = $1 and ended_at is null',
);

interface Did {
  readonly at: Date;
  readonly personId: number | null;
  readonly action: Action;
}

/** What an act on an appeal leaves to be repeated in ПОС, and what it makes superfluous. */
export async function noteReflections(
  tx: Transaction,
  desk: Desk,
  { at, personId, action }: Did,
  appealId: number,
  before: AppealState,
  after: AppealState,
): Promise<void> {
  if (TAKES_BACK.includes(action) && before.undo) await tx.query(removeTakenBack, [appealId, before.undo.at]);
  if (isThereBy(action, after.stage)) await tx.query(endAll, [appealId, at]);
  for (const kind of reflectionsOf(action, before, after))
    await tx.query(insertReflection, [
      appealId,
      kind,
      at,
      personId,
      kind === 'return' ? before.executorId : after.executorId,
      before.stage,
      desk.office.carriers.includes('gateway'),
    ]);
}
