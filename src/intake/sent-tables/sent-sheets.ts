import type { RefusedTable, SentRow, SentSheet } from '../../usecases/kit/sent-table';
import { isBlank, keptText, type Cell } from '../registry/cells';
import type { FileRow, FileTable } from '../registry/judge-rows';

/** More than any list that an office sends has; of all sheets that are read. */
const MOST_ROWS = 20_000;
const MOST_COLUMNS = 200;
/** Of all cells, in UTF-16 units: one text that a workbook has once may stand in each of them. */
const MOST_TEXT = 20_000_000;
const MILLION = 1_000_000;

/** There is more in a table than is read. */
export class TooMuchInTable extends Error {
  override readonly name = 'TooMuchInTable';

  constructor(readonly refused: Pick<RefusedTable, 'refusal' | 'params'>) {
    super(refused.refusal);
  }
}

/**
 * The sheets of a file as people read them, row by row as whoever stands on it asks: what is not asked for is not counted.
 * @throws TooMuchInTable
 */
export async function* sentSheets(tables: AsyncIterable<FileTable> | Iterable<FileTable>): AsyncGenerator<SentSheet> {
  const read = { rows: 0, text: 0 };
  async function* rowsOf(rows: AsyncIterable<FileRow>): AsyncGenerator<SentRow> {
    for await (const { row, cells } of rows) {
      const said = wordsIn(cells);
      if (said.length === 0) continue;
      read.rows += 1;
      read.text += said.reduce((sum, { length }) => sum + length, 0);
      if (read.rows > MOST_ROWS) throw new TooMuchInTable({ refusal: 'tooManyRows', params: { count: MOST_ROWS } });
      if (read.text > MOST_TEXT)
        throw new TooMuchInTable({ refusal: 'tooMuchText', params: { megabytes: MOST_TEXT / MILLION } });
      yield { row, cells: said };
    }
  }
  for await (const { name, rows } of tables) yield { name, rows: rows === null ? null : rowsOf(rows) };
}

/** None of a row that says nothing, be it by dashes. */
function wordsIn(cells: readonly Cell[]): readonly string[] {
  const looked = cells.slice(0, MOST_COLUMNS);
  if (looked.every((cell) => isBlank(cell))) return [];
  const said = looked.map((cell) => keptText(cell).trim());
  return said.slice(0, said.findLastIndex((cell) => cell !== '') + 1);
}
