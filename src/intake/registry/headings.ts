import { createHash } from 'node:crypto';
import {
  DECIDING,
  type AskedColumns,
  type ColumnAnswer,
  type ColumnAnswers,
  type Deciding,
} from '../../regulation/registry-layout';
import { keptText, type Cell } from './cells';
import { FIELDS, isOptional, plainWords, TITLES, type Field } from './export-words';

/** Where the fields stand, by the number of their column from 0. */
export type Columns = ReadonlyMap<Field, number>;

/** How they are written in this file. */
export type Headings = ReadonlyMap<Field, string>;

/** What people have answered, by the layout of the headings. */
export type Remembered = Readonly<Record<string, ColumnAnswers>>;

export interface FoundHeadings {
  readonly what: 'found';
  /** In the order of the file. Of a column that ПОС does not have nothing but its name goes further: an applicant may stand there. */
  readonly columns: Columns;
  readonly headings: Headings;
  readonly others: ReadonlyMap<string, number>;
  /** Columns with no name, or a longer one than is looked at. */
  readonly nameless: number;
  readonly layout: string;
}

/** `twice`: two columns have one name, and which of them is meant is anybody's guess. `none`: these of ПОС' stand in the row. */
type Seen =
  | FoundHeadings
  | { readonly what: 'twice'; readonly heading: string }
  | { readonly what: 'none'; readonly known: readonly Field[] };

/** A title, a merged line of groups and blanks may stand above the headings. */
export const HEADINGS_WITHIN = 15;
/** So many names of ПОС in one row are its headings, though a column that decides has another name. */
const ENOUGH_NAMES = 3;

const FIELD_OF = new Map(FIELDS.map((field) => [plainWords(TITLES[field]), field]));

/** As two people write one heading. */
const plainHeading = (heading: string): string => plainWords(heading.replace(/[*:"«»]/g, ''));

/** Null: a column that ПОС' export does not have, or of which we make nothing. */
export const fieldOf = (heading: string): Field | null => FIELD_OF.get(plainHeading(heading)) ?? null;

/** Of a heading, in UTF-16 units: the longest of ПОС has fifty, and an office's own note may stand behind it. */
const LONGEST_HEADING = 200;

/** Whether this row is the one of the headings, and which column is which. */
export function findHeadings(cells: readonly Cell[]): Seen {
  const columns = new Map<Field, number>();
  const headings = new Map<Field, string>();
  const others = new Map<string, number>();
  let nameless = 0;
  let twice: string | null = null;
  cells.forEach((cell, index) => {
    if (typeof cell !== 'string' || cell.length > LONGEST_HEADING) {
      if (cell !== null && cell !== undefined && cell !== '') nameless += 1;
      return;
    }
    const heading = keptText(cell);
    const field = fieldOf(heading);
    if (field === null) {
      if (heading.trim() !== '' && !others.has(heading)) others.set(heading, index);
    } else if (columns.has(field)) twice ??= heading;
    else {
      columns.set(field, index);
      headings.set(field, heading);
    }
  });
  const isWhole = columns.has('number') && columns.has('received');
  const ofPos = [...columns.keys()].filter((field) => !isOptional(field));
  if (!isWhole && ofPos.length < ENOUGH_NAMES) return { what: 'none', known: [...columns.keys()] };
  if (twice !== null) return { what: 'twice', heading: twice };
  const layout = layoutOf([...headings.values(), ...others.keys()]);
  return { what: 'found', columns, headings, others, nameless, layout };
}

/** Under which the answers about files with these headings are remembered, in whichever order they stand. */
const layoutOf = (headings: readonly string[]): string =>
  createHash('sha256')
    .update([...new Set(headings.map(plainHeading))].sort().join('\n'))
    .digest('hex');

/** Columns that decide and were not found; the end of an appeal stands in either of two. */
const missingOf = ({ columns }: FoundHeadings): Deciding[] =>
  DECIDING.filter((field) => !columns.has(field) && !(field === 'status' && columns.has('stage')));

/** So many columns are offered, or named as left out, each of so many units. */
const MOST_NAMED = 30;
const LONGEST_NAME = 60;
const nameOf = (heading: string): string => keptText(heading.trim(), LONGEST_NAME);

/** How a table is read, people's answers included. */
export interface TableColumns {
  readonly columns: Columns;
  /** As people are told of them: the file's own names. */
  readonly headings: Headings;
  /** Of the answers, what was meant by those that name no column. */
  readonly absent: ReadonlySet<string>;
  readonly answers: ColumnAnswers;
  readonly missing: readonly string[];
  readonly unused: readonly string[];
  readonly unusedMore: number;
}

/** @returns what people are to be asked; or how the table is read */
export function settle(found: FoundHeadings, remembered: Remembered): AskedColumns | TableColumns {
  const others = [...found.others];
  const given = remembered[found.layout] ?? {};
  const columnOf = (answer: ColumnAnswer | undefined) =>
    answer && 'heading' in answer ? others.find(([name]) => nameOf(name) === answer.heading) : undefined;
  const missing = missingOf(found);
  const fields = missing.filter((field) => {
    const answer = given[field];
    return answer === undefined || ('heading' in answer && columnOf(answer) === undefined);
  });
  const offered = others.slice(0, MOST_NAMED).map(([name]) => nameOf(name));
  if (fields.length > 0)
    return { layout: found.layout, sheet: null, fields, headings: offered, more: others.length - offered.length };
  const columns = new Map(found.columns);
  const headings = new Map(found.headings);
  const answers: Partial<Record<Deciding, ColumnAnswer>> = {};
  for (const field of missing) {
    const answer = given[field];
    if (answer) answers[field] = answer;
    const column = columnOf(answer);
    if (!column) continue;
    headings.set(field, column[0]);
    columns.set(field, column[1]);
  }
  const unused = others.filter(([, index]) => ![...columns.values()].includes(index));
  const named = unused.slice(0, MOST_NAMED).map(([name]) => nameOf(name));
  return {
    columns,
    headings,
    answers,
    absent: new Set(Object.values(answers).flatMap((answer) => ('absent' in answer ? [answer.absent] : []))),
    missing: FIELDS.filter((field) => !columns.has(field) && !isOptional(field)).map((field) => TITLES[field]),
    unused: named,
    unusedMore: unused.length - named.length + found.nameless,
  };
}
