import { recordOf } from '../../regulation/lists';

// Files for a spreadsheet program, as whoever writes them is told.

/** A sheet of a workbook: its heading is the first row, frozen and with filters. */
export interface Sheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** Of `moment` and `day` columns: the office's clock read as if it were UTC, since a spreadsheet knows no zones. */
  readonly rows: readonly (readonly SheetCell[])[];
  /** Of its own rows, beside them: a spreadsheet draws them anew when somebody filters. */
  readonly charts?: readonly SheetChart[];
}

/** `share`: a part of one, which is read as a percentage wherever it stands. */
export type SheetCell = string | number | Date | null | { readonly share: number };

/** A chart of a sheet; columns are counted from 0. */
export interface SheetChart {
  readonly as: 'columns' | 'bars' | 'line';
  readonly title: string;
  /** What stands under each bar. */
  readonly labels: number;
  readonly values: readonly number[];
}

export interface SheetColumn {
  readonly heading: string;
  readonly type: 'text' | 'number' | 'decimal' | 'share' | 'day' | 'month' | 'moment';
  /** In characters. */
  readonly width: number;
}

/** A file for a spreadsheet program (XLSX). What begins with `=`, `+`, `-` or `@` stays text in it. */
export type WriteWorkbook = (sheets: readonly Sheet[]) => Promise<Uint8Array>;

// A table that somebody has sent, whatever it is for: XLSX or CSV, told by its bytes. What its columns mean each subject says by itself.

/** Why nothing could be read; each is a key of `table:refused`, which says what to do too. */
export const TABLE_REFUSALS = [
  'nothing',
  'empty',
  'truncated',
  'tooLarge',
  'tooManyRows',
  'tooMuchText',
  'password',
  'oldExcel',
  'otherOffice',
  'webPage',
  'noTable',
  'quotes',
  'longCell',
  'tooSlow',
  'tooHeavy',
  'failed',
] as const;
export type TableRefusal = (typeof TABLE_REFUSALS)[number];

export interface SentRow {
  /** As a spreadsheet counts them, from 1. */
  readonly row: number;
  /** As people read them, trimmed; those after the last that has something are left out. */
  readonly cells: readonly string[];
}

/** A sheet of a workbook, or the one table of a text. Blank rows are left out. */
export interface SentSheet {
  /** Null: the file has no sheets, or only this one. */
  readonly name: string | null;
  /** Null: a workbook has too many, and this one is not looked into. */
  readonly rows: AsyncIterable<SentRow> | null;
}

export interface RefusedTable {
  readonly ok: false;
  readonly refusal: TableRefusal;
  readonly params: Readonly<Record<string, string | number>>;
}
export type SentTable = { readonly ok: true; readonly rows: readonly SentRow[] } | RefusedTable;

/** Apart from whoever presses: time and memory are limited, and no bytes break it. */
export interface ReadTables {
  /** By the name under which the bytes are kept. */
  read(sha256: string): Promise<SentTable>;
}

/** A title and a line of blanks may stand above the headings. */
const HEADINGS_WITHIN = 15;

/**
 * Which columns have headings in this row: of those of one meaning the first.
 * @param meaningOf null: a heading that means nothing to us
 */
export function columnsIn<Column>(
  cells: readonly string[],
  meaningOf: (heading: string) => Column | null,
): { readonly columns: ReadonlyMap<Column, number>; readonly others: readonly string[] } {
  const columns = new Map<Column, number>();
  const others: string[] = [];
  for (const [index, heading] of cells.entries()) {
    const column = heading === '' ? null : meaningOf(heading);
    if (column !== null && !columns.has(column)) columns.set(column, index);
    else if (heading !== '') others.push(heading);
  }
  return { columns, others };
}

/**
 * The rows below the headings of a sheet, each with what was found in these; none where no row has them.
 * @param headingsIn what a row of headings says; null: it is none
 */
export async function* rowsBelow<Found>(
  rows: AsyncIterable<SentRow> | Iterable<SentRow>,
  headingsIn: (cells: readonly string[]) => Found | null,
): AsyncGenerator<SentRow & { readonly found: Found }> {
  let found: Found | null = null;
  let looked = 0;
  for await (const sent of rows) {
    if (found !== null) yield { ...sent, found };
    else if ((looked += 1) > HEADINGS_WITHIN) return;
    else found = headingsIn(sent.cells);
  }
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();

/**
 * Where the columns of a table stand, and its rows below their headings.
 * @param wanted by column, what its heading begins with, in plain letters; the first that has it is it
 * @param needed without which this row is no row of headings
 * @returns null: no row has them
 */
export function tableIn<Column extends string>(
  rows: readonly SentRow[],
  wanted: Readonly<Record<Column, readonly string[]>>,
  needed: readonly NoInfer<Column>[],
): { readonly rows: readonly { readonly row: number; readonly cells: Readonly<Record<Column, string>> }[] } | null {
  const names = Object.keys(wanted) as Column[];
  const meaningOf = (heading: string) =>
    names.find((name) => wanted[name].some((word) => plain(heading).startsWith(word))) ?? null;
  for (const [at, { cells }] of rows.slice(0, HEADINGS_WITHIN).entries()) {
    const { columns } = columnsIn(cells, meaningOf);
    if (!needed.every((name) => columns.has(name))) continue;
    return {
      rows: rows.slice(at + 1).map((one) => ({
        row: one.row,
        cells: recordOf(names, (name) => one.cells[columns.get(name) ?? -1] ?? ''),
      })),
    };
  }
  return null;
}
