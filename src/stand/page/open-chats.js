import { isPhone } from './dom.js';
import { settings } from './settings.js';
import { store } from './store.js';

const narrowestColumn = 340;

/** Ids of the chats that stand side by side, left to right. */
export const openChats = /** @type {number[]} */ (settings.get('open', []));

let recent = [...openChats];

/**
 * Opens a chat: in a free column, else in place of the one that was used longest ago. `beside` stays where it is.
 * @param {number} chatId
 * @param {{ beside?: number }} [options]
 */
export function openChat(chatId, { beside } = {}) {
  if (!openChats.includes(chatId)) {
    while (openChats.length >= columnsThatFit()) {
      const oldest = recent.find((id) => id !== beside) ?? recent[0];
      if (oldest === undefined) break;
      const place = openChats.indexOf(oldest);
      if (openChats.length === columnsThatFit() && place >= 0) {
        openChats.splice(place, 1, chatId);
        recent = recent.filter((id) => id !== oldest);
        break;
      }
      drop(oldest);
    }
    if (!openChats.includes(chatId)) openChats.push(chatId);
  }
  touchChat(chatId);
  changed(chatId);
}

/** @param {number} chatId */
export function closeChat(chatId) {
  drop(chatId);
  changed();
}

/**
 * Remembers that the person is busy with this chat now.
 * @param {number} chatId
 */
export function touchChat(chatId) {
  recent = [...recent.filter((id) => id !== chatId), chatId];
}

/** Drops columns that no longer fit or no longer exist. */
export function settleColumns() {
  const before = openChats.length;
  for (const chatId of [...openChats]) if (!store.people.has(chatId) && !store.groups.has(chatId)) drop(chatId);
  while (openChats.length > columnsThatFit()) drop(recent.find((id) => openChats.includes(id)) ?? openChats[0]);
  if (openChats.length !== before) changed();
}

function columnsThatFit() {
  if (isPhone()) return 1;
  const width = document.getElementById('columns')?.clientWidth ?? 0;
  return Math.max(1, Math.floor(width / narrowestColumn));
}

/** @param {number} chatId */
function drop(chatId) {
  const place = openChats.indexOf(chatId);
  if (place >= 0) openChats.splice(place, 1);
  recent = recent.filter((id) => id !== chatId);
}

/** @param {number} [focused] */
function changed(focused) {
  settings.set('open', openChats);
  store.emit('open', { focused });
}
