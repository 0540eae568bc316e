import { readOfficeTable } from '../../intake/office-table/read-table';
import { readQuestionTable } from '../../intake/question-table/read-table';
import { sentSheets, TooMuchInTable } from '../../intake/sent-tables/sent-sheets';
import type { PlainDate } from '../../regulation/calendar';
import type { Language } from '../../regulation/language';
import type { KnownOffice, ReadTable } from '../../usecases/administration/office-tables';
import type { ReadQuestionTable } from '../../usecases/direct-lines/question-tables';
import type { RefusedTable, SentRow, SentSheet } from '../../usecases/sent-table';
import { workForBot, type TaskOf } from '../apart';
import { csvRows } from '../registry/csv-rows';
import { fileKind } from '../registry/file-kind';
import { isOutOfMemory, Unreadable } from '../registry/unreadable';
import { xlsxSheets } from '../registry/xlsx-rows';

/** What was read, or why the file can't be. */
export type Sent<Read> = { readonly ok: true; readonly read: Read } | RefusedTable;
interface Task<Asks, Read> {
  /** The worker reads the file itself: its bytes never come into the bot. */
  readonly asks: { readonly path: string } & Asks;
  readonly answers: Sent<Read>;
}

/** What can be asked of the worker: a table as it is, or what it says to one who knows its columns. */
export type Tasks = {
  rows: Task<object, readonly SentRow[]>;
  questions: Task<{ readonly locale: Language; readonly today: PlainDate }, ReadQuestionTable>;
  office: Task<{ readonly locale: Language; readonly known: KnownOffice }, ReadTable>;
};

workForBot<Tasks>(async (task): Promise<Tasks[keyof Tasks]['answers']> => {
  try {
    const { path } = task;
    const tables = (await fileKind(path)) === 'zip' ? xlsxSheets(path) : [{ name: null, rows: csvRows(path) }];
    return await answer(task, sentSheets(tables));
  } catch (error) {
    const cause = isOutOfMemory(error) ? new Unreadable('tooHeavy') : error;
    if (cause instanceof TooMuchInTable) return { ok: false, ...cause.refused };
    if (!(cause instanceof Unreadable)) throw error;
    return { ok: false, refusal: cause.reason, params: cause.params };
  }
});

async function answer(task: TaskOf<Tasks>, sheets: AsyncIterable<SentSheet>): Promise<Tasks[keyof Tasks]['answers']> {
  switch (task.name) {
    case 'rows':
      return firstRows(sheets);
    case 'questions':
      return { ok: true, read: await readQuestionTable(sheets, task.locale, task.today) };
    case 'office':
      return { ok: true, read: await readOfficeTable(sheets, task.locale, task.known) };
  }
}

/** Of the first sheet that has any. */
async function firstRows(sheets: AsyncIterable<SentSheet>): Promise<Sent<readonly SentRow[]>> {
  for await (const { rows } of sheets) {
    const read: SentRow[] = [];
    for await (const row of rows ?? []) read.push(row);
    if (read.length > 0) return { ok: true, read };
  }
  return { ok: false, refusal: 'empty', params: {} };
}
