// What of a registry file of ПОС is read, and what people are asked before it is: words that its reader, its table and the chat share.

/** Columns without which a row can't be judged: the number, the day, the sign «59-ФЗ», whether it is over. */
export const DECIDING = ['number', 'received', 'law', 'status'] as const;
export type Deciding = (typeof DECIDING)[number];

/**
 * What «такого столбца нет» means:
 * leftOut   the sheet is left out
 * ordinary  every appeal is a message, but for those of which the applicant has chosen 59-ФЗ
 * later     new appeals are not registered for now
 * byDay     what has a day of its actual end is over
 */
export const ABSENCES = {
  number: ['leftOut'],
  received: ['leftOut'],
  law: ['ordinary', 'later'],
  status: ['byDay'],
} as const satisfies Readonly<Record<Deciding, readonly string[]>>;
export type Absence = (typeof ABSENCES)[Deciding][number];
export type ColumnAnswer = { readonly heading: string } | { readonly absent: Absence };
export type ColumnAnswers = Readonly<Partial<Record<Deciding, ColumnAnswer>>>;

/** What people are asked about a sheet before it can be read. */
export interface AskedColumns {
  /** The layout of its headings, under which the answers are remembered. */
  readonly layout: string;
  /** Null: the file has but one table. */
  readonly sheet: string | null;
  /** The first of them is asked now. */
  readonly fields: readonly Deciding[];
  /** Columns that are none of ПОС', in the order of the file; null: it was chosen already. */
  readonly headings: readonly (string | null)[];
  /** There are so many more, which are not offered. */
  readonly more: number;
}

/** A sheet that is read, and what of it is not. Names of columns as ПОС and as the file have them. */
export interface SheetRead {
  readonly name: string | null;
  /** Its rows are counted from here: rows of all sheets stand in one line. */
  readonly after: number;
  readonly layout: string;
  readonly missing: readonly string[];
  readonly unused: readonly string[];
  readonly unusedMore: number;
  /** What people have answered. */
  readonly answers: ColumnAnswers;
}
export interface SheetLeftOut {
  readonly name: string | null;
  /** With something in them. */
  readonly rows: number;
  readonly why: 'noHeadings' | 'noColumn' | 'tooMany';
}
export interface RegistryLayout {
  readonly sheets: readonly SheetRead[];
  readonly leftOut: readonly SheetLeftOut[];
}
