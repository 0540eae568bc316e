import { keptText, type Cell } from './cells';
import { HEADINGS, plainWords, type Field } from './export-words';

/** Where the fields stand, by the number of their column from 0. */
export type Columns = ReadonlyMap<Field, number>;

/** How they are written in this file. */
export type Headings = ReadonlyMap<Field, string>;

/** In the order of the file. Of a column that ПОС does not have nothing goes further: an applicant may stand there. */
export type FoundHeadings =
  | { readonly what: 'found'; readonly columns: Columns; readonly headings: Headings }
  /** Two columns have one name: which of them is meant is anybody's guess. */
  | { readonly what: 'twice'; readonly heading: string }
  | { readonly what: 'none' };

/** A title, a merged line of groups and blanks may stand above the headings. */
export const HEADINGS_WITHIN = 15;

const FIELDS = new Map(Object.entries(HEADINGS).map(([field, heading]) => [heading as string, field as Field]));

/** Null: a column that ПОС' export does not have, or of which we make nothing. */
export const fieldOf = (heading: string): Field | null =>
  FIELDS.get(plainWords(heading.replace(/[*:"«»]/g, ''))) ?? null;

/** Of a heading, in UTF-16 units: the longest of ПОС has fifty, and an office's own note may stand behind it. */
const LONGEST_HEADING = 200;

/** Whether this row is the one of the headings, and which column is which. */
export function findHeadings(cells: readonly Cell[]): FoundHeadings {
  const columns = new Map<Field, number>();
  const headings = new Map<Field, string>();
  let twice: string | null = null;
  cells.forEach((cell, index) => {
    if (typeof cell !== 'string' || cell.length > LONGEST_HEADING) return;
    const heading = keptText(cell);
    const field = fieldOf(heading);
    if (field === null) return;
    if (columns.has(field)) twice ??= heading;
    else {
      columns.set(field, index);
      headings.set(field, heading);
    }
  });
  if (!columns.has('number') || !columns.has('received')) return { what: 'none' };
  return twice === null ? { what: 'found', columns, headings } : { what: 'twice', heading: twice };
}
