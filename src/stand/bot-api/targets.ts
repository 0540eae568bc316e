import { z } from 'zod';
import { badRequest, forbidden } from '../errors';
import type { Parts } from '../parts';
import type { Chat, ChatMessage, Group, Message, Person } from '../world/types';
import { asMessage } from '../world/world';
import { chatId, flag, integer, json } from './parameters';
import { replyMarkup } from './reply-markup';

export type ChatId = number | string;

/** Parameters that every sending method has. */
export const sendShape = {
  chat_id: chatId,
  message_thread_id: integer.optional(),
  disable_notification: flag.optional(),
  protect_content: flag.optional(),
  allow_paid_broadcast: flag.optional(),
  message_effect_id: z.string().optional(),
  reply_parameters: json(
    z.strictObject({
      message_id: z.int(),
      chat_id: z.union([z.int(), z.string()]).optional(),
      allow_sending_without_reply: z.boolean().optional(),
      quote: z.string().optional(),
    }),
  ).optional(),
};

export const markupShape = { ...sendShape, reply_markup: replyMarkup };

export interface SendParameters {
  readonly chat_id: ChatId;
  readonly message_thread_id?: number | undefined;
  readonly disable_notification?: boolean | undefined;
  readonly protect_content?: boolean | undefined;
  readonly reply_parameters?:
    { readonly message_id: number; readonly allow_sending_without_reply?: boolean | undefined } | undefined;
}

/** Where a message goes and what it answers. */
export interface Destination {
  readonly chat: Chat;
  readonly silent: boolean;
  readonly extra: Partial<
    Pick<Message, 'message_thread_id' | 'is_topic_message' | 'reply_to_message' | 'has_protected_content'>
  >;
}

/** @throws ApiError when the bot may not or cannot write there */
export function destination({ world }: Parts, parameters: SendParameters): Destination {
  const chat = writableChat({ world }, parameters.chat_id);
  return {
    chat,
    silent: parameters.disable_notification ?? false,
    extra: {
      ...thread(world.groups.get(chat.id), parameters.message_thread_id),
      ...reply({ world }, chat, parameters.reply_parameters),
      ...(parameters.protect_content === true ? { has_protected_content: true as const } : {}),
    },
  };
}

type WorldOnly = Pick<Parts, 'world'>;

function findPerson({ world }: WorldOnly, id: ChatId): Person | undefined {
  return typeof id === 'number' ? world.people.get(id) : undefined;
}

export function findGroup({ world }: WorldOnly, id: ChatId): Group | undefined {
  return typeof id === 'number' ? world.groups.get(id) : undefined;
}

/** @throws ApiError with Telegram's reason why nothing can be written to this chat */
export function writableChat(parts: WorldOnly, id: ChatId): Chat {
  const person = findPerson(parts, id);
  if (person) {
    if (person.deactivated) throw forbidden('user is deactivated');
    if (person.blocked) throw forbidden('bot was blocked by the user');
    if (!person.started) throw forbidden("bot can't initiate conversation with a user");
    return parts.world.privateChat(person);
  }
  const group = findGroup(parts, id);
  if (!group) throw badRequest('chat not found');
  assertMember(group);
  if (group.migratedTo !== undefined)
    throw badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: group.migratedTo });
  return parts.world.groupChat(group);
}

/** A chat that the bot has met, whether or not it may write there. */
export function knownChat(parts: WorldOnly, id: ChatId): Chat {
  const person = findPerson(parts, id);
  if (person?.started === true) return parts.world.privateChat(person);
  const group = findGroup(parts, id);
  if (!group) throw badRequest('chat not found');
  assertMember(group);
  return parts.world.groupChat(group);
}

function assertMember(group: Group): void {
  const kind = group.type === 'group' ? 'group' : 'supergroup';
  if (group.botStatus === 'kicked') throw forbidden(`bot was kicked from the ${kind} chat`);
  if (group.botStatus === 'left') throw forbidden(`bot is not a member of the ${kind} chat`);
}

/** @throws ApiError when the message is not there or is deleted; `purpose` as in «message to edit not found» */
export function existingMessage(
  { world }: WorldOnly,
  chat: Chat,
  id: number | undefined,
  purpose: string,
): ChatMessage {
  if (id === undefined || id <= 0) throw badRequest('message identifier is not specified');
  const message = world.message(chat.id, id);
  if (!message) throw badRequest(`message to ${purpose} not found`);
  return message;
}

/** General topic has no id in requests; a topic that does not exist is refused. */
export function thread(
  group: Group | undefined,
  id: number | undefined,
): Pick<Message, 'message_thread_id' | 'is_topic_message'> {
  if (id === undefined || id === 0) return {};
  if (group?.isForum !== true || !group.topics.some((topic) => topic.id === id))
    throw badRequest('message thread not found');
  return { message_thread_id: id, is_topic_message: true };
}

function reply(
  parts: WorldOnly,
  chat: Chat,
  parameters: SendParameters['reply_parameters'],
): Pick<Message, 'reply_to_message'> {
  if (parameters === undefined) return {};
  const answered = parts.world.message(chat.id, parameters.message_id);
  if (!answered && parameters.allow_sending_without_reply !== true) throw badRequest('message to be replied not found');
  return answered ? { reply_to_message: withoutReply(asMessage(answered)) } : {};
}

/** Only one step of a chain of replies is shown. */
function withoutReply(message: Message): Message {
  const { reply_to_message: _chain, ...shown } = message;
  return shown;
}
