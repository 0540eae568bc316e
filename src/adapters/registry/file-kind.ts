import { open } from 'node:fs/promises';
import { Unreadable } from './unreadable';

const HEAD_BYTES = 65_536;
const ZIP = Buffer.from('PK');
/** Compound files: Excel up to 2003, and whatever Office has locked with a password. */
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');
const SPREADSHEET = Buffer.from('application/vnd.oasis.opendocument');

/**
 * What a file is by its bytes: its name means nothing.
 * @throws Unreadable
 */
export async function fileKind(path: string): Promise<'zip' | 'text'> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
    const bytes = head.subarray(0, bytesRead);
    if (bytes.length === 0) throw new Unreadable('nothing');
    if (bytes.subarray(0, 8).equals(OLE))
      throw new Unreadable((await holds(path, ENCRYPTED)) ? 'password' : 'oldExcel');
    if (bytes.subarray(0, 2).equals(ZIP)) {
      if (bytes.subarray(0, 200).includes(SPREADSHEET)) throw new Unreadable('otherOffice');
      return 'zip';
    }
    if (isWebPage(bytes)) throw new Unreadable('webPage');
    if (bytes.includes(0) && utf16Of(bytes) === null) throw new Unreadable('noTable');
    return 'text';
  } finally {
    await file.close();
  }
}

/** Told by its first two bytes; in all other texts a NUL says that they are none. */
export function utf16Of(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

/** «Сохранить как веб-страницу» under the name of a workbook, and Excel's XML of 2003. */
const isWebPage = (bytes: Buffer): boolean =>
  /^\s*(?:<!doctype|<html|<\?xml|<table|<meta|<!--)/i.test(
    bytes.subarray(0, 1_000).toString('latin1').replace(/^ï»¿/, ''),
  );

async function holds(path: string, part: Buffer): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    let rest = Buffer.alloc(0);
    const chunks: AsyncIterable<Buffer> = file.createReadStream({ autoClose: false });
    for await (const chunk of chunks) {
      const bytes = Buffer.concat([rest, chunk]);
      if (bytes.includes(part)) return true;
      rest = bytes.subarray(-part.length);
    }
    return false;
  } finally {
    await file.close();
  }
}
