import { wordsOf } from '../../i18n';
import { intakeWords } from '../../intake/complaints';
import { readTable } from '../../intake/office-table/read-table';
import type { Language } from '../../regulation/language';
import type { KnownOffice, ReadTable } from '../../usecases/administration/office-tables';
import { workForBot } from '../apart';
import { csvRows } from '../registry/csv-rows';
import { fileKind } from '../registry/file-kind';
import { Unreadable } from '../registry/unreadable';
import { xlsxSheets } from '../registry/xlsx-rows';

/** What can be asked of the worker. It reads the file itself: its bytes never come into the bot. */
export type Tasks = {
  read: {
    readonly asks: { readonly path: string; readonly locale: Language; readonly known: KnownOffice };
    readonly answers: ReadTable;
  };
};

workForBot<Tasks>(async ({ path, locale, known }) => {
  try {
    const sheets = (await fileKind(path)) === 'zip' ? xlsxSheets(path) : [{ name: null, rows: csvRows(path) }];
    return await readTable(sheets, locale, known);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const reason = intakeWords(wordsOf(locale))(`table.unreadable.${error.reason}`, error.params);
    return { ok: false, faults: [{ place: null, reason }], more: false };
  }
});
