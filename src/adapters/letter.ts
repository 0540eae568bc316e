import { readFileSync } from 'node:fs';
import { wordsOf, type Words } from '../i18n';
import type { Letter, WriteLetter } from '../usecases/ports';

/** Points: 2 cm above and below, 3 cm for the binding, 1.5 cm. */
const MARGINS = { top: 57, bottom: 57, left: 85, right: 42 };
const TEXT_SIZE = 12;
const SMALL_SIZE = 9;
const HEAD_SIZE = 13;
const LINE_GAP = 3;
/** The addressee stands in the right half, as on official paper. */
const ADDRESSEE_WIDTH = 220;

/** PT Serif has all letters of Russian and Tatar; each file is the whole font, since a letter embeds what it uses. */
const fontOf = (file: string): Buffer => readFileSync(require.resolve(`@expo-google-fonts/pt-serif/${file}`));
const FONTS = {
  regular: '400Regular/PTSerif_400Regular.ttf',
  bold: '700Bold/PTSerif_700Bold.ttf',
} as const;

type Page = PDFKit.PDFDocument;

/**
 * A letter as PDF 1.7, by pdfkit: it is plain text in one column, for which a layout engine over the same pdfkit (pdfmake) has nothing
 * to do. The same letter is the same bytes: no moment but its own is in it.
 */
export const writeLetter: WriteLetter = async (letter) => {
  // With the first letter: a day may pass without one, and its library stays in memory.
  const { default: PDFDocument } = await import('pdfkit');
  return new Promise((resolve, reject) => {
    const words = wordsOf(letter.locale);
    const page = new PDFDocument({
      size: 'A4',
      margins: MARGINS,
      pdfVersion: '1.7',
      lang: letter.locale,
      displayTitle: true,
      // page numbers say how many there are
      bufferPages: true,
      info: {
        Title: words.plain('letter:title', { number: letter.inAnswerTo.number }),
        Author: letter.head.name.join(' '),
        Creator: 'Murajagat',
        Producer: 'Murajagat',
        CreationDate: letter.issuedAt,
        ModDate: letter.issuedAt,
      },
    });
    const parts: Buffer[] = [];
    page.on('data', (part: Buffer) => parts.push(part));
    page.on('end', () => resolve(Buffer.concat(parts)));
    page.on('error', reject);
    for (const [name, font] of Object.entries(FONTS)) page.registerFont(name, fontOf(font));
    head(page, letter, words);
    body(page, letter);
    tail(page, letter, words);
    numberPages(page, words);
    page.end();
  });
};

function head(
  page: Page,
  { head: { name, contacts }, date, number, inAnswerTo, addressee, isDraft }: Letter,
  words: Words,
) {
  const { plain } = words;
  if (isDraft) {
    page.font('bold').fontSize(HEAD_SIZE).text(plain('letter:draft'), { align: 'right' });
    page.font('regular').fontSize(SMALL_SIZE).text(plain('letter:toBeEntered'), { align: 'right' }).moveDown();
  }
  page.font('bold').fontSize(HEAD_SIZE).text(name.join('\n'), { align: 'center' });
  if (contacts !== '') page.font('regular').fontSize(SMALL_SIZE).text(contacts, { align: 'center' });
  const { left } = MARGINS;
  const right = page.page.width - MARGINS.right;
  page.moveDown(0.5).moveTo(left, page.y).lineTo(right, page.y).lineWidth(0.7).stroke().moveDown(0.7);

  page.font('regular').fontSize(TEXT_SIZE);
  const top = page.y;
  page.text(plain('letter:number', { date, number }), left, top, { width: right - left - ADDRESSEE_WIDTH - 15 });
  page.text(plain('letter:inAnswerTo', inAnswerTo), { width: right - left - ADDRESSEE_WIDTH - 15 });
  const below = page.y;
  page.text(addressee ?? plain('letter:toApplicant', { number: inAnswerTo.number }), right - ADDRESSEE_WIDTH, top, {
    width: ADDRESSEE_WIDTH,
  });
  page.x = left;
  page.y = Math.max(below, page.y);
  page.moveDown(1.5);
}

function body(page: Page, { text }: Letter) {
  page.font('regular').fontSize(TEXT_SIZE);
  for (const paragraph of text.split('\n')) {
    if (paragraph.trim() === '') page.moveDown(0.5);
    else page.text(paragraph, { align: 'justify', lineGap: LINE_GAP, paragraphGap: LINE_GAP });
  }
}

function tail(page: Page, { signer, executor, enclosed }: Letter, { plain }: Words) {
  page.moveDown(1.5);
  if (signer) {
    const width = page.page.width - MARGINS.left - MARGINS.right;
    keepTogether(page, 3);
    const top = page.y;
    page
      .font('regular')
      .fontSize(TEXT_SIZE)
      .text(signer.position, { width: width * 0.6 });
    const below = page.y;
    page.text(
      signer.name,
      MARGINS.left + width * 0.6,
      signer.position === '' ? top : below - page.currentLineHeight(),
      {
        width: width * 0.4,
        align: 'right',
      },
    );
    page.x = MARGINS.left;
    page.moveDown(1.5);
  }
  page.font('regular').fontSize(SMALL_SIZE);
  if (enclosed.length > 0) {
    const lines = enclosed.map(({ kind, name, day }, index) =>
      kind === 'photo'
        ? plain('letter:photo', { place: index + 1, day })
        : plain('letter:file', { place: index + 1, name: name ?? plain('letter:noName'), day }),
    );
    page.text([plain('letter:enclosed'), ...lines].join('\n')).moveDown();
  }
  keepTogether(page, 2);
  if (executor.name !== null) page.text(plain('letter:executor', { name: executor.name }));
  if (executor.phone !== '') page.text(plain('letter:phone', { phone: executor.phone }));
}

/** So many lines stand on one page. */
function keepTogether(page: Page, lines: number): void {
  if (page.y + lines * page.currentLineHeight(true) > page.page.height - MARGINS.bottom) page.addPage();
}

/** A letter of one page needs no number. */
function numberPages(page: Page, { plain }: Words): void {
  const { count: pages } = page.bufferedPageRange();
  if (pages === 1) return;
  for (let index = 0; index < pages; index += 1) {
    page.switchToPage(index);
    // Below the margin text would begin another page.
    page.page.margins.bottom = 0;
    page
      .font('regular')
      .fontSize(SMALL_SIZE)
      .text(
        plain('letter:page', { page: index + 1, pages }),
        MARGINS.left,
        page.page.height - MARGINS.bottom / 2 - SMALL_SIZE,
        { width: page.page.width - MARGINS.left - MARGINS.right, align: 'center', lineBreak: false },
      );
  }
}
