import { bubble } from './bubble.js';
import { h, reconcile } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { chatTitle, markRead, messagesOf, store } from './store.js';
import { dayHeading, dayKey, fromUnix } from './time.js';

const shownAtOnce = 80;

/**
 * The scrolling messages of one chat. Only bubbles whose messages changed are drawn again, so that a press, a selection
 * and the focus survive an edit elsewhere.
 */
export function messageLog(chatId) {
  let limit = shownAtOnce;
  let drawn = new Map();
  let isAtBottom = true;
  const list = h('div', {
    class: 'log',
    role: 'log',
    tabindex: '0',
    'aria-label': t('chat.log', { title: chatTitle(chatId) }),
  });
  const toBottom = h(
    'button',
    {
      type: 'button',
      class: 'to-bottom',
      'aria-label': t('chat.toBottom'),
      title: t('chat.toBottom'),
      hidden: true,
      onclick: () => scrollDown(),
    },
    icon('down'),
  );
  const element = h('div', { class: 'log-frame' }, list, toBottom);

  list.addEventListener('scroll', () => {
    isAtBottom = list.scrollHeight - list.scrollTop - list.clientHeight < 48;
    toBottom.hidden = isAtBottom;
    readIfSeen();
  });
  const observer = new ResizeObserver(() => isAtBottom && scrollDown());
  observer.observe(list);
  // A photo that arrives late makes the log longer.
  list.addEventListener('load', () => isAtBottom && scrollDown(), true);

  function draw() {
    const all = messagesOf(chatId);
    const blocks = blocksOf(all.slice(-limit));
    const next = new Map();
    const nodes = [];
    let day;
    if (all.length > limit) nodes.push(earlierButton());
    if (all.length === 0) nodes.push(h('p', { class: 'log-empty' }, t('chat.nothingYet')));
    for (const messages of blocks) {
      const instant = fromUnix(messages[0].date);
      if (day !== dayKey(instant)) nodes.push(h('div', { class: 'day' }, h('span', {}, dayHeading(instant))));
      day = dayKey(instant);
      const key = messages[0].message_id;
      const known = drawn.get(key);
      const isSame =
        known &&
        known.messages.length === messages.length &&
        known.messages.every((message, i) => message === messages[i]);
      const entry = isSame ? known : { messages, node: bubble(chatId, messages) };
      if (!isSame && known) keepPlace(known, entry);
      next.set(key, entry);
      nodes.push(entry.node);
    }
    drawn = next;
    reconcile(list, nodes);
    if (isAtBottom) scrollDown();
    readIfSeen();
  }

  function redrawAll() {
    drawn = new Map();
    draw();
  }

  function earlierButton() {
    const more = () => {
      const fromBottom = list.scrollHeight - list.scrollTop;
      limit += shownAtOnce;
      draw();
      list.scrollTop = list.scrollHeight - fromBottom;
    };
    return h('button', { type: 'button', class: 'earlier', onclick: more }, t('chat.earlier'));
  }

  function scrollDown() {
    list.scrollTop = list.scrollHeight;
    toBottom.hidden = true;
  }

  function readIfSeen() {
    if (isAtBottom && document.visibilityState === 'visible' && element.isConnected && element.offsetParent)
      markRead(chatId);
  }

  const stops = [
    store.on('chat', (changed) => changed.chatId === chatId && draw()),
    store.on('actor', (changed) => changed.chatId === chatId && redrawAll()),
  ];
  document.addEventListener('visibilitychange', readIfSeen);
  return {
    element,
    draw,
    scrollDown,
    stop() {
      for (const stop of stops) stop();
      observer.disconnect();
      document.removeEventListener('visibilitychange', readIfSeen);
    },
  };
}

/** Neighbours of one album become one block. */
function blocksOf(messages) {
  const blocks = [];
  for (const message of messages) {
    const previous = blocks.at(-1);
    const isSameAlbum = message.media_group_id !== undefined && previous?.[0].media_group_id === message.media_group_id;
    if (isSameAlbum) previous.push(message);
    else blocks.push([message]);
  }
  return blocks;
}

// The bubble is replaced by its new state: the finger's or the keyboard's place on it must not be lost.
function keepPlace(known, entry) {
  const place = known.node.contains(document.activeElement) ? document.activeElement.dataset.place : undefined;
  const isContentEdited = entry.messages.some(
    (message, index) => message.editedTimes !== known.messages[index]?.editedTimes,
  );
  if (isContentEdited) entry.node.classList.add('just-edited');
  if (place === undefined) return;
  queueMicrotask(() => {
    const target = entry.node.querySelector(`[data-place="${place}"]`) ?? entry.node.querySelector('.key');
    target?.focus({ preventScroll: true });
  });
}
