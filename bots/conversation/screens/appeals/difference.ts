import { diffWords } from 'diff';
import { escapeHtml } from '../../../../src/i18n';
import { firstPart } from '../fit';

/** Less than this at the end of a part is left free sooner than a change is cut in two. */
const SCRAP = 200;

/**
 * What a supervisor changed in a draft: struck out and underlined, word by word; HTML, in parts of at most `limit` UTF-16 units
 * without their markup, each with its tags closed.
 */
export function differenceInParts(before: string, after: string, limit: number): string[] {
  const parts: string[] = [];
  let [part, left] = ['', limit];
  for (const { value, added, removed } of diffWords(before, after)) {
    let rest = value;
    while (rest !== '') {
      if (rest.length > left && left < Math.min(SCRAP, limit)) {
        parts.push(part);
        [part, left] = ['', limit];
      }
      const piece = rest.length <= left ? rest : firstPart(rest, left);
      part += marked(escapeHtml(piece), added, removed);
      left -= piece.length;
      rest = rest.slice(piece.length);
    }
  }
  return [...parts, part];
}

const marked = (text: string, added: boolean, removed: boolean): string =>
  added ? `<u><b>${text}</b></u>` : removed ? `<s>${text}</s>` : text;
