import type { Words } from '../../i18n';
import type { Letter } from '../../usecases/kit/ports';
import type { LetterMark } from '../../usecases/kit/signature';
import { keepTogether, MARGINS, print, SIZE, widthOf, type Page } from './sheet';

/** Of the width between the margins: the post, the mark where a hand would sign, and the name. */
const PARTS = { position: 0.6, name: 0.4 } as const;
const WITH_MARK = { position: 0.3, mark: 0.44, name: 0.24 } as const;
const MARK = { size: 8, padding: 5, radius: 6, lines: 8 } as const;

/** Post and name, with room for a signature between them. */
export function drawSigner(page: Page, signer: NonNullable<Letter['signer']>): void {
  const width = widthOf(page);
  keepTogether(page, 3);
  const top = page.y;
  page.font('regular').fontSize(SIZE.text);
  print(page, 'regular', signer.position, { width: width * PARTS.position });
  page.x = MARGINS.left + width * PARTS.position;
  if (signer.position === '') page.y = top;
  else page.y -= page.currentLineHeight();
  print(page, 'regular', signer.name, { width: width * PARTS.name, align: 'right' });
  page.x = MARGINS.left;
  page.moveDown(1.5);
}

/** The same of a copy of what was signed: the mark of the signature stands where a hand would have put one (ГОСТ Р 7.0.97), in a frame. */
export function drawSignerWithMark(page: Page, signer: Letter['signer'], mark: LetterMark, words: Words): void {
  const width = widthOf(page);
  keepTogether(page, MARK.lines);
  const { left } = MARGINS;
  const top = page.y;
  page.font('regular').fontSize(SIZE.text);
  print(page, 'regular', signer?.position ?? '', { width: width * WITH_MARK.position });
  const below = page.y;
  const from = left + width * (WITH_MARK.position + 0.01);
  page.fontSize(MARK.size);
  page.x = from + MARK.padding;
  page.y = top + MARK.padding;
  const inner = width * WITH_MARK.mark - 2 * MARK.padding;
  print(page.font('bold'), 'bold', words.plain(`letter:mark.title_${mark.level}`), { width: inner, align: 'center' });
  page.moveDown(0.3);
  for (const line of ['certificate', 'owner', 'valid'] as const)
    print(page, 'regular', words.plain(`letter:mark.${line}`, { ...mark }), { width: inner });
  const height = page.y - top + MARK.padding;
  page
    .roundedRect(from, top, width * WITH_MARK.mark, height, MARK.radius)
    .lineWidth(0.8)
    .stroke();
  page.fontSize(SIZE.text);
  page.x = left + width * (1 - WITH_MARK.name);
  page.y = top;
  print(page, 'regular', signer?.name ?? '', { width: width * WITH_MARK.name, align: 'right' });
  page.x = left;
  page.y = Math.max(below, top + height, page.y);
  page.moveDown(1.5);
}
