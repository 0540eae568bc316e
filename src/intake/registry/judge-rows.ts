import type { AskedColumns, RegistryLayout, SheetLeftOut, SheetRead } from '../../regulation/registry-layout';
import type { Complaint } from '../../usecases/registry/marks';
import { intakeWords } from '../complaints';
import { isBlank, keptText, LONGEST_WORDS, type Cell } from './cells';
import { MOST_ERRORS } from './errors-sheet';
import { isPersonal, TITLES, type Field } from './export-words';
import { hashOf } from './hash-of';
import { findHeadings, HEADINGS_WITHIN, settle, type FoundHeadings, type TableColumns } from './headings';
import { isRepeatedHeadings, isTotal, numbersNamedIn } from './passed-rows';
import { MOST_OF_UNIT, Piece } from './piece';
import { createRowReader, type ReadRow, type RowReading } from './read-row';

/** A row of a file with its number, as a spreadsheet counts them. */
export interface FileRow {
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** A sheet of a workbook, or the one table of a text. */
export interface FileTable {
  /** Null: the file has no sheets. */
  readonly name: string | null;
  /** Null: a workbook has too many, and this one is not looked into. */
  readonly rows: AsyncIterable<FileRow> | null;
}

/** Why a file is no registry: a key of `registry:refused`, and its values. */
export class NoRegistry extends Error {
  override readonly name = 'NoRegistry';

  constructor(
    readonly reason:
      'noHeadings' | 'noNumber' | 'noReceived' | 'headingTwice' | 'empty' | 'tooManyRows' | 'tooMuchText',
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

/** Rows that are left out, and told of once. */
export interface Passed {
  /** Says again what a row before it says. */
  readonly repeated: number;
  readonly totals: number;
  readonly headings: number;
}

export type Judged =
  /** The names of the columns that are kept of a row in error, and which sheets are read: so far. */
  | { readonly what: 'headings'; readonly headings: readonly string[]; readonly layout: RegistryLayout }
  /** A column that decides was not found, and nobody has said yet what to do: nothing more is read. */
  | { readonly what: 'asks'; readonly asked: AskedColumns }
  /** Numbers that stand on a sheet that is left out: whoever has them is not missing in ПОС. */
  | { readonly what: 'mentions'; readonly numbers: readonly string[] }
  /**
   * `lines`: a JSON text for each row, one a line, UTF-8: `{ row, said }`, or `{ row, cells, complaints, number }` of one in error, of
   * which no cells are told when enough such are known. Rows of several sheets are counted on.
   */
  | { readonly what: 'rows'; readonly lines: Uint8Array; readonly lastRow: number; readonly passed: Passed };

/** The one table of a file, see `judgeTables`. */
export const judgeRows = (
  rows: AsyncIterable<FileRow>,
  reading: RowReading,
  limits: Partial<typeof LIMITS> = {},
): AsyncGenerator<Judged, 'asks' | 'read'> => judgeTables([{ name: null, rows }], reading, limits);

/**
 * Reads the rows of each table that has the headings of a registry as they come; first the headings, then what each row says or why it is
 * in error. What stands on other sheets is counted and left out.
 * @throws NoRegistry
 */
export async function* judgeTables(
  tables: AsyncIterable<FileTable> | Iterable<FileTable>,
  reading: RowReading,
  limits: Partial<typeof LIMITS> = {},
): AsyncGenerator<Judged, 'asks' | 'read'> {
  const judge = new Judge(reading, { ...LIMITS, ...limits });
  for await (const table of tables) {
    if (table.rows === null) judge.leaveOut(table.name, 0, 'tooMany');
    else if ((yield* judgeTable(judge, table.name, table.rows)) === 'asks') return 'asks';
  }
  judge.finish();
  if (judge.isPieceBegun) yield judge.rows();
  if (judge.isNews) yield judge.headings();
  return 'read';
}

async function* judgeTable(
  judge: Judge,
  name: string | null,
  rows: AsyncIterable<FileRow>,
): AsyncGenerator<Judged, 'asks' | 'read'> {
  let table: ReturnType<Judge['table']> | null = null;
  let isLeftOut = false;
  let others = 0;
  let named: string[] = [];
  for await (const { row, cells } of rows) {
    if (cells.every(isBlank)) continue;
    const found: FoundHeadings | null = table || isLeftOut || row > HEADINGS_WITHIN ? null : judge.headingsIn(cells);
    if (found) {
      const settled = settle(found, judge.reading.remembered ?? {});
      if ('fields' in settled) {
        yield { what: 'asks', asked: { ...settled, sheet: name } };
        return 'asks';
      }
      if (settled.absent.has('leftOut')) isLeftOut = true;
      else {
        // rows of the sheet before are counted by themselves
        if (judge.isPieceBegun) yield judge.rows();
        table = judge.table(name, found.layout, settled);
        yield judge.headings();
      }
      continue;
    }
    if (table) {
      table.judge(row, cells);
      if (judge.isPieceFull) yield judge.rows();
      continue;
    }
    others += 1;
    named.push(...numbersNamedIn(cells));
    if (others > judge.most.rows) break;
    if (named.length >= judge.most.atOnce) {
      yield { what: 'mentions', numbers: named };
      named = [];
    }
  }
  if (table) return 'read';
  if (named.length > 0) yield { what: 'mentions', numbers: named };
  if (others > 0 || isLeftOut)
    judge.leaveOut(name, others, others > judge.most.rows ? 'tooMany' : isLeftOut ? 'noColumn' : 'noHeadings');
  return 'read';
}

/** What is known of a file so far, whichever of its sheets is read. */
class Judge {
  /** Of the sheets something is known that was not told yet. */
  isNews = false;
  private readonly piece = new Piece();
  private readonly sheets: SheetRead[] = [];
  private readonly leftOut: SheetLeftOut[] = [];
  private readonly fields = new Map<Field, string>();
  private readonly errors: RowsInError;
  private readonly twice: ReturnType<typeof repeats>;
  private passed = { repeated: 0, totals: 0, headings: 0 };
  private count = 0;
  private bytes = 0;
  private lastRow = 0;
  private after = 0;
  /** Of the columns without which there is no registry, those that were seen. */
  private readonly seen = new Set<Field>();

  constructor(
    readonly reading: RowReading,
    readonly most: typeof LIMITS,
  ) {
    this.errors = rowsInError(most);
    this.twice = repeats(reading, (row) => this.sheets.findLast(({ after }) => after < row));
  }

  /** @throws NoRegistry */
  headingsIn(cells: readonly Cell[]): FoundHeadings | null {
    const found = findHeadings(cells);
    if (found.what === 'twice') throw new NoRegistry('headingTwice', { heading: found.heading });
    if (found.what === 'found') return found;
    for (const field of found.known) this.seen.add(field);
    return null;
  }

  /** A sheet that is read from here on. */
  table(name: string | null, layout: string, settled: TableColumns) {
    this.after = this.lastRow;
    const { columns, headings, answers, missing, unused, unusedMore } = settled;
    this.sheets.push({ name, after: this.after, layout, missing, unused, unusedMore, answers });
    for (const field of columns.keys())
      if (!this.fields.has(field) && !isPersonal(field))
        this.fields.set(field, field in answers ? TITLES[field] : (headings.get(field) ?? TITLES[field]));
    this.isNews = true;
    const read = createRowReader(settled, this.reading);
    const column = headings.get('number') ?? '';
    return {
      judge: (at: number, cells: readonly Cell[]): void => {
        const row = this.after + at;
        this.lastRow = row;
        if (isRepeatedHeadings(cells, columns, headings)) return this.pass('headings');
        if (isTotal(cells, columns)) return this.pass('totals');
        if ((this.count += 1) > this.most.rows) throw new NoRegistry('tooManyRows', { count: this.most.rows });
        const said = read(cells);
        const judged = this.twice.judge(row, said, column);
        if (judged === REPEATED) return this.pass('repeated');
        const line =
          typeof judged === 'string'
            ? `{"row":${row},"said":${judged}}`
            : this.errors.lineOf(row, this.textsOf(cells, columns), judged, numberOf(said));
        this.bytes += this.piece.add(line);
        if (this.bytes > this.most.bytes)
          throw new NoRegistry('tooMuchText', { megabytes: this.most.bytes / MEGABYTE });
      },
    };
  }

  private pass(how: keyof Passed): void {
    this.passed[how] += 1;
  }

  private textsOf(cells: readonly Cell[], columns: ReadonlyMap<Field, number>) {
    return (longest?: number) =>
      [...this.fields.keys()].map((field) => {
        const column = columns.get(field);
        return column === undefined ? '' : keptText(cells[column], longest);
      });
  }

  leaveOut(name: string | null, rows: number, why: SheetLeftOut['why']): void {
    this.leftOut.push({ name, rows, why });
    this.isNews = true;
  }

  headings(): Judged {
    this.isNews = false;
    const layout = { sheets: [...this.sheets], leftOut: [...this.leftOut] };
    return { what: 'headings', headings: [...this.fields.values()], layout };
  }

  get isPieceFull(): boolean {
    return this.piece.rows >= this.most.atOnce || this.piece.bytes >= this.most.bytesAtOnce;
  }

  get isPieceBegun(): boolean {
    return this.piece.rows > 0 || Object.values(this.passed).some((count) => count > 0);
  }

  /** What was judged since the last piece. */
  rows(): Judged {
    const { passed } = this;
    this.passed = { repeated: 0, totals: 0, headings: 0 };
    return { what: 'rows', lines: this.piece.take(), lastRow: this.lastRow, passed };
  }

  /** @throws NoRegistry when there is nothing that could be one */
  finish(): void {
    if (this.sheets.length === 0) {
      const reason = this.seen.has('number') ? 'noReceived' : this.seen.has('received') ? 'noNumber' : 'noHeadings';
      throw new NoRegistry(reason, { number: TITLES.number, received: TITLES.received });
    }
    if (this.count === 0) throw new NoRegistry('empty');
  }
}

/** A number that was read counts as seen, though the row contradicts another one. */
const numberOf = (read: ReadRow): string | null => (read.ok ? read.said.appeal.number : read.number);

type RowsInError = ReturnType<typeof rowsInError>;

/** Rows in error as they are kept: so many and no more, for they become one workbook. */
function rowsInError({ errors, errorBytes }: typeof LIMITS) {
  const kept = { rows: 0, bytes: 0 };
  return {
    lineOf(
      row: number,
      textsOf: (longest?: number) => readonly string[],
      complaints: readonly Complaint[],
      number: string | null,
    ): string {
      const named = number === null ? {} : { number };
      if (kept.rows >= errors.rows || kept.bytes >= errors.bytes) return JSON.stringify({ row, ...named });
      let texts = textsOf();
      // each of those that are cut is too long by itself, and told of
      if (bytesAtMost(texts) > errorBytes) texts = textsOf(LONGEST_WORDS + 1);
      const line = JSON.stringify({ row, cells: texts, complaints, ...named });
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
function repeats({ words }: RowReading, sheetOf: (row: number) => SheetRead | undefined) {
  const seen = new Map<string, { readonly row: number; readonly hash: number }>();
  const say = intakeWords(words);
  function placeOf(first: number, row: number): string {
    const [sheet, own] = [sheetOf(first), sheetOf(row)];
    const at = first - (sheet?.after ?? 0);
    return sheet === own || !sheet?.name
      ? say('registry.twice', { row: at })
      : say('registry.twiceOnSheet', { row: at, sheet: sheet.name });
  }
  return {
    /** @returns what the row says, as JSON; or what is wrong with it */
    judge(row: number, read: ReadRow, column: string): string | readonly Complaint[] {
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
      return [{ column, value: number, reason: placeOf(first.row, row) }];
    },
  };
}
