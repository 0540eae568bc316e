import type { Telegram } from 'telegraf';
import type { BotCommand, InlineKeyboardButton, Opts, Telegram as ApiMethods } from 'telegraf/types';
import type { KeptFile } from '../../src/usecases/acts/deliveries';
import type { MessageRef } from '../../src/usecases/ports';
import { classifyError, isMessageGone, isQueryTooOld } from './classify-error';
import type { Screen } from './screen';

/** telegraf's own limit is 500 s; a person waits less. */
const CALL_LIMIT_MS = 25_000;

/** How Telegram's messages are named outside: `chat/message`. */
export const refOf = (chatId: number | string, messageId: number): MessageRef => `${chatId}/${messageId}`;

function messageOf(ref: MessageRef): { readonly chat_id: number; readonly message_id: number } {
  const [chatId, messageId] = ref.split('/').map(Number);
  if (chatId === undefined || messageId === undefined) throw new Error(`Not a message of Telegram: ${ref}`);
  return { chat_id: chatId, message_id: messageId };
}

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
    chatId: string,
    screen: Screen,
    options: { readonly silent?: boolean; readonly threadId?: string; readonly protect?: boolean } = {},
  ): Promise<MessageRef> {
    const message = await call('sendMessage', {
      chat_id: Number(chatId),
      text: screen.text,
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      disable_notification: options.silent ?? false,
      ...(options.protect ? { protect_content: true } : {}),
      ...(options.threadId === undefined ? {} : { message_thread_id: Number(options.threadId) }),
      ...(screen.keyboard.length === 0 ? {} : { reply_markup: markup(screen.keyboard) }),
    });
    return refOf(chatId, message.message_id);
  }

  /** False when the message is no more. */
  async function edit(ref: MessageRef, screen: Screen): Promise<boolean> {
    try {
      await call('editMessageText', {
        ...messageOf(ref),
        text: screen.text,
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        reply_markup: markup(screen.keyboard),
      });
      return true;
    } catch (error) {
      if (isMessageGone(error)) return false;
      const { chat_id: chatId } = messageOf(ref);
      if (classifyError(error, { call: 'edit', chatId }).outcome === 'sent') return true;
      throw error;
    }
  }

  /** Tidying up: what can't be removed any more loses its buttons, and if even that fails, they are stale anyway. */
  async function remove(ref: MessageRef): Promise<void> {
    try {
      await call('deleteMessage', messageOf(ref));
    } catch {
      await call('editMessageReplyMarkup', {
        ...messageOf(ref),
        reply_markup: { inline_keyboard: [] },
      }).catch(() => undefined);
    }
  }

  /** What must not stay: after 48 h, when nothing can be deleted any more, its words go. @throws when neither was possible now */
  async function removeForSure(ref: MessageRef, instead: Screen): Promise<void> {
    try {
      await call('deleteMessage', messageOf(ref));
    } catch (error) {
      if (!isMessageGone(error)) throw error;
      await edit(ref, instead);
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
  async function sendFiles(to: string, files: readonly KeptFile[], beforeEach: () => void): Promise<void> {
    const chatId = Number(to);
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
            media: album.map(({ fileRef }) => ({ type, media: fileRef })),
            disable_notification: true,
          });
        else if (only && type === 'photo')
          await call('sendPhoto', { chat_id: chatId, photo: only.fileRef, disable_notification: true });
        else if (only)
          await call('sendDocument', { chat_id: chatId, document: only.fileRef, disable_notification: true });
      }
    }
  }

  /** A file of ours, as a document. */
  async function sendFile(chatId: string, fileName: string, bytes: Uint8Array): Promise<MessageRef> {
    const message = await call('sendDocument', {
      chat_id: Number(chatId),
      document: { source: Buffer.from(bytes), filename: fileName },
      disable_notification: true,
    });
    return refOf(chatId, message.message_id);
  }

  /** The command menu of one chat. */
  async function setCommands(chatId: string, commands: readonly BotCommand[]): Promise<void> {
    await call('setMyCommands', { scope: { type: 'chat', chat_id: Number(chatId) }, commands });
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
