import type { Surface } from '../../usecases/kit/charts';
import { FAMILY, inLines, type Weight } from './fonts';

// How all pictures look: read on a phone, at arm's length, by people of every age.

/** Pixels of the drawing, which is twice as many of the picture. */
export const WIDTH = 1_080;
export const MARGIN = 40;
export const ROOM = WIDTH - 2 * MARGIN;
/** Letters: on a phone of 390 pixels the smallest are 11 of them. */
export const SIZE = { title: 44, part: 36, text: 32, note: 31 } as const;
/** Of a line, in sizes of its letters. */
const LEADING = 1.25;
export const lineOf = (size: number): number => Math.round(size * LEADING);

export const PAPER = '#ffffff';
/** On paper: 17:1, 8:1; bars 6.5:1, 5.3:1, 6:1; told apart by whoever sees no red, too. */
export const INK = '#1c1c1c';
export const QUIET = '#4f4f4f';
export const RULE = '#d0d0d0';
export const COLOURS = ['#1f5fa8', '#b4540a', '#00695c'] as const;

/** Of a printed bar, over its colour: a printer without colours tells what is beside each other by them. Of one series none is needed. */
const DECALS = [
  null,
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [5, 9], rotation: -Math.PI / 4, color: PAPER },
  {
    symbol: 'circle',
    symbolSize: 0.8,
    dashArrayX: [
      [10, 10],
      [0, 10, 10, 0],
    ],
    dashArrayY: [8, 0],
    color: PAPER,
  },
] as const;
/** How the series of this place is filled. */
export const fillOf = (place: number, on: Surface) => ({
  color: COLOURS[place % COLOURS.length],
  ...(on === 'paper' && { decal: DECALS[place % DECALS.length] ?? { symbol: 'none' } }),
});

/** A text that stands where it is put. */
export interface Placed {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly padding: 0;
  readonly textStyle: object;
}
export const placed = (
  lines: readonly string[],
  left: number,
  top: number,
  size: number,
  { weight = 'regular', color = INK }: { readonly weight?: Weight; readonly color?: string } = {},
): Placed => ({
  text: lines.join('\n'),
  left,
  top,
  padding: 0,
  textStyle: {
    fontFamily: FAMILY,
    fontSize: size,
    fontWeight: weight === 'bold' ? 'bold' : 'normal',
    lineHeight: lineOf(size),
    color,
  },
});

export const letters = (size: number, color: string = INK) => ({ fontFamily: FAMILY, fontSize: size, color });

/** Title and note. @returns where the drawing may begin */
export function headOf(chart: { readonly title: string; readonly note: string }): {
  readonly texts: readonly Placed[];
  readonly below: number;
} {
  const title = inLines(chart.title, ROOM, SIZE.title, 3, 'bold');
  const note = inLines(chart.note, ROOM, SIZE.note, 3);
  const under = MARGIN + title.length * lineOf(SIZE.title) + 8;
  return {
    texts: [
      placed(title, MARGIN, MARGIN, SIZE.title, { weight: 'bold' }),
      placed(note, MARGIN, under, SIZE.note, { color: QUIET }),
    ],
    below: under + note.length * lineOf(SIZE.note) + 24,
  };
}

/** What is drawn, and how high it is. */
export interface Drawing {
  readonly option: object;
  readonly height: number;
}

/** In place of a drawing: there is nothing to draw. */
export function emptyDrawing(chart: {
  readonly title: string;
  readonly note: string;
  readonly empty: string;
}): Drawing {
  const { texts, below } = headOf(chart);
  const words = inLines(chart.empty, ROOM, SIZE.part, 3);
  const top = below + 60;
  return {
    option: { title: [...texts, placed(words, MARGIN, top, SIZE.part)] },
    height: top + words.length * lineOf(SIZE.part) + 100,
  };
}

/** What the colours mean, in rows. */
export const legendOf = (names: readonly string[], top: number) => ({
  data: names.map((name) => ({ name })),
  left: MARGIN,
  top,
  width: ROOM,
  padding: 0,
  itemGap: 36,
  itemWidth: 36,
  itemHeight: 22,
  textStyle: letters(SIZE.text),
  selectedMode: false,
});
