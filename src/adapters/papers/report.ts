import { wordsOf } from '../../i18n';
import type { WriteReport } from '../../usecases/ports';
import { letterhead } from './head';
import { drawPicture } from './picture';
import { drawPaper, keepTogether, print, rule, SIZE } from './sheet';

const LINE_GAP = 3;

/** A report on a period as a document: words first, then the pictures that they were read from. */
export const writeReport: WriteReport = (report) => {
  const { locale, head, title, addressee, paragraphs, signs = [], pictures, issuedAt } = report;
  const paper = { locale, title, author: head?.name.join(' ') ?? title, issuedAt };
  return drawPaper(paper, wordsOf(locale), (page) => {
    if (head) letterhead(page, head);
    page.font('regular').fontSize(SIZE.text);
    print(page, 'regular', addressee, { align: 'right' }).moveDown();
    print(page.font('bold').fontSize(SIZE.head), 'bold', title, { align: 'center' }).moveDown();
    page.fontSize(SIZE.text);
    for (const paragraph of paragraphs)
      print(page, 'regular', paragraph, { align: 'justify', lineGap: LINE_GAP, paragraphGap: LINE_GAP * 3 });
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
    for (const picture of pictures) drawPicture(page, picture);
  });
};
