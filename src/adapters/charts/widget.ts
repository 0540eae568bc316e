import type { WidgetSketch } from '../../usecases/kit/charts';
import { FAMILY, inLines, widthOf, type Weight } from './fonts';
import { lineOf } from './style';

const MARGIN = 14;
const GAP = 10;
const RADIUS = 6;
const TITLE_LINES = 3;

/** An item, as it stands when it still has room. */
type Item = WidgetSketch['items'][number];

/** @returns SVG: the heading's band, the choice of kinds, as many items as there is room for, and the button */
export function widgetDrawing(sketch: WidgetSketch): string {
  const { width, height, colours, letters } = sketch;
  const [band, foot] = [lineOf(letters.heading) + 2 * GAP, lineOf(letters.button) + 2 * GAP];
  const choiceAt = band + GAP;
  const parts = [
    box(0, 0, width, height, colours.paper),
    box(0, 0, width, band, colours.accent),
    line(sketch.heading, MARGIN, GAP, { size: letters.heading, colour: colours.onAccent, weight: 'bold' }, width),
    line(sketch.choice, MARGIN, choiceAt, { size: letters.choice, colour: colours.accent, weight: 'bold' }, width),
    ...itemsOf(sketch, choiceAt + lineOf(letters.choice) + GAP, height - foot - GAP),
    ...button(sketch, height - foot - GAP / 2, foot - GAP),
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" fill="none" stroke="#${colours.line}"/>`,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${parts.join('')}</svg>`;
}

/** One that does not fit is left out: it would stand on the next page. */
function itemsOf(sketch: WidgetSketch, from: number, to: number): string[] {
  const drawn: string[] = [];
  let at = from;
  for (const item of sketch.items) {
    const { parts, tall } = itemAt(sketch, item, at);
    if (at + tall > to) break;
    drawn.push(...parts);
    at += tall + GAP;
  }
  return drawn;
}

function itemAt({ width, colours, letters }: WidgetSketch, { kind, title }: Item, top: number) {
  const size = letters.item;
  const room = width - 4 * MARGIN;
  const lines = inLines(title, room, size, TITLE_LINES);
  const tall = (lines.length + 1) * lineOf(size) + 2 * GAP;
  const texts = [
    line(kind, 2 * MARGIN, top + GAP, { size, colour: colours.accent, weight: 'bold' }, width - 2 * MARGIN),
    ...lines.map((text, index) =>
      line(text, 2 * MARGIN, top + GAP + (index + 1) * lineOf(size), { size, colour: colours.ink }, width - 2 * MARGIN),
    ),
  ];
  return { parts: [box(MARGIN, top, width - 2 * MARGIN, tall, colours.soft, RADIUS), ...texts], tall };
}

function button({ width, colours, letters, button: words }: WidgetSketch, top: number, tall: number): string[] {
  const size = letters.button;
  const wide = Math.min(width - 2 * MARGIN, Math.ceil(widthOf(words, size, 'bold')) + 4 * GAP);
  const style = { size, colour: colours.onAccent, weight: 'bold' } as const;
  return [
    box(MARGIN, top, wide, tall, colours.accent, RADIUS),
    line(words, MARGIN + 2 * GAP, top + (tall - lineOf(size)) / 2, style, MARGIN + wide),
  ];
}

const box = (x: number, y: number, width: number, height: number, colour: string, radius = 0): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="#${colour}"/>`;

interface Style {
  readonly size: number;
  readonly colour: string;
  readonly weight?: Weight;
}

/** One line that ends before `to`, with an ellipsis where it is longer. `top`: of the line, not of its letters. */
function line(text: string, x: number, top: number, { size, colour, weight = 'regular' }: Style, to: number): string {
  const [shown = ''] = inLines(text, to - x - MARGIN / 2, size, 1, weight);
  return `<text x="${x}" y="${top + size}" font-family="${FAMILY}" font-size="${size}" font-weight="${weight === 'bold' ? 700 : 400}" fill="#${colour}">${escaped(shown)}</text>`;
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
