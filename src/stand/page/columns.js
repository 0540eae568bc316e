import { h, isPhone, reconcile } from './dom.js';
import { t } from './i18n.js';
import { chatPane } from './chat-pane.js';
import { openChats, settleColumns } from './open-chats.js';
import { setScenarioActive } from './scenario-progress.js';
import { store } from './store.js';
/** @import { Pane } from './shapes.d.ts' */

/**
 * The open chats side by side; on a phone one at a time, over the list.
 * @param {HTMLElement} root
 */
export function mountColumns(root) {
  /** @type {Pane[]} */
  let panes = [];
  /** @param {{ focused?: number | undefined }} [opened] */
  const draw = ({ focused } = {}) => {
    for (const pane of panes) if (!openChats.includes(pane.chatId)) pane.stop();
    panes = openChats.map((chatId) => panes.find((pane) => pane.chatId === chatId) ?? chatPane(chatId));
    const nodes = panes.length > 0 ? panes.map((pane) => pane.element) : [emptyState()];
    reconcile(root, nodes);
    document.body.classList.toggle('chat-open', panes.length > 0);
    const pane = panes.find(({ chatId }) => chatId === focused);
    for (const each of panes) each.shown();
    // On a phone the focus would bring up the on-screen keyboard.
    if (pane && !isPhone()) pane.focus();
  };
  store.on('open', draw);
  // Before the first people are known there is nothing to draw, and remembered chats must not be dropped.
  const stop = store.on('people', () => {
    stop();
    store.on('people', settleColumns);
    new ResizeObserver(settleColumns).observe(root);
    settleColumns();
    draw();
  });
}

function emptyState() {
  return h(
    'div',
    { class: 'columns-empty' },
    h('h1', {}, t('chat.empty.title')),
    h('p', {}, t('chat.empty.text')),
    h(
      'button',
      { type: 'button', class: 'button primary', onclick: () => setScenarioActive(true) },
      t('scenario.title'),
    ),
  );
}
