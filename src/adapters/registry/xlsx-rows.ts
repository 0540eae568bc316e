import { readFile } from 'node:fs/promises';
import { open as openZip, type Entry } from 'yauzl';
import type { FileRow, FileTable } from '../../intake/registry/judge-rows';
import { cleanText } from '../../text/plain-text';
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
/** Of those that are not looked into, so many are named. */
const MOST_NAMED = 20;
/** Excel lets a name have 31. */
const LONGEST_NAME = 31;
/** Of what says which sheets there are; a workbook of ПОС has two thousand bytes of it. */
const LONGEST_BOOK = MEGABYTE;

/**
 * The sheets of a workbook, one after another, each by its rows. A formula stands for the value that was reckoned last.
 * @throws Unreadable
 */
export async function* xlsxSheets(path: string): AsyncGenerator<FileTable> {
  const count = await guardZip(path);
  const names = await sheetNames(path);
  const bytes = await readFile(path);
  for (let sheet = 0; sheet < Math.min(count, MOST_SHEETS); sheet += 1)
    yield { name: count > 1 ? (names[sheet] ?? String(sheet + 1)) : null, rows: rowsOf(bytes, sheet) };
  for (let sheet = MOST_SHEETS; sheet < Math.min(count, MOST_SHEETS + MOST_NAMED); sheet += 1)
    yield { name: names[sheet] ?? String(sheet + 1), rows: null };
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

/** As people see them at the foot of the window; fewer than there are sheets when they can't be told. */
async function sheetNames(path: string): Promise<string[]> {
  const xml = await beginningOfEntry(path, /^xl\/workbook\d*\.xml$/i);
  return [...xml.matchAll(/<(?:\w+:)?sheet\s[^<>]*?\bname="([^"<]*)"/g)].map(([, name = '']) =>
    cleanText(unescaped(name)).slice(0, LONGEST_NAME),
  );
}

const SIGNS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescaped = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,6})|(amp|lt|gt|quot|apos));/g,
    (whole, code: string | undefined, sign: string | undefined) =>
      code !== undefined ? String.fromCodePoint(Number(code)) : (SIGNS[sign ?? ''] ?? whole),
  );

function beginningOfEntry(path: string, name: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const broken = (cause: unknown) => reject(new Unreadable('truncated', {}, { cause }));
    openZip(path, { lazyEntries: true, autoClose: true }, (error, zip) => {
      if (error) return broken(error);
      zip.on('error', broken);
      zip.on('end', () => resolve(''));
      zip.on('entry', (entry: Entry) => {
        if (!name.test(entry.fileName)) return zip.readEntry();
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return broken(failure);
          const chunks: Buffer[] = [];
          let bytes = 0;
          const end = () => {
            zip.close();
            resolve(Buffer.concat(chunks).toString('utf8'));
          };
          stream.on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            if ((bytes += chunk.length) > LONGEST_BOOK) stream.destroy();
          });
          stream.on('close', end).on('end', end).on('error', broken);
        });
      });
      zip.readEntry();
    });
  });
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
