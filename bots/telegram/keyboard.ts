import type { InlineKeyboardButton } from 'telegraf/types';
import { encode } from '../conversation/buttons';
import type { Screen, ScreenButton } from '../conversation/screen';
import type { Call } from './call';

/** The address that opens the bot's chat and says /start with this. */
export type LinkTo = (start: string) => Promise<string>;

/** The bot's own name stands in its links. It is asked for once, again only where that failed. */
export function createLinks(call: Call): LinkTo {
  let asked: Promise<string> | null = null;
  const ownName = () =>
    (asked ??= call('getMe', {}).then(
      ({ username }) => username,
      (error: unknown) => {
        asked = null;
        throw error;
      },
    ));
  return async (start) => `https://t.me/${await ownName()}?start=${start}`;
}

/** What stands under a message, as Telegram has it. */
export const keyboardOf = (buttons: Screen['buttons'], linkTo: LinkTo): Promise<InlineKeyboardButton[][]> =>
  Promise.all(buttons.map((row) => Promise.all(row.map((button) => keyOf(button, linkTo)))));

const keyOf = async (button: ScreenButton, linkTo: LinkTo): Promise<InlineKeyboardButton> =>
  'press' in button
    ? { text: button.text, callback_data: encode(button.press) }
    : { text: button.text, url: await linkTo(button.start) };
