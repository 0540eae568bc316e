import { h } from './dom.js';

/**
 * Shows a short text near the top of the chat's column for a few seconds (the longer the text, the longer).
 * @param {number} chatId
 * @param {string} text
 * @param {string} [kind]
 */
export function showToast(chatId, text, kind = '') {
  const place =
    document.querySelector(`.chat[data-chat="${chatId}"] .toasts`) ??
    document.querySelector('.toasts-common') ??
    commonPlace();
  const toast = h('div', { class: `toast ${kind}` }, text);
  place.append(toast);
  while (place.childElementCount > 3) place.firstElementChild?.remove();
  const seconds = Math.min(9, 3 + text.length / 25);
  setTimeout(() => toast.classList.add('leaving'), seconds * 1000);
  setTimeout(() => toast.remove(), seconds * 1000 + 300);
}

function commonPlace() {
  const place = h('div', { class: 'toasts toasts-common', role: 'status' });
  document.body.append(place);
  return place;
}
