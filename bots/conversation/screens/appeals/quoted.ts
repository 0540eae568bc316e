import { escapeHtml, type Words } from '../../../../src/i18n';
import { lengthInCharacters } from '../../../../src/text/plain-text';
import { shorten } from '../../screen';
import { ending } from '../fit';

const block = (text: string): string => `<blockquote expandable>${escapeHtml(text)}</blockquote>`;

/** How much of a text is shown, as a line of HTML; null: the whole of it. `part` has an ellipsis where the text goes on. */
export function shownLine(part: string, text: string, { html }: Words): string | null {
  if (part === text) return null;
  const [shown, total] = [lengthInCharacters(part) - 1, lengthInCharacters(text)];
  return `<i>${html('card:whole.shown', { shown, total })}</i>`;
}

const told = (part: string, text: string, words: Words): string =>
  [block(part), shownLine(part, text, words)].filter((line) => line !== null).join('\n');

/** A text, or its beginning and how much that is; HTML. */
export const quoted = (text: string, limit: number, words: Words): string => told(shorten(text, limit), text, words);

/** A text, or its end and how much that is; HTML. */
export const quotedEnd = (text: string, limit: number, words: Words): string => told(ending(text, limit), text, words);
