import type { Words } from '../../i18n';
import type { Sheet } from '../../usecases/kit/sent-table';
import type { BadRow } from '../../usecases/registry/read-file';
import type { FileState } from '../../usecases/registry/files';
import type { Complaint } from '../../usecases/registry/marks';
import { isPersonal } from './export-words';
import { fieldOf } from './headings';
import { placeOfRow } from './layout-words';

/** More would not be corrected by hand; the rest is found when these are corrected and the whole file is sent again. */
export const MOST_ERRORS = 10_000;
const WIDTH = { row: 8, cell: 22, reason: 60 } as const;

/**
 * Rows in error as they stand in their file, with what is wrong with each: they are corrected there, and the file is brought in as
 * any other, since the columns that we add mean nothing. Columns of an office's own mean nothing either and stay out: the file goes
 * into chats, and there may be applicants in them.
 */
export function errorsSheet(
  headings: readonly string[],
  rows: readonly BadRow[],
  { plain }: Words,
  layout: FileState['layout'] = null,
): Sheet {
  const isOfSheets = (layout?.sheets.length ?? 0) > 1;
  const columns = headings.flatMap((heading, index) => {
    const field = fieldOf(heading);
    return field === null || isPersonal(field) ? [] : [{ heading, index }];
  });
  return {
    name: plain('registry:errors.sheet'),
    columns: [
      ...(isOfSheets ? [{ heading: plain('registry:errors.onSheet'), type: 'text' as const, width: WIDTH.cell }] : []),
      { heading: plain('registry:errors.row'), type: 'number', width: WIDTH.row },
      ...columns.map(({ heading }) => ({ heading, type: 'text' as const, width: WIDTH.cell })),
      { heading: plain('registry:errors.reason'), type: 'text', width: WIDTH.reason },
    ],
    rows: rows.map(({ row, cells, complaints }) => [
      ...(isOfSheets ? [placeOfRow(layout, row).sheet ?? ''] : []),
      placeOfRow(layout, row).row,
      ...columns.map(({ index }) => cells?.[index] ?? ''),
      (complaints ?? []).map((complaint) => complaintText(complaint, plain)).join('; '),
    ]),
  };
}

/** The same as sheets of a workbook, with a note where it holds not all of them. */
export function errorsSheets(
  { headings, counts, layout }: Pick<FileState, 'headings' | 'counts' | 'layout'>,
  rows: readonly BadRow[],
  words: Words,
): Sheet[] {
  const sheet = errorsSheet(headings ?? [], rows, words, layout);
  return rows.length < counts.bad ? [sheet, errorsNote(rows.length, counts.bad, words)] : [sheet];
}

/** What stands beside it when there are more than it holds. */
const errorsNote = (shown: number, count: number, { plain }: Words): Sheet => ({
  name: plain('registry:errors.note'),
  columns: [{ heading: plain('registry:errors.note'), type: 'text', width: WIDTH.reason }],
  rows: [[plain('registry:errorsAtMost', { shown, count })]],
});

const complaintText = ({ column, reason }: Complaint, plain: Words['plain']): string =>
  column === null ? reason : plain('registry:errors.complaint', { column, reason });

/** «выгрузка.xlsx» → «выгрузка — ошибки.xlsx». */
export const errorsName = (name: string, { plain }: Words): string =>
  plain('registry:errors.name', { name: name.replace(/\.[^.]{1,5}$/, '') });
