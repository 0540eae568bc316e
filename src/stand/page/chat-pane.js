import { chatHeader } from './chat-header.js';
import { composer } from './composer.js';
import { h } from './dom.js';
import { t } from './i18n.js';
import { messageLog } from './message-log.js';
import { isOfMax } from './messengers.js';
import { touchChat } from './open-chats.js';
import { chatTitle, isFromBot, loadChat, store } from './store.js';

/**
 * One column: a chat seen by its person, or a group. `stop()` lets go of everything it listens to.
 * @param {number} chatId
 */
export function chatPane(chatId) {
  const log = messageLog(chatId);
  const writer = composer(chatId);
  const header = chatHeader(chatId);
  const dropHint = h('div', { class: 'drop-hint', 'aria-hidden': 'true' }, t('chat.drop'));
  const element = h(
    'section',
    {
      class: isOfMax(chatId) ? 'chat of-max' : 'chat',
      'data-chat': chatId,
      'aria-label': chatTitle(chatId),
      onpointerdown: () => touchChat(chatId),
      onfocusin: () => touchChat(chatId),
      onkeydown: (event) =>
        event.key === 'Escape' &&
        !event.defaultPrevented &&
        /** @type {Element} */ (event.target).closest('.log') &&
        writer.focus(),
    },
    header.element,
    h('div', { class: 'toasts', role: 'status' }),
    log.element,
    writer.element,
    dropHint,
  );
  acceptDrops(element, writer);

  const stops = [
    store.on('people', () => {
      header.draw();
      writer.draw();
    }),
    store.on('action', (event) => event.chatId === chatId && header.drawTyping()),
    store.on('arrived', ({ chatId: where, message }) => {
      if (where !== chatId) return;
      if (isFromBot(message)) header.draw();
      else log.scrollDown();
      if (isFromBot(message) && !message.silent) ring(element);
    }),
  ];
  header.draw();
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

/** @param {HTMLElement} element */
function ring(element) {
  element.classList.remove('ringing');
  void element.offsetWidth;
  element.classList.add('ringing');
  setTimeout(() => element.classList.remove('ringing'), 2000);
}

/**
 * @param {HTMLElement} element
 * @param {ReturnType<typeof composer>} writer
 */
function acceptDrops(element, writer) {
  let depth = 0;
  /** @param {boolean} isOver */
  const over = (isOver) => element.classList.toggle('drop-over', isOver);
  /** @param {DragEvent} event */
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
    writer.attach([...(event.dataTransfer?.files ?? [])]);
  });
}
