import { readOfficeTable } from '../../intake/office-table/read-table';
import { readQuestionTable } from '../../intake/question-table/read-table';
import { sentSheets, TooMuchInTable } from '../../intake/sent-tables/sent-sheets';
import type { PlainDate } from '../../regulation/calendar';
import type { Language } from '../../regulation/language';
import type { KnownOffice, ReadTable } from '../../usecases/office/tables';
import type { ReadQuestionTable } from '../../usecases/lines/gather';
import type { RefusedTable, SentRow, SentSheet } from '../../usecases/kit/sent-table';
import { isOutOfMemory } from '../limited-process';
import { csvRows } from '../registry/csv-rows';
import { fileKind } from '../registry/file-kind';
import { Unreadable } from '../registry/unreadable';
import { xlsxSheets } from '../registry/xlsx-rows';

/** What was read, or why the file can't be. */
export type Sent<Read> = { readonly ok: true; readonly read: Read } | RefusedTable;
/** It is read here: its bytes never come into the bot. */
interface Kept {
  readonly path: string;
}

async function readSent<Read>(path: string, read: (sheets: AsyncIterable<SentSheet>) => Promise<Sent<Read>>) {
  try {
    const tables = (await fileKind(path)) === 'zip' ? xlsxSheets(path) : [{ name: null, rows: csvRows(path) }];
    return await read(sentSheets(tables));
  } catch (error) {
    const cause = isOutOfMemory(error) ? new Unreadable('tooHeavy') : error;
    if (cause instanceof TooMuchInTable) return { ok: false, ...cause.refused } as const;
    if (!(cause instanceof Unreadable)) throw error;
    return { ok: false, refusal: cause.reason, params: cause.params } as const;
  }
}

/** A table as it is. */
export const rows = ({ path }: Kept): Promise<Sent<readonly SentRow[]>> => readSent(path, firstRows);

/** What it says to one who knows its columns. */
export const questions = (asks: Kept & { readonly locale: Language; readonly today: PlainDate }) =>
  readSent<ReadQuestionTable>(asks.path, async (sheets) => ({
    ok: true,
    read: await readQuestionTable(sheets, asks.locale, asks.today),
  }));
export const office = (asks: Kept & { readonly locale: Language; readonly known: KnownOffice }) =>
  readSent<ReadTable>(asks.path, async (sheets) => ({
    ok: true,
    read: await readOfficeTable(sheets, asks.locale, asks.known),
  }));

/** Of the first sheet that has any. */
async function firstRows(sheets: AsyncIterable<SentSheet>): Promise<Sent<readonly SentRow[]>> {
  for await (const { rows } of sheets) {
    const read: SentRow[] = [];
    for await (const row of rows ?? []) read.push(row);
    if (read.length > 0) return { ok: true, read };
  }
  return { ok: false, refusal: 'empty', params: {} };
}
