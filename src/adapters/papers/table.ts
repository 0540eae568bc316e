import { asPrinted } from '../../text/plain-text';
import { MARGINS, typeFor, type Page } from './sheet';

/** Of a cell, on each side; above and below. */
const PADDING = { side: 4, usual: 4, close: 2 } as const;
export type Setting = 'usual' | 'close';

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

type Type = 'bold' | 'regular';

/**
 * Lines between its cells, in the size of letters that the page has; its headings stand above it on each page.
 * @param widths in points
 */
export function drawTable(
  page: Page,
  { columns, rows }: Table,
  widths: readonly number[],
  setting: Setting = 'usual',
): void {
  const above = PADDING[setting];
  drawRow(page, columns, widths, 'bold', above);
  for (const row of rows) {
    if (page.y + heightOf(page, row, widths, 'regular', above) > page.page.height - MARGINS.bottom) {
      page.addPage();
      drawRow(page, columns, widths, 'bold', above);
    }
    drawRow(page, row, widths, 'regular', above);
  }
}

/** The letters of a cell: those of the headings, or whatever has its signs. */
function setType(page: Page, text: string, type: Type): string {
  const said = asPrinted(text);
  // The break of a line is no sign that letters lack.
  const fits = typeFor(page, said.replace(/\n/g, ' '));
  page.font(fits === 'regular' ? type : fits);
  return said;
}

const heightOf = (page: Page, row: readonly string[], widths: readonly number[], type: Type, above: number): number =>
  2 * above +
  Math.max(
    ...widths.map((width, index) =>
      page.heightOfString(setType(page, row[index] ?? '', type), { width: width - 2 * PADDING.side }),
    ),
  );

function drawRow(page: Page, row: readonly string[], widths: readonly number[], type: Type, above: number): void {
  const height = heightOf(page, row, widths, type, above);
  if (page.y + height > page.page.height - MARGINS.bottom) page.addPage();
  const top = page.y;
  let { left } = MARGINS;
  for (const [index, width] of widths.entries()) {
    page.rect(left, top, width, height).lineWidth(0.5).stroke();
    const said = setType(page, row[index] ?? '', type);
    page.text(said, left + PADDING.side, top + above, { width: width - 2 * PADDING.side });
    left += width;
  }
  page.font('regular');
  page.x = MARGINS.left;
  page.y = top + height;
}
