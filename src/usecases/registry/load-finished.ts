import { statement, type Transaction } from '../../database/database';
import { NO_VISITS } from '../../regulation/visits';
import type { Stage } from '../../regulation/vocabulary';
import { foreseenTerms, type Termed } from '../intake/foreseen-terms';
import { learnTopics } from '../intake/learn-categories';
import type { Desk } from '../ports';
import { KEPT_AS_IT_CAME } from './differs';
import { LOWEST_GOOD_MARK } from '../../regulation/vocabulary';
import type { FileState } from './registry-files';

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
