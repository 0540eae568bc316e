import { api } from './api.js';
import { attachmentTray } from './attachments.js';
import { sendText } from './chat-actions.js';
import { commandMenu } from './command-menu.js';
import { fill, h, reconcile } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { replyKeyboardOf } from './keyboard.js';
import { askLocation } from './location-form.js';
import { openMenu } from './menu.js';
import { attempt } from './people-forms.js';
import { askSamplePhotos } from './sample-photos-dialog.js';
import { settings } from './settings.js';
import { actorOf, chooseActor, isGroup, messagesOf, personName, store } from './store.js';
import { showToast } from './toast.js';

/** Where the person writes, attaches and picks commands; or the one button that is possible now (start, unblock). */
export function composer(chatId) {
  const draftName = `draft.${chatId}`;
  const tray = attachmentTray(() => drawSendState());
  const field = h('textarea', {
    rows: 1,
    class: 'composer-field',
    placeholder: t('composer.placeholder'),
    value: settings.get(draftName, ''),
    oninput: onInput,
    onkeydown: onKey,
    onpaste: onPaste,
  });
  const commands = commandMenu(chatId, field, (text) => send(text));
  const photoInput = fileInput('image/*', (files) => tray.add(files));
  const fileInputAny = fileInput(undefined, (files) => tray.add(files, { asFile: true }));
  const attachButton = h(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-label': t('composer.attach'),
      title: t('composer.attach'),
      'aria-haspopup': 'menu',
      onclick: openAttachMenu,
    },
    icon('attach'),
  );
  const sendButton = h(
    'button',
    { type: 'submit', class: 'send-button', 'aria-label': t('composer.send'), title: t('composer.send') },
    icon('send'),
  );
  const actorSelect = h('select', {
    class: 'actor-select',
    onchange: () => chooseActor(chatId, Number(actorSelect.value)),
  });
  const actorRow = h('label', { class: 'actor-row' }, h('span', {}, t('composer.asWhom')), actorSelect);
  const replyKeys = h('div', { class: 'reply-keyboard' });
  const form = h(
    'form',
    {
      class: 'composer-form',
      onsubmit: (event) => {
        event.preventDefault();
        void submit();
      },
    },
    isGroup(chatId) && actorRow,
    commands.element,
    tray.element,
    h('div', { class: 'composer-row' }, attachButton, commands.button, field, sendButton),
    replyKeys,
    photoInput,
    fileInputAny,
  );
  const notice = h('div', { class: 'composer-notice' });
  const element = h('footer', { class: 'composer' });

  function draw() {
    const barrier = barrierOf(chatId);
    if (barrier)
      fill(
        notice,
        barrier.hint && h('p', {}, barrier.hint),
        barrier.action && bigButton(barrier.caption, barrier.action),
      );
    const wanted = barrier && !barrier.alsoForm ? [notice] : barrier ? [notice, form] : [form];
    const hadFocus = element.contains(document.activeElement);
    reconcile(element, wanted);
    if (hadFocus && !element.contains(document.activeElement)) focus();
    if (isGroup(chatId)) drawActors();
    field.setAttribute('aria-label', t('composer.label', { name: personName(actorOf(chatId)) }));
    drawReplyKeyboard();
    drawSendState();
    grow();
  }

  function focus() {
    const target = element.contains(field) ? field : element.querySelector('button');
    target?.focus({ preventScroll: true });
  }

  function drawActors() {
    const members = store.groups.get(chatId)?.members ?? [];
    fill(actorSelect, ...members.map((id) => h('option', { value: id }, personName(id))));
    actorSelect.value = String(actorOf(chatId) ?? '');
  }

  function drawReplyKeyboard() {
    const rows = replyKeyboardOf(messagesOf(chatId)) ?? [];
    fill(
      replyKeys,
      ...rows.map((row) =>
        h(
          'div',
          { class: 'keyboard-row' },
          row.map((key) =>
            h(
              'button',
              { type: 'button', class: 'key', onclick: () => pressReplyKey(key) },
              h('span', { class: 'key-caption' }, key.text),
            ),
          ),
        ),
      ),
    );
  }

  function pressReplyKey(key) {
    if (key.request_location) void askLocation(chatId);
    else void send(key.text);
  }

  function drawSendState() {
    sendButton.disabled = field.value.trim() === '' && tray.isEmpty();
  }

  function grow() {
    field.style.height = 'auto';
    if (field.scrollHeight > 0) field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
  }

  function onInput() {
    settings.set(draftName, field.value);
    commands.filter();
    drawSendState();
    grow();
  }

  function onKey(event) {
    if (commands.takeKey(event)) return;
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void submit();
  }

  function onPaste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    tray.add(files);
  }

  function openAttachMenu() {
    openMenu(
      attachButton,
      [
        { label: t('composer.photos'), iconName: 'photo', run: () => photoInput.click() },
        {
          label: t('composer.files'),
          iconName: 'file',
          description: t('composer.asFileHint'),
          run: () => fileInputAny.click(),
        },
        {
          label: t('composer.samplePhotos'),
          iconName: 'photo',
          run: async () => tray.add((await askSamplePhotos()) ?? []),
        },
        { label: t('composer.location'), iconName: 'location', run: () => askLocation(chatId) },
      ],
      { above: true },
    );
  }

  async function submit() {
    if (sendButton.disabled) return;
    const text = field.value.trim();
    if (tray.isEmpty()) return send(text);
    sendButton.disabled = true;
    try {
      await api.sendFiles(actorOf(chatId), { chatId, caption: text, ...tray.files() });
      tray.clear();
      clearField();
    } catch (error) {
      showToast(chatId, t('composer.failed', { reason: error.message }), 'problem');
    }
    drawSendState();
  }

  async function send(text) {
    const typed = field.value;
    clearField();
    commands.close();
    // What could not be sent comes back to be sent again.
    await sendText(chatId, text).catch(() => {
      field.value ||= typed;
      onInput();
    });
  }

  function clearField() {
    field.value = '';
    settings.set(draftName, '');
    drawSendState();
    grow();
  }

  const stops = [
    store.on('chat', (changed) => changed.chatId === chatId && drawReplyKeyboard()),
    store.on('actor', (changed) => changed.chatId === chatId && draw()),
  ];
  draw();
  return {
    element,
    draw,
    attach: (files) => tray.add(files),
    focus,
    stop() {
      for (const stop of [...stops, commands.stop]) stop();
    },
  };
}

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
      caption: t('composer.start'),
      action: () => sendText(chatId, '/start').catch(() => undefined),
    };
  return null;
}

function bigButton(caption, action) {
  return h('button', { type: 'button', class: 'button primary wide', onclick: action }, caption);
}

function fileInput(accept, take) {
  const input = h('input', {
    type: 'file',
    multiple: true,
    accept,
    hidden: true,
    onchange: () => {
      take([...input.files]);
      input.value = '';
    },
  });
  return input;
}
