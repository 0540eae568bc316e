import { t } from './i18n.js';
import { showToast } from './toast.js';

/**
 * Copies a text and says so in the chat, as a messenger does.
 * @param {number} chatId
 * @param {string} text
 * @param {string} [said]
 */
export async function copyText(chatId, text, said = t('keyboard.copied', { text })) {
  await toClipboard(text);
  showToast(chatId, said);
}

/**
 * A page that has come over an open line from another machine has no clipboard of its own.
 * @param {string} text
 */
export async function toClipboard(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else copies there
  document.execCommand('copy');
  field.remove();
}
