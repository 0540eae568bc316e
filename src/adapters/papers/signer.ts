import type { Letter } from '../../usecases/ports';
import { keepTogether, MARGINS, print, SIZE, widthOf, type Page } from './sheet';

/** Post and name, with room for a signature between them. */
export function drawSigner(page: Page, signer: NonNullable<Letter['signer']>): void {
  const width = widthOf(page);
  keepTogether(page, 3);
  const top = page.y;
  page.font('regular').fontSize(SIZE.text);
  print(page, 'regular', signer.position, { width: width * 0.6 });
  page.x = MARGINS.left + width * 0.6;
  if (signer.position === '') page.y = top;
  else page.y -= page.currentLineHeight();
  print(page, 'regular', signer.name, { width: width * 0.4, align: 'right' });
  page.x = MARGINS.left;
  page.moveDown(1.5);
}
