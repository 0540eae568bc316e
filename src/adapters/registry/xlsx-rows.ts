import { readFile } from 'node:fs/promises';
import { open as openZip, type Entry } from 'yauzl';
import type { FileRow } from '../../intake/registry/judge-rows';
import { Unreadable } from './unreadable';

const MEGABYTE = 1_000_000;
/** Of the file, and of all that is packed in it. */
const LARGEST = { file: 50 * MEGABYTE, unpacked: 200 * MEGABYTE } as const;
/** Packed, an empty file has two bytes; one that says that it is empty and has more hides how large it is. */
const EMPTY_PACKED = 2;
/** The bit of an entry that says that it opens by a password only. */
const LOCKED = 1;

/** Of a sheet, as Excel has it. */
const MOST_ROWS = 1_048_576;
/** A workbook with more is no export, and each of them is looked into. */
const MOST_SHEETS = 10;

/**
 * The sheets of a workbook, one after another, each by its rows. A formula stands for the value that was reckoned last.
 * @throws Unreadable
 */
export async function* xlsxSheets(path: string): AsyncGenerator<AsyncIterable<FileRow>> {
  const sheets = await guardZip(path);
  const bytes = await readFile(path);
  for (let sheet = 0; sheet < Math.min(sheets, MOST_SHEETS); sheet += 1) yield rowsOf(bytes, sheet);
}

async function* rowsOf(bytes: Buffer, sheet: number): AsyncGenerator<FileRow> {
  const { streamXlsxRows } = await import('hucre/xlsx');
  let last = 0;
  try {
    for await (const { index, values } of streamXlsxRows(bytes, { sheet })) {
      const row = index + 1;
      // by its number a row is kept and told of
      if (row <= last || row > MOST_ROWS) throw new RangeError(`Row ${row} comes after row ${last}`);
      yield { row: (last = row), cells: values };
    }
  } catch (cause) {
    throw new Unreadable('truncated', {}, { cause });
  }
}

/**
 * Looks into the zip's directory before anything is unpacked: the library unpacks no entry further than the directory says.
 * @returns how many sheets there are
 * @throws Unreadable for what is no workbook, or would be too much once unpacked
 */
async function guardZip(path: string): Promise<number> {
  const names: string[] = [];
  let unpacked = 0;
  for (const { fileName, uncompressedSize, compressedSize, generalPurposeBitFlag } of await entriesOf(path)) {
    if ((generalPurposeBitFlag & LOCKED) !== 0) throw new Unreadable('password');
    names.push(fileName);
    unpacked += uncompressedSize === 0 && compressedSize > EMPTY_PACKED ? Infinity : uncompressedSize;
  }
  if (unpacked > LARGEST.unpacked) throw new Unreadable('tooLarge', { megabytes: LARGEST.unpacked / MEGABYTE });
  if (!names.some((name) => /^xl\/workbook\d*\.xml$/i.test(name))) throw new Unreadable('otherOffice');
  return Math.max(1, names.filter((name) => /^xl\/(?:work|chart)sheets\/[^/]+\.xml$/i.test(name)).length);
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
