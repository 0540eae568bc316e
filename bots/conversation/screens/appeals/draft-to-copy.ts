import { escapeHtml } from '../../../../src/i18n';
import { only, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { COPY_LIMIT, inParts } from '../fit';

/** A draft to be taken along with one tap, changed and sent back; in numbered parts when it is long. */
export function draftToCopy(number: string, draft: string, { words: { html } }: Reading): Screen[] {
  const parts = inParts(draft, COPY_LIMIT);
  return parts.map((text, index) => {
    const title =
      parts.length === 1
        ? html('card:copy.title', { number })
        : html('card:copy.part', { number, part: index + 1, parts: parts.length });
    return only(`${title}\n\n<pre>${escapeHtml(text)}</pre>`);
  });
}
