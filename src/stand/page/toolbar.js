import { toClipboard } from './clipboard.js';
import { clockControl } from './clock-control.js';
import { openDialog } from './dialog.js';
import { fill, h } from './dom.js';
import { openFaults, openJournal } from './engineering.js';
import { icon } from './icons.js';
import { changeLanguage, language, t } from './i18n.js';
import { openMenu } from './menu.js';
import { attempt } from './people-forms.js';
import { restartStand } from './restart.js';
import { samplesMenu } from './samples.js';
import { scenarioPanel } from './scenario-panel.js';
import { store } from './store.js';
import { chooseTheme, chosenTheme, isDark } from './theme.js';
/** @import { Child, MenuItem } from './shapes.d.ts' */

const wide = window.matchMedia('(min-width: 1400px)');
const widest = window.matchMedia('(min-width: 1560px)');

/**
 * The line at the top: register, clock, scenario, and everything rarer in a menu. `features` are paths of the API.
 * @param {HTMLElement} root
 * @param {readonly string[]} features
 */
export function mountToolbar(root, features) {
  root.setAttribute('aria-label', t('toolbar.label'));
  const theme = themeSwitch();
  fill(
    root,
    brand(),
    menuButton('button primary register', samplesMenu, t('toolbar.register'), [
      icon('register'),
      h('span', { class: 'wide-only' }, t('toolbar.register')),
      h('span', { class: 'narrow-only' }, t('toolbar.registerShort')),
    ]),
    clockControl(),
    h('span', { class: 'spacer' }),
    scenarioToggle(),
    h(
      'button',
      { type: 'button', class: 'button quiet widest-only', lang: otherLanguage(), onclick: switchLanguage },
      t('toolbar.language'),
    ),
    theme.button,
    menuButton('icon-button', () => moreItems(theme, features), t('toolbar.more'), [icon('more')]),
  );
}

function brand() {
  const subtitle = h('p', {});
  store.on('people', () => {
    const bot = store.bots.get('telegram');
    subtitle.textContent = bot ? t('app.subtitle', { username: bot.username }) : '';
  });
  return h(
    'div',
    { class: 'brand' },
    h('img', { src: 'favicon.svg', alt: '', width: 32, height: 32 }),
    h('div', {}, h('h1', {}, t('app.title')), subtitle),
  );
}

function scenarioToggle() {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'button scenario-toggle',
      'aria-pressed': 'false',
      'aria-label': t('toolbar.scenario'),
      title: t('scenario.title'),
      onclick: () => scenarioPanel.toggle(),
    },
    icon('path'),
    h('span', { class: 'middle-only' }, t('toolbar.scenario')),
    h('span', { class: 'small-only' }, t('toolbar.scenarioShort')),
  );
  store.on('scenario-shown', (isShown) => button.setAttribute('aria-pressed', String(isShown)));
  return button;
}

/** Light or dark: a button where there is room for it, elsewhere an item of the menu. */
function themeSwitch() {
  const button = h('button', { type: 'button', class: 'icon-button wide-only', onclick: toggle });

  function item() {
    return {
      label: t(isDark() ? 'toolbar.light' : 'toolbar.dark'),
      iconName: isDark() ? 'sun' : 'moon',
      run: toggle,
    };
  }

  function toggle() {
    choose(isDark() ? 'light' : 'dark');
  }

  /** @param {string} theme */
  function choose(theme) {
    chooseTheme(theme);
    draw();
  }

  function draw() {
    const { label, iconName } = item();
    button.setAttribute('aria-label', label);
    button.title = label;
    fill(button, icon(iconName));
  }

  draw();
  return { button, item, choose };
}

/**
 * @param {ReturnType<typeof themeSwitch>} theme
 * @param {readonly string[]} features
 */
function moreItems(theme, features) {
  return [
    !widest.matches && { label: t('toolbar.language'), iconName: 'language', run: switchLanguage },
    !wide.matches && theme.item(),
    chosenTheme() !== 'system' && { label: t('toolbar.system'), iconName: 'sun', run: () => theme.choose('system') },
    features.includes('/stand/faults') && { label: t('toolbar.faults'), iconName: 'storm', run: openFaults },
    features.includes('/stand/requests') && { label: t('toolbar.journal'), iconName: 'journal', run: openJournal },
    store.canRestart && { label: t('restart.item'), iconName: 'restart', run: () => attempt(restartStand()) },
    { label: t('toolbar.about'), iconName: 'info', run: openAbout },
  ].filter((item) => item !== false);
}

function openAbout() {
  const address = location.origin;
  return openDialog({
    title: t('toolbar.about'),
    className: 'dialog-form',
    build() {
      const copy = h('button', { type: 'button', class: 'button', onclick: copyAddress }, t('toolbar.copy'));
      async function copyAddress() {
        await toClipboard(address);
        copy.textContent = t('toolbar.copied');
      }
      return [
        h('p', { class: 'dialog-text' }, t('toolbar.aboutText')),
        h('div', { class: 'address' }, h('code', {}, address), copy),
        h('p', { class: 'form-hint' }, h('code', {}, `${address}/bot<token>/getMe`)),
        h('p', { class: 'form-hint' }, h('code', {}, `${address}/max/me`)),
      ];
    },
  });
}

function switchLanguage() {
  changeLanguage(otherLanguage());
}

function otherLanguage() {
  return language === 'ru' ? 'tt' : 'ru';
}

/**
 * @param {string} className
 * @param {() => readonly MenuItem[]} items
 * @param {string} label
 * @param {readonly Child[]} content
 */
function menuButton(className, items, label, content) {
  /** @type {HTMLButtonElement} */
  const button = h(
    'button',
    {
      type: 'button',
      class: className,
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': label,
      title: label,
      onclick: () => openMenu(button, items()),
    },
    content,
  );
  return button;
}
