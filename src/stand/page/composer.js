import { api } from './api.js';
import { sendText } from './chat-actions.js';
import { fill, h, reconcile } from './dom.js';
import { t } from './i18n.js';
import { messageForm } from './message-form.js';
import { attempt } from './people-forms.js';
import { isStartOffered } from './scenario-progress.js';
import { isGroup, store } from './store.js';

/**
 * Where the person writes, attaches and picks commands; or the one button that is possible now (start, unblock).
 * @param {number} chatId
 */
export function composer(chatId) {
  const form = messageForm(chatId);
  const notice = h('div', { class: 'composer-notice' });
  const element = h('footer', { class: 'composer' });

  function draw() {
    const barrier = barrierOf(chatId);
    if (barrier)
      fill(
        notice,
        barrier.hint && h('p', {}, barrier.hint),
        barrier.caption && barrier.action && bigButton(barrier.caption, barrier.action),
      );
    const wanted = barrier && !barrier.alsoForm ? [notice] : barrier ? [notice, form.element] : [form.element];
    const hadFocus = element.contains(document.activeElement);
    reconcile(element, wanted);
    if (hadFocus && !element.contains(document.activeElement)) focus();
    form.draw();
  }

  function focus() {
    const target = element.contains(form.field) ? form.field : element.querySelector('button');
    target?.focus({ preventScroll: true });
  }

  const stops = [
    store.on('actor', (changed) => changed.chatId === chatId && draw()),
    store.on('scenario', draw),
    form.stop,
  ];
  draw();
  return {
    element,
    draw,
    attach: form.attach,
    focus,
    stop() {
      for (const stop of stops) stop();
    },
  };
}

/**
 * @param {number} chatId
 * @returns {{ hint: string, caption?: string, action?: () => unknown, alsoForm?: boolean } | null}
 */
function barrierOf(chatId) {
  if (isGroup(chatId))
    return store.groups.get(chatId)?.botStatus === 'kicked' ? { hint: t('composer.kickedHint'), alsoForm: true } : null;
  const person = store.people.get(chatId);
  if (!person) return null;
  const { name } = person;
  if (person.deactivated) return { hint: t('composer.deactivatedHint') };
  if (person.blocked)
    return {
      hint: t('composer.blockedHint', { name }),
      caption: t('chat.unblock'),
      action: () => attempt(api.unblock(chatId)),
    };
  if (!person.started)
    return {
      hint: t('composer.startHint', { name }),
      ...(isStartOffered() ? {} : startOf(chatId)),
    };
  return null;
}

/** @param {number} chatId */
function startOf(chatId) {
  return {
    caption: t('composer.start'),
    action: () => sendText(chatId, '/start').catch(() => undefined),
  };
}

/**
 * @param {string} caption
 * @param {() => unknown} action
 */
function bigButton(caption, action) {
  return h('button', { type: 'button', class: 'button primary wide', onclick: action }, caption);
}
