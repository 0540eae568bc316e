import type { Cell, ColumnDef, SheetChart as WrittenChart } from 'hucre/xlsx';
import type { Sheet, SheetCell, SheetColumn, WriteWorkbook } from '../usecases/kit/sent-table';

// «@» keeps a text a text even when somebody edits the cell: «=…» must never become a formula.
const FORMATS: Readonly<Record<SheetColumn['type'], string>> = {
  text: '@',
  number: '0',
  decimal: '0.0',
  share: '0.0%',
  day: 'dd.mm.yyyy',
  month: 'mm.yyyy',
  moment: 'dd.mm.yyyy hh:mm',
};

const columnOf = ({ type, width }: SheetColumn): ColumnDef => ({ width, numFmt: FORMATS[type] });

/** Its library is loaded with the first file: a week may pass without one. */
export const writeWorkbook: WriteWorkbook = async (sheets) => {
  const { rangeRef, writeXlsx } = await import('hucre/xlsx');
  return writeXlsx({
    sheets: sheets.map(({ name, columns, rows, charts = [] }) => ({
      name,
      charts: chartsOf({ columns, rows, charts }, rangeRef),
      columns: columns.map(columnOf),
      rows: [columns.map(({ heading }) => heading), ...rows.map((row) => row.map(valueOf))],
      cells: new Map([...headings(columns), ...shares(rows)]),
      freezePane: { rows: 1 },
      // Printed for a meeting: all columns on one sheet of paper.
      pageSetup: {
        paperSize: 'a4',
        orientation: 'landscape',
        fitToPage: true,
        fitToWidth: 1,
        fitToHeight: 0,
      },
      autoFilter: { range: rangeRef(0, 0, rows.length, columns.length - 1) },
    })),
    // No `printTitlesRow` of a sheet: the library does not quote the sheet's name in it, and «В работе!$1:$1» is a broken file.
    namedRanges: sheets.map(({ name }) => ({
      name: '_xlnm.Print_Titles',
      range: `'${name.replaceAll("'", "''")}'!$1:$1`,
      scope: name,
    })),
  });
};

type Placed = readonly [string, Partial<Cell>];

const valueOf = (cell: SheetCell): string | number | Date | null =>
  typeof cell === 'object' && cell !== null && 'share' in cell ? cell.share : cell;

const headings = (columns: readonly SheetColumn[]): readonly Placed[] =>
  columns.map(({ heading }, column) => [
    `0,${column}`,
    { value: heading, type: 'string', style: { font: { bold: true }, alignment: WRAPPED, numFmt: FORMATS.text } },
  ]);
const WRAPPED = { wrapText: true, vertical: 'top' } as const;

/** A share in a column of other numbers has a format of its own. */
const shares = (rows: Sheet['rows']): readonly Placed[] =>
  rows.flatMap((row, index) =>
    row.flatMap((cell, column): Placed[] =>
      typeof cell === 'object' && cell !== null && 'share' in cell
        ? [[`${index + 1},${column}`, { value: cell.share, type: 'number', style: { numFmt: FORMATS.share } }]]
        : [],
    ),
  );

/** Rows of cells that a chart takes, and between two of them. */
const [HIGH, WIDE, GAP] = [20, 9, 1];
const KINDS = { columns: 'column', bars: 'bar', line: 'line' } as const;
const COLOURS = ['1F5FA8', 'B4540A', '00695C'] as const;

/** Right of the table, below each other; of no rows there is nothing to draw. */
function chartsOf(
  { columns, rows, charts }: Pick<Required<Sheet>, 'columns' | 'rows' | 'charts'>,
  rangeRef: typeof import('hucre/xlsx').rangeRef,
): WrittenChart[] {
  if (rows.length === 0) return [];
  const column = (index: number) => rangeRef(1, index, rows.length, index);
  return charts.map(({ as, title, labels, values }, place) => ({
    type: KINDS[as],
    title,
    series: values.map((index, order) => ({
      name: columns[index]?.heading ?? '',
      values: column(index),
      categories: column(labels),
      color: COLOURS[order % COLOURS.length] ?? COLOURS[0],
    })),
    legend: 'bottom',
    // the first row above, as in the table
    ...(as === 'bars' && { axes: { x: { reverse: true } } }),
    anchor: {
      from: { row: place * (HIGH + GAP), col: columns.length + 1 },
      to: { row: place * (HIGH + GAP) + HIGH, col: columns.length + 1 + WIDE },
    },
  }));
}
