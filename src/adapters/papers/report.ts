import { wordsOf } from '../../i18n';
import type { WriteReport } from '../../usecases/ports';
import { letterhead } from './head';
import { drawPaper, MARGINS, print, rule, SIZE, widthOf } from './sheet';

const LINE_GAP = 3;
/** Of a sheet: a picture that is higher is made narrower, so that its caption stands under it. */
const HIGHEST = 0.8;

/** A report on a period as a document: words first, then the pictures that they were read from. */
export const writeReport: WriteReport = (report) => {
  const { locale, head, title, addressee, paragraphs, pictures, issuedAt } = report;
  const paper = { locale, title, author: head?.name.join(' ') ?? title, issuedAt };
  return drawPaper(paper, wordsOf(locale), (page) => {
    if (head) letterhead(page, head);
    page.font('regular').fontSize(SIZE.text);
    print(page, 'regular', addressee, { align: 'right' }).moveDown();
    print(page.font('bold').fontSize(SIZE.head), 'bold', title, { align: 'center' }).moveDown();
    page.fontSize(SIZE.text);
    for (const paragraph of paragraphs)
      print(page, 'regular', paragraph, { align: 'justify', lineGap: LINE_GAP, paragraphGap: LINE_GAP * 3 });
    page.fontSize(SIZE.small);
    print(
      page,
      'regular',
      [report.note, ...(report.preparedBy === null ? [] : [report.preparedBy])].join('\n'),
    ).moveDown();
    rule(page);
    const { left, bottom, top } = MARGINS;
    for (const { caption, png } of pictures) {
      const { width, height } = sizeOf(png);
      const most = (page.page.height - top - bottom) * HIGHEST;
      const scale = Math.min(widthOf(page) / width, most / height);
      page.fontSize(SIZE.small);
      const needed = height * scale + 4 * page.currentLineHeight(true);
      if (page.y + needed > page.page.height - bottom) page.addPage();
      const at = page.y;
      page.image(Buffer.from(png), left + (widthOf(page) - width * scale) / 2, at, { width: width * scale });
      page.x = left;
      page.y = at + height * scale + 6;
      print(page, 'regular', caption, { align: 'center' }).moveDown(1.5);
    }
  });
};

/** A PNG begins with its signature, then with a chunk that says width and height. */
function sizeOf(png: Uint8Array): { readonly width: number; readonly height: number } {
  const bytes = Buffer.from(png);
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
