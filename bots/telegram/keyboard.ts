import type { InlineKeyboardButton, UserFromGetMe } from 'telegraf/types';
import { encode } from '../conversation/button-table';
import type { Screen, ScreenButton } from '../conversation/kit/screen';
import type { Call } from './call';

/** The address that opens the bot's chat and says /start with this. */
export type LinkTo = (start: string) => Promise<string>;

/** Who the bot is, as Telegram knows it: asked for once, again only where that failed. */
export type WhoAmI = () => Promise<UserFromGetMe>;

export function createWhoAmI(call: Call): WhoAmI {
  let asked: Promise<UserFromGetMe> | null = null;
  return () =>
    (asked ??= call('getMe', {}).catch((error: unknown) => {
      asked = null;
      throw error;
    }));
}

/** The bot's own name stands in its links. */
export const createLinks =
  (whoAmI: WhoAmI): LinkTo =>
  async (start) =>
    `https://t.me/${(await whoAmI()).username}?start=${start}`;

/** What stands under a message, as Telegram has it. */
export const keyboardOf = (buttons: Screen['buttons'], linkTo: LinkTo): Promise<InlineKeyboardButton[][]> =>
  Promise.all(buttons.map((row) => Promise.all(row.map((button) => keyOf(button, linkTo)))));

const keyOf = async (button: ScreenButton, linkTo: LinkTo): Promise<InlineKeyboardButton> =>
  'press' in button
    ? { text: button.text, callback_data: encode(button.press) }
    : { text: button.text, url: await linkTo(button.start) };
