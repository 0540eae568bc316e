import { wordsOf } from '../../i18n';
import type { ReportTable, WriteReport } from '../../usecases/kit/ports';
import { letterhead } from './head';
import { drawPicture, HALF } from './picture';
import { drawTable } from './table';
import { drawPaper, keepTogether, print, rule, SIZE, widthOf, type Page } from './sheet';

const LINE_GAP = 3;

/** A report on a period as a document: words first, then tables, then pictures, two on a page. */
export const writeReport: WriteReport = (report) => {
  const { locale, head, title, addressee, paragraphs, tables = [], signs = [], pictures, issuedAt } = report;
  const paper = { locale, title, author: head?.name.join(' ') ?? title, issuedAt };
  return drawPaper(paper, wordsOf(locale), (page) => {
    if (head) letterhead(page, head);
    page.font('regular').fontSize(SIZE.text);
    print(page, 'regular', addressee, { align: 'right' }).moveDown();
    print(page.font('bold').fontSize(SIZE.head), 'bold', title, { align: 'center' }).moveDown();
    // What has tables is to stand on one sheet before its pictures.
    const gap = tables.length === 0 ? LINE_GAP : 1;
    page.fontSize(tables.length === 0 ? SIZE.text : SIZE.plain);
    for (const paragraph of paragraphs)
      print(page, 'regular', paragraph, { align: 'justify', lineGap: gap, paragraphGap: gap * 3 });
    for (const table of tables) drawTitled(page, table);
    // Blanks are of one width: such lines are not stretched.
    for (const sign of signs) {
      keepTogether(page, 2);
      print(page, 'regular', sign, { lineGap: LINE_GAP, paragraphGap: LINE_GAP * 4 });
    }
    page.fontSize(SIZE.small);
    print(
      page,
      'regular',
      [report.note, ...(report.preparedBy === null ? [] : [report.preparedBy])].join('\n'),
    ).moveDown();
    rule(page);
    for (const picture of pictures) drawPicture(page, picture, HALF);
  });
};

/** A title stands above two rows at least. */
const LINES_WITH_TITLE = 6;

function drawTitled(page: Page, { title, note, widths, ...table }: ReportTable): void {
  page.fontSize(SIZE.plain);
  keepTogether(page, LINES_WITH_TITLE);
  print(page, 'bold', title, { lineGap: LINE_GAP });
  page.fontSize(SIZE.small);
  const whole = widths.reduce((sum, width) => sum + width, 0);
  const share = widthOf(page) / whole;
  drawTable(
    page,
    table,
    widths.map((width) => width * share),
    'close',
  );
  if (note !== null) print(page.moveDown(0.3), 'regular', note);
  page.moveDown();
}
