import { api } from './api.js';
import { avatar } from './avatar.js';
import { fill, find, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { openMenu } from './menu.js';
import { isOfMax } from './messengers.js';
import { closeChat } from './open-chats.js';
import { attempt, personActions } from './people-forms.js';
import { chatTitle, isGroup, roleOf, store } from './store.js';

const typingLasts = 5000;

/**
 * Whose chat it is, whether the bot is typing, what can be done with the person or the group, and the ways out.
 * @param {number} chatId
 */
export function chatHeader(chatId) {
  const element = h('header', { class: 'chat-header' });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typingTimer;

  /** @param {boolean} [isTyping] */
  function draw(isTyping = false) {
    const title = chatTitle(chatId);
    const under = isTyping ? t('chat.typing') : underTitle(chatId);
    const leave = () => leaveChat(chatId);
    fill(
      element,
      h(
        'button',
        { type: 'button', class: 'icon-button back', 'aria-label': t('chat.back'), onclick: leave },
        icon('back'),
      ),
      avatar(chatId, title),
      h(
        'div',
        { class: 'chat-title' },
        h('h2', {}, title),
        h('p', { class: isTyping ? 'typing' : '' }, isOfMax(chatId) && maxTag(), under),
      ),
      h('span', { class: 'header-bell', 'aria-hidden': 'true' }, icon('bell')),
      actionsOf(chatId).length > 0 && actionsButton(chatId),
      h(
        'button',
        {
          type: 'button',
          class: 'icon-button close',
          'aria-label': t('chat.close'),
          title: t('chat.close'),
          onclick: leave,
        },
        icon('close'),
      ),
    );
  }

  function drawTyping() {
    draw(true);
    clearTimeout(typingTimer);
    typingTimer = setTimeout(() => draw(), typingLasts);
  }

  return { element, draw, drawTyping };
}

/** Says of a chat that it is one of MAX; those of Telegram need no word. */
const maxTag = () => h('span', { class: 'max-tag' }, 'MAX');

/** @param {number} chatId */
function underTitle(chatId) {
  const group = store.groups.get(chatId);
  return group ? t('chat.members', { count: group.members.length }) : (roleOf(chatId) ?? t('chat.bot'));
}

/** @param {number} chatId */
function leaveChat(chatId) {
  closeChat(chatId);
  find(`.row[data-chat="${chatId}"]`)?.focus({ preventScroll: true });
}

/** @param {number} chatId */
function actionsButton(chatId) {
  /** @type {HTMLButtonElement} */
  const button = h(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-label': t('chat.menu'),
      'aria-haspopup': 'menu',
      onclick: () => openMenu(button, actionsOf(chatId)),
    },
    icon('more'),
  );
  return button;
}

/** @param {number} chatId */
function actionsOf(chatId) {
  const group = store.groups.get(chatId);
  if (group?.type === 'group') {
    return [{ label: t('chat.migrate'), iconName: 'group', run: () => attempt(api.migrate(chatId)) }];
  }
  const person = store.people.get(chatId);
  return isGroup(chatId) || !person ? [] : personActions(person);
}
