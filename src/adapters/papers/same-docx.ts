import { escapeHtml } from '../../i18n';

// docx takes the moment of writing for a document's own, and for that of each file in its zip: the same paper would be other bytes each time.

/** The part that says who wrote a document, and when. */
export function coreProperties(author: string, title: string, issuedAt: Date): string {
  const moment = `${issuedAt.toISOString().slice(0, 19)}Z`;
  const dated = (name: string) => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${moment}</dcterms:${name}>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"',
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<dc:title>${escapeHtml(title)}</dc:title><dc:creator>${escapeHtml(author)}</dc:creator>`,
    `<cp:lastModifiedBy>${escapeHtml(author)}</cp:lastModifiedBy>`,
    `${dated('created')}${dated('modified')}</cp:coreProperties>`,
  ].join('');
}

/** Midnight of 1 January 1980, the first day that a zip can tell: year 0, month 1, day 1. */
const FIRST_MOMENT = 0x00_21_00_00;
/** Where things stand in a zip (PKWARE APPNOTE 4.3), in bytes: in the record at its end, in the line of a file, in the head of its bytes. */
const END = { size: 22, count: 10, lines: 16 } as const;
const LINE = { size: 46, moment: 12, name: 28, more: 30, comment: 32, head: 42 } as const;
const HEAD_MOMENT = 10;

/** A zip of which nothing tells when it was packed. It has no comment: ours have none. */
export function sameWhenever(zip: Uint8Array): Uint8Array {
  const bytes = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const word = (at: number) => bytes.getUint16(at, true);
  const end = zip.byteLength - END.size;
  let line = bytes.getUint32(end + END.lines, true);
  for (let left = word(end + END.count); left > 0; left -= 1) {
    bytes.setUint32(line + LINE.moment, FIRST_MOMENT, true);
    bytes.setUint32(bytes.getUint32(line + LINE.head, true) + HEAD_MOMENT, FIRST_MOMENT, true);
    line += LINE.size + word(line + LINE.name) + word(line + LINE.more) + word(line + LINE.comment);
  }
  return zip;
}
