import { fill, h } from './dom.js';
import { askLocation } from './location-form.js';
import { isFromBot, messagesOf, store } from './store.js';
/** @import { Message, ReplyKey } from './shapes.d.ts' */

/**
 * The keyboard that stands in place of the phone's letters; `send` gets the caption of the key.
 * @param {number} chatId
 * @param {(text: string) => unknown} send
 */
export function replyKeys(chatId, send) {
  const element = h('div', { class: 'reply-keyboard' });

  function draw() {
    const rows = replyKeyboardOf(messagesOf(chatId)) ?? [];
    fill(
      element,
      rows.map((row) => h('div', { class: 'keyboard-row' }, row.map(replyKey))),
    );
  }

  /** @param {ReplyKey} key */
  function replyKey(key) {
    return h(
      'button',
      { type: 'button', class: 'key', onclick: () => press(key) },
      h('span', { class: 'key-caption' }, key.text),
    );
  }

  /** @param {ReplyKey} key */
  function press(key) {
    if (key.request_location) void askLocation(chatId, { canBeLive: false });
    else void send(key.text);
  }

  return { element, draw, stop: store.on('chat', (changed) => changed.chatId === chatId && draw()) };
}

/**
 * What the last message that spoke of such a keyboard left on, as rows of `{ text, request_location?, request_contact? }`,
 * or null. One for one time is hidden once something has been sent.
 * @param {readonly Message[]} messages
 */
function replyKeyboardOf(messages) {
  let isUsed = false;
  for (const message of [...messages].reverse()) {
    const markup = message.reply_markup;
    isUsed ||= !isFromBot(message);
    if (markup?.remove_keyboard || (markup?.one_time_keyboard && isUsed)) return null;
    if (markup?.keyboard) return markup.keyboard.map((row) => row.map(asKey));
  }
  return null;
}

/**
 * A key may be told by its caption alone.
 * @param {ReplyKey | string} key
 * @returns {ReplyKey}
 */
function asKey(key) {
  return typeof key === 'string' ? { text: key } : key;
}
