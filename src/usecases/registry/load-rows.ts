import type { RegistryResult } from '../../../entities/registry-file';
import { databaseOf, statement, type Transaction } from '../../database/database';
import { insertAppealsIn, knownIds, registerAlone } from '../intake/register-appeals';
import type { Desk } from '../ports';
import { fillEmpty } from './fill-empty';
import { loadFinished } from './load-finished';
import { takeMarks } from './marks';
import { asPartOfFile, changeFile, lockedFile, type FileState } from './registry-files';
import type { SaidColumns, SaidRow, SaidThere } from './said-row';
import { settleSightings } from './sightings';
import { tellOfEnd, tellOfFile } from './tell-of-file';

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
