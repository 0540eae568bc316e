import { bubble } from './bubble.js';
import { find, h, reconcile } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { chatTitle, markRead, messagesOf, store } from './store.js';
import { dayHeading, dayKey, fromUnix } from './time.js';
/** @import { Message } from './shapes.d.ts' */

/** @typedef {{ messages: readonly Message[], node: HTMLElement }} Drawn */

const shownAtOnce = 80;
/** What a bot does later than this, it does not do because of the press. */
const pressLastsMs = 10_000;
/** Pixels between what is brought into sight and the edge of the log. */
const margin = 8;

/**
 * The scrolling messages of one chat.
 * @param {number} chatId
 */
export function messageLog(chatId) {
  const bubbles = keptBubbles(chatId);
  const tail = tailingList(t('chat.log', { title: chatTitle(chatId) }), readIfSeen);
  let limit = shownAtOnce;
  /** @type {{ message: Message, newest: number, at: number } | null} */
  let pressed = null;

  function draw() {
    const all = messagesOf(chatId);
    /** @type {(HTMLElement | false)[]} */
    const nodes = [
      all.length > limit && h('button', { type: 'button', class: 'earlier', onclick: showEarlier }, t('chat.earlier')),
      all.length === 0 && h('p', { class: 'log-empty' }, t('chat.nothingYet')),
      ...bubbles.nodesOf(all.slice(-limit)),
    ];
    reconcile(
      tail.lines,
      nodes.filter((node) => node !== false),
    );
    if (!showPressed(all)) tail.follow();
    readIfSeen();
  }

  /**
   * What was pressed stays in sight as it changes, and what stands in its place below is gone to.
   * @param {readonly Message[]} all
   */
  function showPressed(all) {
    if (pressed === null || performance.now() - pressed.at > pressLastsMs) return false;
    const { message, newest } = pressed;
    const present = all.find(({ message_id: id }) => id === message.message_id);
    if (present === message) return false;
    const node = present && bubbles.nodeOf(present.message_id);
    if (node) tail.show(node);
    else if ((all.at(-1)?.message_id ?? 0) > newest) tail.scrollDown();
    else return false;
    pressed = present ? { ...pressed, message: present } : null;
    return true;
  }

  /** @param {number} messageId */
  function notePress(messageId) {
    const all = messagesOf(chatId);
    const message = all.find(({ message_id: id }) => id === messageId);
    pressed = message ? { message, newest: all[all.length - 1].message_id, at: performance.now() } : null;
  }

  /**
   * The whole message where there is room, and in any case its lit key.
   * @param {number} messageId
   */
  function seek(messageId) {
    const all = messagesOf(chatId);
    const fromEnd = all.length - all.findIndex(({ message_id: id }) => id === messageId);
    if (fromEnd > all.length) return;
    if (fromEnd > limit) limit = fromEnd;
    draw();
    const node = bubbles.nodeOf(messageId);
    if (!node) return;
    tail.show(node);
    const key = find('.key.hinted', node);
    if (key) tail.show(key);
  }

  function redrawAll() {
    bubbles.forget();
    draw();
  }

  function showEarlier() {
    const fromBottom = tail.list.scrollHeight - tail.list.scrollTop;
    limit += shownAtOnce;
    draw();
    tail.list.scrollTop = tail.list.scrollHeight - fromBottom;
  }

  function readIfSeen() {
    if (
      tail.isAtEnd() &&
      document.visibilityState === 'visible' &&
      tail.element.isConnected &&
      tail.element.offsetParent
    )
      markRead(chatId);
  }

  const stops = [
    store.on('chat', (changed) => changed.chatId === chatId && draw()),
    store.on('actor', (changed) => changed.chatId === chatId && redrawAll()),
    store.on('sought', ({ chatId: where, messageId }) => where === chatId && seek(messageId)),
    store.on('pressed', ({ chatId: where, messageId }) => where === chatId && notePress(messageId)),
    tail.stop,
  ];
  document.addEventListener('visibilitychange', readIfSeen);
  // Whoever moves the log themselves is brought nowhere.
  for (const gesture of ['wheel', 'touchmove'])
    tail.list.addEventListener(gesture, () => (pressed = null), { passive: true });
  return {
    element: tail.element,
    draw,
    scrollDown: tail.scrollDown,
    stop() {
      for (const stop of stops) stop();
      document.removeEventListener('visibilitychange', readIfSeen);
    },
  };
}

/**
 * A list that stays at its end as it grows, until somebody scrolls up; a button leads back.
 * @param {string} label
 * @param {() => void} onScroll
 */
function tailingList(label, onScroll) {
  let isAtEnd = true;
  let [lastTop, lastHeight] = [0, 0];
  const lines = h('div', { class: 'log-lines' });
  const list = h('div', { class: 'log', role: 'log', tabindex: '0', 'aria-label': label }, lines);
  const toEnd = h(
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

  list.addEventListener('scroll', () => {
    // The word of a scroll comes late: a photo may have made the log longer since. Only a way up leaves the end.
    const isFurther = list.scrollTop >= lastTop;
    isAtEnd = distanceToEnd() < 48 || (isAtEnd && isFurther);
    lastTop = list.scrollTop;
    toEnd.hidden = isAtEnd;
    onScroll();
  });
  const observer = new ResizeObserver(() => {
    // What stands at the lower edge stays there, whatever takes room above or below.
    // The log scrolls by whole pixels and shrinks by parts of them, which clientHeight does not tell.
    const { height } = list.getBoundingClientRect();
    const shrunk = lastHeight === 0 ? 0 : Math.round(lastHeight - height);
    lastHeight = height;
    if (isAtEnd) scrollDown();
    else list.scrollTop += shrunk;
  });
  for (const each of [list, lines]) observer.observe(each);

  function distanceToEnd() {
    return list.scrollHeight - list.scrollTop - list.clientHeight;
  }

  function follow() {
    if (isAtEnd) scrollDown();
  }

  function scrollDown() {
    isAtEnd = true;
    list.scrollTop = list.scrollHeight;
    lastTop = list.scrollTop;
    toEnd.hidden = true;
  }

  /**
   * Brings a line into sight; of one that is taller than the window its end, where its keys are.
   * @param {Element} node
   */
  function show(node) {
    const [frame, box] = [list.getBoundingClientRect(), node.getBoundingClientRect()];
    if (box.bottom > frame.bottom || box.height > frame.height) list.scrollTop += box.bottom - frame.bottom + margin;
    else if (box.top < frame.top) list.scrollTop += box.top - frame.top - margin;
    lastTop = list.scrollTop;
    isAtEnd = distanceToEnd() < 48;
    toEnd.hidden = isAtEnd;
  }

  return {
    element: h('div', { class: 'log-frame' }, list, toEnd),
    list,
    lines,
    isAtEnd: () => isAtEnd,
    follow,
    scrollDown,
    show,
    stop: () => observer.disconnect(),
  };
}

/**
 * Bubbles under the headings of their days. Only those whose messages changed are drawn again, so that a press, a
 * selection and the focus survive an edit elsewhere.
 * @param {number} chatId
 */
function keptBubbles(chatId) {
  /** @type {Map<number, Drawn>} */
  let drawn = new Map();
  return {
    /** @param {readonly Message[]} messages */
    nodesOf(messages) {
      /** @type {Map<number, Drawn>} */
      const next = new Map();
      /** @type {HTMLElement[]} */
      const nodes = [];
      /** @type {string | undefined} */
      let day;
      for (const block of blocksOf(messages)) {
        const instant = fromUnix(block[0].date);
        if (day !== dayKey(instant)) nodes.push(h('div', { class: 'day' }, h('span', {}, dayHeading(instant))));
        day = dayKey(instant);
        const entry = entryOf(block);
        next.set(block[0].message_id, entry);
        nodes.push(entry.node);
      }
      drawn = next;
      return nodes;
    },
    /**
     * The line in which this message is drawn; it stands first in its own.
     * @param {number} messageId
     */
    nodeOf: (messageId) => drawn.get(messageId)?.node,
    forget() {
      drawn = new Map();
    },
  };

  /** @param {readonly Message[]} messages */
  function entryOf(messages) {
    const known = drawn.get(messages[0].message_id);
    const isSame =
      known &&
      known.messages.length === messages.length &&
      known.messages.every((message, i) => message === messages[i]);
    if (isSame) return known;
    const entry = { messages, node: bubble(chatId, messages) };
    if (known) keepPlace(known, entry);
    return entry;
  }
}

/**
 * Neighbours of one album become one block.
 * @param {readonly Message[]} messages
 */
function blocksOf(messages) {
  /** @type {Message[][]} */
  const blocks = [];
  for (const message of messages) {
    const previous = blocks.at(-1);
    const album = message.media_group_id;
    if (previous && album !== undefined && previous[0].media_group_id === album) previous.push(message);
    else blocks.push([message]);
  }
  return blocks;
}

/**
 * The bubble is replaced by its new state: the finger's or the keyboard's place on it must not be lost.
 * @param {Drawn} known
 * @param {Drawn} entry
 */
function keepPlace(known, entry) {
  const focused = document.activeElement;
  const place = known.node.contains(focused) ? (focused?.getAttribute('data-place') ?? undefined) : undefined;
  const isContentEdited = entry.messages.some(
    (message, index) => message.editedTimes !== known.messages[index]?.editedTimes,
  );
  if (isContentEdited) entry.node.classList.add('just-edited');
  if (place === undefined) return;
  queueMicrotask(() => {
    const target = find(`[data-place="${place}"]`, entry.node) ?? find('.key', entry.node);
    target?.focus({ preventScroll: true });
  });
}
