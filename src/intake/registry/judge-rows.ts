import { createHash } from 'node:crypto';
import type { Complaint } from '../../usecases/registry/said-row';
import { intakeWords } from '../complaints';
import { textOfCell, type Cell } from './cells';
import { REQUIRED } from './export-words';
import { findHeadings, HEADINGS_WITHIN } from './headings';
import { createRowReader, type ReadRow, type RowReading } from './read-row';

/** A row of a file with its number, as a spreadsheet counts them. */
export interface FileRow {
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** Why a file is no registry: a key of `registry:refused`, and its values. */
export class NoRegistry extends Error {
  override readonly name = 'NoRegistry';

  constructor(
    readonly reason: 'noHeadings' | 'headingTwice' | 'empty' | 'tooManyRows',
    readonly params: Readonly<Record<string, string | number>> = {},
  ) {
    super(reason);
  }
}

/** Rows of a file: a year of a large region, more is several files; and rows that are handed on at once. */
const LIMITS = { rows: 200_000, atOnce: 1_000 };

export type Judged =
  | { readonly what: 'headings'; readonly headings: readonly string[] }
  /** `json`: a list of rows as the database takes them: `{ row, said }`, or `{ row, cells, complaints }` of one in error. */
  | { readonly what: 'rows'; readonly json: string; readonly lastRow: number };

/**
 * Reads rows as they come; first the headings, then what each row says or why it is in error.
 * @throws NoRegistry
 */
export async function* judgeRows(
  rows: AsyncIterable<FileRow>,
  reading: RowReading,
  limits = LIMITS,
): AsyncGenerator<Judged> {
  let read: ReturnType<typeof createRowReader> | null = null;
  let columns = 0;
  let count = 0;
  let piece: string[] = [];
  let lastRow = 0;
  const twice = repeats(reading);
  for await (const { row, cells } of rows) {
    if (!read) {
      const found = headingsIn(row, cells);
      if (!found) continue;
      read = createRowReader(found.columns, found.headings, reading);
      columns = found.headings.length;
      twice.columnIs((found.headings[found.columns.get('number') ?? 0] ?? '').trim());
      yield { what: 'headings', headings: found.headings };
      continue;
    }
    const said = read(cells);
    if (said === null) continue;
    if ((count += 1) > limits.rows) throw new NoRegistry('tooManyRows', { count: limits.rows });
    const judged = twice.judge(row, said);
    if (judged === REPEATED) continue;
    lastRow = row;
    piece.push(
      typeof judged === 'string'
        ? `{"row":${row},"said":${judged}}`
        : JSON.stringify({ row, cells: textsOf(cells, columns), complaints: judged }),
    );
    if (piece.length < limits.atOnce) continue;
    yield { what: 'rows', json: `[${piece.join(',')}]`, lastRow };
    piece = [];
  }
  if (!read) throw new NoRegistry('noHeadings', REQUIRED);
  if (count === 0) throw new NoRegistry('empty');
  if (piece.length > 0) yield { what: 'rows', json: `[${piece.join(',')}]`, lastRow };
}

function headingsIn(row: number, cells: readonly Cell[]) {
  const found = findHeadings(cells.map(textOfCell));
  if (found.what === 'twice') throw new NoRegistry('headingTwice', { heading: found.heading });
  if (found.what === 'found') return found;
  if (row >= HEADINGS_WITHIN) throw new NoRegistry('noHeadings', REQUIRED);
  return null;
}

const textsOf = (cells: readonly Cell[], columns: number): string[] =>
  Array.from({ length: columns }, (_, index) => textOfCell(cells[index]));

/** Told already by a row before. */
const REPEATED = '';

/** A number that stands in a file twice: the same row again is one row; another one contradicts the first. */
function repeats({ words }: RowReading) {
  const seen = new Map<string, { readonly row: number; readonly hash: string }>();
  const say = intakeWords(words);
  let column = '';
  return {
    columnIs: (heading: string) => void (column = heading),
    /** @returns what the row says, as JSON; or what is wrong with it */
    judge(row: number, read: ReadRow): string | readonly Complaint[] {
      if (!read.ok) return read.complaints;
      const { number } = read.said.appeal;
      const json = JSON.stringify(read.said);
      const hash = createHash('sha1').update(json).digest('base64');
      const first = seen.get(number);
      if (!first) {
        seen.set(number, { row, hash });
        return json;
      }
      if (first.hash === hash) return REPEATED;
      return [{ column, value: number, reason: say('registry.twice', { row: first.row }) }];
    },
  };
}
