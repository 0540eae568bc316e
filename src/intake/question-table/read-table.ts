import { createHash } from 'node:crypto';
import { LOCALES, wordsOf, type Locale, type Words } from '../../i18n';
import { lengthInCharacters, isMeaningful } from '../../text/plain-text';
import { LONGEST_QUESTION } from '../../usecases/direct-lines/gather';
import type { QuestionFault, QuestionRow, ReadQuestionTable } from '../../usecases/direct-lines/question-tables';
import { LONGEST } from '../record';
import { isBlank, keptText, momentOfText, type Cell } from '../registry/cells';
import { plainWords } from '../registry/export-words';
import { HEADINGS_WITHIN } from '../registry/headings';
import type { FileTable } from '../registry/judge-rows';

/** Of all sheets: what a direct line of a district gathers in a year is a tenth. */
const MOST_ROWS = 10_000;
const MOST_COLUMNS = 100;
const LONGEST_HEADING = 60;
/** Rows in error that are told; whoever mends a table mends these first. */
const MOST_FAULTS = 100;

const FIELDS = ['text', 'askedAt', 'settlement', 'address'] as const;
type Field = (typeof FIELDS)[number];
type Columns = ReadonlyMap<Field, number>;

/** By a heading in any language of the bot, ours or one that offices use. */
const FIELD_OF = new Map(
  FIELDS.flatMap((field) =>
    LOCALES.flatMap((locale) =>
      [
        wordsOf(locale).plain(`line:table.heading.${field}`),
        ...wordsOf(locale).plain(`line:table.also.${field}`).split('|'),
      ].map((heading) => [plainWords(heading), field] as const),
    ),
  ),
);

/** Questions out of a workbook or a CSV: by headings in any order; the good rows, and what is wrong with the others. */
export async function readQuestionTable(
  tables: AsyncIterable<FileTable> | Iterable<FileTable>,
  locale: Locale,
): Promise<ReadQuestionTable> {
  const words = wordsOf(locale);
  const rows: QuestionRow[] = [];
  const faults: QuestionFault[] = [];
  let [faulty, isFound] = [0, false];
  for await (const { rows: lines } of tables) {
    if (lines === null) continue;
    let columns: Columns | null = null;
    for await (const { row, cells } of lines) {
      const looked = cells.slice(0, MOST_COLUMNS);
      if (columns === null) {
        if (row > HEADINGS_WITHIN) break;
        columns = columnsIn(looked);
        isFound ||= columns !== null;
      } else if (!looked.every((cell) => isBlank(cell))) {
        if (rows.length + faulty === MOST_ROWS)
          return refused(words.plain('line:table.tooManyRows', { count: MOST_ROWS }));
        const read = readRow(columns, looked, words);
        if (typeof read !== 'string') rows.push(read);
        else {
          faulty += 1;
          if (faults.length < MOST_FAULTS) faults.push({ row, reason: read });
        }
      }
    }
  }
  if (!isFound) return refused(words.plain('line:table.noHeadings'));
  return rows.length + faulty === 0 ? refused(words.plain('intake:table.empty')) : { rows, faults, faulty };
}

const refused = (reason: string): ReadQuestionTable => ({ rows: [], faults: [{ row: null, reason }], faulty: 1 });

/** Null: the headings are not in this row. */
function columnsIn(cells: readonly Cell[]): Columns | null {
  const columns = new Map<Field, number>();
  for (const [index, cell] of cells.entries()) {
    const field = FIELD_OF.get(plainWords(keptText(cell, LONGEST_HEADING)));
    if (field !== undefined && !columns.has(field)) columns.set(field, index);
  }
  return columns.has('text') ? columns : null;
}

/** The question, or what is wrong with the row. */
function readRow(columns: Columns, cells: readonly Cell[], words: Words): QuestionRow | string {
  const said = (field: Field): string => {
    const index = columns.get(field);
    return index === undefined ? '' : keptText(cells[index]).trim();
  };
  const text = said('text');
  if (!isMeaningful(text)) return words.plain('line:table.noText');
  if (lengthInCharacters(text) > LONGEST_QUESTION)
    return words.plain('line:table.longText', { count: LONGEST_QUESTION });
  const [settlement, address, day] = [said('settlement'), said('address'), said('askedAt')];
  if (lengthInCharacters(settlement) > LONGEST.name || lengthInCharacters(address) > LONGEST.place)
    return words.plain('line:table.longPlace');
  const asked = day === '' ? null : momentOfText(day);
  if (day !== '' && asked === null) return words.plain('line:table.noDay', { text: day.slice(0, LONGEST_HEADING) });
  const place = { settlement: settlement || null, address: address || null };
  return { key: keyOf(text, place.settlement, place.address), text, ...place, asked };
}

const keyOf = (...said: readonly (string | null)[]): string =>
  `file:${createHash('sha256').update(JSON.stringify(said)).digest('hex')}`;
