import { statement, type Transaction } from '../../database/database';
import type { Lack } from '../../regulation/vocabulary';
import { judgeAnew } from '../evidence/judge-anew';
import { drawLikelyRepeats } from '../repeats/draw-repeats';
import { sketchAppeals, type Sketched } from '../repeats/likely-repeats';
import type { FileState } from './registry-files';
import type { SaidRow } from './said-row';

// A file may say what ПОС itself does not export: text, place and point. They fill what is empty, as «Дополнить» does.

/** More than this at once are seen as their cards are looked at: none is drawn anew for it. */
const DRAWN_AT_MOST = 20;

const fill = statement(
  'registry.fill-empty',
  `with said as (
     select s.*, a.text is null and s.text is not null as fills_text,
       a.address is null and a.settlement is null and coalesce(s.address, s.settlement) is not null as fills_place,
       a.latitude is null and s.latitude is not null as fills_point
     from jsonb_to_recordset($1::jsonb) as s(id int, text text, address text, settlement text, latitude float8, longitude float8)
       join appeal a on a.id = s.id where a.finished_at is null),
   filled as (
     update appeal a set text = case when s.fills_text then s.text else a.text end,
       address = case when s.fills_place then s.address else a.address end, settlement = case when s.fills_place then s.settlement else a.settlement end,
       latitude = case when s.fills_point then s.latitude else a.latitude end, longitude = case when s.fills_point then s.longitude else a.longitude end
     from said s where a.id = s.id and (s.fills_text or s.fills_place or s.fills_point)
     returning a.id, a.settlement, a.address, a.text, a.stage, a.version, a.executor_id, s.fills_point as "fillsPoint",
       array_remove(array[case when s.fills_text then 'text' end, case when s.fills_place then 'place' end, case when s.fills_point then 'point' end], null) as filled),
   learned as (insert into appeal_to_learn (appeal_id) select id from filled where executor_id is not null on conflict do nothing),
   journal as (
     insert into journal_entry (at, appeal_id, action, person_id, capacity, from_stage, to_stage, version, details)
     select $2, id, 'complete', $3, case when $3::int is null then null else 'coordinator' end, stage, stage, version,
       jsonb_build_object('completed', filled, 'fileId', $4::int) from filled)
   select id, settlement, address, text, "fillsPoint", filled from filled`,
);
interface Filled extends Sketched {
  readonly fillsPoint: boolean;
  readonly filled: readonly Lack[];
}

/** What is open and lacks what its row says has it from now on. @idempotent: nothing that stands is written over */
export async function fillEmpty(
  tx: Transaction,
  { id: fileId, personId }: FileState,
  rows: readonly { readonly id: number; readonly appeal: SaidRow['appeal'] }[],
  now: Date,
): Promise<void> {
  const said = rows.flatMap(({ id, appeal: { text, address, settlement, latitude, longitude } }) =>
    (text ?? address ?? settlement ?? latitude) === undefined
      ? []
      : [{ id, text, address, settlement, latitude, longitude }],
  );
  if (said.length === 0) return;
  const filled = await tx.query<Filled>(fill, [JSON.stringify(said), now, personId, fileId]);
  await sketchAppeals(tx, filled);
  for (const { id, fillsPoint } of filled) if (fillsPoint) await judgeAnew(tx, id);
  if (filled.length > 0 && filled.length <= DRAWN_AT_MOST)
    await drawLikelyRepeats(
      tx,
      filled.map(({ id }) => id),
      now,
    );
}
