import { HEADINGS, plainWords, type Field } from './export-words';

/** Where the fields stand, by the number of their column from 0. */
export type Columns = ReadonlyMap<Field, number>;

export type FoundHeadings =
  | { readonly what: 'found'; readonly columns: Columns; readonly headings: readonly string[] }
  /** Two columns have one name: which of them is meant is anybody's guess. */
  | { readonly what: 'twice'; readonly heading: string }
  | { readonly what: 'none' };

/** A title, a merged line of groups and blanks may stand above the headings. */
export const HEADINGS_WITHIN = 15;

const FIELDS = new Map(Object.entries(HEADINGS).map(([field, heading]) => [heading as string, field as Field]));

/** Null: a column that ПОС' export does not have, or of which we make nothing. */
export const fieldOf = (heading: string): Field | null =>
  FIELDS.get(plainWords(heading.replace(/[*:"«»]/g, ''))) ?? null;

/** Whether this row is the one of the headings, and which column is which. */
export function findHeadings(cells: readonly string[]): FoundHeadings {
  const columns = new Map<Field, number>();
  let twice: string | null = null;
  cells.forEach((cell, index) => {
    const field = fieldOf(cell);
    if (field === null) return;
    if (columns.has(field)) twice ??= cell.trim();
    else columns.set(field, index);
  });
  if (!columns.has('number') || !columns.has('received')) return { what: 'none' };
  return twice === null ? { what: 'found', columns, headings: cells } : { what: 'twice', heading: twice };
}
