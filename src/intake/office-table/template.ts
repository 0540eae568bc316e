import { wordsOf, type Locale } from '../../i18n';
import type { OfficeNow } from '../../usecases/office/tables';
import type { Sheet } from '../../usecases/kit/sent-table';
import { fieldsOf, headingOf, TABLE_NAMES, type Field, type Reads, type Table } from './columns';

const WIDTH: Readonly<Record<Reads, number>> = {
  text: 32,
  roles: 32,
  yesNo: 12,
  kind: 22,
  days: 12,
  telegram: 16,
  digits: 16,
  snils: 16,
};
const WIDTH_OF_NOTES = 110;

/** The office as a workbook, sheet by sheet, and how it is filled in. */
export function templateSheets(office: OfficeNow, locale: Locale): Sheet[] {
  const { plain } = wordsOf(locale);
  return [
    ...TABLE_NAMES.map((table) => sheetOf(table, office[table], locale)),
    {
      name: plain('intake:table.notes'),
      columns: [{ heading: plain('intake:table.notes'), type: 'text', width: WIDTH_OF_NOTES }],
      rows: plain('intake:table.note')
        .split('\n')
        .map((line) => [line]),
    },
  ];
}

function sheetOf(table: Table, records: readonly Partial<Record<Field, unknown>>[], locale: Locale): Sheet {
  const fields = fieldsOf(table);
  return {
    name: wordsOf(locale).plain(`intake:table.${table}.sheet`),
    // Numbers as texts: a spreadsheet would take the zeros before a СНИЛС away.
    columns: fields.map(([field, reads]) => ({
      heading: headingOf(table, field, locale),
      type: 'text',
      width: WIDTH[reads],
    })),
    rows: records.map((record) => fields.map(([field, reads]) => cellOf(record[field], reads, locale))),
  };
}

function cellOf(value: unknown, reads: Reads, locale: Locale): string | null {
  const { plain } = wordsOf(locale);
  switch (reads) {
    case 'roles':
      return Array.isArray(value)
        ? value.map((role: OfficeNow['users'][number]['roles'][number]) => plain(`people:role.${role}`)).join(', ')
        : null;
    case 'yesNo':
      return value === true ? plain('intake:table.yes') : null;
    case 'kind':
      return value === 'outside' || value === 'subordinate' ? plain(`intake:table.kind.${value}`) : null;
    case 'text':
    case 'days':
    case 'telegram':
    case 'digits':
    case 'snils':
      return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  }
}
