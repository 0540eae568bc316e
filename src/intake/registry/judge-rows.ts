import type { Complaint } from '../../usecases/registry/said-row';
import { intakeWords } from '../complaints';
import { keptText, type Cell } from './cells';
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

/**
 * Rows of a file: a year of a large region, more is several files; and rows that are handed on at once. Both processes and the database
 * copy them: with 2,000 the bot heard nobody for 20 ms.
 */
const LIMITS = { rows: 200_000, atOnce: 500 };

export type Judged =
  | { readonly what: 'headings'; readonly headings: readonly string[] }
  /** `lines`: a JSON text for each row, one a line, UTF-8: `{ row, said }`, or `{ row, cells, complaints }` of one in error. */
  | { readonly what: 'rows'; readonly lines: Uint8Array; readonly lastRow: number };

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
  const piece = new Piece();
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
    piece.add(
      typeof judged === 'string'
        ? `{"row":${row},"said":${judged}}`
        : JSON.stringify({ row, cells: textsOf(cells, columns), complaints: judged }),
    );
    if (piece.rows >= limits.atOnce) yield { what: 'rows', lines: piece.take(), lastRow };
  }
  if (!read) throw new NoRegistry('noHeadings', REQUIRED);
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
  private bytes = Buffer.allocUnsafeSlow(1 << 20);
  private used = 0;

  add(json: string): void {
    const needed = this.used + json.length * MOST_OF_UNIT + 1;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * needed);
      this.bytes.copy(larger, 0, 0, this.used);
      this.bytes = larger;
    }
    if (this.rows > 0) this.bytes[this.used++] = LINE_BREAK;
    this.used += this.bytes.write(json, this.used);
    this.rows += 1;
  }

  /** What was added; the next one begins anew. */
  take(): Uint8Array {
    const taken = new Uint8Array(this.bytes.subarray(0, this.used));
    [this.rows, this.used] = [0, 0];
    return taken;
  }
}

function headingsIn(row: number, cells: readonly Cell[]) {
  const found = findHeadings(cells.map(keptText));
  if (found.what === 'twice') throw new NoRegistry('headingTwice', { heading: found.heading });
  if (found.what === 'found') return found;
  if (row >= HEADINGS_WITHIN) throw new NoRegistry('noHeadings', REQUIRED);
  return null;
}

const textsOf = (cells: readonly Cell[], columns: number): string[] =>
  Array.from({ length: columns }, (_, index) => keptText(cells[index]));

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
