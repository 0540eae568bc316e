import type { Button } from './buttons';
import { type Words, escapeHtml } from '../../../src/i18n';
import { lengthInCharacters, unprintable } from '../../../src/text/plain-text';
import { ending } from './fit';
import type texts from '../../../locales/ru/people.json';

/** A button under a message: a press that comes back to us, or a link into the bot's own chat. */
export type ScreenButton =
  | { readonly text: string; readonly press: Button }
  /** What the link says when it is followed, see links.ts. */
  | { readonly text: string; readonly start: string };

/** What a message shows: HTML text and the buttons under it. */
export interface Screen {
  readonly text: string;
  readonly buttons: readonly (readonly ScreenButton[])[];
}

export const button = (text: string, press: Button): ScreenButton => ({ text, press });
export const link = (text: string, start: string): ScreenButton => ({ text, start });

/** Nothing to press. */
export const only = (text: string): Screen => ({ text, buttons: [] });

/** Of a button: messengers cut longer ones anyway. */
export const CAPTION = 60;

/** Design limit: 8 rows of 12 characters are read at a glance. */
export function inRows<T>(items: readonly T[], perRow: number): T[][] {
  const rows: T[][] = [];
  for (let index = 0; index < items.length; index += perRow) rows.push(items.slice(index, index + perRow));
  return rows;
}

/** At most `limit` code points; cut at a word where one is near, with an ellipsis. */
export function shorten(text: string, limit: number): string {
  const characters = [...text];
  if (characters.length <= limit) return text;
  const cut = characters.slice(0, limit - 1).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > cut.length * 0.7 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** Lines of one button each that one sees without scrolling. */
export const PAGE = 6;

export interface Page<T> {
  readonly shown: readonly T[];
  /** From 0; a page past the end is the last. */
  readonly page: number;
  readonly pages: number;
}

export function pageOf<T>(items: readonly T[], page: number, size = PAGE): Page<T> {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const at = Math.min(Math.max(page, 0), pages - 1);
  return { shown: items.slice(at * size, (at + 1) * size), page: at, pages };
}

/** «‹ 2/5 ›»; no row when there is one page. */
export function pager(
  { page, pages }: { readonly page: number; readonly pages: number },
  { plain }: Words,
  turn: (page: number) => Button,
): ScreenButton[][] {
  if (pages === 1) return [];
  const to = (caption: string, target: number) =>
    button(caption, target >= 0 && target < pages ? turn(target) : { kind: 'nothing' });
  return [
    [
      to(plain('common:previous'), page - 1),
      button(plain('common:page', { page: page + 1, pages }), { kind: 'nothing' }),
      to(plain('common:next'), page + 1),
    ],
  ];
}

interface Choosable {
  readonly caption: string;
  readonly press: Button;
}

export interface ChoiceScreen {
  /** In HTML. */
  readonly text: string;
  readonly items: readonly Choosable[];
  readonly page: number;
  readonly turn: (page: number) => Button;
  readonly none: Choosable;
  readonly back: Button;
}

/** One thing for a person or a category, by pages, or none. */
export function choiceScreen({ text, items, page, turn, none, back }: ChoiceScreen, words: Words): Screen {
  const view = pageOf(items, page);
  return {
    text,
    buttons: [
      ...view.shown.map(({ caption, press }) => [button(shorten(caption, CAPTION), press)]),
      ...pager(view, words, turn),
      [button(none.caption, none.press)],
      [button(words.plain('people:admin.button.back'), back)],
    ],
  };
}

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

/** Signs named at once; more of them say nothing more. */
const NAMED = 10;

/** What of an answer its letter would show as an empty square; in HTML. */
export function unprintableLine(text: string, { html }: Words): string[] {
  const signs = unprintable(text);
  if (signs.length === 0) return [];
  return [`⚠️ ${html('card:unprintable', { count: signs.length, signs: signs.slice(0, NAMED).join(' ') })}`];
}

/** What a change will do, before it is made. @param lines in HTML */
export const sureScreen = (lines: readonly string[], sure: Button, back: Button, { plain }: Words): Screen => ({
  text: lines.join('\n'),
  buttons: [[button(plain('change:confirm'), sure)], [button(plain('people:admin.button.back'), back)]],
});

/** The caption of a toggle or of a choice: «✓» before what is so already. */
export const ticked = (what: string, isSo: boolean, { plain }: Words): string =>
  isSo ? plain('people:person.held', { what }) : what;

type Named = keyof (typeof texts)['messenger'];

/** A messenger as people call it; each that rows name has words in `people:messenger`. */
export const messengerName = (messenger: string, { plain }: Words): string =>
  plain(`people:messenger.${messenger as Named}`);
