import path from 'node:path';
import sharp from 'sharp';
import { openPicture, readHeader } from './open-picture';

/** Pixels. */
const WIDTH = 1280;
const GAP = 16;
const COLUMN = (WIDTH - 3 * GAP) / 2;
/** Of a photo: a tower taller than this would make all the rest small. */
const TALLEST = 1000;
const LETTERS = 26;
const PAPER = '#ffffff';
const INK = '#1c1c1c';

// Of a package: a server often has no fonts at all, and another's would lack the Tatar letters.
const FONT = path.join(path.dirname(require.resolve('@expo-google-fonts/pt-sans/package.json')), '400Regular');
const FONT_FILE = path.join(FONT, 'PTSans_400Regular.ttf');

export interface Side {
  readonly bytes: Uint8Array;
  readonly lines: readonly string[];
}

/** @returns a JPEG; null when one of them could not be read */
export async function sideBySide(left: Side, right: Side): Promise<Uint8Array | null> {
  // One after the other: each may need much memory.
  const one = await photoOf(left.bytes);
  const other = one && (await photoOf(right.bytes));
  if (!other) return null;
  const columns = await Promise.all([columnOf(one, left.lines), columnOf(other, right.lines)]);
  const pieces = columns.flatMap((column, place) =>
    column.pieces.map((piece) => ({ ...piece, left: piece.left + GAP + place * (COLUMN + GAP) })),
  );
  const height = Math.max(...columns.map((column) => column.height));
  return sharp({ create: { width: WIDTH, height, channels: 3, background: PAPER } })
    .composite(pieces)
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** A photo, and right under it what is said of it. */
async function columnOf(photo: Piece, lines: readonly string[]) {
  const caption = await captionOf(lines);
  const under = photo.height + 2 * GAP;
  return {
    pieces: [
      { input: photo.data, left: Math.round((COLUMN - photo.width) / 2), top: GAP },
      ...(caption ? [{ input: caption.data, left: 0, top: under }] : []),
    ],
    height: under + (caption ? caption.height + GAP : 0),
  };
}

interface Piece {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

async function photoOf(bytes: Uint8Array): Promise<Piece | null> {
  const header = await readHeader(bytes);
  const opened = header && (await openPicture(bytes, header, TALLEST));
  if (!opened) return null;
  const { data, info } = await opened.picture
    .resize(COLUMN, TALLEST, { fit: 'inside' })
    .png({ compressionLevel: 0 })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** @returns null when there is nothing to be seen of the words */
export async function captionOf(lines: readonly string[]): Promise<Piece | null> {
  const words = lines.map(escaped).join('\n').trim();
  if (words === '') return null;
  const text = `<span foreground="${INK}">${words}</span>`;
  const { data, info } = await sharp({
    text: {
      text,
      fontfile: FONT_FILE,
      font: `PT Sans ${LETTERS}px`,
      width: COLUMN,
      wrap: 'word-char',
      rgba: true,
      dpi: 72,
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** Pango reads markup, and refuses most control characters. */
const escaped = (line: string): string => line.replace(/\p{C}/gu, ' ').replace(/[&<>]/g, (mark) => MARKUP[mark] ?? '');
