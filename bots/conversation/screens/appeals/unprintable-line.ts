import type { Words } from '../../../../src/i18n';
import { unprintable } from '../../../../src/text/plain-text';

/** Signs named at once; more of them say nothing more. */
const NAMED = 10;

/** What of an answer its letter would show as an empty square; in HTML. */
export function unprintableLine(text: string, { html }: Words): string[] {
  const signs = unprintable(text);
  if (signs.length === 0) return [];
  return [`⚠️ ${html('card:unprintable', { count: signs.length, signs: signs.slice(0, NAMED).join(' ') })}`];
}
