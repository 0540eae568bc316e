import { Telegram, TelegramError } from 'telegraf';
import { createCall } from '../../bots/telegram/call';
import { outcomeOf } from '../../bots/telegram/errors';
import type { ClaimedMessage, Delivery, Messenger } from '../../src/outbox/delivery';

/** Longer than any machine makes an answer wait that comes at all. */
const LIMIT_MS = 20_000;

/** As which it is known to the rows. */
export const TEXTS = 'texts';

/** The simplest messenger over real HTTP: a redraw is an edit, everything else a message; `params.text` is the text. */
export function textMessenger(apiRoot: string, token = '334:not-a-secret-of-anybody'): Messenger {
  const call = createCall(new Telegram(token, { apiRoot }));
  return {
    name: TEXTS,
    isReached: () =>
      call('getMe', {}, LIMIT_MS).then(
        () => true,
        (error: unknown) => error instanceof TelegramError,
      ),
    async deliver({ chatId: chat, params, silent, mergeable }: ClaimedMessage): Promise<Delivery> {
      const chatId = Number(chat);
      const text = String(params['text']);
      try {
        if (mergeable) {
          await call('editMessageText', { chat_id: chatId, message_id: 1, text }, LIMIT_MS);
          return { outcome: 'sent' };
        }
        const sent = await call('sendMessage', { chat_id: chatId, text, disable_notification: silent }, LIMIT_MS);
        return { outcome: 'sent', message: `${chatId}/${sent.message_id}` };
      } catch (error) {
        return outcomeOf(error, mergeable ? 'edit' : 'send', chat);
      }
    },
  };
}
