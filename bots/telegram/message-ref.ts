import type { MessageRef } from '../../src/usecases/kit/ports';

/** How Telegram's messages are named outside, since their ids are a chat's own: `chat/message`. */
export const refOf = (chatId: number | string, messageId: number): MessageRef => `${chatId}/${messageId}`;

/** The same as the Bot API wants it. @throws Error for what is not of Telegram: a mix-up of ours */
export function messageOf(ref: MessageRef): { readonly chat_id: number; readonly message_id: number } {
  const [, chatId, messageId] = /^(-?\d+)\/(\d+)$/.exec(ref) ?? [];
  if (chatId === undefined || messageId === undefined) throw new Error(`Not a message of Telegram: ${ref}`);
  return { chat_id: Number(chatId), message_id: Number(messageId) };
}
