import type { Letter } from '../../usecases/kit/ports';
import { MARGINS, print, rule, SIZE, widthOf, type Page } from './sheet';

/** Between the names of an office in its two languages, which stand side by side. */
const BETWEEN_NAMES = 20;

/** The office's name, in its two languages side by side as on official paper of the republic; contacts below. */
export function letterhead(page: Page, { name, contacts }: Letter['head']): void {
  page.font('bold').fontSize(name.length > 1 ? SIZE.text : SIZE.head);
  const { left } = MARGINS;
  const width = (widthOf(page) - BETWEEN_NAMES * (name.length - 1)) / name.length;
  const top = page.y;
  let below = top;
  for (const [index, one] of name.entries()) {
    page.x = left + index * (width + BETWEEN_NAMES);
    page.y = top;
    print(page, 'bold', one, { width, align: 'center' });
    below = Math.max(below, page.y);
  }
  page.x = left;
  page.y = below;
  if (contacts !== '') {
    page.font('regular').fontSize(SIZE.small).moveDown(0.3);
    print(page, 'regular', contacts, { align: 'center' });
  }
  rule(page);
}
