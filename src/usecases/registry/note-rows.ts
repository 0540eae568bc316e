import {
  type Counted,
  type RegistryCounts,
  type RegistryRefusal,
  type RegistryState,
} from '../../../entities/registry-file';
import { databaseOf, statement } from '../../database/database';
import { dayOf, type PlainDate } from '../../regulation/calendar';
import type { Desk } from '../kit/ports';
import { COUNTED, countedAs } from './differs';
import { asPartOfFile, changeFile, lockedFile, type FileState } from './files';
import { ageOf, isBehind, lastEnded, type Age, tellOfEnd, tellOfErrors, tellOfFile } from './read-file';
import { settleSightings, SIGHTED, SPAN, widened, type Span } from './sightings';

/** Where these say otherwise than `before`, whose missing field and empty cell say the same: nothing. */
const OTHERWISE = (now: string, before: string) =>
  `from jsonb_each(${now}) f where nullif(f.value, 'null') is distinct from nullif(${before} -> f.key, 'null')`;
/** Derived from what is compared anyway: an hour beside the same day, or days that the same cells are read as now, are no news of ПОС. */
const DERIVED = `'{registeredAt,fastTrackDays}'::text[]`;
const SAYS_SAME = `(l.said @> i.said or not exists (select ${OTHERWISE(`i.said -> 'there'`, `(l.said -> 'there')`)})
  and not exists (select ${OTHERWISE(`(i.said -> 'appeal') - ${DERIVED}`, `(l.said -> 'appeal')`)}))`;
/** Of its registration, what people are shown; never what an applicant has written. */
const topicOf = (record: string) =>
  `jsonb_build_object(${['kind', 'category', 'subcategory', 'fact'].map((field) => `'${field}', ${record} -> '${field}'`).join(', ')})`;
/** Which fields ПОС says otherwise than before; null: it has said nothing before, or nothing else of what people are shown. */
const CHANGES = `(select jsonb_object_agg(f.key, jsonb_build_array((before || ${topicOf(`(former -> 'appeal')`)}) -> f.key, f.value))
  ${OTHERWISE(`there || ${topicOf('record')}`, `(before || ${topicOf(`(former -> 'appeal')`)})`)} and before is not null)`;
/** Some layouts of the file lack some columns: of what is silent there the former words hold. */
const WITH_FORMER = `case when former is null then said
  else jsonb_build_object('appeal', record, 'there', there) end`;
/** How it has ended is said anew by each row. */
const THERE = `coalesce((l.said -> 'there') - 'outcome', '{}') || (i.said -> 'there')`;

const countOf = (condition: string) => `count(*) filter (where a.id is not null and (${condition}))::int`;
/** ПОС says so since this file, or somebody has acted here since the file before. */
const IS_NEW = (kind: Counted) =>
  `$6::timestamptz is null or a.stage_entered_at > $6 or (verdict = 'changed' and was."${kind}" is not true)`;

/** Of an appeal whose contacts are forgotten nothing comes back: an export still says what the applicant has written (forget.ts). */
const WITHOUT_FORGOTTEN = `case when r.said -> 'appeal' ?| array['text', 'applicant'] and
    (select a.forgotten_at is not null from appeal a where a.number = r.number)
  then r.said #- '{appeal,text}' #- '{appeal,applicant}' else r.said end`;

// What is known already is counted and not kept: the same file twice writes nothing.
const insertRows = statement(
  'registry.note-rows',
  `with read as materialized (
     select (line -> 'row')::int as row, line -> 'said' as said, line -> 'cells' as cells, line -> 'complaints' as complaints,
       coalesce(line -> 'said' -> 'appeal' ->> 'number', line ->> 'number') as number
     from (select text::jsonb as line from string_to_table(convert_from($2::bytea, 'UTF8'), e'\\n') as text where text <> '' offset 0) lines
     where (line -> 'row')::int > $4),
   incoming as materialized (select r.row, ${WITHOUT_FORGOTTEN} as said, r.cells, r.complaints, r.number from read r),
   judged as materialized (
     select i.*, case when i.said is not null then l.said end as former, ${THERE} as there,
       coalesce(l.said -> 'appeal', '{}') || (i.said -> 'appeal') as record, l.said -> 'there' as before,
       a.id as appeal_id,
       case when i.said is null then 'bad' when a.id is null and not i.said -> 'appeal' ? 'kind' then 'held' when a.id is null then 'fresh' when ${SAYS_SAME} then 'known' else 'changed' end as verdict
     from incoming i left join appeal a on a.number = i.number left join registry_record k on k.appeal_id = a.id
       left join registry_row l on l.file_id = k.file_id and l.row = k.row),
   kept as (
     insert into registry_row (file_id, row, verdict, said, changes, cells, complaints)
     select $1, row, verdict, ${WITH_FORMER}, case when verdict = 'changed' then ${CHANGES} end, cells, complaints from judged where verdict <> 'known'),
   ${SIGHTED}
   select count(*)::int as rows,
     count(*) filter (where verdict = 'fresh')::int as fresh,
     count(*) filter (where verdict = 'fresh' and (there ->> 'finished')::boolean)::int as finished,
     count(*) filter (where verdict = 'known')::int as known,
     count(*) filter (where verdict = 'changed')::int as changed,
     count(*) filter (where verdict = 'bad')::int as bad,
     count(*) filter (where verdict = 'held')::int as held,
     count(*) filter (where verdict = 'bad' and judged.number is null)::int as nameless,
     ${COUNTED.map((kind) => `${countOf(countedAs(kind, '$3'))} as "differs_${kind}"`).join(', ')},
     ${COUNTED.map((kind) => `${countOf(`${countedAs(kind, '$3')} and (${IS_NEW(kind)})`)} as "news_${kind}"`).join(', ')}, ${SPAN},
     max(greatest(judged.said -> 'there' ->> 'receivedDay', case when judged.said -> 'there' ->> 'finishedDay' <= $5 then judged.said -> 'there' ->> 'finishedDay' end)) as day
   from judged left join appeal a on a.id = judged.appeal_id left join person p on p.id = a.executor_id
     left join lateral (select ${COUNTED.map((kind) => `${countedAs(kind, '$3')} as "${kind}"`).join(', ')}
       from (select judged.before as there, judged.former -> 'appeal' as record) said) was on verdict = 'changed' and a.id is not null`,
);
// Each of its joins is by a key: with old statistics, or rows that came a moment ago, the planner reads all appeals for each part instead.
const joinByRow = statement(
  'registry.join-by-row',
  `select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`,
);
type CountedRows = Required<Omit<RegistryCounts, 'differing' | 'news' | 'repeated' | 'totals' | 'headings'>> &
  Readonly<Record<`${'differs' | 'news'}_${Counted}`, number>> &
  Span & { readonly day: PlainDate | null };

/** Rows of a file as they were read. */
export interface RowsRead {
  /** A JSON text a line, UTF-8: `{ row, said }`, or `{ row, cells, complaints }` of one in error. */
  readonly lines: Uint8Array;
  readonly lastRow: number;
  readonly passed: Readonly<Record<'repeated' | 'totals' | 'headings', number>>;
  /** The last row of those before: whoever has noted others meanwhile goes on in our place. */
  readonly after: number;
}

/**
 * Compares rows with what is known, and keeps what is new, has changed or is in error until the file is brought in.
 * @param tells its person sees how far it is
 * @returns false: another process works on the file, or it is not read any more
 */
export function noteRows(
  desk: Desk,
  fileId: number,
  { lines, lastRow, passed, after }: RowsRead,
  tells: boolean,
): Promise<boolean> {
  return databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (file?.state !== 'reading' || file.readRow !== after) return false;
    await asPartOfFile(tx);
    await tx.query(joinByRow);
    const calendar = desk.office.calendar();
    const [counted] = await tx.query<CountedRows>(insertRows, [
      fileId,
      lines,
      calendar.zone,
      after,
      dayOf(desk.clock.now(), calendar),
      await lastEnded(tx, fileId),
    ]);
    if (!counted) throw new Error('Rows were not counted');
    await changeFile(tx, fileId, {
      readRow: lastRow,
      readings: 1,
      counts: added(file.counts, { ...counted, ...passed }),
      ...widened(file, counted),
      day: laterOf(file.day, counted.day),
    });
    if (tells) await tellOfFile(tx, file, desk.clock.now());
    return true;
  });
}

const laterOf = (one: PlainDate | null, other: PlainDate | null): PlainDate | null =>
  one === null || (other !== null && other > one) ? other : one;

function added(before: RegistryCounts, counted: CountedRows & RowsRead['passed']): RegistryCounts {
  const sum = (name: Exclude<keyof RegistryCounts, 'differing' | 'news'>) => (before[name] ?? 0) + counted[name];
  return {
    rows: sum('rows'),
    fresh: sum('fresh'),
    finished: sum('finished'),
    known: sum('known'),
    changed: sum('changed'),
    bad: sum('bad'),
    held: sum('held'),
    nameless: sum('nameless'),
    repeated: sum('repeated'),
    totals: sum('totals'),
    headings: sum('headings'),
    differing: Object.fromEntries(
      COUNTED.map((kind) => [kind, (before.differing[kind] ?? 0) + counted[`differs_${kind}`]]),
    ),
    news: Object.fromEntries(COUNTED.map((kind) => [kind, (before.news?.[kind] ?? 0) + counted[`news_${kind}`]])),
  };
}

/** A file at which the bot itself has ended is read once more: by then it may have been the file. */
const MOST_READINGS = 2;

/**
 * Its reading begins, or begins anew. It is counted before a byte is looked at: what ends the bot leaves no word behind.
 * @returns whether it is to be read; one at which the bot has ended twice is refused
 */
export async function beginReading(desk: Desk, fileId: number): Promise<boolean> {
  const begun = await databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (file?.state !== 'reading') return 'over';
    if (file.readings >= MOST_READINGS) return 'tooOften';
    await changeFile(tx, fileId, { readings: file.readings + 1 });
    return 'begun';
  });
  if (begun === 'tooOften') await refuseFile(desk, fileId, { reason: 'interrupted', params: {} });
  return begun === 'begun';
}

/** Its reading was given up by a bot that goes on, or that was asked to stop: the file is not to blame. */
export const leaveReading = (desk: Desk, fileId: number): Promise<void> =>
  databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (file && file.readings > 0) await changeFile(tx, fileId, { readings: file.readings - 1 });
  });

/** Its columns are known, and which of its sheets are read. */
export const noteHeadings = (
  desk: Desk,
  fileId: number,
  { headings, layout }: Pick<FileState, 'layout'> & { readonly headings: readonly string[] },
): Promise<void> => changeFile(desk, fileId, { headings, layout });

/**
 * All of it is read. One that somebody has sent in the chat waits for their «Загрузить», if there is something to load.
 * @idempotent by its state
 */
export const finishReading = (desk: Desk, fileId: number): Promise<FileState | null> =>
  ended(desk, fileId, ({ source, counts }, age) => {
    const isNothing = counts.fresh + counts.changed === 0;
    return { state: isNothing ? 'done' : source === 'folder' ? 'loading' : 'ready', onlyFresh: isBehind(age) };
  });

/** It is no registry, or can't be read or brought in; what was brought in of it stays. @idempotent by its state */
export const refuseFile = (desk: Desk, fileId: number, refusal: RegistryRefusal): Promise<FileState | null> =>
  ended(desk, fileId, () => ({ state: 'refused', refusal }), ['reading', 'loading']);

function ended(
  desk: Desk,
  fileId: number,
  endOf: (file: FileState, age: Age) => Partial<Pick<FileState, 'state' | 'refusal' | 'onlyFresh'>>,
  from: readonly RegistryState[] = ['reading'],
): Promise<FileState | null> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (!file || !from.includes(file.state)) return file;
    const change = endOf(file, await ageOf(tx, desk, fileId));
    const isOver = change.state === 'done' || change.state === 'refused';
    await changeFile(tx, fileId, { ...change, ...(isOver && { endedAt: now }) });
    const after = { ...file, ...change };
    await tellOfFile(tx, after, now);
    await tellOfErrors(tx, after, now);
    if (isOver) {
      await settleSightings(tx, desk, after);
      await tellOfEnd(tx, desk, after);
    }
    return after;
  });
}
