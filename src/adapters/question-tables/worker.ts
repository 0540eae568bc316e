import { wordsOf } from '../../i18n';
import { intakeWords } from '../../intake/complaints';
import { readQuestionTable } from '../../intake/question-table/read-table';
import type { Language } from '../../regulation/language';
import type { ReadQuestionTable } from '../../usecases/direct-lines/question-tables';
import { workForBot } from '../apart';
import { csvRows } from '../registry/csv-rows';
import { fileKind } from '../registry/file-kind';
import { Unreadable } from '../registry/unreadable';
import { xlsxSheets } from '../registry/xlsx-rows';

/** What can be asked of the worker. It reads the file itself: its bytes never come into the bot. */
export type Tasks = {
  read: { readonly asks: { readonly path: string; readonly locale: Language }; readonly answers: ReadQuestionTable };
};

workForBot<Tasks>(async ({ path, locale }) => {
  try {
    const sheets = (await fileKind(path)) === 'zip' ? xlsxSheets(path) : [{ name: null, rows: csvRows(path) }];
    return await readQuestionTable(sheets, locale);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const reason = intakeWords(wordsOf(locale))(`table.unreadable.${error.reason}`, error.params);
    return { rows: [], faults: [{ row: null, reason }], faulty: 1 };
  }
});
