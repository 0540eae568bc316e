import type { ColumnDef } from 'hucre/xlsx';
import type { SheetColumn, WriteWorkbook } from '../usecases/ports';

// «@» keeps a text a text even when somebody edits the cell: «=…» must never become a formula.
const FORMATS: Readonly<Record<SheetColumn['type'], string>> = {
  text: '@',
  number: '0',
  day: 'dd.mm.yyyy',
  moment: 'dd.mm.yyyy hh:mm',
};

const columnOf = ({ type, width }: SheetColumn): ColumnDef => ({ width, numFmt: FORMATS[type] });

/** Its library is loaded with the first file: a week may pass without one. */
export const writeWorkbook: WriteWorkbook = async (sheets) => {
  const { rangeRef, writeXlsx } = await import('hucre/xlsx');
  return writeXlsx({
    sheets: sheets.map(({ name, columns, rows }) => ({
      name,
      columns: columns.map(columnOf),
      rows: [columns.map(({ heading }) => heading), ...rows.map((row) => [...row])],
      cells: new Map(
        columns.map(({ heading }, column) => [
          `0,${column}`,
          { value: heading, type: 'string', style: { font: { bold: true }, numFmt: FORMATS.text } },
        ]),
      ),
      freezePane: { rows: 1 },
      // Printed for a meeting: all columns on one sheet of paper. No `printTitlesRow`: the library does not quote the
      // sheet's name in it, and «В работе!$1:$1» is a broken file to a spreadsheet.
      pageSetup: {
        paperSize: 'a4',
        orientation: 'landscape',
        fitToPage: true,
        fitToWidth: 1,
        fitToHeight: 0,
      },
      autoFilter: { range: rangeRef(0, 0, rows.length, columns.length - 1) },
    })),
  });
};
