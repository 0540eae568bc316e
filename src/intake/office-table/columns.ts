import { LOCALES, wordsOf, type Locale } from '../../i18n';
import { entriesOf } from '../../regulation/lists';
import { plainWords } from '../registry/export-words';
import { HEADED_AS } from './their-words';

/** How a cell becomes a value of the roster. */
export type Reads = 'text' | 'roles' | 'yesNo' | 'kind' | 'days' | 'telegram' | 'digits' | 'snils';

/** The sheets of a table of the office, and what stands in their columns: the fields of the roster file. */
export const TABLES = {
  users: {
    name: 'text',
    position: 'text',
    roles: 'roles',
    canApprove: 'yesNo',
    organization: 'text',
    supervisor: 'text',
    snils: 'snils',
    telegramId: 'telegram',
    maxId: 'digits',
  },
  organizations: { name: 'text', kind: 'kind' },
  categories: { category: 'text', subcategory: 'text', fact: 'text', fastTrackDays: 'days', executor: 'text' },
} as const satisfies Record<string, Readonly<Record<string, Reads>>>;

export type Table = keyof typeof TABLES;
export const TABLE_NAMES = ['users', 'organizations', 'categories'] as const satisfies readonly Table[];
type FieldOf<Of extends Table> = keyof (typeof TABLES)[Of] & string;
export type Field = { [Of in Table]: FieldOf<Of> }[Table];

/** By these of its columns a sheet is known. */
export const KNOWN_BY: Readonly<Record<Table, readonly Field[]>> = {
  users: ['name', 'roles'],
  organizations: ['name', 'kind'],
  categories: ['category', 'subcategory'],
};

const FIELDS: Readonly<Record<Table, readonly (readonly [Field, Reads])[]>> = {
  users: entriesOf(TABLES.users),
  organizations: entriesOf(TABLES.organizations),
  categories: entriesOf(TABLES.categories),
};
export const fieldsOf = (table: Table): readonly (readonly [Field, Reads])[] => FIELDS[table];

type TextOf<Of extends Table> = `intake:table.${Of}.${FieldOf<Of>}`;

/** How the column is headed where we write it; each field of a table has its text. */
export const headingOf = (table: Table, field: Field, locale: Locale): string =>
  wordsOf(locale).plain(`intake:table.${table}.${field}` as TextOf<Table>);

const plainHeading = (heading: string): string => plainWords(heading.replace(/[*:«»"().]/g, ''));

/** By a heading in any language of the bot. */
const FIELD_OF: Readonly<Record<Table, ReadonlyMap<string, Field>>> = {
  users: fieldsByHeading('users'),
  organizations: fieldsByHeading('organizations'),
  categories: fieldsByHeading('categories'),
};

function fieldsByHeading(table: Table): ReadonlyMap<string, Field> {
  return new Map(
    fieldsOf(table).flatMap(([field]) =>
      [...LOCALES.map((locale) => headingOf(table, field, locale)), ...(HEADED_AS[table]?.[field] ?? [])].map(
        (heading) => [plainHeading(heading), field] as const,
      ),
    ),
  );
}

export const fieldOfHeading = (table: Table, heading: string): Field | null =>
  FIELD_OF[table].get(plainHeading(heading)) ?? null;
