import type { StandClock } from '../clock';
import type {
  Bot,
  BotStatus,
  Chat,
  ChatMessage,
  Content,
  Group,
  InlineKeyboard,
  Message,
  Person,
  StandEvent,
  User,
} from './types';

export interface WorldState {
  readonly people: Person[];
  readonly groups: Group[];
  readonly lastSharedMessageId: number;
}

export interface NewMessage {
  readonly chat: Chat;
  readonly from: User;
  readonly content: Content;
  readonly silent?: boolean;
  readonly extra?: Partial<
    Pick<
      ChatMessage,
      | 'message_thread_id'
      | 'is_topic_message'
      | 'media_group_id'
      | 'reply_to_message'
      | 'reply_markup'
      | 'has_protected_content'
    >
  >;
}

/** The part of a ChatMessage that Telegram would show a bot. */
export function asMessage(message: ChatMessage): Message {
  const { deleted: _deleted, silent: _silent, editedTimes: _editedTimes, wasLive: _wasLive, ...visible } = message;
  const { reply_markup: markup, ...shown } = visible;
  return isInline(markup) ? { ...shown, reply_markup: markup } : shown;
}

export const isInline = (markup: ChatMessage['reply_markup']): markup is InlineKeyboard =>
  markup !== undefined && 'inline_keyboard' in markup;

/** People, groups and their messages. It knows no rules of the Bot API: those stand where requests are judged. */
export class World {
  readonly people = new Map<number, Person>();
  readonly groups = new Map<number, Group>();
  private readonly chats = new Map<number, Map<number, ChatMessage>>();
  private readonly listeners = new Set<(event: StandEvent) => void>();
  private lastSharedMessageId = 0;

  constructor(
    readonly bot: Bot,
    private readonly clock: StandClock,
    /** Called after every change, so that it can be written down. */
    readonly touch: () => void,
    /** Called with every message that is new or has changed. */
    private readonly record: (message: ChatMessage) => void,
  ) {}

  listen(listener: (event: StandEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  emit(event: StandEvent): void {
    this.touch();
    for (const listener of this.listeners) listener(event);
  }

  get botUser(): User {
    return { id: this.bot.id, is_bot: true, first_name: this.bot.first_name, username: this.bot.username };
  }

  putPerson(
    id: number,
    facts: {
      name: string;
      languageCode?: string | undefined;
      username?: string | undefined;
      role?: string | undefined;
    },
  ): Person {
    const known = this.people.get(id);
    const person: Person = known ?? {
      id,
      name: '',
      languageCode: 'ru',
      started: false,
      blocked: false,
      deactivated: false,
    };
    person.name = facts.name;
    if (facts.languageCode !== undefined) person.languageCode = facts.languageCode;
    if (facts.username !== undefined) person.username = facts.username;
    if (facts.role !== undefined) person.role = facts.role;
    this.people.set(id, person);
    this.emit({ type: 'people' });
    return person;
  }

  putGroup(
    id: number,
    facts: { title: string; members: readonly number[]; botStatus: BotStatus; isForum: boolean; supergroup: boolean },
  ): Group {
    const known = this.groups.get(id);
    const group: Group = {
      id,
      title: facts.title,
      type: facts.supergroup ? 'supergroup' : 'group',
      isForum: facts.isForum,
      members: [...facts.members],
      botStatus: facts.botStatus,
      topics: known?.topics ?? [],
      lastMessageId: known?.lastMessageId ?? 0,
      ...(known?.migratedTo === undefined ? {} : { migratedTo: known.migratedTo }),
    };
    this.groups.set(id, group);
    this.emit({ type: 'people' });
    return group;
  }

  userOf(person: Person): User {
    return {
      id: person.id,
      is_bot: false,
      first_name: person.deactivated ? '' : person.name,
      ...(person.username === undefined ? {} : { username: person.username }),
      language_code: person.languageCode,
    };
  }

  privateChat(person: Person): Chat {
    return {
      id: person.id,
      type: 'private',
      first_name: person.name,
      ...(person.username === undefined ? {} : { username: person.username }),
    };
  }

  groupChat(group: Group): Chat {
    return { id: group.id, type: group.type, title: group.title, ...(group.isForum ? { is_forum: true } : {}) };
  }

  /** Undefined for an id that belongs to nobody. */
  chat(chatId: number): Chat | undefined {
    const person = this.people.get(chatId);
    if (person) return this.privateChat(person);
    const group = this.groups.get(chatId);
    return group && this.groupChat(group);
  }

  /** Private chats and basic groups share one row of numbers, each supergroup has its own: as Telegram counts. */
  nextMessageId(chatId: number): number {
    const group = this.groups.get(chatId);
    if (group?.type !== 'supergroup') return ++this.lastSharedMessageId;
    return ++group.lastMessageId;
  }

  add({ chat, from, content, silent = false, extra = {} }: NewMessage): ChatMessage {
    const message: ChatMessage = {
      message_id: this.nextMessageId(chat.id),
      from,
      chat,
      date: this.clock.seconds(),
      ...extra,
      ...content,
      deleted: false,
      silent,
      editedTimes: 0,
    };
    this.keep(message);
    this.emit({ type: 'message', chatId: chat.id, message });
    return message;
  }

  /** Replaces content and keyboard; a keyboard that is not given is gone, as in the Bot API. */
  edit(old: ChatMessage, content: Content, keyboard: Message['reply_markup'], countsAsEdit: boolean): ChatMessage {
    const { reply_markup: _gone, ...rest } = old;
    const message: ChatMessage = {
      ...withoutContent(rest),
      ...content,
      ...(keyboard === undefined ? {} : { reply_markup: keyboard }),
      ...(countsAsEdit ? { edit_date: this.clock.seconds(), editedTimes: old.editedTimes + 1 } : {}),
    } as ChatMessage;
    return this.put(message);
  }

  put(message: ChatMessage): ChatMessage {
    this.keep(message);
    this.emit({ type: 'edited', chatId: message.chat.id, message });
    return message;
  }

  delete(message: ChatMessage): void {
    this.keep({ ...message, deleted: true });
    this.emit({ type: 'deleted', chatId: message.chat.id, messageId: message.message_id });
  }

  /** Undefined also for a deleted message. */
  message(chatId: number, messageId: number): ChatMessage | undefined {
    const message = this.chats.get(chatId)?.get(messageId);
    return message?.deleted === true ? undefined : message;
  }

  /** Oldest first, deleted ones included. */
  messages(chatId: number): ChatMessage[] {
    return [...(this.chats.get(chatId)?.values() ?? [])];
  }

  private keep(message: ChatMessage): void {
    this.messagesOf(message.chat.id).set(message.message_id, message);
    this.record(message);
  }

  private messagesOf(chatId: number): Map<number, ChatMessage> {
    let messages = this.chats.get(chatId);
    if (!messages) this.chats.set(chatId, (messages = new Map<number, ChatMessage>()));
    return messages;
  }

  dump(): WorldState {
    return {
      people: [...this.people.values()],
      groups: [...this.groups.values()],
      lastSharedMessageId: this.lastSharedMessageId,
    };
  }

  allMessages(): ChatMessage[] {
    return [...this.chats.values()].flatMap((messages) => [...messages.values()]);
  }

  /** @param messages oldest first; a later version of one replaces the earlier */
  load(state: WorldState, messages: readonly ChatMessage[]): void {
    for (const person of state.people) this.people.set(person.id, person);
    for (const group of state.groups) this.groups.set(group.id, group);
    this.lastSharedMessageId = state.lastSharedMessageId;
    for (const message of messages) {
      this.messagesOf(message.chat.id).set(message.message_id, message);
      this.skipTo(message.chat.id, message.message_id);
    }
  }

  /** No id is given twice, even if the state on disk is older than its messages. */
  private skipTo(chatId: number, messageId: number): void {
    const group = this.groups.get(chatId);
    if (group?.type === 'supergroup') group.lastMessageId = Math.max(group.lastMessageId, messageId);
    else this.lastSharedMessageId = Math.max(this.lastSharedMessageId, messageId);
  }
}

/** Everything of a message that an edit may replace. */
const contentKeys = [
  'text',
  'entities',
  'link_preview_options',
  'photo',
  'document',
  'caption',
  'caption_entities',
  'show_caption_above_media',
  'has_media_spoiler',
  'location',
  'venue',
  'wasLive',
] as const;

function withoutContent(message: Partial<ChatMessage>): Partial<ChatMessage> {
  const kept = Object.entries(message).filter(([key]) => !contentKeys.some((one) => one === key));
  return Object.fromEntries(kept);
}

/** What of a message an edit would replace: compared for «message is not modified». */
export function contentOf(message: Content): Content {
  return Object.fromEntries(contentKeys.flatMap((key) => (message[key] === undefined ? [] : [[key, message[key]]])));
}
