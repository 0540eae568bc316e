import { diffWords } from 'diff';
import { escapeHtml } from '../../../../src/i18n';

/** What a supervisor changed in a draft: struck out and underlined, word by word; HTML. */
export function difference(before: string, after: string): string {
  return diffWords(before, after)
    .map(({ value, added, removed }) => {
      const text = escapeHtml(value);
      return added ? `<u><b>${text}</b></u>` : removed ? `<s>${text}</s>` : text;
    })
    .join('');
}
