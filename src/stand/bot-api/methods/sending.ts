import { z } from 'zod';
import { badRequest } from '../../errors';
import { captionText, messageText } from '../../text/format';
import type { ChatMessage, Content, Message } from '../../world/types';
import { asMessage, contentOf } from '../../world/world';
import { method, type Call } from '../method';
import { chatId, entities, flag, integer, json, messageId } from '../parameters';
import { keyboardOf } from '../reply-markup';
import {
  destination,
  existingMessage,
  knownChat,
  markupShape,
  sendShape,
  type Destination,
  type SendParameters,
} from '../targets';

export const linkPreview = json(
  z.strictObject({
    is_disabled: z.boolean().optional(),
    url: z.string().optional(),
    prefer_small_media: z.boolean().optional(),
    prefer_large_media: z.boolean().optional(),
    show_above_text: z.boolean().optional(),
  }),
).optional();

/** Content of a text message; shared with editMessageText. */
export function textContent(p: {
  text: string;
  parse_mode?: string | undefined;
  entities?: z.output<typeof entities>;
  link_preview_options?: unknown;
}): Content {
  const formatted = messageText({ text: p.text, parseMode: p.parse_mode, entities: p.entities });
  return {
    text: formatted.text,
    ...(formatted.entities.length > 0 ? { entities: formatted.entities } : {}),
    ...(p.link_preview_options === undefined ? {} : { link_preview_options: p.link_preview_options }),
  };
}

export interface CaptionParameters {
  readonly caption?: string | undefined;
  readonly parse_mode?: string | undefined;
  readonly caption_entities?: z.output<typeof entities>;
  readonly show_caption_above_media?: boolean | undefined;
}

export function captionContent(p: CaptionParameters): Content {
  const formatted = captionText({ text: p.caption ?? '', parseMode: p.parse_mode, entities: p.caption_entities });
  return {
    ...(formatted.text === '' ? {} : { caption: formatted.text }),
    ...(formatted.entities.length > 0 ? { caption_entities: formatted.entities } : {}),
    ...(p.show_caption_above_media === true ? { show_caption_above_media: true as const } : {}),
  };
}

/** Puts one message of the bot into a chat, within the flood budgets. */
export function send(call: Call, to: Destination, content: Content, markup?: unknown): Message {
  const keyboard = keyboardOf(markup, to.chat.type === 'private');
  call.flood.message(to.chat);
  return place(call, to, content, keyboard === undefined ? {} : { reply_markup: keyboard });
}

export function place(
  call: Call,
  to: Destination,
  content: Content,
  extra: Partial<Pick<ChatMessage, 'reply_markup' | 'media_group_id'>> = {},
): Message {
  const { chat, silent } = to;
  return asMessage(
    call.world.add({ chat, from: call.world.botUser, content, silent, extra: { ...to.extra, ...extra } }),
  );
}

/** Everything but the keyboard of the original; null: of a service message nothing can be carried, of a protected one it may not. */
function carriedOf(original: ChatMessage): Content | null {
  const { voice, sticker, contact } = original;
  const carried = Object.entries({ voice, sticker, contact }).filter(([, what]) => what !== undefined);
  const content: Content = { ...contentOf(original), ...Object.fromEntries(carried) };
  return Object.keys(content).length === 0 || original.has_protected_content === true ? null : content;
}

function copied(original: ChatMessage, purpose: 'forward' | 'copy'): Content {
  const content = carriedOf(original);
  if (content === null) throw badRequest(`the message can't be ${purpose === 'copy' ? 'copied' : 'forwarded'}`);
  return content;
}

const fromShape = { from_chat_id: chatId };
const forwardShape = {
  chat_id: chatId,
  message_thread_id: integer.optional(),
  disable_notification: flag.optional(),
  protect_content: flag.optional(),
  ...fromShape,
};
const messageIds = json(z.array(z.int()).min(1, 'there are no messages').max(100, 'too many messages'));

function forward(call: Call, p: SendParameters & { from_chat_id: number | string }, id: number): Message {
  const to = destination(call, p);
  const original = existingMessage(call, knownChat(call, p.from_chat_id), id, 'forward');
  const content = copied(original, 'forward');
  const origin = original.forward_origin ?? { type: 'user', sender_user: original.from, date: original.date };
  return send(call, to, { ...content, forward_origin: origin });
}

/** Several messages: those that are not there or can't be carried are passed over, as Telegram does. */
function present(
  call: Call,
  fromChatId: number | string,
  ids: readonly number[],
  purpose: 'forward' | 'copy',
): number[] {
  const from = knownChat(call, fromChatId);
  const found = ids.filter((id) => {
    const message = call.world.message(from.id, id);
    return message !== undefined && carriedOf(message) !== null;
  });
  if (found.length === 0) throw badRequest(`there are no messages to ${purpose}`);
  return found;
}

export const sendingMethods = [
  method(
    'sendMessage',
    {
      ...markupShape,
      text: z.string(),
      parse_mode: z.string().optional(),
      entities,
      link_preview_options: linkPreview,
    },
    (call, p) => {
      const content = textContent(p);
      return send(call, destination(call, p), content, p.reply_markup);
    },
  ),

  method(
    'forwardMessage',
    { ...forwardShape, message_id: messageId, message_effect_id: z.string().optional() },
    (call, p) => forward(call, p, p.message_id),
  ),

  method('forwardMessages', { ...forwardShape, message_ids: messageIds }, (call, p) =>
    present(call, p.from_chat_id, p.message_ids, 'forward').map((id) => ({
      message_id: forward(call, p, id).message_id,
    })),
  ),

  method(
    'copyMessage',
    {
      ...markupShape,
      ...fromShape,
      message_id: messageId,
      caption: z.string().optional(),
      parse_mode: z.string().optional(),
      caption_entities: entities,
      show_caption_above_media: flag.optional(),
    },
    (call, p) => {
      const to = destination(call, p);
      const original = existingMessage(call, knownChat(call, p.from_chat_id), p.message_id, 'copy');
      const { caption, caption_entities: captionEntities, ...media } = copied(original, 'copy');
      const kept = {
        ...(caption === undefined ? {} : { caption }),
        ...(captionEntities === undefined ? {} : { caption_entities: captionEntities }),
      };
      const content = { ...media, ...(p.caption === undefined ? kept : captionContent(p)) };
      return { message_id: send(call, to, content, p.reply_markup).message_id };
    },
  ),

  method('copyMessages', { ...forwardShape, message_ids: messageIds, remove_caption: flag.optional() }, (call, p) => {
    const from = knownChat(call, p.from_chat_id);
    return present(call, p.from_chat_id, p.message_ids, 'copy').map((id) => {
      const { caption, caption_entities: _marks, ...media } = copied(existingMessage(call, from, id, 'copy'), 'copy');
      const kept = p.remove_caption === true || caption === undefined ? {} : captionContent({ caption });
      return { message_id: send(call, destination(call, p), { ...media, ...kept }).message_id };
    });
  }),

  method(
    'sendChatAction',
    { chat_id: sendShape.chat_id, message_thread_id: integer.optional(), action: z.string() },
    (call, p) => {
      const { chat } = destination(call, p);
      if (!chatActions.includes(p.action)) throw badRequest('wrong parameter action in request');
      call.world.emit({ type: 'chat-action', chatId: chat.id, action: p.action });
      return true;
    },
  ),
];

const chatActions: readonly string[] = [
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
];
