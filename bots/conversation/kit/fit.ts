import { type Words, escapeHtml } from '../../../src/i18n';
import { lengthInCharacters } from '../../../src/text/plain-text';
import { diffWords } from 'diff';

/** Longer texts do not fit a message beside the rest; they go as a file. */
export const COPY_LIMIT = 3000;

/** As messengers count a message in HTML: without its markup. */
export function visibleLength(html: string): number {
  return lengthInCharacters(html.replace(/<[^>]*>/g, '').replace(/&(?:amp|lt|gt|quot);/g, ' '));
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };
/** The words of a message in HTML, as they are read. */
export const withoutMarkup = (html: string): string =>
  html.replace(/<[^>]*>/g, '').replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity] ?? entity);

/** How much of a text there is room for, of what it would take on its own. */
export type Room = (characters: number) => number;

/**
 * Draws with less and less of every long text until the whole fits a message: nothing is left out, all of it is shorter.
 * @param longest characters of a message, as its messenger counts
 * @param draw shortens each text to `room(n)`, where n is what one reads with pleasure
 */
export function fitted(longest: number, draw: (room: Room) => string): string {
  for (const share of [1, 0.7, 0.5, 0.35, 0.25, 0.15]) {
    const text = draw((characters) => Math.max(20, Math.floor(characters * share)));
    if (visibleLength(text) <= longest) return text;
  }
  return draw(() => 12);
}

/** The end of a text, with an ellipsis before it; at most `limit` code points. */
export function ending(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? text : `…${characters.slice(1 - limit).join('')}`;
}

/** Digits of an appeal's number that a shortened one keeps: fewer have two appeals of one month. */
const DIGITS = 7;

/** «…7441806»: enough to find the line, short enough for several in a row. */
export function shortNumber(number: string): string {
  const characters = [...number];
  const digits = characters.flatMap((character, index) => (/\d/.test(character) ? [index] : []));
  const from = digits.at(-DIGITS) ?? 0;
  return from < 2 ? number : `…${characters.slice(from).join('')}`;
}

/**
 * A text in parts of at most `limit` UTF-16 units: after a line that ends in the second half, else after a word, else between two
 * characters as people see them. Nothing is lost: the parts together are the text.
 */
export function inParts(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const part = firstPart(rest, limit);
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return [...parts, rest];
}

/** As few messages as blocks of HTML take, in their order. @param longest characters of a message; no block has more */
export function inMessages(blocks: readonly string[], longest: number, between = '\n\n'): string[] {
  const all: string[] = [];
  for (const block of blocks) {
    const last = all.at(-1);
    const joined = last === undefined ? block : `${last}${between}${block}`;
    if (last !== undefined && visibleLength(joined) <= longest) all[all.length - 1] = joined;
    else all.push(block);
  }
  return all;
}

/** What «часть 2 из 3» takes of a message. */
const OF_PART = 40;

/** The same of lines, each message saying which part it is; one that is alone says nothing. */
export function inNumberedMessages(
  lines: readonly string[],
  longest: number,
  { html }: Pick<Words, 'html'>,
): readonly [string, ...string[]] {
  const [first = '', ...others] = inMessages(lines, longest - OF_PART, '\n');
  if (others.length === 0) return [first];
  const count = others.length + 1;
  const part = (text: string, place: number) =>
    `${text}\n\n<i>${html('engagement:part', { number: place + 1, count })}</i>`;
  return [part(first, 0), ...others.map((text, place) => part(text, place + 1))];
}

/** As many lines as one message takes, and how many are left out. @param longest characters for them */
export function inOneMessage(
  lines: readonly string[],
  longest: number,
  more: (count: number) => string,
): readonly string[] {
  if (visibleLength(lines.join('\n')) <= longest) return lines;
  for (let shown = lines.length - 1; shown > 0; shown -= 1) {
    const kept = [...lines.slice(0, shown), more(lines.length - shown)];
    if (visibleLength(kept.join('\n')) <= longest) return kept;
  }
  return [];
}

const characters = new Intl.Segmenter();
/** Of a character that is longer than all this there is no whole to keep. */
const LONGEST_CHARACTER = 100;

/** The first part of a text that is longer than `limit`. */
export function firstPart(text: string, limit: number): string {
  const head = text.slice(0, limit);
  for (const blank of ['\n', ' ']) {
    const end = head.lastIndexOf(blank) + 1;
    if (end > limit / 2) return head.slice(0, end);
  }
  const from = Math.max(0, limit - LONGEST_CHARACTER);
  const end = from + (characters.segment(text.slice(from, limit + 1)).containing(limit - from)?.index ?? 0);
  if (end > from) return text.slice(0, end);
  return /[\ud800-\udbff]$/.test(head) && limit > 1 ? head.slice(0, -1) : head;
}

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
