import { z } from 'zod';
import { badRequest, forbidden } from '../../errors';
import type { Chat, Group } from '../../world/types';
import { asMessage } from '../../world/world';
import { method, type Call } from '../method';
import { chatId, flag, integer } from '../parameters';
import { existingMessage, findGroup, knownChat, writableChat, type ChatId } from '../targets';

function knownGroup(call: Call, id: ChatId): Group {
  const chat = knownChat(call, id);
  const group = findGroup(call, chat.id);
  if (!group) throw badRequest('there are no administrators in the private chat');
  return group;
}

const rights = (group: Group) => ({
  can_be_edited: false,
  is_anonymous: false,
  can_manage_chat: true,
  can_delete_messages: true,
  can_manage_video_chats: true,
  can_restrict_members: true,
  can_promote_members: false,
  can_change_info: true,
  can_invite_users: true,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_pin_messages: true,
  ...(group.isForum ? { can_manage_topics: true } : {}),
});

function botMember(call: Call, group: Group) {
  const user = call.world.botUser;
  return group.botStatus === 'administrator'
    ? { status: 'administrator', user, ...rights(group) }
    : { status: group.botStatus, user };
}

function member(call: Call, chat: Chat, userId: number) {
  const group = findGroup(call, chat.id);
  if (userId === call.world.bot.id)
    return group ? botMember(call, group) : { status: 'member', user: call.world.botUser };
  const person = call.world.people.get(userId);
  if (!person || (!group && chat.id !== userId)) throw badRequest('user not found');
  const inside = group ? group.members.includes(userId) : true;
  return { status: inside ? 'member' : 'left', user: call.world.userOf(person) };
}

function mayPin(call: Call, chat: Chat): void {
  if (chat.type !== 'private' && findGroup(call, chat.id)?.botStatus !== 'administrator')
    throw badRequest('not enough rights to manage pinned messages in the chat');
}

export const chatMethods = [
  method('getChat', { chat_id: chatId }, (call, p) => {
    const chat = knownChat(call, p.chat_id);
    return { ...chat, accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: noGifts };
  }),

  method('getChatMember', { chat_id: chatId, user_id: integer }, (call, p) =>
    member(call, knownChat(call, p.chat_id), p.user_id),
  ),

  method('getChatAdministrators', { chat_id: chatId, return_bots: flag.optional() }, (call, p) => {
    const group = knownGroup(call, p.chat_id);
    return group.botStatus === 'administrator' ? [botMember(call, group)] : [];
  }),

  method('getChatMemberCount', { chat_id: chatId }, (call, p) => {
    const group = findGroup(call, knownChat(call, p.chat_id).id);
    return group ? group.members.length + 1 : 2;
  }),

  method('leaveChat', { chat_id: chatId }, (call, p) => {
    const group = findGroup(call, writableChat(call, p.chat_id).id);
    if (!group) throw badRequest("can't leave private chat");
    group.botStatus = 'left';
    call.world.emit({ type: 'people' });
    return true;
  }),

  method(
    'pinChatMessage',
    { chat_id: chatId, message_id: integer, disable_notification: flag.optional() },
    (call, p) => {
      const chat = writableChat(call, p.chat_id);
      mayPin(call, chat);
      const message = existingMessage(call, chat, p.message_id, 'pin');
      call.world.add({ chat, from: call.world.botUser, content: { pinned_message: asMessage(message) }, silent: true });
      return true;
    },
  ),

  method('unpinChatMessage', { chat_id: chatId, message_id: integer.optional() }, (call, p) => {
    mayPin(call, writableChat(call, p.chat_id));
    return true;
  }),

  method('unpinAllChatMessages', { chat_id: chatId }, (call, p) => {
    mayPin(call, writableChat(call, p.chat_id));
    return true;
  }),

  method(
    'createForumTopic',
    { chat_id: chatId, name: z.string(), icon_color: integer.optional(), icon_custom_emoji_id: z.string().optional() },
    (call, p) => {
      const chat = writableChat(call, p.chat_id);
      const group = findGroup(call, chat.id);
      if (group?.isForum !== true) throw badRequest('the chat is not a forum');
      if (group.botStatus !== 'administrator') throw forbidden('not enough rights to create a topic');
      if (p.name.trim() === '' || [...p.name].length > 128) throw badRequest('TOPIC_TITLE_INVALID');
      const content = { forum_topic_created: { name: p.name, icon_color: p.icon_color ?? 7322096 } };
      const message = call.world.add({ chat, from: call.world.botUser, content, silent: true });
      group.topics.push({ id: message.message_id, name: p.name });
      call.world.touch();
      return { message_thread_id: message.message_id, ...content.forum_topic_created };
    },
  ),
];

const noGifts = {
  unlimited_gifts: false,
  limited_gifts: false,
  unique_gifts: false,
  premium_subscription: false,
  gifts_from_channels: false,
};
