// A table that somebody has sent, whatever it is for: XLSX or CSV, told by its bytes.

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
] as const;
export type TableRefusal = (typeof TABLE_REFUSALS)[number];

export interface SentRow {
  /** As a spreadsheet counts them, from 1. */
  readonly row: number;
  /** As people read them, trimmed; those after the last that has something are left out. */
  readonly cells: readonly string[];
}

export type SentTable =
  | { readonly ok: true; readonly rows: readonly SentRow[] }
  | {
      readonly ok: false;
      readonly refusal: TableRefusal;
      readonly params: Readonly<Record<string, string | number>>;
    };

/** Apart from whoever presses: time and memory are limited, and no bytes break it. */
export interface ReadTables {
  /** By the name under which the bytes are kept. */
  read(sha256: string): Promise<SentTable>;
}

/** A title and a line of blanks may stand above the headings. */
const HEADINGS_WITHIN = 15;

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
export function columnsIn<Column extends string>(
  rows: readonly SentRow[],
  wanted: Readonly<Record<Column, readonly string[]>>,
  needed: readonly NoInfer<Column>[],
): { readonly rows: readonly { readonly row: number; readonly cells: Readonly<Record<Column, string>> }[] } | null {
  const names = Object.keys(wanted) as Column[];
  for (const [at, { cells }] of rows.slice(0, HEADINGS_WITHIN).entries()) {
    const headings = cells.map(plain);
    const places = new Map(
      names.map((name) => [
        name,
        headings.findIndex((heading) => heading !== '' && wanted[name].some((word) => heading.startsWith(word))),
      ]),
    );
    if (needed.some((name) => (places.get(name) ?? -1) < 0)) continue;
    return {
      rows: rows.slice(at + 1).map((one) => ({
        row: one.row,
        cells: Object.fromEntries(names.map((name) => [name, one.cells[places.get(name) ?? -1] ?? ''])) as Record<
          Column,
          string
        >,
      })),
    };
  }
  return null;
}
