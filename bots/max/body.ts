import { encode } from '../conversation/button-table';
import { inRows, shorten, type Screen, type ScreenButton } from '../conversation/kit/screen';
import { plainText } from '../messenger/plain-html';

/** UTF-16 units; whether markup counts nobody knows, so it does. */
export const LONGEST_TEXT = 4_000;
const LONGEST_CAPTION = 128;
const MOST_ROWS = 30;
const KEYS_A_ROW = 7;
/** Of a row with a link in it. */
const LINKS_A_ROW = 3;

/** The address that opens the bot's chat and says /start with this. */
export type LinkTo = (start: string) => Promise<string>;

export interface Attachment {
  readonly type: 'image' | 'file' | 'location' | 'inline_keyboard';
  readonly payload?: object;
  readonly latitude?: number;
  readonly longitude?: number;
}

/** A message as MAX takes it. */
export interface Body {
  readonly text?: string;
  readonly format?: 'html';
  readonly notify?: boolean;
  readonly attachments?: readonly Attachment[];
}

/** HTML that MAX knows; too long with its markup, it goes without. */
export function textOf(html: string): Pick<Body, 'text' | 'format'> {
  const text = html.replaceAll('<blockquote expandable>', '<blockquote>');
  return text.length <= LONGEST_TEXT ? { text, format: 'html' } : { text: plainText(text, LONGEST_TEXT) };
}

/** What stands under a message; empty: nothing. */
export async function keyboardOf(buttons: Screen['buttons'], linkTo: LinkTo): Promise<Attachment[]> {
  const rows = buttons.flatMap((row) => inRows(row, row.some((key) => 'start' in key) ? LINKS_A_ROW : KEYS_A_ROW));
  const keys = await Promise.all(
    rows.slice(0, MOST_ROWS).map((row) => Promise.all(row.map((key) => keyOf(key, linkTo)))),
  );
  return keys.length === 0 ? [] : [{ type: 'inline_keyboard', payload: { buttons: keys } }];
}

async function keyOf(key: ScreenButton, linkTo: LinkTo): Promise<object> {
  const text = shorten(key.text, LONGEST_CAPTION);
  return 'press' in key
    ? { type: 'callback', text, payload: encode(key.press) }
    : { type: 'link', text, url: await linkTo(key.start) };
}
