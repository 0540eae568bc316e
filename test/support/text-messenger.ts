import { Telegram } from 'telegraf';
import { outcomeOf } from '../../bots/telegram/errors';
import type { ClaimedMessage, Delivery, Messenger } from '../../src/outbox/delivery';

/** As which it is known to the rows. */
export const TEXTS = 'texts';

/** The simplest messenger over real HTTP: a redraw is an edit, everything else a message; `params.text` is the text. */
export function textMessenger(apiRoot: string, token = '334:not-a-secret-of-anybody'): Messenger {
  const telegram = new Telegram(token, { apiRoot });
  return {
    name: TEXTS,
    async deliver({ chatId: chat, params, silent, mergeable }: ClaimedMessage): Promise<Delivery> {
      const chatId = Number(chat);
      const text = String(params['text']);
      const call = mergeable ? 'edit' : 'send';
      const signal = AbortSignal.timeout(1_000) as never;
      try {
        if (mergeable) {
          await telegram.callApi('editMessageText', { chat_id: chatId, message_id: 1, text }, { signal });
          return { outcome: 'sent' };
        }
        const sent = await telegram.callApi(
          'sendMessage',
          { chat_id: chatId, text, disable_notification: silent },
          { signal },
        );
        return { outcome: 'sent', message: `${chatId}/${sent.message_id}` };
      } catch (error) {
        return outcomeOf(error, call, chat);
      }
    },
  };
}
