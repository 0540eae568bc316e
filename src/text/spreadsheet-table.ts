const BYTE_ORDER_MARK = '\uFEFF';

export type TableCell = string | number | null;

/**
 * CSV as spreadsheets open it: UTF-8 with a byte order mark, semicolons.
 * @param decimal a spreadsheet of this country makes a date of «3.9», and a program cannot read «3,9»
 */
export const spreadsheetTable = (rows: readonly (readonly TableCell[])[], decimal: '.' | ',' = '.'): string =>
  BYTE_ORDER_MARK + rows.map((cells) => `${cells.map((cell) => cellText(cell, decimal)).join(';')}\r\n`).join('');

/** What a spreadsheet would take for a formula came from outside, and is shown as it is written. */
function cellText(value: TableCell, decimal: string): string {
  if (typeof value !== 'string') return value === null ? '' : String(value).replace('.', decimal);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
