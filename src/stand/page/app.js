import { announce } from './announcer.js';
import { api } from './api.js';
import { mountBack } from './back.js';
import { mountChatList } from './chat-list.js';
import { loadClock } from './clock.js';
import { mountColumns } from './columns.js';
import { askForm } from './dialog.js';
import { listen } from './events.js';
import { t } from './i18n.js';
import { openChats } from './open-chats.js';
import { oneLine } from './preview.js';
import { scenarioPanel } from './scenario-panel.js';
import { chatTitle, isFromBot, loadChats, loadState, store, takeEvent } from './store.js';
import { applyTheme } from './theme.js';
import { mountToolbar } from './toolbar.js';

/** @param {string} id */
const place = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

async function start() {
  applyTheme();
  document.title = t('app.title');
  /** @type {string[]} */
  const features = [];
  mountToolbar(place('toolbar'), features);
  mountChatList(place('chat-list'));
  mountColumns(place('columns'));
  mountBack();
  scenarioPanel.mount(place('scenario'));
  announceArrivals();
  await enter();
  let isRestarting = false;
  store.on('restarting', () => {
    isRestarting = true;
    showConnection(t('restart.going'));
  });
  // Events first, then the state: what happens in between is then heard twice rather than never.
  listen({
    onEvent: takeEvent,
    onConnection(isOnline, isFirst) {
      if (isRestarting) return;
      showConnection(isOnline ? null : t('connection.lost'));
      if (isOnline && !isFirst) void load();
    },
  });
  await load();
  features.push(...(await api.paths().catch(() => [])));
}

/** A browser of another machine is let in by a code that the terminal shows. */
async function enter() {
  while (await isShut()) {
    await askForm({
      title: t('enter.title'),
      hint: t('enter.hint'),
      fields: [{ name: 'code', label: t('enter.code'), required: true, autocapitalize: 'characters' }],
      submitCaption: t('enter.submit'),
      submit: ({ code }) => enterBy(code),
    });
  }
}

/** @param {string} code */
async function enterBy(code) {
  try {
    await api.enter(code);
  } catch (error) {
    throw error.status === 403 ? new Error(t('enter.wrong')) : error;
  }
}

const isShut = () =>
  api.state('telegram').then(
    () => false,
    ({ status }) => status === 401,
  );

async function load() {
  try {
    await loadState();
    await Promise.all([loadClock(), loadChats()]);
  } catch (error) {
    showConnection(t('connection.failed', { reason: error.message }));
  }
}

/** @param {string | null} text */
function showConnection(text) {
  const element = place('connection');
  element.hidden = text === null;
  element.textContent = text ?? '';
}

// Open chats speak for themselves (role=log); of the others a screen reader hears who got what.
function announceArrivals() {
  store.on('arrived', ({ chatId, message }) => {
    if (openChats.includes(chatId) || !isFromBot(message) || message.silent) return;
    announce(t('chat.newMessage', { title: chatTitle(chatId), text: oneLine(message) }));
  });
}

void start();
