import { MARGINS, print, SIZE, widthOf, type Page } from './sheet';

/** Of a sheet: a picture that is higher is made narrower, so that its caption stands under it. */
const HIGHEST = 0.8;
/** So that two stand on one. */
export const HALF = 0.36;

/** As wide as the text, with what it shows under it. */
export function drawPicture(
  page: Page,
  { caption, png }: { readonly caption: string; readonly png: Uint8Array },
  highest = HIGHEST,
): void {
  const { left, bottom, top } = MARGINS;
  const { width, height } = sizeOfPng(png);
  const most = (page.page.height - top - bottom) * highest;
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

/** A PNG begins with its signature, then with a chunk that says width and height. */
export function sizeOfPng(png: Uint8Array): { readonly width: number; readonly height: number } {
  const bytes = Buffer.from(png);
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
