import { api } from './api.js';
import { createEmitter } from './emitter.js';
import { messengerOf, messengers } from './messengers.js';
import { settings } from './settings.js';
/** @import { Bot, ChatEvent, ComingUp, Group, Message, Messenger, Person, Sample, SampleDocument, StandEvent, StoreEvents } from './shapes.d.ts' */

/** @type {import('./shapes.d.ts').Emitter<StoreEvents>} */
const { on, emit } = createEmitter();

/**
 * What the page knows. Events: `people` (anything of the list), `chat` {chatId} (its messages), `arrived` {chatId, message}
 * (a new one), `read` {chatId}, `actor` {chatId}, `open` {focused}, `commands` {personId}, `action` {chatId} (typing),
 * `clock`, `pressed` {chatId, messageId}, `sought` {chatId, messageId} (to be brought into view), `registered` {number, place}, `scenario`, `scenario-shown`, `hints` (which buttons the scenario asks to press).
 */
export const store = {
  on,
  emit,
  bots: /** @type {Map<Messenger, Bot>} */ (new Map()),
  people: /** @type {Map<number, Person>} */ (new Map()),
  groups: /** @type {Map<number, Group>} */ (new Map()),
  samples: /** @type {readonly Sample[]} */ ([]),
  documents: /** @type {readonly SampleDocument[]} */ ([]),
  canRestart: false,
  timeZone: /** @type {string | undefined} */ (undefined),
  serverNow: /** @type {string | undefined} */ (undefined),
  /** `{ next: { at, title } | null, pastMorning }`, if the stand is told what the bot does by itself. */
  comingUp: /** @type {ComingUp | undefined} */ (undefined),
  chats: /** @type {Map<number, Map<number, Message>>} */ (new Map()),
  readUpTo: /** @type {Map<number, number>} */ (new Map()),
  actors: /** @type {Map<number, number>} */ (new Map()),
};

/** Loads people and groups; keeps messages that are already here. */
export async function loadState() {
  const states = await Promise.all(messengers.map(api.state));
  const [state] = states;
  store.bots = new Map(states.map(({ bot }, index) => [messengers[index], bot]));
  /** @type {Person[]} */
  const people = states.flatMap((one) => one.people ?? []);
  /** @type {Group[]} */
  const all = states.flatMap((one) => one.groups ?? []);
  store.people = new Map(people.map((person) => [person.id, person]));
  // A group that has become a supergroup lives on under its new id.
  const groups = all.filter((group) => group.migratedTo === undefined);
  store.groups = new Map(groups.map((group) => [group.id, group]));
  store.samples = state.samples ?? [];
  store.documents = state.documents ?? [];
  store.timeZone = state.timeZone;
  store.canRestart = state.canRestart === true;
  store.serverNow = state.now;
  emit('people');
}

/** Loads every chat in which anything can have been said, a few at a time. */
export async function loadChats() {
  const started = [...store.people.values()].filter((person) => person.started).map((person) => person.id);
  // Chats known from before are asked for too: the stand may have been started anew, without them.
  const waiting = [...new Set([...store.groups.keys(), ...started, ...store.chats.keys()])];
  const takeNext = async () => {
    for (let chatId = waiting.shift(); chatId !== undefined; chatId = waiting.shift()) await loadChat(chatId);
  };
  await Promise.all(Array.from({ length: 6 }, takeNext));
}

/** @param {number} chatId */
export async function loadChat(chatId) {
  /** @type {ChatEvent[]} */
  const meanwhile = [];
  heardWhileLoading.set(chatId, meanwhile);
  const isKnown = store.people.has(chatId) || store.groups.has(chatId);
  /** @type {Message[]} */
  const messages = isKnown ? await api.messages(chatId) : [];
  /** @type {Map<number, Message>} */
  const chat = new Map();
  for (const message of messages) if (!message.deleted) chat.set(message.message_id, message);
  store.chats.set(chatId, chat);
  heardWhileLoading.delete(chatId);
  for (const event of meanwhile) applyToChat(event);
  restoreReadMark(chatId);
  emit('chat', { chatId });
}

/**
 * Takes one event of the stand into the store.
 * @param {StandEvent} event
 */
export function takeEvent(event) {
  switch (event.type) {
    case 'message':
    case 'edited':
    case 'deleted':
      heardWhileLoading.get(event.chatId)?.push(event);
      applyToChat(event);
      emit('chat', { chatId: event.chatId });
      if (event.type === 'message') emit('arrived', { chatId: event.chatId, message: event.message });
      return;
    case 'people':
      void loadState();
      return;
    case 'commands':
      emit('commands', { personId: event.personId });
      return;
    case 'clock':
      store.serverNow = event.now;
      emit('clock');
      return;
    case 'coming-up':
      store.comingUp = event;
      emit('clock');
      return;
    case 'chat-action':
      emit('action', { chatId: event.chatId });
      return;
  }
}

/**
 * The chat's messages, oldest first.
 * @param {number} chatId
 */
export function messagesOf(chatId) {
  return [...(store.chats.get(chatId)?.values() ?? [])].sort((a, b) => a.message_id - b.message_id);
}

/**
 * How many messages of the bot nobody has looked at yet, with sound and without.
 * @param {number} chatId
 */
export function unreadOf(chatId) {
  const readUpTo = store.readUpTo.get(chatId) ?? 0;
  const unread = { loud: 0, silent: 0 };
  for (const message of store.chats.get(chatId)?.values() ?? []) {
    if (message.message_id <= readUpTo || !isFromBot(message)) continue;
    if (message.silent) unread.silent += 1;
    else unread.loud += 1;
  }
  return unread;
}

/** @param {number} chatId */
export function markRead(chatId) {
  const newest = Math.max(0, ...(store.chats.get(chatId)?.keys() ?? []));
  if ((store.readUpTo.get(chatId) ?? 0) >= newest) return;
  store.readUpTo.set(chatId, newest);
  settings.set(readMarkName(chatId), newest);
  emit('read', { chatId });
}

/** @param {{ from?: Message['from'] }} message */
export function isFromBot(message) {
  return message.from?.is_bot === true;
}

/**
 * The bot as it is called where this chat is.
 * @param {number} chatId
 */
export function botOf(chatId) {
  return store.bots.get(messengerOf(chatId));
}

/** @param {number} chatId */
export function isGroup(chatId) {
  return chatId < 0;
}

/** @param {number} chatId */
export function chatTitle(chatId) {
  return isGroup(chatId) ? (store.groups.get(chatId)?.title ?? String(chatId)) : personName(chatId);
}

/** @param {number} personId */
export function personName(personId) {
  return store.people.get(personId)?.name ?? String(personId);
}

/**
 * Whether the bot can be started in this person's name.
 * @param {Person} person
 */
export function canStart(person) {
  return !person.started && !person.deactivated && !person.blocked;
}

/**
 * What the person is in the office, if the stand knows.
 * @param {number} personId
 */
export function roleOf(personId) {
  return store.people.get(personId)?.role;
}

/**
 * Who writes and presses in this chat: its owner, or in a group the chosen member.
 * @param {number} chatId
 */
export function actorOf(chatId) {
  if (!isGroup(chatId)) return chatId;
  const members = store.groups.get(chatId)?.members ?? [];
  const chosen = store.actors.get(chatId);
  if (chosen !== undefined && members.includes(chosen)) return chosen;
  return members.find((id) => store.people.get(id)?.started) ?? members[0];
}

/**
 * @param {number} chatId
 * @param {number} personId
 */
export function chooseActor(chatId, personId) {
  store.actors.set(chatId, personId);
  emit('actor', { chatId });
}

// What was heard while a chat was being loaded may be newer than what was loaded.
/** @type {Map<number, ChatEvent[]>} */
const heardWhileLoading = new Map();

/** @param {ChatEvent} event */
function applyToChat(event) {
  if (event.type === 'deleted') chatOf(event.chatId).delete(event.messageId);
  else chatOf(event.chatId).set(event.message.message_id, event.message);
}

/** @param {number} chatId */
function chatOf(chatId) {
  const chat = store.chats.get(chatId) ?? new Map();
  store.chats.set(chatId, chat);
  return chat;
}

/** @param {number} chatId */
function readMarkName(chatId) {
  return `read.${botOf(chatId)?.id}.${chatId}`;
}

/**
 * A stand started anew counts its messages from the beginning, so an older mark must not hide them.
 * @param {number} chatId
 */
function restoreReadMark(chatId) {
  const newest = Math.max(0, ...chatOf(chatId).keys());
  const mark = store.readUpTo.get(chatId) ?? settings.get(readMarkName(chatId), 0);
  store.readUpTo.set(chatId, mark <= newest ? mark : 0);
}
