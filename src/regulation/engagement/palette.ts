// The colours of a widget, and whether people can read them (WCAG 2.2, 1.4.3).

/** Six hex digits without #, as ПОС takes them. */
export type Colour = string;

/** What a look is made of; everything else follows from it. */
export interface Palette {
  readonly paper: Colour;
  readonly ink: Colour;
  /** Of links, buttons and the heading's band. */
  readonly accent: Colour;
}

/** AA for letters of any size: some of a widget's are small. */
export const LEAST_CONTRAST = 4.5;

export const LOOKS = {
  light: { paper: 'ffffff', ink: '1c1c1c', accent: '0b4f9e' },
  warm: { paper: 'fdf8f0', ink: '33261a', accent: '8a3b12' },
  dark: { paper: '16202b', ink: 'f5f7fa', accent: '8cc8ff' },
  contrast: { paper: '000000', ink: 'ffffff', accent: 'ffe100' },
} as const satisfies Record<string, Palette>;
export type Look = keyof typeof LOOKS;

/** @returns six small hex digits of «#0B4F9E», «0b4f9e» or «#09e»; null: it is no colour */
export function colourIn(text: string): Colour | null {
  const digits = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(text.trim())?.[1]?.toLowerCase();
  if (digits === undefined) return null;
  return digits.length === 6 ? digits : [...digits].map((digit) => digit + digit).join('');
}

const partsOf = (colour: Colour): number[] => [0, 2, 4].map((at) => parseInt(colour.slice(at, at + 2), 16));

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = partsOf(colour).map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 (the same) to 21 (black on white). */
export function contrastOf(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** @param share of the second, from 0 to 1 */
const mixed = (one: Colour, other: Colour, share: number): Colour => {
  const others = partsOf(other);
  return partsOf(one)
    .map((part, at) => Math.round(part + ((others[at] ?? part) - part) * share))
    .map((part) => part.toString(16).padStart(2, '0'))
    .join('');
};

/** A palette with what follows from it. */
export interface Colours extends Palette {
  /** Letters on the accent: black or white, whichever is read better; one of them always has 4.58. */
  readonly onAccent: Colour;
  /** Behind items, a shade off the paper. */
  readonly soft: Colour;
  /** Lines and borders. */
  readonly line: Colour;
}

export const coloursOf = ({ paper, ink, accent }: Palette): Colours => ({
  paper,
  ink,
  accent,
  onAccent: contrastOf('ffffff', accent) >= contrastOf('000000', accent) ? 'ffffff' : '000000',
  soft: mixed(paper, ink, 0.04),
  line: mixed(paper, ink, 0.2),
});

/** The least contrast that these letters have anywhere in the widget. */
export function contrastIn(palette: Palette, letters: 'ink' | 'accent'): number {
  const { paper, soft, [letters]: colour } = coloursOf(palette);
  return Math.min(contrastOf(colour, paper), contrastOf(colour, soft));
}

/** Which letters of it cannot be read well; empty: all can. */
export const unreadableIn = (palette: Palette): readonly ('ink' | 'accent')[] =>
  (['ink', 'accent'] as const).filter((letters) => contrastIn(palette, letters) < LEAST_CONTRAST);
