import type { RegistryResult } from '../../../entities/registry-file';
import { statement, type Transaction, databaseOf } from '../../database/database';
import { NO_VISITS } from '../../regulation/visits';
import { type Stage, LOWEST_GOOD_MARK, type Lack } from '../../regulation/vocabulary';
import { drawLikelyRepeats, sketchAppeals, type Sketched } from '../appeals/likely-repeats';
import { foreseenTerms, type Termed, learnTopics } from '../intake/learn-categories';
import { insertAppealsIn, knownIds, registerAlone } from '../intake/register-appeals';
import type { Desk } from '../kit/ports';
import { judgeAnew } from '../photos/judge';
import { KEPT_AS_IT_CAME } from './differs';
import { type FileState, asPartOfFile, changeFile, lockedFile } from './files';
import { type SaidRow, takeMarks, type SaidColumns, type SaidThere } from './marks';
import { tellOfEnd, tellOfFile } from './read-file';
import { settleSightings } from './sightings';

// Nearly all of a registry of years is finished in ПОС: such a row becomes an appeal with no term, task or nag of anybody. It goes from
// one table to the others within the database; of the process it asks only what term each topic has, and on which day that ends.

const ANSWERED = 'answered' satisfies Stage;
/** A redirect and what was closed without an answer are named as stages are. */
const END_STAGE = `coalesce(there ->> 'outcome', '${ANSWERED}')`;
/** What of an appeal's record tells its term, but for the day. */
const TOPIC = `(said -> 'appeal') - '{number,epguNumber,registeredAt}'::text[]`;
const FINISHED_ROWS = `registry_row where file_id = $1 and row > $2 and row <= $3 and verdict = 'fresh' and (said -> 'there' ->> 'finished')::boolean`;

/** How it ended in ПОС, and its mark, unless that is news of its own: what becomes of the appeal later changes nothing of that. */
const ENTRY = `jsonb_strip_nulls(jsonb_build_object('source', 'file', 'fileId', $1::int, 'finishedAt', finished_at, 'answerType', answer_type,
  'mark', case when (there ->> 'mark')::int >= ${LOWEST_GOOD_MARK} then (there ->> 'mark')::int end))`;

const selectTopics = statement(
  'registry.finished-topics',
  `with said as materialized (select ${TOPIC} as topic, said -> 'appeal' ->> 'registeredAt' as moment from ${FINISHED_ROWS})
   select array(select topic from said group by topic) as topics, array(select moment from said group by moment) as moments`,
);

const insertFinished = statement(
  'registry.load-finished',
  `with said as materialized (
     select row, said -> 'appeal' ->> 'number' as number, said -> 'appeal' as appeal, said -> 'there' as there, ${TOPIC} as topic from ${FINISHED_ROWS}),
   created as (
     insert into appeal (number, epgu_number, kind, registered_at, category, subcategory, fact, fast_track_days, term_days, received_at, stage, version,
       stage_entered_at, visits, first_due_at, due_at, extended, reexaminations, answer_type, finished_at, is_history)
     select number, appeal ->> 'epguNumber', appeal ->> 'kind', d.moment, appeal ->> 'category', appeal ->> 'subcategory', appeal ->> 'fact',
       t.fast, t.days, $4, ${END_STAGE}, 1, $4, $9::jsonb, d.due, d.due, false, 0, there ->> 'answerType',
       least(greatest(coalesce(there ->> 'finishedDay', there ->> 'receivedDay')::timestamp at time zone $5, d.moment), $4::timestamptz - interval '1 millisecond'), true
     from said join jsonb_to_recordset($6::jsonb) as t(topic jsonb, fast int, days int) using (topic)
       join jsonb_to_recordset($7::jsonb) as d(said text, moment timestamptz, days int, due timestamptz)
         on d.said = appeal ->> 'registeredAt' and d.days = t.days
     order by number on conflict (number) do nothing returning id, number, stage, finished_at, answer_type),
   journal as (
     insert into journal_entry (at, appeal_id, action, person_id, capacity, to_stage, version, details)
     select $4, id, 'register', $8, case when $8::int is null then null else 'coordinator' end, stage, 1, ${ENTRY} from created join said using (number)),
   known as (
     insert into registry_record (appeal_id, file_id, row, watched)
     select id, $1, row, coalesce((there ->> 'repeated')::boolean, false) from created join said using (number)),
   marked as (select id, stage, (there ->> 'mark')::int as mark from created join said using (number) where (there ->> 'mark')::int < ${LOWEST_GOOD_MARK}),
   low as (insert into registry_mark (file_id, appeal_id, mark) select $1, id, mark from marked),
   news as (
     insert into journal_entry (at, appeal_id, action, from_stage, to_stage, version, details)
     select $4, id, 'receiveMark', stage, stage, 1, jsonb_build_object('mark', mark, 'fileId', $1::int) from marked)
   select (select count(*)::int from created) as created,
     array(select id from created join said using (number) where (there ->> 'repeated')::boolean) as repeated,
     array(select row from said left join created using (number) where id is null) as others`,
);
const keepAsItCame = statement('registry.keep-as-it-came', KEPT_AS_IT_CAME('$1::int[]'));

// Each of its joins is of two sides of thousands, while the planner knows nothing of rows that came a moment ago and takes them for few:
// row by row against row by row a file took a minute.
const joinByHash = statement('registry.join-by-hash', 'set local enable_nestloop = off');
const joinAsPlanned = statement('registry.join-as-planned', 'set local enable_nestloop = on');

/**
 * Registers what the rows after `after` up to `last` call finished.
 * @returns how many, and the rows whose number somebody else has registered meanwhile
 */
export async function loadFinished(
  tx: Transaction,
  desk: Desk,
  { id: fileId, personId }: FileState,
  after: number,
  last: number,
): Promise<{ readonly created: number; readonly others: readonly number[] }> {
  const calendar = desk.office.calendar();
  const [said] = await tx.query<{ topics: Termed[]; moments: string[] }>(selectTopics, [fileId, after, last]);
  if (!said || said.topics.length === 0) return { created: 0, others: [] };
  const terms = await foreseenTerms(tx, calendar);
  const topics = said.topics.map((topic) => ({ topic, ...terms.daysOf(topic) }));
  const lengths = [...new Set(topics.map(({ days }) => days))];
  const dues = said.moments.flatMap((text) => {
    const moment = new Date(text);
    return lengths.map((days) => ({ said: text, moment, days, due: terms.dueOf(moment, days) }));
  });
  await tx.query(joinByHash);
  const [loaded] = await tx.query<{ created: number; repeated: number[]; others: number[] }>(insertFinished, [
    fileId,
    after,
    last,
    desk.clock.now(),
    calendar.zone,
    JSON.stringify(topics),
    JSON.stringify(dues),
    personId,
    JSON.stringify(NO_VISITS),
  ]);
  await tx.query(joinAsPlanned);
  if (!loaded) throw new Error('Finished rows were not counted');
  if (loaded.repeated.length > 0) await tx.query(keepAsItCame, [loaded.repeated]);
  if (loaded.created > 0) await learnTopics(tx, said.topics, terms.known);
  return loaded;
}

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

/** Of what a row says only that with which its appeal begins: the rest stays where it is. */
interface KeptRow extends Pick<SaidRow, 'appeal'>, Pick<SaidThere, 'finished'>, Pick<SaidColumns, 'mark' | 'repeated'> {
  readonly row: number;
}

const selectRows = statement(
  'registry.rows-to-load',
  `select row, said -> 'appeal' as appeal, (said -> 'there' ->> 'finished')::boolean as finished,
     (said -> 'there' ->> 'mark')::int as mark, (said -> 'there' ->> 'repeated')::boolean as repeated
   from registry_row where file_id = $1 and row > $2 and row <= $3 and verdict in ('fresh', 'changed')
     and (verdict = 'changed' and not $5::boolean
       or verdict = 'fresh' and (not (said -> 'there' ->> 'finished')::boolean or row = any($4::int[]))) order by row`,
);
// A preview may be taken up after the file of the next day: then ПОС has said something newer already.
const keepSaid = statement(
  'registry.keep-said',
  `insert into registry_record (appeal_id, file_id, row, watched)
   select s.id, $1, s.row, s.watched from unnest($2::int[], $3::int[], $4::boolean[]) as s (id, row, watched)
   on conflict (appeal_id) do update set file_id = excluded.file_id, row = excluded.row, watched = excluded.watched, seen_file_id = null
     where registry_record.file_id <= excluded.file_id`,
);

// Two previews of the same export: what the first has brought in is no change when the second is taken up.
const countSaid = statement(
  'registry.count-said',
  `select count(*)::int as count from unnest($2::int[], $3::int[]) as s (id, row) join registry_row n on n.file_id = $1 and n.row = s.row
     join registry_record k on k.appeal_id = s.id join registry_row l on l.file_id = k.file_id and l.row = k.row where l.said @> n.said`,
);

/** Rows of one transaction: the rows of the file are held for as long, and a killed process does so many again. */
const AT_ONCE = 2_000;

/**
 * Brings the next rows of a file in: the new ones are registered, of the others it is kept what ПОС says now.
 * @param tells its person sees how far it is
 * @returns the file as it is then; null: there is none
 * @idempotent by the last row that was brought in, and by the ПОС number
 */
export function loadRows(desk: Desk, fileId: number, tells: boolean): Promise<FileState | null> {
  return databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (file?.state !== 'loading') return file;
    if (file.loadedRow >= file.readRow) return endLoading(tx, desk, file);
    return loadUpTo(tx, desk, file, Math.min(file.loadedRow + AT_ONCE, file.readRow), tells);
  });
}

async function loadUpTo(
  tx: Transaction,
  desk: Desk,
  file: FileState,
  last: number,
  tells: boolean,
): Promise<FileState> {
  await asPartOfFile(tx);
  await registerAlone(tx);
  const now = desk.clock.now();
  const finished = await loadFinished(tx, desk, file, file.loadedRow, last);
  const rows = await tx.query<KeptRow>(selectRows, [file.id, file.loadedRow, last, finished.others, file.onlyFresh]);
  const { open, changed } = await loadOthers(tx, desk, file, rows);
  const result: RegistryResult = {
    open: file.result.open + open,
    finished: file.result.finished + finished.created,
    changed: file.result.changed + changed,
  };
  await changeFile(tx, file.id, { loadedRow: last, result });
  if (tells) await tellOfFile(tx, file, now);
  return { ...file, loadedRow: last, result };
}

/** What is known already, and what is open there. @returns how many are new, and of how many ПОС says something else than before */
async function loadOthers(
  tx: Transaction,
  desk: Desk,
  file: FileState,
  rows: readonly KeptRow[],
): Promise<Pick<RegistryResult, 'open' | 'changed'>> {
  const known = await knownIds(
    tx,
    rows.map(({ appeal }) => appeal.number),
  );
  const records = rows.flatMap(({ appeal: { kind, ...appeal } }) =>
    // of whatever was known, and has another number since, nobody may have said the kind
    known.has(appeal.number) || kind === undefined
      ? []
      : [{ ...appeal, kind, registeredAt: new Date(appeal.registeredAt) }],
  );
  const { fresh, finished } = file.counts;
  const { results } = await insertAppealsIn(tx, desk, records, 'file', file.personId, fresh - finished);
  const registered = new Map(results.map((one) => [one.number, one]));
  const said = rows.flatMap((row) => {
    const { number } = row.appeal;
    const id = known.get(number) ?? registered.get(number)?.id;
    return id === undefined ? [] : [{ id, isNew: registered.get(number)?.result === 'created', ...row }];
  });
  const repeats = said.filter(({ isNew }) => !isNew);
  const repeated = [file.id, repeats.map(({ id }) => id), repeats.map(({ row }) => row)];
  const [same] = repeats.length > 0 ? await tx.query<{ count: number }>(countSaid, repeated) : [];
  await takeMarks(tx, file.id, said, desk.clock.now());
  await fillEmpty(tx, file, repeats, desk.clock.now());
  await tx.query(keepSaid, [file.id, said.map(({ id }) => id), said.map(({ row }) => row), said.map(() => true)]);
  const open = said.length - repeats.length;
  return { open, changed: rows.length - open - (same?.count ?? 0) };
}

async function endLoading(tx: Transaction, desk: Desk, file: FileState): Promise<FileState> {
  const now = desk.clock.now();
  await changeFile(tx, file.id, { state: 'done', endedAt: now });
  const after = await settleSightings(tx, desk, { ...file, state: 'done' });
  await tellOfFile(tx, after, now);
  await tellOfEnd(tx, desk, after);
  return after;
}
