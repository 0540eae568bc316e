import { z } from 'zod';
import type { Right, AppealList } from '../../../src/regulation/rights';
import {
  daysBetween,
  parsePlainDate,
  plusDays,
  toPlainDate,
  yearOf,
  type PlainDate,
} from '../../../src/regulation/calendar';
import { entriesOf } from '../../../src/regulation/lists';
import type { Unit } from '../../../src/usecases/kit/account-params';

export type Fields = Readonly<Record<string, z.ZodType<unknown, string | undefined>>>;
/** What a button is called in a message, who may press it (null: everybody who works here, each to what is theirs), and what it names. */
export interface Row<Of extends Fields> {
  readonly code: string;
  readonly right: Right | null;
  readonly fields: Of;
}

/**
 * Every button: what it is called in a message, who may press it, and what it names. Identity, never a right and never a text;
 * the right is checked at the press, and what the press does checks again. Messages in chats keep these codes: rows and
 * fields are added at the end and never changed. Each table of `button-rows/` merges its rows; button-table.ts has them all.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- see above
export interface ButtonRows {}

export type ButtonKind = keyof ButtonRows;
type FieldsOf<Kind extends ButtonKind> = ButtonRows[Kind]['fields'];
type Named<Of extends Fields> = {
  readonly [Name in keyof Of as undefined extends z.output<Of[Name]> ? never : Name]: z.output<Of[Name]>;
} & {
  readonly [Name in keyof Of as undefined extends z.output<Of[Name]> ? Name : never]?: z.output<Of[Name]>;
};
/** What a press names. */
export type Button<Kind extends ButtonKind = ButtonKind> = {
  [Each in Kind]: { readonly kind: Each } & Named<FieldsOf<Each>>;
}[Kind];

// What the parts of a button may be: each of a schema of its own, as it goes over the wire and as it is meant.

/** Ids are PostgreSQL's integers: a forged larger one would be its error instead of our answer. */
export const LARGEST_ID = 2_147_483_647;

/** Whole numbers in base 36. */
export const upTo = (most: number) =>
  z.codec(z.string().regex(/^[0-9a-z]{1,7}$/), z.int().min(0).max(most), {
    decode: (text) => parseInt(text, 36),
    encode: (value) => value.toString(36),
  });
/** Ids, versions, revisions. */
export const number = upTo(LARGEST_ID);
/** Rows of several slices in one part of a button, joined by dots; of a slice at most one. */
export function rowsNamed<Name extends string>(codes: Readonly<Record<Name, string>>, most: number) {
  const names = new Map(entriesOf<Readonly<Record<Name, string>>>(codes).map(([name, code]) => [code, name]));
  type Named = readonly { readonly by: Name; readonly code: string }[];
  return z.codec(z.string(), z.custom<Named>(), {
    decode: (text, context) => {
      const rows = text.split('.').map((one) => ({ by: names.get(one.slice(0, 1)), code: one.slice(1) }));
      const known = rows.flatMap(({ by, code }) => (by !== undefined && code !== '' ? [{ by, code }] : []));
      const isKnown = known.length === rows.length && known.length <= most && new Set(known.map(({ by }) => by)).size === known.length; // prettier-ignore
      if (!isKnown) context.issues.push({ code: 'custom', input: text, message: 'unknown rows' });
      return isKnown ? known : z.NEVER;
    },
    encode: (rows) => rows.map(({ by, code }) => `${codes[by]}${code}`).join('.'),
  });
}
/** Of a list that is append-only, as messages already sent keep the codes. */
export function coded<Name extends string>(codes: Readonly<Record<Name, string>>) {
  const names = new Map(
    entriesOf<Readonly<Record<Name, string>>>(codes).map(([name, code]): [string, Name] => [code, name]),
  );
  if (names.size !== Object.keys(codes).length)
    throw new Error(`Two wire codes are the same: ${Object.values(codes).join(' ')}`);
  return z.codec(z.string(), z.custom<Name>(), {
    decode: (code, context) => {
      const name = names.get(code);
      if (name === undefined) context.issues.push({ code: 'custom', input: code, message: 'an unknown code' });
      return name ?? z.NEVER;
    },
    encode: (name) => codes[name],
  });
}
export const oneOf = <const Name extends string>(names: readonly Name[]) => z.enum(names);
export const word = z.string();
/** Two states of a toggle. Its button says what it will be, so that a second tap changes nothing. */
export const flag = coded({ on: '1', off: '0' });

const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;
/** A day that a calendar could have; null: anything else. What a form has kept is asked too: an older release may have let it in. */
export function knownDay(text: unknown): PlainDate | null {
  const day = typeof text === 'string' ? parsePlainDate(text) : null;
  return day !== null && yearOf(day) >= FIRST_YEAR && yearOf(day) <= LAST_YEAR ? day : null;
}
export const day = z.codec(z.string(), z.custom<PlainDate>(), {
  decode: (text, context) => {
    const known = knownDay(text);
    if (known === null) context.issues.push({ code: 'custom', input: text, message: 'no day' });
    return known ?? z.NEVER;
  },
  encode: (value) => value,
});

/** The same in three letters, where much has to go into a button. What lies before the first day is drawn, too, and refused like any unknown one. */
const FIRST_DAY = toPlainDate('2000-01-01');
export const shortDay = z.codec(z.string().regex(/^-?[0-9a-z]{1,5}$/), z.custom<PlainDate>(), {
  decode: (text, context) => {
    const known = knownDay(plusDays(FIRST_DAY, parseInt(text, 36)));
    if (known === null) context.issues.push({ code: 'custom', input: text, message: 'no day' });
    return known ?? z.NEVER;
  },
  encode: (value) => daysBetween(FIRST_DAY, value).toString(36),
});

// A row of the table of buttons, and what rows of several subjects name.

export const row = <Of extends Fields>(code: string, right: Right | null, fields: Of): Row<Of> => ({
  code,
  right,
  fields,
});

/** A page that no list reaches: where one begins is counted from it, and a list says itself where it ends. */
const LARGEST_PAGE = 99_999;
export const LONGEST_TERM_DAYS = 366;
export const MINUTES_OF_DAY = 24 * 60;

export const ofAppeal = { appealId: number };
export const page = upTo(LARGEST_PAGE);
/** What it does has been looked at. */
export const sure = oneOf(['yes']).optional();
/** Of what a period is one. */
export const unit = coded({
  day: 'd',
  week: 'w',
  month: 'm',
  quarter: 'q',
  year: 'y',
  own: 'o',
} as const satisfies Record<Unit, string>);
export const period = { unit, from: day, to: day };

/** Lists of appeals; links have the codes too. */
export const LISTS = {
  mine: 'm',
  coordination: 'c',
  agreement: 'g',
  approval: 'a',
  overdue: 'o',
  soon: 's',
  organizations: 'w',
  placing: 'p',
  found: 'f',
  unreported: 'r',
  work: 'k',
  postponed: 't',
  returned: 'e',
  selfApproved: 'b',
  formal: 'u',
  photoWarnings: 'i',
  incomplete: 'j',
  closed: 'l',
  lowMarks: 'v',
} as const satisfies Record<AppealList, string>;

/** What a button of a dialog does; the revision makes a second tap harmless. */
export const MOVES = { pick: 'p', done: 'd', cancel: 'c', back: 'b', page: 'g', month: 'm', other: 'o' } as const;
export type Move = keyof typeof MOVES;
