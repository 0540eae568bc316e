import type { Button } from './button-rows/buttons';

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
