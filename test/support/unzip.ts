import { fromBuffer, type Entry } from 'yauzl';

/** What is in a ZIP, by name; each name in UTF-8, and marked so unless it is of plain letters anyway. @throws when it is no whole ZIP */
export function unzip(bytes: Buffer, names: 'marked' | 'plain' = 'marked'): Promise<ReadonlyMap<string, Buffer>> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, strictFileNames: true }, (error, zip) => {
      if (error) return reject(error);
      const found = new Map<string, Buffer>();
      zip.on('error', reject);
      zip.on('end', () => resolve(found));
      zip.on('entry', (entry: Entry) => {
        if (names === 'marked' && (entry.generalPurposeBitFlag & 0x800) === 0)
          return reject(new Error(`${entry.fileName} is not marked as UTF-8`));
        zip.openReadStream(entry, (fault, stream) => {
          if (fault) return reject(fault);
          const parts: Buffer[] = [];
          stream.on('data', (part: Buffer) => parts.push(part));
          stream.on('error', reject);
          stream.on('end', () => {
            found.set(entry.fileName, Buffer.concat(parts));
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
}
