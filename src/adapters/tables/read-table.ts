import { keptText, type Cell } from '../../intake/registry/cells';
import type { SentRow, SentTable } from '../../usecases/sent-table';
import { csvRows } from '../registry/csv-rows';
import { fileKind } from '../registry/file-kind';
import { isOutOfMemory, Unreadable } from '../registry/unreadable';
import { xlsxSheets } from '../registry/xlsx-rows';

/** More than any list that an office sends has. */
const MOST_ROWS = 20_000;
const MOST_COLUMNS = 20;
/** Of all cells, in UTF-16 units. */
const MOST_TEXT = 20_000_000;

/** The first sheet that has any rows, or why there is none. Blank rows are left out. */
export async function readTable(path: string): Promise<SentTable> {
  try {
    const sheets = (await fileKind(path)) === 'zip' ? xlsxSheets(path) : [{ rows: csvRows(path) }];
    for await (const { rows } of sheets) {
      if (rows === null) continue;
      const kept: SentRow[] = [];
      let text = 0;
      for await (const { row, cells } of rows) {
        const said = wordsIn(cells);
        if (said.length === 0) continue;
        text += said.reduce((sum, { length }) => sum + length, 0);
        if (kept.length === MOST_ROWS) return { ok: false, refusal: 'tooManyRows', params: { count: MOST_ROWS } };
        if (text > MOST_TEXT)
          return { ok: false, refusal: 'tooMuchText', params: { megabytes: MOST_TEXT / 1_000_000 } };
        kept.push({ row, cells: said });
      }
      if (kept.length > 0) return { ok: true, rows: kept };
    }
    return { ok: false, refusal: 'empty', params: {} };
  } catch (error) {
    const refusal = isOutOfMemory(error) ? new Unreadable('tooHeavy') : error;
    if (!(refusal instanceof Unreadable)) throw error;
    return { ok: false, refusal: refusal.reason, params: refusal.params };
  }
}

function wordsIn(cells: readonly Cell[]): readonly string[] {
  const said = cells.slice(0, MOST_COLUMNS).map((cell) => keptText(cell).trim());
  return said.slice(0, said.findLastIndex((cell) => cell !== '') + 1);
}
