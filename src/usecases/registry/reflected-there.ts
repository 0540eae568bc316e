import { statement, type Transaction } from '../../database/database';
import { listed } from '../../database/listed';
import type { Difference } from '../../regulation/vocabulary';
import type { Desk } from '../ports';
import { AT_WORK, everyDifference, PLACE } from './differs';

// Which lines of «Отразить в ПОС» an export answers. It is younger than what was decided when its day is.

/** What a line becomes when the export says otherwise. */
const BECOMES: readonly Difference[] = [
  'finished',
  'redirected',
  'closed',
  'unfinished',
  'assigned',
  'executor',
  'stage',
];
const DIFFERS = `exists (select from ${everyDifference('$3')} where d.holds and d.kind in (${listed(BECOMES)}))`;
/** Whoever reassigns must be named there: that somebody has it, ПОС has said before. */
const SHOWS = `case r.kind
  when 'assignment' then ${PLACE} <> 'coordination' and (there ->> 'executor' is not null or r.from_stage = 'coordination')
  when 'reexamination' then (there ->> 'finished')::boolean = false
  when 'taking' then ${AT_WORK} or ${PLACE} not in ('coordination', 'work')
  when 'return' then ${PLACE} = 'coordination' end`;

const endReflectedThere = statement(
  'reflections.shown-there',
  `with said as (
     select r.id, ${DIFFERS} as differs, coalesce(${SHOWS}, false) as shows, s.day > (r.at at time zone $3)::date as younger
     from reflection r join appeal a on a.id = r.appeal_id join registry_file s on s.id = $1
       join registry_record k on k.appeal_id = a.id and (k.seen_file_id = s.id or k.file_id = s.id)
       join registry_row w on w.file_id = k.file_id and w.row = k.row
       left join person p on p.id = a.executor_id left join registry_missing m on m.appeal_id = a.id
       cross join lateral (select w.said -> 'there' as there, w.said -> 'appeal' as record) t
     where r.ended_at is null and s.taken_at > r.at and s.day >= (r.at at time zone $3)::date)
   update reflection r set ended_at = $2 from said
   where r.id = said.id and (said.shows and not said.differs or said.differs and said.younger)`,
);

/**
 * What the file shows as it was decided here is done; what it shows otherwise is a difference from now on.
 * @idempotent
 */
export const endReflected = async (tx: Transaction, desk: Desk, fileId: number): Promise<void> => {
  await tx.query(endReflectedThere, [fileId, desk.clock.now(), desk.office.calendar().zone]);
};
