import { wordsOf } from '../../i18n';
import { asPrinted } from '../../text/plain-text';
import type { Minutes, MinutesPart } from '../../usecases/ports';
import { columnWidths } from './column-widths';
import { letterhead } from './head';
import { drawPicture } from './picture';
import { drawSigner } from './signer';
import { drawPaper, keepTogether, MARGINS, print, rule, SIZE, typeFor, widthOf, type Page } from './sheet';

const LINE_GAP = 2;
/** A heading stands above two lines at least. */
const LINES_WITH_HEADING = 3;
/** Of a cell, on each side. */
const PADDING = 4;

/** Minutes as a document on the office's paper. */
export function writeMinutesAsPdf(minutes: Minutes): Promise<Uint8Array> {
  const { locale, head, title, of, date, parts, signer, note, issuedAt } = minutes;
  const paper = { locale, title: `${title}. ${of}`, author: head?.name.join(' ') ?? title, issuedAt };
  return drawPaper(paper, wordsOf(locale), (page) => {
    if (head) letterhead(page, head);
    print(page.font('bold').fontSize(SIZE.head), 'bold', title, { align: 'center' });
    print(page.font('regular').fontSize(SIZE.text), 'regular', of, { align: 'center' }).moveDown(0.5);
    print(page, 'regular', date).moveDown(0.5);
    for (const part of parts) drawPart(page, part);
    page.moveDown();
    if (signer) drawSigner(page, signer);
    page.fontSize(SIZE.small);
    keepTogether(page, LINES_WITH_HEADING);
    rule(page);
    print(page, 'regular', note);
  });
}

function drawPart(page: Page, part: MinutesPart): void {
  page.font('regular').fontSize(SIZE.text);
  switch (part.as) {
    case 'heading':
      keepTogether(page, LINES_WITH_HEADING);
      page.moveDown(0.3);
      print(page.font('bold'), 'bold', part.text, { lineGap: LINE_GAP }).moveDown(0.2);
      return;
    case 'paragraph':
      for (const line of part.text.split('\n'))
        print(page, 'regular', line, { align: 'justify', lineGap: LINE_GAP, paragraphGap: LINE_GAP * 2 });
      return;
    case 'table':
      return drawTable(page, part);
    case 'picture':
      return drawPicture(page, part);
  }
}

type Type = 'bold' | 'regular';

/** Lines between its cells; its headings stand above it on each page. */
function drawTable(page: Page, part: Extract<MinutesPart, { as: 'table' }>): void {
  page.fontSize(SIZE.plain);
  const { columns, rows } = part;
  const widths = columnWidths(part, widthOf(page));
  page.moveDown(0.3);
  drawRow(page, columns, widths, 'bold');
  for (const row of rows) {
    if (page.y + heightOf(page, row, widths, 'regular') > page.page.height - MARGINS.bottom) {
      page.addPage();
      drawRow(page, columns, widths, 'bold');
    }
    drawRow(page, row, widths, 'regular');
  }
  page.moveDown(0.6);
}

/** The letters of a cell: those of the headings, or whatever has its signs. */
function setType(page: Page, text: string, type: Type): string {
  const said = asPrinted(text);
  const fits = typeFor(page, said);
  page.font(fits === 'regular' ? type : fits);
  return said;
}

const heightOf = (page: Page, row: readonly string[], widths: readonly number[], type: Type): number =>
  2 * PADDING +
  Math.max(
    ...widths.map((width, index) =>
      page.heightOfString(setType(page, row[index] ?? '', type), { width: width - 2 * PADDING }),
    ),
  );

function drawRow(page: Page, row: readonly string[], widths: readonly number[], type: Type): void {
  const height = heightOf(page, row, widths, type);
  if (page.y + height > page.page.height - MARGINS.bottom) page.addPage();
  const top = page.y;
  let { left } = MARGINS;
  for (const [index, width] of widths.entries()) {
    page.rect(left, top, width, height).lineWidth(0.5).stroke();
    const said = setType(page, row[index] ?? '', type);
    page.text(said, left + PADDING, top + PADDING, { width: width - 2 * PADDING });
    left += width;
  }
  page.font('regular');
  page.x = MARGINS.left;
  page.y = top + height;
}
