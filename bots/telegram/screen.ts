import type { InlineKeyboardButton } from 'telegraf/types';
import { encode, type CallbackData } from './callback-data';

/** What a message shows: HTML text and the buttons under it. An edit without a keyboard would remove it, so it is always there. */
export interface Screen {
  readonly text: string;
  readonly keyboard: readonly (readonly InlineKeyboardButton[])[];
}

/** telegraf's own builder adds `hide: false` to each button; Telegram's own shape is enough. */
export const button = (text: string, data: CallbackData): InlineKeyboardButton => ({
  text,
  callback_data: encode(data),
});
export const link = (text: string, url: string): InlineKeyboardButton => ({ text, url });

/** Design limit: 8 rows of 12 characters are read at a glance; Telegram's own is 100 buttons. */
export function inRows<T>(items: readonly T[], perRow: number): T[][] {
  const rows: T[][] = [];
  for (let index = 0; index < items.length; index += perRow) rows.push(items.slice(index, index + perRow));
  return rows;
}

/** At most `limit` code points, as Telegram counts; cut at a word where one is near, with an ellipsis. */
export function shorten(text: string, limit: number): string {
  const characters = [...text];
  if (characters.length <= limit) return text;
  const cut = characters.slice(0, limit - 1).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > cut.length * 0.7 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
