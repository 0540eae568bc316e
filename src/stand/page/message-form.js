import { api } from './api.js';
import { attachButton } from './attach-button.js';
import { attachmentTray } from './attachments.js';
import { sendText } from './chat-actions.js';
import { commandMenu } from './command-menu.js';
import { fill, h } from './dom.js';
import { draftField } from './draft-field.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { replyKeys } from './reply-keys.js';
import { actorOf, chooseActor, isGroup, personName, store } from './store.js';
import { showToast } from './toast.js';
/** @import { Tray } from './shapes.d.ts' */

/**
 * Where a message is written and sent, with all that may go along.
 * @param {number} chatId
 */
export function messageForm(chatId) {
  const tray = attachmentTray(() => sending.draw());
  const draft = draftField(chatId, {
    onChange() {
      void commands.filter();
      sending.draw();
    },
    onKey(event) {
      if (commands.takeKey(event)) return;
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
    },
    onFiles: (files) => tray.add(files),
  });
  const sending = sendingOf(chatId, draft, tray);
  const commands = commandMenu(chatId, draft.element, sending.send);
  const attach = attachButton(chatId, tray);
  const actors = actorChoice(chatId);
  const keys = replyKeys(chatId, sending.send);
  const element = h(
    'form',
    { class: 'composer-form', onsubmit: submit },
    isGroup(chatId) && actors.element,
    commands.element,
    tray.element,
    h('div', { class: 'composer-row' }, attach.button, commands.button, draft.element, sending.button),
    keys.element,
    attach.inputs,
  );

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    void sending.submit();
  }

  return {
    element,
    field: draft.element,
    /** @param {readonly File[]} files */
    attach: (files) => tray.add(files),
    draw() {
      if (isGroup(chatId)) actors.draw();
      draft.element.setAttribute('aria-label', t('composer.label', { name: personName(actorOf(chatId)) }));
      keys.draw();
      sending.draw();
      draft.grow();
    },
    stop() {
      keys.stop();
      commands.stop();
    },
  };
}

/**
 * The button that sends, and what it does: the text alone, or the files with the text under them.
 * @param {number} chatId
 * @param {ReturnType<typeof draftField>} draft
 * @param {Tray} tray
 */
function sendingOf(chatId, draft, tray) {
  const button = h(
    'button',
    { type: 'submit', class: 'send-button', 'aria-label': t('composer.send'), title: t('composer.send') },
    icon('send'),
  );

  function draw() {
    button.disabled = draft.text() === '' && tray.isEmpty();
  }

  async function submit() {
    if (button.disabled) return;
    if (tray.isEmpty()) await send(draft.text());
    else await sendFiles();
  }

  /** @param {string} text */
  async function send(text) {
    const giveBack = draft.take();
    // What could not be sent comes back to be sent again.
    await sendText(chatId, text).catch(giveBack);
  }

  async function sendFiles() {
    button.disabled = true;
    try {
      await api.sendFiles(actorOf(chatId), { chatId, caption: draft.text(), ...tray.files() });
      tray.clear();
      draft.take();
    } catch (error) {
      showToast(chatId, t('composer.failed', { reason: error.message }), 'problem');
    }
    draw();
  }

  return { button, draw, submit, send };
}

/**
 * As which member of the group one writes.
 * @param {number} chatId
 */
function actorChoice(chatId) {
  /** @type {HTMLSelectElement} */
  const select = h('select', {
    class: 'actor-select',
    onchange: () => chooseActor(chatId, Number(select.value)),
  });
  return {
    element: h('label', { class: 'actor-row' }, h('span', {}, t('composer.asWhom')), select),
    draw() {
      const members = store.groups.get(chatId)?.members ?? [];
      fill(select, ...members.map((id) => h('option', { value: id }, personName(id))));
      select.value = String(actorOf(chatId) ?? '');
    },
  };
}
