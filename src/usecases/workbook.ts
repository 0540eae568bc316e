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
