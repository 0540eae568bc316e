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
