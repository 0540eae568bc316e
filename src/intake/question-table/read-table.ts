import { createHash } from 'node:crypto';
import { LOCALES, wordsOf, type Locale, type Words } from '../../i18n';
import type { PlainDate } from '../../regulation/calendar';
import { lengthInCharacters, isMeaningful } from '../../text/plain-text';
import {
  LONGEST_QUESTION,
  type QuestionFault,
  type QuestionRow,
  type ReadQuestionTable,
} from '../../usecases/lines/gather';
import { columnsIn, rowsBelow, type SentSheet } from '../../usecases/kit/sent-table';
import { LONGEST } from '../record';
import { momentOfText } from '../registry/cells';
import { plainWords } from '../registry/export-words';

/** Of all sheets: what a direct line of a district gathers in a year is a tenth. */
const MOST_ROWS = 10_000;
/** Characters of what is no day, as it is told back. */
const LONGEST_TOLD = 60;
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

/**
 * Questions out of a workbook or a CSV: by headings in any order; the good rows, each once, what is wrong with the others, and which say
 * what a row before them says.
 */
export async function readQuestionTable(
  sheets: AsyncIterable<SentSheet> | Iterable<SentSheet>,
  locale: Locale,
  today: PlainDate,
): Promise<ReadQuestionTable> {
  const words = wordsOf(locale);
  const rows = new Map<string, QuestionRow>();
  const repeats: number[] = [];
  const faults: QuestionFault[] = [];
  let [faulty, isFound] = [0, false];
  const headingsIn = (cells: readonly string[]): Columns | null => {
    const { columns } = columnsIn(cells, (heading) => FIELD_OF.get(plainWords(heading)) ?? null);
    if (!columns.has('text')) return null;
    isFound = true;
    return columns;
  };
  for await (const sheet of sheets)
    for await (const { row, cells, found } of rowsBelow(sheet.rows ?? [], headingsIn)) {
      if (rows.size + repeats.length + faulty === MOST_ROWS)
        return refused(words.plain('line:table.tooManyRows', { count: MOST_ROWS }));
      const read = readRow(found, cells, words, today);
      if (typeof read === 'string') {
        faulty += 1;
        if (faults.length < MOST_FAULTS) faults.push({ row, reason: read });
      } else if (rows.has(read.key)) repeats.push(row);
      else rows.set(read.key, read);
    }
  if (!isFound) return refused(words.plain('line:table.noHeadings'));
  return rows.size + faulty === 0
    ? refused(words.plain('table:refused.empty'))
    : { rows: [...rows.values()], repeats, faults, faulty };
}

const refused = (reason: string): ReadQuestionTable => ({
  rows: [],
  repeats: [],
  faults: [{ row: null, reason }],
  faulty: 1,
});

/** The question, or what is wrong with the row. */
function readRow(columns: Columns, cells: readonly string[], words: Words, today: PlainDate): QuestionRow | string {
  const said = (field: Field): string => {
    const index = columns.get(field);
    return index === undefined ? '' : (cells[index] ?? '');
  };
  const text = said('text');
  if (!isMeaningful(text)) return words.plain('line:table.noText');
  if (lengthInCharacters(text) > LONGEST_QUESTION)
    return words.plain('line:table.longText', { count: LONGEST_QUESTION });
  const [settlement, address, day] = [said('settlement'), said('address'), said('askedAt')];
  if (lengthInCharacters(settlement) > LONGEST.name || lengthInCharacters(address) > LONGEST.place)
    return words.plain('line:table.longPlace');
  const asked = day === '' ? null : momentOfText(day);
  if (day !== '' && asked === null) return words.plain('line:table.noDay', { text: day.slice(0, LONGEST_TOLD) });
  if (asked !== null && asked.day > today)
    return words.plain('line:table.futureDay', { text: day.slice(0, LONGEST_TOLD) });
  const place = { settlement: settlement || null, address: address || null };
  return { key: keyOf(text, place.settlement, place.address), text, ...place, asked };
}

const keyOf = (...said: readonly (string | null)[]): string =>
  `file:${createHash('sha256').update(JSON.stringify(said)).digest('hex')}`;
