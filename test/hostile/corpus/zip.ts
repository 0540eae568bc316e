import { crc32, deflateRawSync } from 'node:zlib';

export interface Entry {
  readonly name: string;
  readonly content: Buffer | string;
  /** Sizes as the directory and the header give them, when they lie. */
  readonly says?: { readonly packed?: number; readonly unpacked?: number; readonly crc?: number };
  readonly flags?: number;
  readonly method?: 'stored' | 'deflated' | number;
  /** Points at another entry's bytes, by its index. */
  readonly at?: number;
}

const SIGNATURE = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
/** The bit of a name in UTF-8. */
const UTF8 = 0x0800;

/** A zip as no library would write it. @param entryCount as its end says, when it lies */
export function zip(entries: readonly Entry[], entryCount = entries.length): Buffer {
  const bodies: Buffer[] = [];
  const places: number[] = [];
  const packedSizes: number[] = [];
  const directory: Buffer[] = [];
  let place = 0;
  for (const { name, content, says = {}, flags = 0, method = 'deflated', at } of entries) {
    const title = Buffer.from(name);
    const plain = Buffer.from(content);
    const packed = method === 'deflated' ? deflateRawSync(plain) : plain;
    const code = method === 'deflated' ? 8 : method === 'stored' ? 0 : method;
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(says.crc ?? crc32(plain), 0);
    sizes.writeUInt32LE(says.packed ?? (at === undefined ? packed.length : (packedSizes[at] ?? 0)), 4);
    sizes.writeUInt32LE(says.unpacked ?? plain.length, 8);
    const start = at === undefined ? place : (places[at] ?? 0);
    places.push(start);
    packedSizes.push(packed.length);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(SIGNATURE.local, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(flags | UTF8, 6);
    head.writeUInt16LE(code, 8);
    sizes.copy(head, 14);
    head.writeUInt16LE(title.length, 26);
    if (at === undefined) {
      bodies.push(head, title, packed);
      place += head.length + title.length + packed.length;
    }
    const central = Buffer.alloc(46);
    central.writeUInt32LE(SIGNATURE.central, 0);
    central.writeUInt16LE(20, 4);
    central.writeUInt16LE(20, 6);
    central.writeUInt16LE(flags | UTF8, 8);
    central.writeUInt16LE(code, 10);
    sizes.copy(central, 16);
    central.writeUInt16LE(title.length, 28);
    central.writeUInt32LE(start, 42);
    directory.push(central, title);
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(SIGNATURE.end, 0);
  end.writeUInt16LE(entryCount & 0xffff, 8);
  end.writeUInt16LE(entryCount & 0xffff, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(place, 16);
  return Buffer.concat([...bodies, list, end]);
}
