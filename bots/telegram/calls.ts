import type { Telegram } from 'telegraf';
import type { BotCommand, InlineKeyboardButton, Opts, Telegram as ApiMethods } from 'telegraf/types';
import type { KeptFile } from '../../src/usecases/acts/deliveries';
import { classifyError, isMessageGone, isQueryTooOld } from './classify-error';
import type { Screen } from './screen';

/** telegraf's own limit is 500 s; a person waits less. */
const CALL_LIMIT_MS = 25_000;

/** What is said to Telegram, and nothing of why: the only place that calls it. */
export type Calls = ReturnType<typeof createCalls>;

export function createCalls(telegram: Telegram) {
  /** A call and its time limit, which goes with it: limits that outlive their calls would keep them in memory. */
  async function call<Method extends keyof ApiMethods>(
    method: Method,
    payload: Opts<Method>,
  ): Promise<ReturnType<ApiMethods[Method]>> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), CALL_LIMIT_MS);
    try {
      // telegraf types its signal by a polyfill of its own; Node's does.
      return await telegram.callApi(method, payload, { signal: limit.signal as never });
    } finally {
      clearTimeout(timer);
    }
  }
  const markup = (keyboard: Screen['keyboard']) => ({ inline_keyboard: keyboard as InlineKeyboardButton[][] });

  async function send(
    chatId: number,
    screen: Screen,
    options: { readonly silent?: boolean; readonly threadId?: number; readonly protect?: boolean } = {},
  ): Promise<number> {
    const message = await call('sendMessage', {
      chat_id: chatId,
      text: screen.text,
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      disable_notification: options.silent ?? false,
      ...(options.protect ? { protect_content: true } : {}),
      ...(options.threadId === undefined ? {} : { message_thread_id: options.threadId }),
      ...(screen.keyboard.length === 0 ? {} : { reply_markup: markup(screen.keyboard) }),
    });
    return message.message_id;
  }

  /** False when the message is no more. */
  async function edit(chatId: number, messageId: number, screen: Screen): Promise<boolean> {
    try {
      await call('editMessageText', {
        chat_id: chatId,
        message_id: messageId,
        text: screen.text,
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        reply_markup: markup(screen.keyboard),
      });
      return true;
    } catch (error) {
      if (isMessageGone(error)) return false;
      if (classifyError(error, { call: 'edit', chatId }).outcome === 'sent') return true;
      throw error;
    }
  }

  /** Tidying up: what can't be removed any more loses its buttons, and if even that fails, they are stale anyway. */
  async function remove(chatId: number, messageId: number): Promise<void> {
    try {
      await call('deleteMessage', { chat_id: chatId, message_id: messageId });
    } catch {
      await call('editMessageReplyMarkup', {
        chat_id: chatId,
        message_id: messageId,
        reply_markup: { inline_keyboard: [] },
      }).catch(() => undefined);
    }
  }

  /** What must not stay: after 48 h, when nothing can be deleted any more, its words go. @throws when neither was possible now */
  async function removeForSure(chatId: number, messageId: number, instead: Screen): Promise<void> {
    try {
      await call('deleteMessage', { chat_id: chatId, message_id: messageId });
    } catch (error) {
      if (!isMessageGone(error)) throw error;
      await edit(chatId, messageId, instead);
    }
  }

  /** The toast of a press; nobody waits for a late one, and a lost one undoes nothing. */
  async function answer(queryId: string, text?: string, alert = false): Promise<void> {
    try {
      await call('answerCallbackQuery', {
        callback_query_id: queryId,
        ...(text === undefined ? {} : { text: [...text].slice(0, 200).join(''), show_alert: alert }),
      });
    } catch (error) {
      if (!isQueryTooOld(error) && classifyError(error, { call: 'edit', chatId: 0 }).outcome === 'dead') throw error;
    }
  }

  /** Photos in albums of ten, files one by one, by the ids that Telegram gave them: nothing is uploaded. */
  async function sendFiles(chatId: number, files: readonly KeptFile[], beforeEach: () => void): Promise<void> {
    const photos = files.filter(({ kind, compressed }) => kind === 'photo' && compressed);
    const documents = files.filter((file) => !photos.includes(file));
    for (const [type, kept] of [
      ['photo', photos],
      ['document', documents],
    ] as const) {
      for (let first = 0; first < kept.length; first += 10) {
        const album = kept.slice(first, first + 10);
        const [only] = album;
        beforeEach();
        if (album.length > 1)
          await call('sendMediaGroup', {
            chat_id: chatId,
            media: album.map(({ fileId }) => ({ type, media: fileId })),
            disable_notification: true,
          });
        else if (only && type === 'photo')
          await call('sendPhoto', { chat_id: chatId, photo: only.fileId, disable_notification: true });
        else if (only)
          await call('sendDocument', { chat_id: chatId, document: only.fileId, disable_notification: true });
      }
    }
  }

  /** A file of ours, as a document. */
  async function sendFile(chatId: number, fileName: string, bytes: Uint8Array): Promise<number> {
    const message = await call('sendDocument', {
      chat_id: chatId,
      document: { source: Buffer.from(bytes), filename: fileName },
      disable_notification: true,
    });
    return message.message_id;
  }

  /** The command menu of one chat. */
  async function setCommands(chatId: number, commands: readonly BotCommand[]): Promise<void> {
    await call('setMyCommands', { scope: { type: 'chat', chat_id: chatId }, commands });
  }

  /** A group that the bot is in; null: it is in none of this id. @throws when Telegram can't be reached */
  async function groupOf(chatId: number): Promise<{ readonly title: string; readonly isForum: boolean } | null> {
    try {
      const chat = await call('getChat', { chat_id: chatId });
      return 'title' in chat && chat.type !== 'channel'
        ? { title: chat.title, isForum: 'is_forum' in chat && (chat.is_forum ?? false) }
        : null;
    } catch (error) {
      const { outcome } = classifyError(error, { call: 'edit', chatId });
      if (outcome === 'retry') throw error;
      return null;
    }
  }

  let username: string | null = null;
  /** The bot's own name for links, without @; asked once. */
  async function ownName(): Promise<string> {
    username ??= (await call('getMe', {})).username;
    return username;
  }

  return { send, edit, remove, removeForSure, answer, sendFiles, sendFile, setCommands, groupOf, ownName };
}
