import { isOpenable, startPayload } from './addresses.js';
import { api } from './api.js';
import { avatar } from './avatar.js';
import { askChoice, askConfirmation, showAlert } from './dialog.js';
import { t } from './i18n.js';
import { actorOf, canStart, isGroup, personName, store } from './store.js';
import { openChat } from './open-chats.js';
import { showToast } from './toast.js';

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
 * Presses a button: it spins until the bot answers; the answer is a toast in this chat or a dialog.
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
    else if (answer.text) showToast(chatId, answer.text);
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
  const payload = startPayload(address, store.bot.username);
  if (payload === null) await openOutside(chatId, address);
  else await startBot(chatId, payload);
}

/**
 * @param {number} chatId
 * @param {string} payload
 */
async function startBot(chatId, payload) {
  const personId = await whoOpens(chatId, payload);
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
  const awaited = payload === '' ? [] : [...store.people.values()].filter(canStart).map(({ id }) => id);
  return awaited.length === 0 ? chatId : askWhoOpens([...awaited.filter((id) => id !== chatId), chatId]);
}

/** @param {readonly number[]} ordered */
function askWhoOpens(ordered) {
  return askChoice(
    t('keyboard.asWhom'),
    ordered.map((id) => ({ value: id, label: personName(id), lead: avatar(id, personName(id)) })),
  );
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
