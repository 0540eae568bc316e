import type { Screen } from '../conversation/kit/screen';
import type { Answer, Voice } from '../conversation/kit/voice';
import { SHORT_LIMIT_MS, type Call } from './call';
import { isMessageGone, isQueryTooOld, isTooOldToDelete, outcomeOf } from './errors';
import { keyboardOf, type LinkTo } from './keyboard';
import { messageOf, refOf } from './message-ref';

const LONGEST_TOAST = 200;

/** What is said, what it shows later, and what a press is answered with. */
export function createMessages(call: Call, linkTo: LinkTo): Pick<Voice, 'send' | 'edit' | 'answer'> {
  const textOf = ({ text }: Screen) =>
    ({ text, parse_mode: 'HTML', link_preview_options: { is_disabled: true } }) as const;
  const markupOf = async ({ buttons }: Screen) => ({ inline_keyboard: await keyboardOf(buttons, linkTo) });

  const edit: Voice['edit'] = async (message, screen) => {
    const place = messageOf(message);
    // An edit without a keyboard takes away the one that is there.
    const reply_markup = await markupOf(screen);
    try {
      await call('editMessageText', { ...place, ...textOf(screen), reply_markup });
      return true;
    } catch (error) {
      if (isMessageGone(error)) return false;
      if (outcomeOf(error, 'edit', String(place.chat_id)).outcome === 'sent') return true;
      throw error;
    }
  };

  return {
    edit,
    async send(chatId, screen, { silent = false, threadId, protect = false } = {}) {
      const message = await call('sendMessage', {
        chat_id: Number(chatId),
        ...textOf(screen),
        disable_notification: silent,
        ...(protect ? { protect_content: true } : {}),
        ...(threadId === undefined ? {} : { message_thread_id: Number(threadId) }),
        ...(screen.buttons.length === 0 ? {} : { reply_markup: await markupOf(screen) }),
      });
      return refOf(chatId, message.message_id);
    },
    async answer(pressId, { draw, ...answer }) {
      await answerPress(call, pressId, answer);
      return draw ? edit(draw.message, draw.screen) : true;
    },
  };
}

/**
 * Where somebody is, by Telegram's own button: it stands in the place of the phone's letters until it is pressed, or until its
 * message goes. From a computer it sends nothing.
 */
export function createPlaceQuestions(call: Call): Pick<Voice, 'askPlace' | 'unaskPlace'> {
  return {
    async askPlace(chatId, { text, caption }) {
      const message = await call('sendMessage', {
        chat_id: Number(chatId),
        text,
        parse_mode: 'HTML',
        disable_notification: true,
        reply_markup: {
          keyboard: [[{ text: caption, request_location: true }]],
          one_time_keyboard: true,
          resize_keyboard: true,
        },
      });
      return refOf(chatId, message.message_id);
    },
    async unaskPlace(question, { text }) {
      const place = messageOf(question);
      try {
        await call('deleteMessage', place);
      } catch (error) {
        if (!isMessageGone(error)) throw error;
        // Telegram edits no message with such a keyboard: another one takes it away.
        if (isTooOldToDelete(error))
          await call('sendMessage', {
            chat_id: place.chat_id,
            text,
            parse_mode: 'HTML',
            disable_notification: true,
            reply_markup: { remove_keyboard: true },
          });
      }
    },
  };
}

/** Nobody waits for a late toast, and a lost one undoes nothing. */
async function answerPress(call: Call, pressId: string, { toast, alert = false }: Answer): Promise<void> {
  try {
    const said = toast === undefined ? {} : { text: [...toast].slice(0, LONGEST_TOAST).join(''), show_alert: alert };
    await call('answerCallbackQuery', { callback_query_id: pressId, ...said }, SHORT_LIMIT_MS);
  } catch (error) {
    // It is not said to a chat, so none can be unreachable.
    if (!isQueryTooOld(error) && outcomeOf(error, 'edit', '').outcome === 'dead') throw error;
  }
}

/** How messages go. Telegram deletes within 48 h and edits for ever. */
export function createRemoval(call: Call, edit: Voice['edit']): Pick<Voice, 'remove' | 'removeForSure'> {
  return {
    async remove(message, instead) {
      try {
        await call('deleteMessage', messageOf(message));
        return true;
      } catch (error) {
        if (outcomeOf(error, 'edit', '').outcome === 'retry') return false;
        if (!isTooOldToDelete(error)) return true;
        if (instead)
          return edit(message, instead).then(
            () => true,
            () => false,
          );
        const bare = { ...messageOf(message), reply_markup: { inline_keyboard: [] } };
        await call('editMessageReplyMarkup', bare).catch(() => undefined);
        return true;
      }
    },
    async removeForSure(message, instead) {
      try {
        await call('deleteMessage', messageOf(message));
      } catch (error) {
        if (!isMessageGone(error)) throw error;
        await edit(message, instead);
      }
    },
  };
}
