import { judgeLikeness } from '../../regulation/evidence';
import type { Fingerprint, Likeness } from '../../usecases/kit/ports';

/** Rows for which there is room at once. */
const PIECE = 65_536;
const PERCEPTUAL_WORDS = 2;
const DIFFERENCE_WORDS = 8;

interface Piece {
  readonly ids: Int32Array;
  readonly perceptual: Uint32Array;
  readonly difference: Uint32Array;
}

/**
 * Fingerprints in memory, 44 bytes each. Looking through a million takes a few milliseconds, so there is no index over them: one
 * for «within so many bits» would be larger than they are.
 */
export class KnownFingerprints {
  private readonly pieces: Piece[] = [];
  private count = 0;

  add(id: number, fingerprint: Fingerprint): void {
    const place = this.count % PIECE;
    if (place === 0) this.pieces.push(emptyPiece());
    const piece = this.pieces.at(-1);
    if (!piece) return;
    piece.ids[place] = id;
    piece.perceptual.set(perceptualWords(fingerprint), place * PERCEPTUAL_WORDS);
    piece.difference.set(differenceWords(fingerprint), place * DIFFERENCE_WORDS);
    this.count += 1;
  }

  /** Those that the regulation calls alike, the nearest first. */
  alike(fingerprint: Fingerprint): Likeness[] {
    const [high, low] = perceptualWords(fingerprint);
    const difference = differenceWords(fingerprint);
    const found: Likeness[] = [];
    this.pieces.forEach((piece, index) => {
      const { perceptual, ids } = piece;
      const count = Math.min(PIECE, this.count - index * PIECE);
      for (let place = 0; place < count; place += 1) {
        const bits = ones((perceptual[2 * place] ?? 0) ^ high) + ones((perceptual[2 * place + 1] ?? 0) ^ low);
        // Of a thousand pictures not one is so near by chance: the longer comparison is made for few.
        if (judgeLikeness({ perceptual: bits, difference: 0 }) === null) continue;
        const likeness = { perceptual: bits, difference: differing(piece, place, difference) };
        if (judgeLikeness(likeness) !== null) found.push({ pictureId: ids[place] ?? 0, ...likeness });
      }
    });
    return found.sort((one, other) => one.perceptual - other.perceptual || one.difference - other.difference);
  }
}

const emptyPiece = (): Piece => ({
  ids: new Int32Array(PIECE),
  perceptual: new Uint32Array(PIECE * PERCEPTUAL_WORDS),
  difference: new Uint32Array(PIECE * DIFFERENCE_WORDS),
});

function perceptualWords({ perceptual }: Fingerprint): [high: number, low: number] {
  const bits = BigInt(perceptual);
  return [Number(bits >> 32n), Number(bits & 0xffff_ffffn)];
}

function differenceWords({ difference }: Fingerprint): number[] {
  const bytes = Buffer.from(difference, 'hex');
  return Array.from({ length: DIFFERENCE_WORDS }, (_, word) => bytes.readUInt32BE(word * 4));
}

function differing({ difference }: Piece, place: number, other: readonly number[]): number {
  let bits = 0;
  for (let word = 0; word < DIFFERENCE_WORDS; word += 1)
    bits += ones((difference[place * DIFFERENCE_WORDS + word] ?? 0) ^ (other[word] ?? 0));
  return bits;
}

/** How many of 32 bits are set: sums in pairs, in fours, in bytes, and all bytes by one multiplication. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
