import { readFileSync } from 'node:fs';
import type { Locale, Words } from '../../i18n';
import { asPrinted } from '../../text/plain-text';

// What the papers of an office have in common: their sheet, their font, page numbers.

/** Points: 2 cm above and below, 3 cm for the binding, 1.5 cm. */
export const MARGINS = { top: 57, bottom: 57, left: 85, right: 42 };
export const SIZE = { head: 13, text: 12, plain: 10.5, small: 9 } as const;

/** PT Serif has all letters of Russian and Tatar; each file is the whole font, since a paper embeds what it uses. */
const fontOf = (file: string): Buffer => readFileSync(require.resolve(file));
const FONTS = {
  regular: '@expo-google-fonts/pt-serif/400Regular/PTSerif_400Regular.ttf',
  bold: '@expo-google-fonts/pt-serif/700Bold/PTSerif_700Bold.ttf',
  // Where it lacks a sign: arrows, ticks, ℃ and the like. It has our letters, too.
  symbols: 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
} as const;

export type Page = PDFKit.PDFDocument;

export interface Paper {
  readonly locale: Locale;
  readonly title: string;
  readonly author: string;
  readonly issuedAt: Date;
}

/**
 * A paper as PDF 1.7, by pdfkit: it is plain text in one column, for which a layout engine over the same pdfkit (pdfmake) has nothing
 * to do. The same paper is the same bytes: no moment but its own is in it.
 */
export async function drawPaper(paper: Paper, words: Words, draw: (page: Page) => void): Promise<Uint8Array> {
  // With the first paper: a day may pass without one, and its library stays in memory.
  const { default: PDFDocument } = await import('pdfkit');
  return new Promise((resolve, reject) => {
    const page = new PDFDocument({
      size: 'A4',
      margins: MARGINS,
      pdfVersion: '1.7',
      lang: paper.locale,
      displayTitle: true,
      // page numbers say how many there are
      bufferPages: true,
      info: {
        Title: paper.title,
        Author: paper.author,
        Creator: 'Murajagat',
        Producer: 'Murajagat',
        CreationDate: paper.issuedAt,
        ModDate: paper.issuedAt,
      },
    });
    const parts: Buffer[] = [];
    page.on('data', (part: Buffer) => parts.push(part));
    page.on('end', () => resolve(Buffer.concat(parts)));
    page.on('error', reject);
    for (const [name, font] of Object.entries(FONTS)) page.registerFont(name, fontOf(font));
    stretchToMargin(page);
    draw(page);
    numberPages(page, words);
    page.end();
  });
}

interface Lines {
  _fragment(text: string, x: number, y: number, options: LineOptions): void;
}
type LineOptions = PDFKit.Mixins.TextOptions & { readonly lineWidth?: number };

/**
 * pdfkit measures a line that is to be stretched with its words run together, kerned where they do not touch, and makes the blanks too wide:
 * lines ended up to 7 points beyond the margin. Here each word is measured by itself, as it is drawn.
 */
function stretchToMargin(page: Page): void {
  const lines = page as Page & Lines;
  const draw = lines._fragment.bind(page);
  lines._fragment = (text, x, y, options) => {
    if (options.align !== 'justify' || options.lineWidth === undefined) return draw(text, x, y, options);
    const words = text.trim().split(/\s+/);
    const taken = words.reduce((sum, word) => sum + page.widthOfString(word, options), 0);
    const blank = (options.lineWidth - taken) / Math.max(1, words.length - 1);
    draw(text, x, y, { ...options, align: 'left', wordSpacing: Math.max(0, blank - page.widthOfString(' ', options)) });
  };
}

interface Fonts {
  readonly _font: { readonly font: { hasGlyphForCodePoint(point: number): boolean } };
}
type Type = 'regular' | 'bold';

/** pdfkit keeps the font to itself, and gives no other way to ask what it can print. */
const fontsOf = (page: Page): Fonts => page as Page & Fonts;

/**
 * Prints words that somebody has written: signs that the font lacks by the other one, in place; where lines are not set from the left, which
 * pdfkit does for one font only, the whole of them.
 */
export function print(page: Page, type: Type, text: string, options: PDFKit.Mixins.TextOptions = {}): Page {
  const words = asPrinted(text);
  const { font } = fontsOf(page.font(type))._font;
  const runs = runsOf(words, (character) => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0));
  if (runs.every(({ isKnown }) => isKnown)) return page.text(words, options);
  if (options.align === 'center' || options.align === 'right')
    return page.font('symbols').text(words, options).font(type);
  // The last line of each run would not be stretched anyhow.
  const { align: _, ...left } = options;
  runs.forEach(({ text: run, isKnown }, index) =>
    page.font(isKnown ? type : 'symbols').text(run, { ...left, continued: index < runs.length - 1 }),
  );
  return page.font(type);
}

/** Of a text that is measured before it is printed: one font for the whole of it. */
export const typeFor = (page: Page, text: string): Type | 'symbols' => {
  const { font } = fontsOf(page.font('regular'))._font;
  return [...text].every((character) => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0))
    ? 'regular'
    : 'symbols';
};

interface Run {
  text: string;
  readonly isKnown: boolean;
}

/** At least one. A blank belongs to what stands before it. */
function runsOf(text: string, isKnown: (character: string) => boolean): Run[] {
  const runs: Run[] = [];
  for (const character of text) {
    const last = runs.at(-1);
    const known = /\s/.test(character) ? (last?.isKnown ?? true) : isKnown(character);
    if (last?.isKnown === known) last.text += character;
    else runs.push({ text: character, isKnown: known });
  }
  return runs.length > 0 ? runs : [{ text, isKnown: true }];
}

export const widthOf = ({ page }: Page): number => page.width - MARGINS.left - MARGINS.right;

/** A line from margin to margin. */
export function rule(page: Page): void {
  const { left } = MARGINS;
  page
    .moveDown(0.5)
    .moveTo(left, page.y)
    .lineTo(left + widthOf(page), page.y)
    .lineWidth(0.7)
    .stroke()
    .moveDown(0.7);
}

/** So many lines stand on one page. */
export function keepTogether(page: Page, lines: number): void {
  if (page.y + lines * page.currentLineHeight(true) > page.page.height - MARGINS.bottom) page.addPage();
}

/** So much, in points, stands on one page; what is longer than a page begins where it is, with some lines below it. */
export function keepOnPage(page: Page, height: number): void {
  const room = page.page.height - MARGINS.bottom;
  if (height > room - MARGINS.top) keepTogether(page, LINES_OF_LONG);
  else if (page.y + height > room) page.addPage();
}
const LINES_OF_LONG = 6;

/** Each page once, when all of them are there. */
export function onEachPage(page: Page, draw: (index: number, pages: number) => void): void {
  const { count: pages } = page.bufferedPageRange();
  for (let index = 0; index < pages; index += 1) {
    page.switchToPage(index);
    draw(index, pages);
  }
}

/** A paper of one page needs no number. */
function numberPages(page: Page, { plain }: Words): void {
  onEachPage(page, (index, pages) => {
    if (pages === 1) return;
    // Below the margin text would begin another page.
    page.page.margins.bottom = 0;
    page
      .font('regular')
      .fontSize(SIZE.small)
      .text(
        plain('letter:page', { page: index + 1, pages }),
        MARGINS.left,
        page.page.height - MARGINS.bottom / 2 - SIZE.small,
        { width: widthOf(page), align: 'center', lineBreak: false },
      );
  });
}
