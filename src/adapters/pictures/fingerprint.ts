import type { Sharp } from 'sharp';
import type { Fingerprint } from '../../usecases/kit/ports';

const SIDE = 32;
const FREQUENCIES = 8;
const STEPS = 16;
/** Grey levels. A wall, the sky, a dark cellar: whatever is below is alike to whatever else is. */
const LEAST_DEVIATION = 8;

/** COSINES[frequency][place] of a discrete cosine transform over one row of pixels. */
const COSINES = Array.from({ length: FREQUENCIES }, (_, frequency) =>
  Float64Array.from({ length: SIDE }, (__, place) => Math.cos(((2 * place + 1) * frequency * Math.PI) / (2 * SIDE))),
);

/**
 * How a picture looks, so that it is known again after it was made smaller, brighter or recompressed.
 * @param picture upright
 * @returns null when there is so little to see that it would be alike to every other such picture */
export async function fingerprintOf(picture: Sharp): Promise<Fingerprint | null> {
  const square = await greyOf(picture, SIDE, SIDE);
  if (deviation(square) < LEAST_DEVIATION) return null;
  const rows = await greyOf(picture, STEPS + 1, STEPS);
  return { perceptual: String(frequenciesOf(square)), difference: Buffer.from(stepsOf(rows)).toString('hex') };
}

async function greyOf(picture: Sharp, width: number, height: number): Promise<Uint8Array> {
  return picture.clone().greyscale().resize(width, height, { fit: 'fill', kernel: 'lanczos3' }).raw().toBuffer();
}

function deviation(grey: Uint8Array): number {
  const mean = grey.reduce((sum, one) => sum + one, 0) / grey.length;
  return Math.sqrt(grey.reduce((sum, one) => sum + (one - mean) ** 2, 0) / grey.length);
}

/** The signs of the lowest frequencies, but for the first, which is the brightness of the whole. */
function frequenciesOf(grey: Uint8Array): bigint {
  const strengths = COSINES.flatMap((down) =>
    COSINES.map((across) => {
      let strength = 0;
      for (let y = 0; y < SIDE; y += 1)
        for (let x = 0; x < SIDE; x += 1) strength += (grey[y * SIDE + x] ?? 0) * (down[y] ?? 0) * (across[x] ?? 0);
      return strength;
    }),
  ).slice(1);
  const median = strengths.toSorted((one, other) => one - other)[strengths.length >> 1] ?? 0;
  return strengths.reduce((bits, strength) => (bits << 1n) | (strength > median ? 1n : 0n), 0n);
}

/** Where it grows brighter from left to right, row by row. */
function stepsOf(grey: Uint8Array): Uint8Array {
  const bits = new Uint8Array((STEPS * STEPS) / 8);
  for (let bit = 0; bit < STEPS * STEPS; bit += 1) {
    const place = bit + Math.floor(bit / STEPS);
    if ((grey[place] ?? 0) < (grey[place + 1] ?? 0)) bits[bit >> 3] = (bits[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  }
  return bits;
}
