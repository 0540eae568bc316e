import { PRINTABLE } from './printable';

/**
 * Text as people meant it: no control characters (PostgreSQL refuses NUL) but tab and line break, no half of a surrogate
 * pair, one kind of line break, no blanks around.
 */
export function cleanText(text: string): string {
  return (
    text
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .replace(/\r\n?/g, '\n')
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      // overrides of the direction of writing turn around whatever stands behind them in a card
      .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
      .trim()
  );
}

/**
 * What a reader does not see: control characters, overrides of the direction of writing, marks of no width, halves of pairs, private and
 * unassigned places. But for what makes one emoji of several.
 */
const HIDDEN =
  /(?<!\p{Extended_Pictographic}\p{M}*)\u200d|[\p{Cc}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

/**
 * One line that a stranger has written, such as the name of a file or a server's word, with what is hidden in it shown by its code:
 * «отчет[U+202E]fdp.exe» would be read as «отчетexe.pdf».
 */
export function revealHidden(line: string): string {
  return line.replace(
    HIDDEN,
    (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

/**
 * One line that another program has said, such as a gateway's reason or an error, as it is kept: the one cleaning of all such words.
 * PostgreSQL refuses NUL, and half of a pair in JSON. @param most characters of it, in UTF-16 units
 */
export const foreignLine = (said: string, most: number): string =>
  revealHidden(
    said
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, most)
      .replace(/[\ud800-\udbff]$/, '')
      .trimEnd(),
  );

/** At least one letter or digit: an answer of emoji or dots says nothing to an applicant. */
export function isMeaningful(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** In characters as people count them (code points), not in UTF-16 units. */
export function lengthInCharacters(text: string): number {
  let length = 0;
  for (const character of text) length += character === '' ? 0 : 1;
  return length;
}

/** FNV-1a over the units of a text: a number of 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  return hash;
}

/** What has no picture of its own: said or not, it prints the same. */
const INVISIBLE = /[\p{Cc}\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/gu;

let printable: ReadonlySet<number> | null = null;

/** With the first text that has more than letters: most have not. */
function printables(): ReadonlySet<number> {
  const points = new Set<number>();
  let end = 0;
  for (const run of PRINTABLE.split(' ')) {
    const [gap = 0, length = 0] = run.split('+').map((part) => parseInt(part, 36));
    for (let point = end + gap; point < end + gap + length; point += 1) points.add(point);
    end += gap + length;
  }
  return points;
}

const PLAIN = /^[\s\x20-\x7e\u0400-\u045f«»–—…№]*$/;

/** The signs of a text that no font of our papers has, such as emoji, each once. */
export function unprintable(text: string): string[] {
  const visible = text.replace(INVISIBLE, '');
  if (PLAIN.test(visible)) return [];
  const known = (printable ??= printables());
  const signs = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  return [...new Set(signs)].filter((sign) =>
    [...sign.replace(INVISIBLE, '')].some((character) => !known.has(character.codePointAt(0) ?? 0)),
  );
}

/** A text as a paper has it: without what nobody sees, and with an empty square for what no font has. */
export const asPrinted = (text: string): string =>
  text
    .replace(INVISIBLE, (character) => (character === '\n' ? '\n' : /\s/.test(character) ? ' ' : ''))
    .replace(/[^\s\x20-\x7e\u0400-\u045f]/gu, (character) =>
      (printable ??= printables()).has(character.codePointAt(0) ?? 0) ? character : '□',
    );
