import type { Complaint } from '../../usecases/registry/said-row';
import { intakeWords } from '../complaints';
import { keptText, LONGEST_WORDS, type Cell } from './cells';
import { MOST_ERRORS } from './errors-sheet';
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
    readonly reason: 'noHeadings' | 'headingTwice' | 'empty' | 'tooManyRows' | 'tooMuchText',
    readonly params: Readonly<Record<string, string | number>> = {},
  ) {
    super(reason);
  }
}

const MEGABYTE = 1_000_000;

/**
 * Rows of a file: a year of a large region, more is several files; and rows that are handed on at once. Both processes and the database
 * copy them: with 2,000 the bot heard nobody for 20 ms.
 *
 * And the same in bytes, since one text of a workbook may stand in each of its cells, where it takes no room: of rows that are handed
 * on at once (500 of ПОС have half a megabyte), of all that a file says (200,000 of ПОС have 190 MB), of a row in error as it is kept,
 * and of all of these, which become one workbook.
 */
const LIMITS = {
  rows: 200_000,
  atOnce: 500,
  bytesAtOnce: MEGABYTE,
  bytes: 400 * MEGABYTE,
  errorBytes: 100_000,
  errors: { rows: MOST_ERRORS, bytes: 8 * MEGABYTE },
};

export type Judged =
  | { readonly what: 'headings'; readonly headings: readonly string[] }
  /**
   * `lines`: a JSON text for each row, one a line, UTF-8: `{ row, said }`, or `{ row, cells, complaints }` of one in error, of which
   * `row` alone is told when enough such are known.
   */
  | { readonly what: 'rows'; readonly lines: Uint8Array; readonly lastRow: number };

/**
 * Reads rows as they come; first the headings, then what each row says or why it is in error.
 * @throws NoRegistry
 */
export async function* judgeRows(
  rows: AsyncIterable<FileRow>,
  reading: RowReading,
  limits: Partial<typeof LIMITS> = {},
): AsyncGenerator<Judged> {
  const most = { ...LIMITS, ...limits };
  let table: { readonly read: ReturnType<typeof createRowReader>; readonly errors: RowsInError } | null = null;
  let count = 0;
  let bytes = 0;
  const piece = new Piece();
  let lastRow = 0;
  const twice = repeats(reading);
  for await (const { row, cells } of rows) {
    if (!table) {
      const found = headingsIn(row, cells);
      if (!found) continue;
      table = {
        read: createRowReader(found.columns, found.headings, reading),
        errors: rowsInError([...found.columns.values()], most),
      };
      twice.columnIs(found.headings.get('number') ?? '');
      yield { what: 'headings', headings: [...found.headings.values()] };
      continue;
    }
    const said = table.read(cells);
    if (said === null) continue;
    if ((count += 1) > most.rows) throw new NoRegistry('tooManyRows', { count: most.rows });
    const judged = twice.judge(row, said);
    if (judged === REPEATED) continue;
    lastRow = row;
    bytes += piece.add(
      typeof judged === 'string' ? `{"row":${row},"said":${judged}}` : table.errors.lineOf(row, cells, judged),
    );
    if (bytes > most.bytes) throw new NoRegistry('tooMuchText', { megabytes: most.bytes / MEGABYTE });
    if (piece.rows >= most.atOnce || piece.bytes >= most.bytesAtOnce)
      yield { what: 'rows', lines: piece.take(), lastRow };
  }
  if (!table) throw new NoRegistry('noHeadings', REQUIRED);
  if (count === 0) throw new NoRegistry('empty');
  if (piece.rows > 0) yield { what: 'rows', lines: piece.take(), lastRow };
}

/** Bytes of a row at most, for each unit of its text. */
const MOST_OF_UNIT = 3;
const LINE_BREAK = '\n'.charCodeAt(0);

/**
 * Rows as lines of JSON: the database reads them in half the time of one list. They become bytes at once: as texts they outlived two
 * collections of the young and were carried into the old part of the heap, which took a third of all the reading, and bytes go to the
 * other process as they are.
 */
class Piece {
  rows = 0;
  bytes = 0;
  private room = Buffer.allocUnsafeSlow(1 << 20);

  /** @returns how many bytes it has */
  add(json: string): number {
    const before = this.bytes;
    const needed = before + json.length * MOST_OF_UNIT + 1;
    if (needed > this.room.length) {
      const larger = Buffer.allocUnsafeSlow(2 * needed);
      this.room.copy(larger, 0, 0, before);
      this.room = larger;
    }
    if (this.rows > 0) this.room[this.bytes++] = LINE_BREAK;
    this.bytes += this.room.write(json, this.bytes);
    this.rows += 1;
    return this.bytes - before;
  }

  /** What was added; the next one begins anew. */
  take(): Uint8Array {
    const taken = new Uint8Array(this.room.subarray(0, this.bytes));
    [this.rows, this.bytes] = [0, 0];
    return taken;
  }
}

function headingsIn(row: number, cells: readonly Cell[]) {
  const found = findHeadings(cells);
  if (found.what === 'twice') throw new NoRegistry('headingTwice', { heading: found.heading });
  if (found.what === 'found') return found;
  if (row >= HEADINGS_WITHIN) throw new NoRegistry('noHeadings', REQUIRED);
  return null;
}

type RowsInError = ReturnType<typeof rowsInError>;

/** Rows in error as they are kept: so many and no more, for they become one workbook. */
function rowsInError(columns: readonly number[], { errors, errorBytes }: typeof LIMITS) {
  const kept = { rows: 0, bytes: 0 };
  const textsOf = (cells: readonly Cell[], longest?: number) => columns.map((index) => keptText(cells[index], longest));
  return {
    lineOf(row: number, cells: readonly Cell[], complaints: readonly Complaint[]): string {
      if (kept.rows >= errors.rows || kept.bytes >= errors.bytes) return JSON.stringify({ row });
      let texts = textsOf(cells);
      // each of those that are cut is too long by itself, and told of
      if (bytesAtMost(texts) > errorBytes) texts = textsOf(cells, LONGEST_WORDS + 1);
      const line = JSON.stringify({ row, cells: texts, complaints });
      kept.rows += 1;
      kept.bytes += Buffer.byteLength(line);
      return line;
    },
  };
}

const bytesAtMost = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + text.length, 0) * MOST_OF_UNIT;

/** Told already by a row before. */
const REPEATED = '';

/** A number that stands in a file twice: the same row again is one row; another one contradicts the first. */
function repeats({ words }: RowReading) {
  const seen = new Map<string, { readonly row: number; readonly hash: number }>();
  const say = intakeWords(words);
  let column = '';
  return {
    columnIs: (heading: string) => void (column = heading),
    /** @returns what the row says, as JSON; or what is wrong with it */
    judge(row: number, read: ReadRow): string | readonly Complaint[] {
      if (!read.ok) return read.complaints;
      const { number } = read.said.appeal;
      const json = JSON.stringify(read.said);
      const hash = hashOf(json);
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

/**
 * 53 bits (cyrb53): two rows of one number are the same or not, and nobody gains by making them look so. A hash of node:crypto is an
 * object beyond the heap, which no collection of the young frees: fifty thousand of them cost more than all the checks of their rows.
 */
function hashOf(text: string): number {
  let [one, other] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 2654435761);
    other = Math.imul(other ^ unit, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return 4294967296 * (2097151 & other) + (one >>> 0);
}
