import { wordsOf } from '../../i18n';
import type { HistoryPaper, WriteHistory } from '../../usecases/kit/ports';
import { letterhead } from './head';
import { drawPaper, keepTogether, print, rule, SIZE, type Page } from './sheet';

/** An appeal's history as a document: who did what and when, what proves it, and the proof itself as an attached file. */
export const writeHistory: WriteHistory = (history) => {
  const { locale, head, title, entries, notes, proof, issuedAt } = history;
  const paper = { locale, title, author: head?.name.join(' ') ?? title, issuedAt };
  return drawPaper(paper, wordsOf(locale), (page) => {
    if (head) letterhead(page, head);
    print(page.font('bold').fontSize(SIZE.head), 'bold', title, { align: 'center' }).moveDown();
    for (const entry of entries) drawEntry(page, entry);
    rule(page);
    page.fontSize(SIZE.small);
    for (const note of notes) print(page, 'regular', note).moveDown(0.4);
    if (proof) attach(page, proof, issuedAt);
  });
};

function drawEntry(page: Page, { title, rows, note }: HistoryPaper['entries'][number]): void {
  page.font('bold').fontSize(SIZE.text);
  keepTogether(page, 2);
  print(page, 'bold', title);
  page.fontSize(SIZE.text - 1);
  for (const row of rows) print(page, 'regular', row);
  page.fontSize(SIZE.small);
  print(page, 'regular', note, { align: 'right' }).moveDown(0.6);
}

/** The moments are the paper's own: the same paper is the same bytes. */
function attach(page: Page, { name, json }: NonNullable<HistoryPaper['proof']>, issuedAt: Date): void {
  page.file(Buffer.from(json), { name, type: 'application/json', creationDate: issuedAt, modifiedDate: issuedAt });
}
