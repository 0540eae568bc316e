import type { RegistryResult } from '../../../entities/registry-file';
import { databaseOf, statement, type Transaction } from '../../database';
import { startOfDay, type OfficeCalendar, type PlainDate } from '../../regulation/calendar';
import { insertAppealsIn, type AppealRecord, type Registered } from '../intake/register-appeals';
import type { Desk } from '../ports';
import { isWatched, KEPT_AS_IT_CAME } from './differs';
import { takeMarks } from './marks';
import { changeFile, lockedFile, type FileState } from './registry-files';
import type { SaidColumns, SaidRow, SaidThere } from './said-row';
import { settleSightings } from './sightings';
import { tellOfEnd, tellOfFile } from './tell-of-file';

/** Of what a row says only that with which its appeal begins: the rest stays where it is. */
interface KeptRow
  extends Pick<SaidRow, 'appeal'>, Pick<SaidThere, 'finished'>, Pick<SaidColumns, 'answerType' | 'mark' | 'repeated'> {
  readonly row: number;
  /** On which it was finished there, as far as ПОС says. */
  readonly endedDay: PlainDate;
}

const selectRows = statement(
  'registry.rows-to-load',
  `select row, said -> 'appeal' as appeal, (said -> 'there' ->> 'finished')::boolean as finished, said -> 'there' ->> 'answerType' as "answerType",
     (said -> 'there' ->> 'mark')::int as mark, (said -> 'there' ->> 'repeated')::boolean as repeated,
     coalesce(said -> 'there' ->> 'finishedDay', said -> 'there' ->> 'receivedDay') as "endedDay"
   from registry_row where file_id = $1 and row > $2 and verdict in ('fresh', 'changed') order by row limit $3`,
);
const keepSaid = statement(
  'registry.keep-said',
  `insert into registry_record (appeal_id, file_id, row, watched)
   select s.id, $1, s.row, s.watched from unnest($2::int[], $3::int[], $4::boolean[]) as s (id, row, watched)
   on conflict (appeal_id) do update set file_id = excluded.file_id, row = excluded.row, watched = excluded.watched, seen_file_id = null`,
);
const keepAsItCame = statement('registry.keep-as-it-came', KEPT_AS_IT_CAME('$1::int[]'));

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
    const rows = await tx.query<KeptRow>(selectRows, [fileId, file.loadedRow, AT_ONCE]);
    const last = rows.at(-1)?.row;
    return last === undefined ? endLoading(tx, desk, file) : loadThese(tx, desk, file, rows, last, tells);
  });
}

async function loadThese(
  tx: Transaction,
  desk: Desk,
  file: FileState,
  rows: readonly KeptRow[],
  last: number,
  tells: boolean,
): Promise<FileState> {
  const now = desk.clock.now();
  const calendar = desk.office.calendar();
  const records = rows.map((row) => recordOf(row, now, calendar));
  const { results } = await insertAppealsIn(tx, desk, records, 'file', file.personId);
  await takeMarks(tx, file.id, rows, results, now);
  await tx.query(keepSaid, [file.id, results.map(({ id }) => id), rows.map(({ row }) => row), rows.map(isWatched)]);
  await tx.query(keepAsItCame, [repeatedBefore(rows, results)]);
  const created = records.filter((_, index) => results[index]?.result === 'created');
  const finished = created.filter((record) => record.finished).length;
  const result: RegistryResult = {
    open: file.result.open + created.length - finished,
    finished: file.result.finished + finished,
    changed: file.result.changed + records.length - created.length,
  };
  await changeFile(tx, file.id, { loadedRow: last, result });
  if (tells) await tellOfFile(tx, file, now);
  return { ...file, loadedRow: last, result };
}

const repeatedBefore = (rows: readonly KeptRow[], results: readonly Registered[]): number[] =>
  results.flatMap(({ id, result }, index) => {
    const row = rows[index];
    return result === 'created' && row?.finished && row.repeated ? [id] : [];
  });

async function endLoading(tx: Transaction, desk: Desk, file: FileState): Promise<FileState> {
  const now = desk.clock.now();
  const after = { ...file, state: 'done' as const };
  await changeFile(tx, file.id, { state: after.state, endedAt: now });
  await settleSightings(tx, desk, after);
  await tellOfFile(tx, after, now);
  await tellOfEnd(tx, desk, after);
  return after;
}

/** As `registerAppeals` takes it. What was finished before it came in was so before this moment. */
function recordOf({ appeal, ...there }: KeptRow, now: Date, calendar: OfficeCalendar): AppealRecord {
  const registeredAt = new Date(appeal.registeredAt);
  if (!there.finished) return { ...appeal, registeredAt };
  const at = Math.max(startOfDay(there.endedDay, calendar).getTime(), registeredAt.getTime());
  return {
    ...appeal,
    registeredAt,
    finished: { answerType: there.answerType, at: new Date(Math.min(at, now.getTime() - 1)) },
  };
}
