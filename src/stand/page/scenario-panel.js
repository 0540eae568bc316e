import { announce } from './announcer.js';
import { avatar } from './avatar.js';
import { startEverybody } from './chat-list.js';
import { fill, find, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { openMenu } from './menu.js';
import { nextSteps } from './next-steps.js';
import { openChat, openChats } from './open-chats.js';
import { samplesMenu, sendSample } from './samples.js';
import {
  captionsToPress,
  placesOfCurrentStep,
  restartScenario,
  scenarioState,
  setScenarioActive,
  skipStep,
} from './scenario-progress.js';
import { steps } from './scenario.js';
import { chatTitle, isGroup, store } from './store.js';
/** @import { Step } from './shapes.d.ts' */

/** @type {HTMLElement} */
let root;
/** @type {string | undefined} */
let announcedStep;

/** «Пройти путь обращения»: the panel that leads a newcomer through one appeal. */
export const scenarioPanel = {
  /** @param {HTMLElement} element */
  mount(element) {
    root = element;
    root.setAttribute('aria-label', t('scenario.title'));
    store.on('scenario', draw);
    store.on('people', draw);
    store.on('open', draw);
    draw();
  },
  toggle() {
    setScenarioActive(!scenarioState().isActive);
  },
};

function draw() {
  const { isActive, number, done, current } = scenarioState();
  root.hidden = !isActive;
  document.body.classList.toggle('scenario-open', isActive);
  store.emit('scenario-shown', isActive);
  if (!isActive) return;
  const finished = current === null;
  const hadFocus = root.contains(document.activeElement);
  fill(
    root,
    h(
      'header',
      { class: 'scenario-header' },
      h('h2', {}, t('scenario.title')),
      h(
        'button',
        {
          type: 'button',
          class: 'icon-button',
          'aria-label': t('scenario.restart'),
          title: t('scenario.restart'),
          onclick: restartScenario,
        },
        icon('restart'),
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'icon-button',
          'aria-label': t('scenario.close'),
          title: t('scenario.close'),
          onclick: () => setScenarioActive(false),
        },
        icon('close'),
      ),
    ),
    h(
      'div',
      { class: 'scenario-status' },
      h('progress', {
        max: steps.length,
        value: done.length,
        'aria-label': t('scenario.progress', { done: done.length, total: steps.length }),
      }),
      h('p', {}, number ? t('scenario.tracking', { number }) : t('scenario.intro')),
    ),
    h(
      'ol',
      { class: 'steps' },
      steps.map((step, index) => stepItem(step, index, done, current)),
    ),
    finished && h('p', { class: 'scenario-finished', role: 'status' }, icon('check'), t('scenario.finished')),
    finished && nextSteps(),
  );
  root.querySelector('.step.current')?.scrollIntoView({ block: 'nearest' });
  if (hadFocus) find('.step.current button, button', root)?.focus({ preventScroll: true });
  announceStep(current);
  showOnce(current);
}

/** @type {Set<string>} */
const shown = new Set();
/**
 * What is to be pressed comes into view by itself as a step begins, and as a chat of it is opened; after that whoever reads goes where they like.
 * @param {Step | null} current
 */
function showOnce(current) {
  for (const [chatId, messageId] of placesOfCurrentStep()) {
    const sight = `${current?.id}:${chatId}`;
    if (!openChats.includes(chatId) || shown.has(sight)) continue;
    shown.add(sight);
    store.emit('sought', { chatId, messageId });
  }
}

/** @param {Step | null} current */
function announceStep(current) {
  if (announcedStep === current?.id) return;
  announcedStep = current?.id;
  announce(
    current ? `${t(`scenario.${current.id}.title`)}. ${t(`scenario.${current.id}.text`)}` : t('scenario.finished'),
  );
}

/**
 * @param {Step} step
 * @param {number} index
 * @param {readonly string[]} done
 * @param {Step | null} current
 */
function stepItem(step, index, done, current) {
  const isDone = done.includes(step.id);
  const isCurrent = step === current;
  return h(
    'li',
    { class: `step ${isDone ? 'done' : ''} ${isCurrent ? 'current' : ''}`, 'aria-current': isCurrent && 'step' },
    h('span', { class: 'step-sign', 'aria-hidden': 'true' }, isDone ? icon('check') : String(index + 1)),
    h(
      'div',
      { class: 'step-body' },
      h(
        'h3',
        {},
        t(`scenario.${step.id}.title`),
        isDone && h('span', { class: 'visually-hidden' }, `, ${t('scenario.done')}`),
      ),
      isCurrent && currentBody(step),
    ),
  );
}

/** @param {Step} step */
function currentBody(step) {
  const captions = captionsToPress();
  const isOffered = captions.some((each) => each.isOffered);
  return h(
    'div',
    { class: 'step-details' },
    h('p', {}, t(`scenario.${step.id}.text`)),
    step.press &&
      h(
        'dl',
        {},
        h('dt', {}, t('scenario.be')),
        h('dd', {}, t(`scenario.role.${step.role}`)),
        h('dt', {}, t('scenario.press')),
        h(
          'dd',
          {},
          captions.map((each, index) =>
            h(
              'span',
              { class: each.isOffered || (!isOffered && index === 0) ? 'caption now' : 'caption' },
              each.caption,
            ),
          ),
        ),
      ),
    h('div', { class: 'step-chats' }, chatButtons()),
    h(
      'div',
      { class: 'step-actions' },
      actionButton(step),
      h(
        'button',
        {
          type: 'button',
          class: 'button small quiet',
          'aria-label': t('scenario.skip'),
          onclick: () => skipStep(step.id),
        },
        h('span', {}, t('scenario.skip')),
        icon('skip'),
      ),
    ),
  );
}

/** Whom to be, those first who are open already. */
function chatButtons() {
  const places = [...placesOfCurrentStep()];
  /** @param {number} chatId */
  const isOpen = (chatId) => openChats.includes(chatId);
  const order = [...places.filter(([id]) => isOpen(id)), ...places.filter(([id]) => !isOpen(id))];
  return order.slice(0, 5).map(([chatId, messageId]) => chatButton(chatId, messageId));
}

/**
 * Leads to the chat, and in it to what is to be pressed.
 * @param {number} chatId
 * @param {number} messageId
 */
function chatButton(chatId, messageId) {
  const title = chatTitle(chatId);
  const lead = () => {
    openChat(chatId);
    store.emit('sought', { chatId, messageId });
  };
  return h(
    'button',
    { type: 'button', class: 'chat-chip', title: t('scenario.openChat'), onclick: lead },
    avatar(chatId, title),
    h('span', {}, isGroup(chatId) ? title : shortName(title)),
  );
}

/**
 * The last and the first name; where there is no room for both, the last one.
 * @param {string} name
 */
function shortName(name) {
  const [last, first = ''] = name.split(' ');
  return [last, h('span', { class: 'first-name' }, ` ${first}`)];
}

/** @param {Step} step */
function actionButton(step) {
  if (step.action === 'startEverybody') {
    /** @type {HTMLButtonElement} */
    const button = h(
      'button',
      { type: 'button', class: 'button primary small', onclick: () => startEverybody(button) },
      t('scenario.startEverybody'),
    );
    return button;
  }
  if (step.action === 'register') {
    const [only] = store.samples;
    /** @type {HTMLButtonElement} */
    const button = h(
      'button',
      {
        type: 'button',
        class: 'button primary small',
        'aria-haspopup': 'menu',
        onclick: () => (store.samples.length === 1 ? sendSample(only) : openMenu(button, samplesMenu())),
      },
      t('scenario.registerOne'),
    );
    return button;
  }
  return null;
}
