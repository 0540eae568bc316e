import { api } from './api.js';
import { avatar } from './avatar.js';
import { fill, find, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { openMenu } from './menu.js';
import { isOfMax } from './messengers.js';
import { openChat, openChats } from './open-chats.js';
import { addGroup, addPerson } from './people-forms.js';
import { canStart, chatTitle, isFromBot, isGroup, messagesOf, roleOf, store, unreadOf } from './store.js';
import { isStartOffered } from './scenario-progress.js';
import { fromUnix, shortMoment } from './time.js';
import { oneLine } from './preview.js';
import { standNow } from './clock.js';
import { showToast } from './toast.js';

const searchableFrom = 9;

/**
 * The list at the left: groups, then people in the roster's order, so that nobody has to be looked for twice; below them whoever is
 * in MAX.
 * @param {HTMLElement} root
 */
export function mountChatList(root) {
  root.setAttribute('aria-label', t('list.label'));
  const search = h('input', {
    type: 'search',
    class: 'search',
    placeholder: t('list.search'),
    'aria-label': t('list.search'),
    autocomplete: 'off',
    oninput: () => draw(),
  });
  const title = h('h2', { class: 'list-title' }, t('list.label'));
  const searchBox = h('div', { class: 'search-box' }, icon('search'), search);
  /** @type {HTMLButtonElement} */
  const startAll = h('button', { type: 'button', class: 'start-all', onclick: () => startEverybody(startAll) });
  const rows = h('div', { class: 'rows' });
  root.append(h('div', { class: 'list-head' }, title, searchBox, addButton()), startAll, rows);

  const draw = () => {
    const wanted = search.value.trim().toLowerCase();
    /** @param {number} id */
    const matches = (id) => `${chatTitle(id)} ${roleOf(id) ?? ''}`.toLowerCase().includes(wanted);
    const found = [...store.groups.keys(), ...store.people.keys()].filter(matches);
    const inMax = found.filter(isOfMax);
    const groups = found.filter((id) => isGroup(id) && !inMax.includes(id));
    const people = found.filter((id) => !isGroup(id) && !inMax.includes(id));
    const focused = document.activeElement?.closest('.row')?.getAttribute('data-chat');
    const isLong = store.people.size >= searchableFrom;
    title.hidden = isLong;
    searchBox.hidden = !isLong;
    fill(
      rows,
      groups.length > 0 && section('list.groups', groups),
      people.length > 0 && section(groups.length > 0 ? 'list.people' : null, people),
      inMax.length > 0 && section('list.max', inMax),
      found.length === 0 && h('p', { class: 'list-empty' }, t(wanted ? 'list.notFound' : 'list.empty')),
    );
    if (focused) find(`.row[data-chat="${focused}"]`, rows)?.focus({ preventScroll: true });
    const waiting = [...store.people.values()].filter(canStart).length;
    startAll.hidden = waiting === 0 || isStartOffered();
    startAll.textContent = t('list.startAll', { count: waiting });
    showCountInTitle();
  };
  const drawSoon = oncePerFrame(draw);
  for (const name of /** @type {const} */ (['people', 'chat', 'read', 'open', 'scenario'])) store.on(name, drawSoon);
  store.on('arrived', ({ chatId, message }) => {
    if (isFromBot(message) && !message.silent)
      requestAnimationFrame(() => requestAnimationFrame(() => ring(rows, chatId)));
  });
  draw();
}

function addButton() {
  /** @type {HTMLButtonElement} */
  const button = h(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-label': t('list.add'),
      'aria-haspopup': 'menu',
      title: t('list.add'),
      onclick: () =>
        openMenu(button, [
          { label: t('list.addPerson.telegram'), iconName: 'person', run: () => addPerson('telegram') },
          { label: t('list.addPerson.max'), iconName: 'person', run: () => addPerson('max') },
          { label: t('list.addGroup.telegram'), iconName: 'group', run: () => addGroup('telegram') },
          { label: t('list.addGroup.max'), iconName: 'group', run: () => addGroup('max') },
        ]),
    },
    icon('add'),
  );
  return button;
}

/**
 * Sends /start for everybody who has not yet: a bot may not write to them before.
 * @param {HTMLButtonElement} [button]
 */
export async function startEverybody(button) {
  if (button) button.disabled = true;
  for (const person of [...store.people.values()].filter(canStart)) {
    await api.send(person.id, { text: '/start' }).catch((error) => showToast(person.id, error.message, 'problem'));
  }
  if (button) button.disabled = false;
}

/**
 * @param {string | null} titleKey
 * @param {readonly number[]} ids
 */
function section(titleKey, ids) {
  return h(
    'section',
    {},
    titleKey && h('h2', { class: 'section-title' }, t(titleKey)),
    h(
      'ul',
      { class: 'row-list' },
      ids.map((id) => h('li', {}, row(id))),
    ),
  );
}

/** @param {number} chatId */
function row(chatId) {
  const title = chatTitle(chatId);
  const last = messagesOf(chatId).at(-1);
  const unread = unreadOf(chatId);
  const isOpen = openChats.includes(chatId);
  const state = stateOf(chatId);
  const role = roleOf(chatId);
  const classes = ['row', isOpen && 'current', state?.muted && 'muted'].filter(Boolean).join(' ');
  return h(
    'button',
    {
      type: 'button',
      class: classes,
      'data-chat': chatId,
      'aria-current': isOpen && 'true',
      onclick: () => openChat(chatId),
    },
    avatar(chatId, title),
    h(
      'span',
      { class: 'row-text' },
      h(
        'span',
        { class: 'row-top' },
        h('span', { class: 'row-title' }, title, isOfMax(chatId) && h('span', { class: 'visually-hidden' }, ', MAX')),
        last && h('time', { class: 'row-time' }, shortMoment(fromUnix(last.date), standNow())),
      ),
      role && h('span', { class: 'row-role', title: role }, role),
      h(
        'span',
        { class: 'row-bottom' },
        h('span', { class: 'row-preview' }, state?.text ?? (last ? oneLine(last) : t('list.noMessages'))),
        badges(unread),
      ),
    ),
  );
}

/** @param {{ loud: number, silent: number }} unread */
function badges({ loud, silent }) {
  return h(
    'span',
    { class: 'badges' },
    silent > 0 && badge('silent', silent, loud === 0),
    loud > 0 && badge('loud', loud, true),
  );
}

/**
 * @param {string} kind
 * @param {number} count
 * @param {boolean} isLast
 */
function badge(kind, count, isLast) {
  return h(
    'span',
    { class: `badge ${kind}`, title: t(`list.${kind}`, { count }) },
    kind === 'silent' && isLast && icon('silent'),
    h('span', { 'aria-hidden': 'true' }, String(count)),
    h('span', { class: 'visually-hidden' }, `, ${t(`list.${kind}`, { count })}`),
  );
}

/** @param {number} chatId */
function stateOf(chatId) {
  const group = store.groups.get(chatId);
  if (group) return group.botStatus === 'kicked' ? { text: t('list.kicked'), muted: true } : null;
  const person = store.people.get(chatId);
  if (person?.deactivated) return { text: t('list.deactivated'), muted: true };
  if (person?.blocked) return { text: t('list.blocked'), muted: true };
  if (!person?.started) return { text: t('list.notStarted'), muted: true };
  return null;
}

/**
 * @param {HTMLElement} rows
 * @param {number} chatId
 */
function ring(rows, chatId) {
  const element = rows.querySelector(`.row[data-chat="${chatId}"]`);
  element?.classList.add('ringing');
  setTimeout(() => element?.classList.remove('ringing'), 1600);
}

function showCountInTitle() {
  const loud = [...store.chats.keys()].reduce((sum, chatId) => sum + unreadOf(chatId).loud, 0);
  document.title = loud > 0 ? `(${loud}) ${t('app.title')}` : t('app.title');
}

/** @param {() => void} run */
function oncePerFrame(run) {
  let isPlanned = false;
  return () => {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      run();
    });
  };
}
