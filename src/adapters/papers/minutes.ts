import { wordsOf } from '../../i18n';
import { asPrinted } from '../../text/plain-text';
import type { Minutes, MinutesPart } from '../../usecases/kit/ports';
import { columnWidths } from './column-widths';
import { drawTable } from './table';
import { letterhead } from './head';
import { drawPicture } from './picture';
import { drawSigner } from './signer';
import { drawPaper, keepOnPage, keepTogether, print, rule, SIZE, widthOf, type Page } from './sheet';

const LINE_GAP = 2;
/** A heading stands above two lines at least. */
const LINES_WITH_HEADING = 3;

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

const SET = { align: 'justify', lineGap: LINE_GAP, paragraphGap: LINE_GAP * 2 } as const;
const heightOf = (page: Page, line: string): number =>
  page.heightOfString(asPrinted(line), { ...SET, width: widthOf(page) });

function printLines(page: Page, lines: readonly string[]): void {
  for (const line of lines) print(page, 'regular', line, SET);
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
      return printLines(page, part.text.split('\n'));
    case 'together': {
      const lines = part.lines.flatMap((line) => line.split('\n'));
      keepOnPage(
        page,
        lines.map((line) => heightOf(page, line)).reduce((sum, height) => sum + height, 0),
      );
      return printLines(page, lines);
    }
    case 'table':
      page.fontSize(SIZE.plain).moveDown(0.3);
      drawTable(page, part, columnWidths(part, widthOf(page)));
      page.moveDown(0.6);
      return;
    case 'picture':
      return drawPicture(page, part);
  }
}
