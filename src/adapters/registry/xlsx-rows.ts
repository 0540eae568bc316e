import { readFile } from 'node:fs/promises';
import { open as openZip, type Entry } from 'yauzl';
import type { FileRow } from '../../intake/registry/judge-rows';
import { Unreadable } from './unreadable';

const MEGABYTE = 1_000_000;
/** Of the file, and of all that is packed in it. */
const LARGEST = { file: 50 * MEGABYTE, unpacked: 200 * MEGABYTE } as const;
/** Packed, an empty file has two bytes; one that says that it is empty and has more hides how large it is. */
const EMPTY_PACKED = 2;

/**
 * Rows of a workbook's first sheet, one by one. A formula stands for the value that was reckoned last.
 * @throws Unreadable
 */
export async function* xlsxRows(path: string): AsyncGenerator<FileRow> {
  await guardZip(path);
  const { streamXlsxRows } = await import('hucre/xlsx');
  const bytes = await readFile(path);
  try {
    for await (const { index, values } of streamXlsxRows(bytes)) yield { row: index + 1, cells: values };
  } catch (cause) {
    throw new Unreadable('truncated', {}, { cause });
  }
}

/**
 * Looks into the zip's directory before anything is unpacked: the library unpacks no entry further than the directory says.
 * @throws Unreadable for what is no workbook, or would be too much once unpacked
 */
async function guardZip(path: string): Promise<void> {
  const names: string[] = [];
  let unpacked = 0;
  for (const { fileName, uncompressedSize, compressedSize } of await entriesOf(path)) {
    names.push(fileName);
    unpacked += uncompressedSize === 0 && compressedSize > EMPTY_PACKED ? Infinity : uncompressedSize;
  }
  if (unpacked > LARGEST.unpacked) throw new Unreadable('tooLarge', { megabytes: LARGEST.unpacked / MEGABYTE });
  if (!names.some((name) => /^xl\/workbook\d*\.xml$/i.test(name))) throw new Unreadable('otherOffice');
}

const MOST_ENTRIES = 10_000;

function entriesOf(path: string): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const broken = (cause: unknown) => reject(new Unreadable('truncated', {}, { cause }));
    openZip(path, { lazyEntries: true, autoClose: true }, (error, zip) => {
      if (error) return broken(error);
      const entries: Entry[] = [];
      zip.on('error', broken);
      if (zip.fileSize > LARGEST.file || zip.entryCount > MOST_ENTRIES) {
        zip.close();
        return reject(new Unreadable('tooLarge', { megabytes: LARGEST.file / MEGABYTE }));
      }
      zip.on('entry', (entry: Entry) => {
        entries.push(entry);
        zip.readEntry();
      });
      zip.on('end', () => resolve(entries));
      zip.readEntry();
    });
  });
}
