/* eslint-disable @typescript-eslint/no-non-null-assertion -- arithmetic over arrays of known lengths */
import { ITERATION, LINEAR, SUBSTITUTION } from './streebog-constants';

/** Bits of the hash. */
export type StreebogLength = 256 | 512;

/** 512 bits: 8 words of 64 bits from the lowest, each as its low and its high half: bigints and unsigned numbers are much slower. */
type Block = Int32Array<ArrayBuffer>;
const HALVES = 16;
const BLOCK_BYTES = 64;
const BLOCK_BITS = 512;

const ZERO: Block = new Int32Array(HALVES);
const CONSTANTS = ITERATION.map((hex) => blockOf(Buffer.from(hex, 'hex')));
const { low: LOW, high: HIGH } = substitutedAndMixed();

/**
 * GOST R 34.11-2012 (RFC 6986).
 * @returns the octets in the order in which CMS and certificates carry a digest
 */
export function streebog(data: Uint8Array, length: StreebogLength): Buffer {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const state: Block = new Int32Array(HALVES).fill(length === 512 ? 0 : 0x01010101);
  const bitsSoFar: Block = new Int32Array(HALVES);
  const sum: Block = new Int32Array(HALVES);
  const length512: Block = new Int32Array(HALVES);
  const take = (block: Block, bits: number): void => {
    compress(bitsSoFar, state, block);
    length512[0] = bits;
    add(bitsSoFar, length512);
    add(sum, block);
  };

  let place = 0;
  for (; place + BLOCK_BYTES <= bytes.length; place += BLOCK_BYTES)
    take(blockOf(bytes.subarray(place, place + BLOCK_BYTES)), BLOCK_BITS);
  const rest = bytes.length - place;
  const last = Buffer.alloc(BLOCK_BYTES);
  bytes.copy(last, 0, place);
  last[rest] = 1;
  take(blockOf(last), rest * 8);
  compress(ZERO, state, bitsSoFar);
  compress(ZERO, state, sum);

  const octets = Buffer.alloc(BLOCK_BYTES);
  state.forEach((half, index) => octets.writeInt32LE(half, index * 4));
  return length === 512 ? octets : octets.subarray(BLOCK_BYTES / 2);
}

function blockOf(octets: Buffer): Block {
  const block: Block = new Int32Array(HALVES);
  for (let half = 0; half < HALVES; half += 1) block[half] = octets.readInt32LE(half * 4);
  return block;
}

const key: Block = new Int32Array(HALVES);
const text: Block = new Int32Array(HALVES);

/** state ← E(LPS(state ⊕ counter), message) ⊕ state ⊕ message: the compression function g. */
function compress(counter: Block, state: Block, message: Block): void {
  text.set(message);
  mix(state, counter, key);
  for (const constant of CONSTANTS) {
    mix(text, key, text);
    mix(key, constant, key);
  }
  for (let half = 0; half < HALVES; half += 1) state[half]! ^= text[half]! ^ key[half]! ^ message[half]!;
}

const mixed: Block = new Int32Array(HALVES);

/**
 * out ← LPS(one ⊕ other): word i of it gathers byte i of every word, which is the transposition P. Written out, because half of a
 * whole check of a signature is spent here.
 */
function mix(one: Block, other: Block, out: Block): void {
  for (let half = 0; half < HALVES; half += 1) mixed[half] = one[half]! ^ other[half]!;
  for (let half = 0; half < 2; half += 1) {
    const [w0, w1, w2, w3] = [mixed[half]!, mixed[2 + half]!, mixed[4 + half]!, mixed[6 + half]!];
    const [w4, w5, w6, w7] = [mixed[8 + half]!, mixed[10 + half]!, mixed[12 + half]!, mixed[14 + half]!];
    for (let byte = 0; byte < 4; byte += 1) {
      const shift = byte * 8;
      const [e0, e1] = [(w0 >>> shift) & 255, 0x100 | ((w1 >>> shift) & 255)];
      const [e2, e3] = [0x200 | ((w2 >>> shift) & 255), 0x300 | ((w3 >>> shift) & 255)];
      const [e4, e5] = [0x400 | ((w4 >>> shift) & 255), 0x500 | ((w5 >>> shift) & 255)];
      const [e6, e7] = [0x600 | ((w6 >>> shift) & 255), 0x700 | ((w7 >>> shift) & 255)];
      const word = (half * 4 + byte) * 2;
      out[word] = LOW[e0]! ^ LOW[e1]! ^ LOW[e2]! ^ LOW[e3]! ^ LOW[e4]! ^ LOW[e5]! ^ LOW[e6]! ^ LOW[e7]!;
      out[word + 1] = HIGH[e0]! ^ HIGH[e1]! ^ HIGH[e2]! ^ HIGH[e3]! ^ HIGH[e4]! ^ HIGH[e5]! ^ HIGH[e6]! ^ HIGH[e7]!;
    }
  }
}

/** total ← total + summand modulo 2^512. */
function add(total: Block, summand: Block): void {
  let carry = 0;
  for (let half = 0; half < HALVES; half += 1) {
    const digit = (total[half]! >>> 0) + (summand[half]! >>> 0) + carry;
    total[half] = digit;
    carry = digit > 0xffffffff ? 1 : 0;
  }
}

/** For each place of a byte in a word and each value: the substitution and the linear transformation together. */
function substitutedAndMixed(): { readonly low: Int32Array; readonly high: Int32Array } {
  const substitution = Buffer.from(SUBSTITUTION, 'hex');
  const rows = Array.from({ length: 64 }, (_, row) => BigInt(`0x${LINEAR.slice(row * 16, row * 16 + 16)}`));
  const [low, high] = [new Int32Array(8 * 256), new Int32Array(8 * 256)];
  for (let place = 0; place < 8; place += 1)
    for (let value = 0; value < 256; value += 1) {
      const substituted = substitution[value]!;
      let word = 0n;
      for (let bit = 0; bit < 8; bit += 1) if ((substituted & (1 << bit)) !== 0) word ^= rows[63 - (place * 8 + bit)]!;
      low[place * 256 + value] = Number(BigInt.asIntN(32, word));
      high[place * 256 + value] = Number(BigInt.asIntN(32, word >> 32n));
    }
  return { low, high };
}
