import { isOpenable, startOf } from './addresses.js';
import { api } from './api.js';
import { avatar } from './avatar.js';
import { askChoice, askConfirmation, showAlert } from './dialog.js';
import { t } from './i18n.js';
import { isOfMax, messengerOf } from './messengers.js';
import { openChat } from './open-chats.js';
import { addPerson } from './people-forms.js';
import { actorOf, canStart, isGroup, personName, store } from './store.js';
import { showToast } from './toast.js';
/** @import { Messenger } from './shapes.d.ts' */

const pendingPresses = new Set();

/**
 * Sends a text as the chat's person (in a group: as the chosen member).
 * @param {number} chatId
 * @param {string} text
 */
export async function sendText(chatId, text) {
  try {
    await api.send(actorOf(chatId), { chatId, text });
  } catch (error) {
    showToast(chatId, t('composer.failed', { reason: error.message }), 'problem');
    throw error;
  }
}

/**
 * @param {number} chatId
 * @param {number} messageId
 * @param {string} data
 */
export function pressKey(chatId, messageId, data) {
  return `${chatId}:${messageId}:${data}`;
}

/** @param {string} key */
export function isPending(key) {
  return pendingPresses.has(key);
}

/**
 * Presses a button: it spins until the bot answers; the answer is a toast in this chat or a dialog. Apps of MAX show none.
 * @param {number} chatId
 * @param {number} messageId
 * @param {string} data
 */
export async function pressButton(chatId, messageId, data) {
  const key = pressKey(chatId, messageId, data);
  if (pendingPresses.has(key)) return;
  setPending(key, true);
  store.emit('pressed', { chatId, messageId });
  try {
    const answer = await api.press(actorOf(chatId), { chatId, messageId, data });
    if (!answer.answered) showToast(chatId, t('keyboard.unanswered'), 'problem');
    else if (answer.text && answer.showAlert) void showAlert(answer.text);
    else if (answer.text && !isOfMax(chatId)) showToast(chatId, answer.text);
    if (answer.url) await openAddress(chatId, answer.url);
  } catch (error) {
    showToast(chatId, error.message, 'problem');
  } finally {
    setPending(key, false);
  }
}

/**
 * Opens a link as a messenger does: one to our bot starts it in the person's private chat, another asks first.
 * @param {number} chatId
 * @param {string} address
 */
export async function openAddress(chatId, address) {
  const start = startOf(address, store.bots);
  if (start === null) await openOutside(chatId, address);
  else await startBot(chatId, start);
}

/**
 * @param {number} chatId
 * @param {{ messenger: Messenger, payload: string }} start
 */
async function startBot(chatId, { messenger, payload }) {
  const personId = await (messenger === messengerOf(chatId)
    ? whoOpens(chatId, payload)
    : whoOpensIn(messenger, actorOf(chatId)));
  if (personId === undefined) return;
  openChat(personId, { beside: chatId });
  await sendText(personId, `/start ${payload}`.trim()).catch(() => undefined);
}

/**
 * @param {number} chatId
 * @param {string} address
 */
async function openOutside(chatId, address) {
  if (!isOpenable(address)) {
    showToast(chatId, t('keyboard.unsupported'), 'problem');
    return;
  }
  const question = t('keyboard.openQuestion', { address });
  const agreed = await askConfirmation(question, t('keyboard.open'), t('keyboard.openTitle'));
  if (agreed) window.open(address, '_blank', 'noopener,noreferrer');
}

/**
 * In a group any of its members; a link in somebody's own chat may be meant for one who has not come yet.
 * @param {number} chatId
 * @param {string} payload
 */
async function whoOpens(chatId, payload) {
  const actor = actorOf(chatId);
  const members = (store.groups.get(chatId)?.members ?? []).filter((id) => store.people.has(id) && id !== actor);
  if (isGroup(chatId)) return askWhoOpens([actor, ...members]);
  const isThere = (/** @type {number} */ id) => messengerOf(id) === messengerOf(chatId);
  const waiting = [...store.people.values()].filter((person) => canStart(person) && isThere(person.id));
  const awaited = payload === '' ? [] : waiting.map(({ id }) => id);
  return awaited.length === 0 ? chatId : askWhoOpens([...awaited.filter((id) => id !== chatId), chatId]);
}

/**
 * A link into another messenger than that in which it was read: whoever is there, or the same person, who comes there by it.
 * @param {Messenger} messenger
 * @param {number} readerId
 * @returns {Promise<number | undefined>}
 */
async function whoOpensIn(messenger, readerId) {
  const there = [...store.people.values()].filter(({ id }) => messengerOf(id) === messenger);
  const waiting = there.filter(canStart);
  const known = [...waiting, ...there.filter((person) => !waiting.includes(person))].map(({ id }) => id);
  if (known.length === 0) return addPerson(messenger, personName(readerId));
  const chosen = await askChoice(t('keyboard.asWhom'), [
    ...known.map(choiceOf),
    { value: 0, label: t('keyboard.asNew'), lead: avatar(0, '+') },
  ]);
  return chosen === 0 ? addPerson(messenger, personName(readerId)) : chosen;
}

/** @param {number} id */
const choiceOf = (id) => ({ value: id, label: personName(id), lead: avatar(id, personName(id)) });

/** @param {readonly number[]} ordered */
function askWhoOpens(ordered) {
  return askChoice(t('keyboard.asWhom'), ordered.map(choiceOf));
}

/**
 * @param {string} key
 * @param {boolean} isOn
 */
function setPending(key, isOn) {
  if (isOn) pendingPresses.add(key);
  else pendingPresses.delete(key);
  for (const button of document.querySelectorAll(`[data-press="${CSS.escape(key)}"]`)) {
    button.classList.toggle('busy', isOn);
    button.setAttribute('aria-busy', String(isOn));
  }
}
