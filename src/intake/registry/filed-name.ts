import path from 'node:path';
import { revealHidden } from '../../text/plain-text';
import type { FileState } from '../../usecases/registry/files';

/** A name has 255 bytes, of which a number stands before it and « — ошибки.xlsx» behind it. */
const LONGEST_NAME = 180;
const LONGEST_EXTENSION = 16;

/** As a file of the watched folder is put away: under its number, since its name may come again. */
export function filedName({ id, name }: Pick<FileState, 'id' | 'name'>): string {
  const { name: stem, ext } = path.parse(revealHidden(name).replaceAll('\ufffd', '_'));
  const extension = beginningOf(ext, LONGEST_EXTENSION);
  return `${numbered(id)} ${beginningOf(stem, LONGEST_NAME - LONGEST_EXTENSION)}${extension}`;
}

/** Its own name was too long, or no text: people are told under which it lies. */
export const isRenamed = (file: Pick<FileState, 'id' | 'name'>): boolean =>
  filedName(file) !== `${numbered(file.id)} ${file.name}`;

const numbered = (id: number): string => String(id).padStart(5, '0');

/** So many bytes of a text and no half of a character. */
function beginningOf(text: string, bytes: number): string {
  let [beginning, left] = ['', bytes];
  for (const character of text) {
    left -= Buffer.byteLength(character);
    if (left < 0) break;
    beginning += character;
  }
  return beginning;
}
