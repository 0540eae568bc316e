/** @import { Messenger } from './shapes.d.ts' */

/**
 * Both messengers on one page: the numbers of MAX' people, groups and chats stand here beyond all of Telegram's, so that one number
 * names one chat. They are made where something comes in from the stand, and taken apart where something goes out.
 */
const maxFrom = 2 ** 52;

export const messengers = /** @type {readonly Messenger[]} */ (['telegram', 'max']);

/**
 * @param {number} id of a person, a group or a chat, as the page has it
 * @returns {Messenger}
 */
export const messengerOf = (id) => (Math.abs(id) >= maxFrom ? 'max' : 'telegram');

/** @param {number} id */
export const isOfMax = (id) => messengerOf(id) === 'max';

/**
 * As the page has it.
 * @param {Messenger} messenger
 * @param {number} id as the messenger has it
 */
export const pageNumber = (messenger, id) => (messenger === 'max' ? id + Math.sign(id) * maxFrom : id);

/**
 * As the messenger has it; what is no number of the page stays as it is.
 * @param {number} id
 */
export const ownNumber = (id) => (isOfMax(id) ? id - Math.sign(id) * maxFrom : id);

/**
 * Where the stand has what belongs to a messenger.
 * @param {Messenger} messenger
 */
export const rootOf = (messenger) => (messenger === 'max' ? '/stand/max' : '/stand');

const named = new Set(['id', 'chatId', 'personId']);

/**
 * JSON of a messenger's people, chats and messages, in numbers of the page.
 * @param {Messenger} messenger
 * @param {string} json
 */
export const parseFor = (messenger, json) =>
  JSON.parse(json, (key, value) => {
    if (named.has(key) && typeof value === 'number') return pageNumber(messenger, value);
    if (key !== 'members' || !Array.isArray(value)) return value;
    return value.map((/** @type {number} */ id) => pageNumber(messenger, id));
  });

/**
 * JSON for the messenger: each number of the page is its own again.
 * @param {object} body
 */
export const stringify = (body) =>
  JSON.stringify(body, (_key, value) => (typeof value === 'number' ? ownNumber(value) : value));
