import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Which of the office's tokens an `Authorization` header carries, or null. The time does not tell how much of it was
 * right, nor which one it was.
 */
export function tokenIndex(header: string | undefined, tokens: readonly string[]): number | null {
  const given = /^bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  const digest = sha256(given ?? '');
  const matches = tokens.map((token) => timingSafeEqual(sha256(token), digest));
  const index = matches.indexOf(true);
  return given === undefined || index === -1 ? null : index;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
