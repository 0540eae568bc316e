import { isPending, openAddress, pressButton, pressKey } from './chat-actions.js';
import { copyText } from './clipboard.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { askLocation } from './location-form.js';
import { isHinted } from './scenario-progress.js';
import { store } from './store.js';
/** @import { Button, Message } from './shapes.d.ts' */

// A hint comes and goes without drawing the message anew: open quotes and the focus stay as they are.
const hintShowers = new WeakMap();
store.on('hints', () => {
  for (const element of document.querySelectorAll('.key[data-press]')) hintShowers.get(element)?.();
});

/**
 * The inline keyboard under a message, or null.
 * @param {number} chatId
 * @param {Message} message
 */
export function inlineKeyboard(chatId, message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return h(
    'div',
    { class: 'keyboard', role: 'group', 'aria-label': t('keyboard.label') },
    rows.map((row, rowIndex) =>
      h(
        'div',
        { class: 'keyboard-row' },
        row.map((button, index) => inlineButton(chatId, message, button, `${rowIndex}.${index}`)),
      ),
    ),
  );
}

/**
 * @param {number} chatId
 * @param {Message} message
 * @param {Button} button
 * @param {string} place
 */
function inlineButton(chatId, message, button, place) {
  const caption = h('span', { class: 'key-caption' }, button.text);
  const base = { type: 'button', class: 'key', 'data-place': place };
  const { callback_data: data, copy_text: copied } = button;
  if (data !== undefined) {
    const key = pressKey(chatId, message.message_id, data);
    const element = h(
      'button',
      {
        ...base,
        class: isPending(key) ? 'key busy' : 'key',
        'data-press': key,
        onclick: () => pressButton(chatId, message.message_id, data),
      },
      caption,
    );
    const showHint = () => element.classList.toggle('hinted', isHinted(chatId, message, button));
    hintShowers.set(element, showHint);
    showHint();
    return element;
  }
  const address = button.url ?? button.login_url?.url ?? button.web_app?.url;
  if (address !== undefined) {
    return h(
      'button',
      { ...base, title: address, onclick: () => openAddress(chatId, address) },
      caption,
      icon('external'),
    );
  }
  if (button.request_location) {
    return h(
      'button',
      { ...base, onclick: () => askLocation(chatId, { canBeLive: false }) },
      caption,
      icon('location'),
    );
  }
  if (copied !== undefined) {
    return h('button', { ...base, onclick: () => copyText(chatId, copied.text) }, caption, icon('copy'));
  }
  return h('button', { ...base, disabled: true, title: t('keyboard.unsupported') }, caption);
}
