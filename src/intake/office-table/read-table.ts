import { wordsOf, type Locale } from '../../i18n';
import type { KnownOffice, ReadTable, TableFault } from '../../usecases/office/tables';
import { columnsIn, rowsBelow, type SentSheet } from '../../usecases/kit/sent-table';
import { complaints, intakeWords, type IntakeKey, type IntakeWords } from '../complaints';
import { checkRoster, rosterData, type PlaceOf } from '../roster';
import { fieldOfHeading, fieldsOf, headingOf, KNOWN_BY, TABLE_NAMES, type Field, type Table } from './columns';
import { readCell } from './read-cell';

/** Of one sheet: a district has hundreds of people and some thousand categories. */
const MOST_ROWS = 5_000;
/** Of a heading that is told back. */
const LONGEST_HEADING = 60;

interface Line {
  readonly sheet: string | null;
  readonly row: number;
}

/** What the sheets of one table say, record by record, and where each stands. */
interface Said {
  readonly records: Record<string, unknown>[];
  readonly lines: Line[];
}

interface Reading {
  readonly said: Readonly<Record<Table, Said>>;
  readonly faults: TableFault[];
  readonly ignored: Set<string>;
  readonly locale: Locale;
  readonly words: IntakeWords;
}

interface Found {
  readonly table: Table;
  readonly columns: ReadonlyMap<Field, number>;
}

/** People, organizations and categories out of a workbook: each sheet by the headings that it has, in any order. */
export async function readOfficeTable(
  sheets: AsyncIterable<SentSheet> | Iterable<SentSheet>,
  locale: Locale,
  known: KnownOffice,
): Promise<ReadTable> {
  const nothing = (): Said => ({ records: [], lines: [] });
  const said = { users: nothing(), organizations: nothing(), categories: nothing() };
  const words = intakeWords(wordsOf(locale));
  const reading: Reading = { said, faults: [], ignored: new Set(), locale, words };
  let isFound = false;
  for await (const sheet of sheets) isFound = (await readSheet(reading, sheet)) || isFound;
  if (!isFound) reading.faults.push({ place: null, reason: words('table.noTable') });
  else if (TABLE_NAMES.every((table) => said[table].records.length === 0))
    reading.faults.push({ place: null, reason: words('table.empty') });
  return judged(reading, known);
}

/** @returns whether it is one of ours */
async function readSheet(reading: Reading, { name, rows }: SentSheet): Promise<boolean> {
  let isFound = false;
  let count = 0;
  const lookedFor = (cells: readonly string[]): Found | null => {
    const found = headingsIn(reading, cells);
    isFound = found !== null;
    return found;
  };
  for await (const { row, cells, found } of rowsBelow(rows ?? [], lookedFor)) {
    count += 1;
    if (count > MOST_ROWS) {
      const reason = reading.words('table.tooManyRows', { count: MOST_ROWS });
      reading.faults.push({ place: name, reason });
      break;
    }
    readRow(reading, found, { sheet: name, row }, cells);
  }
  return isFound;
}

/** Null: they are not in this row. Columns of an office's own are named, and left alone. */
function headingsIn({ ignored }: Reading, cells: readonly string[]): Found | null {
  for (const table of TABLE_NAMES) {
    const { columns, others } = columnsIn(cells, (heading) => fieldOfHeading(table, heading));
    if (!KNOWN_BY[table].every((field) => columns.has(field))) continue;
    for (const text of others) ignored.add(text.slice(0, LONGEST_HEADING));
    return { table, columns };
  }
  return null;
}

function readRow(reading: Reading, { table, columns }: Found, line: Line, cells: readonly string[]): void {
  const { said, faults, words } = reading;
  const { records, lines } = said[table];
  const readers = new Map(fieldsOf(table));
  const record: Record<string, unknown> = {};
  for (const [field, index] of columns) {
    const { value, fault } = readCell(cells[index] ?? '', readers.get(field) ?? 'text');
    if (value !== undefined) record[field] = value;
    if (!fault) continue;
    faults.push({ place: placeOf(reading, table, line, field), reason: words(fault.key, fault.params) });
    // The rest of the row is looked at all the same: the file comes to nothing anyway.
    if (field === 'roles') record.roles = ['executor'];
  }
  lines.push(line);
  records.push(table === 'users' ? { name: '', roles: [], ...record } : { ...NAMED[table], ...record });
}

/** Of what has to be said, so that an empty cell is told in words and not in types. */
const NAMED = { organizations: { name: '', kind: 'subordinate' }, categories: { category: '' } } as const;

function placeOf({ locale }: Reading, table: Table, { sheet, row }: Line, field?: Field): string {
  const { plain } = wordsOf(locale);
  const place = plain(sheet === null ? 'intake:table.row' : 'intake:table.rowOfSheet', { sheet: sheet ?? '', row });
  if (field === undefined) return place;
  return plain('intake:table.columnOf', { place, column: headingOf(table, field, locale) });
}

/** The words of the roster file speak of its fields; here they speak of columns. */
const SPOKEN: Partial<Record<IntakeKey, IntakeKey>> = {
  'roster.unknownPerson': 'table.unknownPerson',
  'roster.unknownOrganization': 'table.unknownOrganization',
  'roster.notSupervisor': 'table.notSupervisor',
  'roster.notExecutor': 'table.notExecutor',
  'roster.telegramIdTwice': 'table.telegramIdTwice',
  'roster.maxIdTwice': 'table.maxIdTwice',
  'roster.canApproveWithoutRole': 'table.canApproveWithoutRole',
};

function judged(reading: Reading, known: KnownOffice): ReadTable {
  const { said, faults, ignored, words } = reading;
  const lineOf = (list: string, index: number): Line | undefined =>
    isTable(list) ? said[list].lines[index] : undefined;
  const inWords: PlaceOf = (list, index) => {
    const line = lineOf(list, index);
    return line && isTable(list) ? placeOf(reading, list, line) : '';
  };
  const lists = {
    users: said.users.records,
    organizations: said.organizations.records,
    categories: said.categories.records,
  };
  const parsed = checkRoster(lists, known, inWords);
  const spoken: IntakeWords = (key, params) => words(SPOKEN[key] ?? key, params);
  for (const issue of parsed.error?.issues ?? []) {
    const [list, index, field] = issue.path;
    const table = typeof list === 'string' && isTable(list) ? list : null;
    const line = table && typeof index === 'number' ? said[table].lines[index] : undefined;
    const at = fieldsOf(table ?? 'users').find(([name]) => name === field)?.[0];
    for (const { reason, todo } of complaints({ issues: [issue] }, spoken))
      faults.push({
        place: table && line ? placeOf(reading, table, line, at) : null,
        reason: todo === undefined ? reason : `${reason}; ${todo}`,
      });
  }
  if (parsed.success && faults.length === 0)
    return { ok: true, roster: rosterData(parsed.data), ignored: [...ignored] };
  return atMost(faults);
}

const isTable = (list: string): list is Table => TABLE_NAMES.some((table) => table === list);

/** More would be read by nobody. */
const MOST_FAULTS = 100;
const atMost = (faults: readonly TableFault[]): ReadTable => ({
  ok: false,
  faults: faults.slice(0, MOST_FAULTS),
  more: faults.length > MOST_FAULTS,
});
