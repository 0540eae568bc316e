import { api } from './api.js';
import { avatar } from './avatar.js';
import { composer } from './composer.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { openMenu } from './menu.js';
import { messageLog } from './message-log.js';
import { closeChat, touchChat } from './open-chats.js';
import { attempt, personActions } from './people-forms.js';
import { chatTitle, isFromBot, isGroup, loadChat, store } from './store.js';

const typingLasts = 5000;

/** One column: a chat seen by its person, or a group. `stop()` lets go of everything it listens to. */
export function chatPane(chatId) {
  const log = messageLog(chatId);
  const writer = composer(chatId);
  const header = h('header', { class: 'chat-header' });
  const dropHint = h('div', { class: 'drop-hint', 'aria-hidden': 'true' }, t('chat.drop'));
  const element = h(
    'section',
    {
      class: 'chat',
      'data-chat': chatId,
      'aria-label': chatTitle(chatId),
      onpointerdown: () => touchChat(chatId),
      onfocusin: () => touchChat(chatId),
      onkeydown: (event) =>
        event.key === 'Escape' && !event.defaultPrevented && event.target.closest('.log') && writer.focus(),
    },
    header,
    h('div', { class: 'toasts', role: 'status' }),
    log.element,
    writer.element,
    dropHint,
  );
  acceptDrops(element, writer);

  const leave = () => {
    closeChat(chatId);
    document.querySelector(`.row[data-chat="${chatId}"]`)?.focus({ preventScroll: true });
  };
  let typingTimer;
  const drawHeader = (isTyping = false) => {
    const title = chatTitle(chatId);
    const group = store.groups.get(chatId);
    const under = isTyping
      ? t('chat.typing')
      : group
        ? t('chat.members', { count: group.members.length })
        : t('chat.bot');
    const menu = h(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': t('chat.menu'),
        'aria-haspopup': 'menu',
        onclick: () => openMenu(menu, actionsOf(chatId)),
      },
      icon('more'),
    );
    fill(
      header,
      h(
        'button',
        { type: 'button', class: 'icon-button back', 'aria-label': t('chat.back'), onclick: leave },
        icon('back'),
      ),
      avatar(chatId, title),
      h('div', { class: 'chat-title' }, h('h2', {}, title), h('p', { class: isTyping ? 'typing' : '' }, under)),
      h('span', { class: 'header-bell', 'aria-hidden': 'true' }, icon('bell')),
      actionsOf(chatId).length > 0 && menu,
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
  };

  const stops = [
    store.on('people', () => {
      drawHeader();
      writer.draw();
    }),
    store.on('action', (event) => {
      if (event.chatId !== chatId) return;
      drawHeader(true);
      clearTimeout(typingTimer);
      typingTimer = setTimeout(drawHeader, typingLasts);
    }),
    store.on('arrived', ({ chatId: where, message }) => {
      if (where !== chatId) return;
      if (isFromBot(message)) drawHeader();
      else log.scrollDown();
      if (isFromBot(message) && !message.silent) ring(element);
    }),
  ];
  drawHeader();
  log.draw();
  if (!store.chats.has(chatId)) void loadChat(chatId).catch(() => undefined);

  return {
    chatId,
    element,
    focus: () => writer.focus(),
    shown: () => log.draw(),
    stop() {
      for (const stop of [...stops, log.stop, writer.stop]) stop();
    },
  };
}

function actionsOf(chatId) {
  const group = store.groups.get(chatId);
  if (group?.type === 'group') {
    return [{ label: t('chat.migrate'), iconName: 'group', run: () => attempt(api.migrate(chatId)) }];
  }
  const person = store.people.get(chatId);
  return isGroup(chatId) || !person ? [] : personActions(person);
}

function ring(element) {
  element.classList.remove('ringing');
  void element.offsetWidth;
  element.classList.add('ringing');
  setTimeout(() => element.classList.remove('ringing'), 2000);
}

function acceptDrops(element, writer) {
  let depth = 0;
  const over = (isOver) => element.classList.toggle('drop-over', isOver);
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
  element.addEventListener('dragenter', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth += 1;
    over(true);
  });
  element.addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
  element.addEventListener('dragleave', () => {
    depth = Math.max(0, depth - 1);
    over(depth > 0);
  });
  element.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = 0;
    over(false);
    writer.attach([...event.dataTransfer.files]);
  });
}
