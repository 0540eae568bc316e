import { statement, type Transaction } from '../../database/database';
import { say, type Message } from '../messages';
import { holdersOfRole } from '../people/officials';
import type { Desk } from '../ports';
import { LOWEST_GOOD_MARK } from '../../regulation/vocabulary';
import type { FileState } from './registry-files';
import type { SaidColumns } from './said-row';

/** Compared with what ПОС has said until now, so before that is replaced; a file that came before that says nothing new. */
const takeThese = statement(
  'registry.take-marks',
  `with news as (
     select t.id, t.mark from unnest($2::int[], $3::int[]) as t (id, mark)
     left join registry_record k on k.appeal_id = t.id left join registry_row l on l.file_id = k.file_id and l.row = k.row
     where (l.said -> 'there' ->> 'mark')::int is distinct from t.mark and (k.file_id is null or k.file_id <= $1)),
   low as (
     insert into registry_mark (file_id, appeal_id, mark) select $1, id, mark from news where mark < ${LOWEST_GOOD_MARK}
     on conflict do nothing)
   insert into journal_entry (at, appeal_id, action, from_stage, to_stage, version, details)
   select $4, a.id, 'receiveMark', a.stage, a.stage, a.version, jsonb_build_object('mark', n.mark, 'fileId', $1::int)
   from news n join appeal a on a.id = n.id`,
);
const countLow = statement(
  'registry.count-low-marks',
  'select count(*)::int as count from registry_mark where file_id = $1',
);

/** What a row says of an appeal. */
interface Marked extends Pick<SaidColumns, 'mark'> {
  readonly id: number;
}

/** Marks of applicants that are another than before, in the appeals' histories. In the transaction that loads the rows. */
export async function takeMarks(tx: Transaction, fileId: number, rows: readonly Marked[], now: Date): Promise<void> {
  const marked = rows.flatMap(({ id, mark }) => (mark === null ? [] : [{ id, mark }]));
  if (marked.length === 0) return;
  await tx.query(takeThese, [fileId, marked.map(({ id }) => id), marked.map(({ mark }) => mark), now]);
}

/** Curators have one line of a file with all its low marks, in their next morning list. @idempotent by the file */
export async function tellOfLowMarks(tx: Transaction, desk: Desk, { id: fileId }: FileState): Promise<void> {
  const [low] = await tx.query<{ count: number }>(countLow, [fileId]);
  if (!low || low.count === 0) return;
  const curators = await holdersOfRole(tx, 'curator');
  await say(
    tx,
    curators.map(({ id: personId, ...to }): Message => {
      const key = `registry:${fileId}:marks:person:${personId}`;
      return { key, to, kind: 'lowMarks', params: { personId, fileId }, silent: true, gathered: true };
    }),
    desk.clock.now(),
  );
}
