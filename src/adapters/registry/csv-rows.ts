import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { FileRow } from '../../intake/registry/judge-rows';
import { utf16Of } from './file-kind';
import { Unreadable } from './unreadable';

const MEGABYTE = 1_000_000;
const LARGEST = 200 * MEGABYTE;
/** From so much of its beginning a text's encoding and delimiter are told. */
const SAMPLE_BYTES = 1_000_000;
/** Of one row, with all of its cells. */
const LONGEST_ROW = 1_000_000;
const DELIMITERS = [';', ',', '\t'];

/**
 * Rows of a CSV, counted as a spreadsheet counts them: a line break in quotes begins no row.
 * @throws Unreadable
 */
export async function* csvRows(path: string): AsyncGenerator<FileRow> {
  if ((await stat(path)).size > LARGEST) throw new Unreadable('tooLarge', { megabytes: LARGEST / MEGABYTE });
  const sample = await beginningOf(path);
  const encoding = encodingOf(sample);
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(new TextDecoder(encoding).decode(sample)),
    // of one kind only those of the first row would be ends: files that were put together have several
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LONGEST_ROW,
  });
  // its error comes out of the parser
  pipeline(Readable.from(decoded(path, encoding)), parser, () => undefined);
  let row = 0;
  try {
    const rows: AsyncIterable<string[]> = parser;
    for await (const cells of rows) {
      row += 1;
      if (cells.some(hasSwallowedRows)) throw new Unreadable('quotes', { row });
      yield { row, cells };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const reason = error.code === 'CSV_MAX_RECORD_SIZE' ? 'longCell' : 'quotes';
    throw new Unreadable(reason, { row: row + 1 }, { cause: error });
  }
}

/** A quote is a letter within a cell; one that opens a cell and is closed in a later row has taken the rows between for words. */
const hasSwallowedRows = (cell: string): boolean => cell.startsWith('"') && /[\r\n]/.test(cell);

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251';

async function* decoded(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  const bytes: AsyncIterable<Buffer> = createReadStream(path);
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(SAMPLE_BYTES);
    return bytes.subarray(0, (await file.read(bytes, 0, SAMPLE_BYTES, 0)).bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * Cyrillic in Windows-1251 is hardly ever UTF-8; whatever is UTF-8 by chance is plain English, the same in both. A few broken
 * characters, such as a last one that is cut in two, make no other text of it: its rows would all be lost for one.
 */
function encodingOf(sample: Buffer): Encoding {
  const utf16 = utf16Of(sample);
  if (utf16 !== null) return utf16;
  // the sample may end within a character
  const text = new TextDecoder('utf-8').decode(sample, { stream: true });
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const letters = text.match(/[^\0-\x7f\ufffd]/g)?.length ?? 0;
  return broken <= letters ? 'utf-8' : 'windows-1251';
}

/** Whichever stands oftenest in the first lines, outside quotes. */
function delimiterOf(sample: string): string {
  const bare = sample.slice(0, 20_000).replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => bare.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}
