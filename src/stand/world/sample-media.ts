import { asWebp } from './images';

const samplesPerSecond = 48_000;
const frameSamples = 960;
/** 20 ms of nothing, full band: the shortest packet that every Opus decoder reads. */
const silentFrame = Buffer.from([0xf8, 0xff, 0xfe]);
/** A page of Ogg has at most 255 packets of this size. */
const framesOnPage = 250;
const flags = { first: 2, last: 4 } as const;
const serial = 1;

/** A voice note of silence, as a phone sends one: Opus in Ogg (RFC 7845). */
export function silentVoice(seconds: number): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 'latin1');
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt32LE(samplesPerSecond, 12);
  // The vendor's name and the comments are both empty.
  const tags = Buffer.concat([Buffer.from('OpusTags', 'latin1'), Buffer.alloc(8)]);
  const pages = [page(0, flags.first, 0, [head]), page(1, 0, 0, [tags])];
  const frames = (seconds * samplesPerSecond) / frameSamples;
  for (let done = 0; done < frames;) {
    const count = Math.min(framesOnPage, frames - done);
    done += count;
    const packets = Array<Buffer>(count).fill(silentFrame);
    pages.push(page(pages.length, done === frames ? flags.last : 0, done * frameSamples, packets));
  }
  return Buffer.concat(pages);
}

/** Each packet is shorter than 255 bytes, so each is one segment. */
function page(sequence: number, flag: number, position: number, packets: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(27);
  header.write('OggS', 'latin1');
  header.writeUInt8(flag, 5);
  header.writeBigUInt64LE(BigInt(position), 6);
  header.writeUInt32LE(serial, 14);
  header.writeUInt32LE(sequence, 18);
  header.writeUInt8(packets.length, 26);
  const whole = Buffer.concat([header, Buffer.from(packets.map(({ length }) => length)), ...packets]);
  whole.writeUInt32LE(checksum(whole), 22);
  return whole;
}

/** CRC-32 as Ogg counts it: nothing turned round, begun with 0. */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}

export const stickerSide = 512;
const face = `<svg xmlns="http://www.w3.org/2000/svg" width="${stickerSide}" height="${stickerSide}">
  <circle cx="256" cy="256" r="230" fill="#f6c945"/><circle cx="180" cy="210" r="28"/><circle cx="332" cy="210" r="28"/>
  <path d="M150 310 a110 90 0 0 0 212 0" fill="none" stroke="#000" stroke-width="24" stroke-linecap="round"/>
</svg>`;

/** One smiling face, whichever emoji the sticker stands for. */
export const stickerPicture = (): Promise<Buffer> => asWebp(Buffer.from(face));
