import PDFDocument from 'pdfkit';

/** Of packages: a server often has no fonts at all, and another's would lack the Tatar letters. */
const FILES = {
  regular: require.resolve('@expo-google-fonts/pt-sans/400Regular/PTSans_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/pt-sans/700Bold/PTSans_700Bold.ttf'),
  // Where it lacks a sign that somebody has in the name of an organization.
  symbols: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
} as const;
export const FAMILY = 'PT Sans';
export const FONT_FILES = Object.values(FILES);

export type Weight = 'regular' | 'bold';

// There is no browser that would measure; this library is here for letters, and reads the same files that are drawn with.
const ruler = new PDFDocument({ autoFirstPage: false });
for (const weight of ['regular', 'bold'] as const) ruler.registerFont(weight, FILES[weight]);

/** Of a line, in the pixels of its size. */
export const widthOf = (text: string, size: number, weight: Weight = 'regular'): number =>
  ruler.font(weight).fontSize(size).widthOfString(text);

/** For whoever lays out by the font of a style sheet: «bold 28px PT Sans». */
export function widthIn(text: string, font: string): number {
  const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
  return widthOf(text, size, /\b(?:bold|[6-9]00)\b/.test(font) ? 'bold' : 'regular');
}

/** A text in lines of this width; what does not fit into so many ends with an ellipsis. */
export function inLines(text: string, width: number, size: number, most: number, weight: Weight = 'regular'): string[] {
  const fits = (line: string) => widthOf(line, size, weight) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((one) => pieces(one, fits))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), ended(lines.slice(most - 1).join(' '), fits)];
}

/** A word that is longer than a line, in parts that are not. */
function pieces(word: string, fits: (text: string) => boolean): string[] {
  if (fits(word)) return [word];
  const characters = [...word];
  let count = characters.length - 1;
  while (count > 1 && !fits(characters.slice(0, count).join(''))) count -= 1;
  return [characters.slice(0, count).join(''), ...pieces(characters.slice(count).join(''), fits)];
}

function ended(text: string, fits: (text: string) => boolean): string {
  const characters = [...text];
  while (characters.length > 1 && !fits(`${characters.join('').trimEnd()}…`)) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}
