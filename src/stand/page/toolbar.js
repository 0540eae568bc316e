import { clockControl } from './clock-control.js';
import { openDialog } from './dialog.js';
import { fill, h } from './dom.js';
import { openFaults, openJournal } from './engineering.js';
import { icon } from './icons.js';
import { changeLanguage, language, t } from './i18n.js';
import { openMenu } from './menu.js';
import { samplesMenu } from './samples.js';
import { scenarioPanel } from './scenario-panel.js';
import { store } from './store.js';
import { chooseTheme, chosenTheme, isDark } from './theme.js';

const wide = window.matchMedia('(min-width: 1400px)');

/** The line at the top: register, clock, scenario, and everything rarer in a menu. `features` are paths of the API. */
export function mountToolbar(root, features) {
  root.setAttribute('aria-label', t('toolbar.label'));
  const subtitle = h('p', {});
  const theme = h('button', { type: 'button', class: 'icon-button wide-only', onclick: switchTheme });
  const scenario = h(
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
  );
  fill(
    root,
    h(
      'div',
      { class: 'brand' },
      h('img', { src: 'favicon.svg', alt: '', width: 32, height: 32 }),
      h('div', {}, h('h1', {}, t('app.title')), subtitle),
    ),
    menuButton('button primary register', samplesMenu, t('toolbar.register'), [
      icon('register'),
      h('span', { class: 'wide-only' }, t('toolbar.register')),
      h('span', { class: 'narrow-only' }, t('toolbar.registerShort')),
    ]),
    clockControl(),
    h('span', { class: 'spacer' }),
    scenario,
    h(
      'button',
      { type: 'button', class: 'button quiet wide-only', lang: otherLanguage(), onclick: switchLanguage },
      t('toolbar.language'),
    ),
    theme,
    menuButton('icon-button', moreItems, t('toolbar.more'), [icon('more')]),
  );

  function themeItem() {
    return {
      label: t(isDark() ? 'toolbar.light' : 'toolbar.dark'),
      iconName: isDark() ? 'sun' : 'moon',
      run: switchTheme,
    };
  }

  function switchTheme() {
    choose(isDark() ? 'light' : 'dark');
  }

  function choose(next) {
    chooseTheme(next);
    drawTheme();
  }

  function drawTheme() {
    const { label, iconName } = themeItem();
    theme.setAttribute('aria-label', label);
    theme.title = label;
    fill(theme, icon(iconName));
  }

  function moreItems() {
    return [
      !wide.matches && { label: t('toolbar.language'), iconName: 'language', run: switchLanguage },
      !wide.matches && themeItem(),
      chosenTheme() !== 'system' && { label: t('toolbar.system'), iconName: 'sun', run: () => choose('system') },
      features.includes('/stand/faults') && { label: t('toolbar.faults'), iconName: 'storm', run: openFaults },
      features.includes('/stand/requests') && { label: t('toolbar.journal'), iconName: 'journal', run: openJournal },
      { label: t('toolbar.about'), iconName: 'info', run: openAbout },
    ].filter(Boolean);
  }

  store.on('people', () => {
    subtitle.textContent = store.bot.username ? t('app.subtitle', { username: store.bot.username }) : '';
  });
  store.on('scenario-shown', (isShown) => scenario.setAttribute('aria-pressed', String(isShown)));
  drawTheme();
}

function openAbout() {
  const address = location.origin;
  return openDialog({
    title: t('toolbar.about'),
    className: 'dialog-form',
    build() {
      const copy = h('button', { type: 'button', class: 'button', onclick: copyAddress }, t('toolbar.copy'));
      async function copyAddress() {
        await navigator.clipboard.writeText(address);
        copy.textContent = t('toolbar.copied');
      }
      return [
        h('p', { class: 'dialog-text' }, t('toolbar.aboutText')),
        h('div', { class: 'address' }, h('code', {}, address), copy),
        h('p', { class: 'form-hint' }, h('code', {}, `${address}/bot<token>/getMe`)),
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

function menuButton(className, items, label, content) {
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
