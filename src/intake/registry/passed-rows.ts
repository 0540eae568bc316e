import { isEndless, wordsOfCell, type Cell } from './cells';
import { plainWords } from './export-words';
import { fieldOf, type Columns, type Headings } from './headings';

const textOf = (cell: Cell): string | null => (isEndless(cell) ? null : wordsOfCell(cell));

/** The headings once more, as whoever has put pages or files together leaves them. */
export function isRepeatedHeadings(cells: readonly Cell[], columns: Columns, headings: Headings): boolean {
  const names = (['number', 'received'] as const).map((field) => {
    const column = columns.get(field);
    return [field, column === undefined ? null : textOf(cells[column])] as const;
  });
  return names.every(([field, text]) => text !== null && (fieldOf(text) === field || text === headings.get(field)));
}

const TOTAL = /^(?:общ[а-я]+ )?(?:итог|итого|всего|количество|сумма)(?![а-я])/;

const isTotalWord = (text: string): boolean => TOTAL.test(plainWords(text));

/** «Итого: 27» below a table, or between its parts: it has no day, and no number of an appeal. */
export function isTotal(cells: readonly Cell[], columns: Columns): boolean {
  const column = columns.get('received');
  const received = column === undefined ? null : textOf(cells[column]);
  // the days may stand in the first column
  if (received !== null && !isTotalWord(received)) return false;
  const first = cells.map(textOf).find((text) => text !== null);
  return first !== undefined && isTotalWord(first);
}

/** What may be the number of an appeal, wherever it stands. */
const NAMED = /(?<![0-9A-Za-zА-Яа-я])[0-9]{5,20}(?![0-9A-Za-zА-Яа-я])/g;
const LONGEST_NAMING = 200;

export const numbersNamedIn = (cells: readonly Cell[]): string[] =>
  cells.flatMap((cell) => {
    if (typeof cell === 'string' && cell.length > LONGEST_NAMING) return [];
    return textOf(cell)?.match(NAMED) ?? [];
  });
