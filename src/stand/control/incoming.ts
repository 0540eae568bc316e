import { randomInt } from 'node:crypto';
import { ControlError } from '../errors';
import type { Phones } from '../parts';
import { thread } from '../bot-api/targets';
import type { Chat, ChatMessage, Content, Group, Location, Message, Person } from '../world/types';
import { asMessage } from '../world/world';

/** Telegram hands the photos of an album over one after another, never as one thing. */
const albumGapMs = 40;

export interface Sending {
  readonly chatId: number;
  readonly contents: readonly Content[];
  readonly threadId?: number | undefined;
  readonly replyToMessageId?: number | undefined;
}

/** What a person sends from their phone: put into the chat, and handed to the bot if it may see it. */
export function sendAs(
  parts: Phones,
  person: Person,
  { chatId, contents, threadId, replyToMessageId }: Sending,
): ChatMessage[] {
  const { world } = parts;
  const group = world.groups.get(chatId);
  const chat = group ? groupOf(parts, person, group) : privateChatOf(parts, person, chatId);
  const answered = replyToMessageId === undefined ? undefined : world.message(chatId, replyToMessageId);
  const extra: Partial<Message> = {
    ...topic(group, threadId),
    ...(answered ? { reply_to_message: asMessage(answered) } : {}),
    ...(contents.length > 1 ? { media_group_id: String(randomInt(1e9, 2 ** 47)) } : {}),
  };
  if (!group && !person.started) {
    person.started = true;
    world.emit({ type: 'people' });
  }
  return contents.map((content, index) => {
    const message = world.add({ chat, from: world.userOf(person), content, extra });
    if (!group || isSeen(parts, group, message))
      parts.updates.push(
        'message',
        `chat:${chatId}`,
        chatId,
        asMessage(message),
        contents.length > 1 ? index * albumGapMs : 0,
      );
    return message;
  });
}

export interface Move {
  readonly chatId: number;
  readonly messageId: number;
  readonly to: Location;
  /** It goes no further. */
  readonly stop: boolean;
}

/**
 * Where the phone of a person has taken their live location: an edit of its message, as long as it lives.
 * @throws ControlError for what a phone could not do
 */
export function moveAs(parts: Phones, person: Person, { chatId, messageId, to, stop }: Move): ChatMessage {
  const { world, clock, updates } = parts;
  const group = world.groups.get(chatId);
  if (group) groupOf(parts, person, group);
  else privateChatOf(parts, person, chatId);
  const message = world.message(chatId, messageId);
  const live = message?.from.id === person.id ? message.location?.live_period : undefined;
  if (!message || live === undefined)
    throw new ControlError(
      404,
      'messageId',
      `${person.name} has no live location in message ${messageId}`,
      'send a location with livePeriod first',
    );
  if (clock.seconds() >= message.date + live)
    throw new ControlError(400, 'messageId', 'the live location is over', 'send another one');
  const location = stop ? to : { ...to, live_period: live };
  const moved = world.edit(message, { location }, undefined, true);
  if (!group || isSeen(parts, group, moved)) updates.push('edited_message', `chat:${chatId}`, chatId, asMessage(moved));
  return moved;
}

/**
 * Words of a person changed in their message.
 * @throws ControlError for what a phone could not do
 */
export function editAs(
  parts: Phones,
  person: Person,
  { chatId, messageId, content }: { readonly chatId: number; readonly messageId: number; readonly content: Content },
): ChatMessage {
  const { world, updates } = parts;
  const group = world.groups.get(chatId);
  if (group) groupOf(parts, person, group);
  else privateChatOf(parts, person, chatId);
  const message = world.message(chatId, messageId);
  if (message?.from.id !== person.id || message.text === undefined)
    throw new ControlError(
      404,
      'messageId',
      `${person.name} has sent no text in message ${messageId}`,
      'name one of their own',
    );
  const edited = world.edit(message, content, undefined, true);
  if (!group || isSeen(parts, group, edited))
    updates.push('edited_message', `chat:${chatId}`, chatId, asMessage(edited));
  return edited;
}

function privateChatOf({ world }: Phones, person: Person, chatId: number): Chat {
  if (chatId !== person.id)
    throw new ControlError(
      404,
      'chatId',
      `there is no chat ${chatId} for this person`,
      "use the person's own id or a group they are in",
    );
  if (person.blocked)
    throw new ControlError(
      400,
      'chatId',
      `${person.name} has blocked the bot`,
      `POST /stand/people/${person.id}/unblock first`,
    );
  if (person.deactivated)
    throw new ControlError(400, 'chatId', `the account of ${person.name} is deleted`, 'send as somebody else');
  return world.privateChat(person);
}

function groupOf({ world }: Phones, person: Person, group: Group): Chat {
  if (!group.members.includes(person.id))
    throw new ControlError(
      400,
      'chatId',
      `${person.name} is not in the group «${group.title}»`,
      'add the person to its members',
    );
  if (group.migratedTo !== undefined)
    throw new ControlError(400, 'chatId', 'the group has become a supergroup', `use chatId ${group.migratedTo}`);
  return world.groupChat(group);
}

function topic(group: Group | undefined, threadId: number | undefined): Partial<Message> {
  try {
    return thread(group, threadId);
  } catch {
    throw new ControlError(
      404,
      'messageThreadId',
      `there is no topic ${threadId}`,
      'leave it out for the general topic',
    );
  }
}

/**
 * Privacy mode, which every new bot has: of a group where it is no administrator it sees commands, replies to itself,
 * messages that name it and service messages.
 */
function isSeen({ world }: Phones, group: Group, message: ChatMessage): boolean {
  if (group.botStatus === 'administrator') return true;
  if (group.botStatus !== 'member') return false;
  const text = message.text ?? message.caption ?? '';
  const name = `@${world.bot.username}`.toLowerCase();
  const named = text.toLowerCase().includes(name);
  const command = /^\/\w+(@\w+)?(?=\s|$)/.exec(text);
  const forMe = command !== null && (command[1] === undefined || command[1].toLowerCase() === name);
  return named || forMe || message.reply_to_message?.from.is_bot === true;
}

/** Tells the bot that a person has let it in or shut it out, or what it has become in a group. */
export function tellMembership(
  { world, updates, clock }: Phones,
  from: Person | undefined,
  chat: Chat,
  old: string,
  now: string,
): void {
  const user = world.botUser;
  const member = (status: string) => (status === 'kicked' ? { status, user, until_date: 0 } : { status, user });
  updates.push('my_chat_member', `chat:${chat.id}`, chat.id, {
    chat,
    from: from ? world.userOf(from) : user,
    date: clock.seconds(),
    old_chat_member: member(old),
    new_chat_member: member(now),
  });
}
