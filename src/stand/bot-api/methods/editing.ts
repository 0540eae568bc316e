import { z } from 'zod';
import { badRequest } from '../../errors';
import type { ChatMessage, Content, InlineKeyboard, Message } from '../../world/types';
import { asMessage, contentOf, isInline } from '../../world/world';
import { method, type Call } from '../method';
import { chatId, entities, flag, integer, json, messageId } from '../parameters';
import { inlineKeyboardOf, replyMarkup } from '../reply-markup';
import { existingMessage, writableChat, type ChatId } from '../targets';
import { inputMedia, mediaContent } from './media';
import { captionContent, linkPreview, textContent } from './sending';

/** A message may be taken back for everybody within this time. */
const deletableSeconds = 48 * 3600;

const editShape = { chat_id: chatId, message_id: messageId, reply_markup: replyMarkup };

/** @throws ApiError unless the bot has sent it and may write there */
export function editable(call: Call, p: { chat_id: ChatId; message_id: number }): ChatMessage {
  const chat = writableChat(call, p.chat_id);
  const message = existingMessage(call, chat, p.message_id, 'edit');
  if (!message.from.is_bot) throw badRequest("message can't be edited");
  // One that has put a keyboard in the place of the phone's own, or has taken it away, stays as it is.
  if (message.reply_markup !== undefined && !isInline(message.reply_markup))
    throw badRequest("message can't be edited");
  return message;
}

/** A keyboard that is not given is taken away. */
export function edit(
  call: Call,
  message: ChatMessage,
  content: Content,
  keyboard: InlineKeyboard | undefined,
  countsAsEdit = true,
): Message {
  if (JSON.stringify([contentOf(content), keyboard]) === JSON.stringify([contentOf(message), message.reply_markup]))
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  call.flood.edit(message.chat);
  return asMessage(call.world.edit(message, content, keyboard, countsAsEdit));
}

const mediaOf = ({ photo, document }: ChatMessage): Content => ({
  ...(photo ? { photo } : {}),
  ...(document ? { document } : {}),
});

/** @throws ApiError for a message that is too old, or of somebody else in a group where the bot is no administrator */
function assertDeletable(call: Call, message: ChatMessage): void {
  const own = message.from.is_bot || message.chat.type === 'private';
  if (!own && call.world.groups.get(message.chat.id)?.botStatus !== 'administrator')
    throw badRequest("message can't be deleted");
  if (call.clock.seconds() - message.date > deletableSeconds) throw badRequest("message can't be deleted for everyone");
}

export const editingMethods = [
  method(
    'editMessageText',
    { ...editShape, text: z.string(), parse_mode: z.string().optional(), entities, link_preview_options: linkPreview },
    (call, p) => {
      const message = editable(call, p);
      const content = textContent(p);
      if (message.text === undefined) throw badRequest('there is no text in the message to edit');
      return edit(call, message, content, inlineKeyboardOf(p.reply_markup));
    },
  ),

  method(
    'editMessageCaption',
    {
      ...editShape,
      caption: z.string().optional(),
      parse_mode: z.string().optional(),
      caption_entities: entities,
      show_caption_above_media: flag.optional(),
    },
    (call, p) => {
      const message = editable(call, p);
      const caption = captionContent(p);
      if (!message.photo && !message.document) throw badRequest('there is no caption in the message to edit');
      return edit(call, message, { ...mediaOf(message), ...caption }, inlineKeyboardOf(p.reply_markup));
    },
  ),

  method('editMessageReplyMarkup', editShape, (call, p) => {
    const message = editable(call, p);
    return edit(call, message, contentOf(message), inlineKeyboardOf(p.reply_markup), false);
  }),

  method('editMessageMedia', { ...editShape, media: json(inputMedia) }, async (call, p) => {
    const content = await mediaContent(call, p.media);
    const message = editable(call, p);
    if (message.text === undefined && !message.photo && !message.document) throw badRequest("message can't be edited");
    if (message.media_group_id !== undefined && (message.photo === undefined) !== (p.media.type !== 'photo'))
      throw badRequest("can't use the media of the specified type in the album");
    return edit(call, message, content, inlineKeyboardOf(p.reply_markup));
  }),

  method('deleteMessage', { chat_id: chatId, message_id: messageId }, (call, p) => {
    const message = existingMessage(call, writableChat(call, p.chat_id), p.message_id, 'delete');
    assertDeletable(call, message);
    call.world.delete(message);
    return true;
  }),

  method(
    'deleteMessages',
    {
      chat_id: chatId,
      message_ids: json(z.array(z.int()).min(1, 'there are no messages').max(100, 'too many messages')),
    },
    (call, p) => {
      const chat = writableChat(call, p.chat_id);
      const found = p.message_ids.flatMap((id) => call.world.message(chat.id, id) ?? []);
      for (const message of found) assertDeletable(call, message);
      for (const message of found) call.world.delete(message);
      return true;
    },
  ),

  method(
    'setMessageReaction',
    {
      chat_id: chatId,
      message_id: integer,
      reaction: json(
        z.array(z.strictObject({ type: z.literal('emoji'), emoji: z.string().min(1) })).max(1, 'too many reactions'),
      ).optional(),
      is_big: flag.optional(),
    },
    (call, p) => {
      existingMessage(call, writableChat(call, p.chat_id), p.message_id, 'react');
      return true;
    },
  ),
];
