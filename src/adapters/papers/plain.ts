import { wordsOf } from '../../i18n';
import type { WritePlainPaper } from '../../usecases/kit/ports';
import { letterhead } from './head';
import { drawPaper, keepTogether, print, rule, SIZE } from './sheet';

const LINE_GAP = 2;
/** A heading stands above two lines at least. */
const LINES_WITH_HEADING = 3;

/** Sections of plain lines: what is read from the beginning to the end, or looked up. */
export const writePlain: WritePlainPaper = ({ locale, head, title, sections, note, issuedAt }) => {
  const paper = { locale, title, author: head?.name.join(' ') ?? title, issuedAt };
  return drawPaper(paper, wordsOf(locale), (page) => {
    if (head) letterhead(page, head);
    print(page.font('bold').fontSize(SIZE.head), 'bold', title, { align: 'center' }).moveDown();
    for (const { heading, lines } of sections) {
      page.fontSize(SIZE.text);
      keepTogether(page, LINES_WITH_HEADING);
      if (heading !== null) print(page.font('bold'), 'bold', heading, { lineGap: LINE_GAP }).moveDown(0.3);
      page.font('regular').fontSize(SIZE.plain);
      for (const line of lines) print(page, 'regular', line, { lineGap: LINE_GAP, paragraphGap: LINE_GAP });
      page.moveDown(0.8);
    }
    rule(page);
    page.fontSize(SIZE.small);
    print(page, 'regular', note);
  });
};
