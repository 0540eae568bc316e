import { parseHtml, type FormattedText } from '../text/html';
import { detectEntities } from '../text/detect';
import { badPayload } from './refusal';

/** Of MAX' HTML, by the tag of Telegram's that looks the same; others are stripped. */
const known: Readonly<Record<string, string>> = {
  b: 'b',
  strong: 'b',
  i: 'i',
  em: 'i',
  s: 's',
  del: 's',
  u: 'u',
  ins: 'u',
  code: 'code',
  pre: 'pre',
  a: 'a',
  mark: 'b',
  h1: 'b',
  blockquote: 'blockquote',
};
const tag = /<(\/?)([a-z][a-z0-9-]*)((?:\s[^<>]*)?)>/gi;

/**
 * Text as people see it. What MAX does with broken HTML nobody knows, so it is refused here: a bot must never send it.
 * @throws MaxRefusal
 */
export function formatted(text: string, format: string | null | undefined): FormattedText {
  if (format !== 'html') return { text, entities: detectEntities(text) };
  const asTelegram = text.replace(tag, (_whole, slash: string, name: string, attributes: string) => {
    const as = known[name.toLowerCase()];
    if (as === undefined) return '';
    if (attributes.trim() !== '' && as !== 'a') throw badPayload(`text: <${name}> has no attributes`);
    return `<${slash}${as}${slash === '' ? attributes : ''}>`;
  });
  try {
    return parseHtml(asTelegram);
  } catch (error) {
    throw badPayload(`text: ${error instanceof Error ? error.message : 'broken HTML'}`);
  }
}
