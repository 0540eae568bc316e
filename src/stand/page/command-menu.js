import { api } from './api.js';
import { fill, h } from './dom.js';
import { t } from './i18n.js';
import { actorOf, store } from './store.js';

let counter = 0;

/** The list of commands that the bot offers this person: by the «/» button, or while a command is typed. */
export function commandMenu(chatId, field, choose) {
  const listId = `commands-${(counter += 1)}`;
  let known = null;
  let shown = [];
  let active = -1;
  const element = h('div', {
    class: 'commands',
    id: listId,
    role: 'listbox',
    'aria-label': t('composer.commands'),
    hidden: true,
  });
  const button = h(
    'button',
    {
      type: 'button',
      class: 'icon-button slash',
      'aria-label': t('composer.commands'),
      title: t('composer.commands'),
      'aria-expanded': 'false',
      onclick: toggle,
      // The field keeps the focus, so the list stays until the focus leaves both.
      onmousedown: (event) => event.preventDefault(),
    },
    '/',
  );
  field.setAttribute('aria-controls', listId);
  field.addEventListener('blur', close);

  async function load() {
    known ??= await api.commands(actorOf(chatId), chatId).catch(() => []);
    return known;
  }

  async function toggle() {
    if (!element.hidden) return close();
    show(await load(), true);
    field.focus({ preventScroll: true });
  }

  async function filter() {
    const typed = /^\/(\w*)$/.exec(field.value)?.[1];
    if (typed === undefined) return close();
    const commands = await load();
    // The person may have typed on while the commands came.
    if (/^\/(\w*)$/.exec(field.value)?.[1] !== typed) return undefined;
    return show(
      commands.filter(({ command }) => command.startsWith(typed.toLowerCase())),
      false,
    );
  }

  function show(commands, explainsEmptiness) {
    shown = commands;
    active = -1;
    element.hidden = commands.length === 0 && !explainsEmptiness;
    button.setAttribute('aria-expanded', String(!element.hidden));
    fill(
      element,
      commands.length === 0 && h('p', { class: 'commands-empty' }, t('composer.noCommands')),
      ...commands.map(({ command, description }, index) =>
        h(
          'div',
          {
            class: 'command',
            role: 'option',
            id: `${listId}-${index}`,
            'aria-selected': 'false',
            onmousedown: (event) => event.preventDefault(),
            onclick: () => pick(index),
          },
          h('strong', {}, `/${command}`),
          h('span', {}, description),
        ),
      ),
    );
  }

  function close() {
    element.hidden = true;
    shown = [];
    active = -1;
    button.setAttribute('aria-expanded', 'false');
    field.removeAttribute('aria-activedescendant');
  }

  function move(step) {
    active = (active + step + shown.length) % shown.length;
    for (const [index, option] of [...element.children].entries())
      option.setAttribute('aria-selected', String(index === active));
    element.children[active]?.scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', `${listId}-${active}`);
  }

  function pick(index) {
    const { command } = shown[index];
    close();
    choose(`/${command}`);
  }

  /** Takes arrows, Enter, Tab and Escape while the list is open; answers whether the key was for the list. */
  function takeKey(event) {
    if (element.hidden || shown.length === 0) {
      if (event.key === 'Escape' && !element.hidden) close();
      return false;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) move(active < 0 && step < 0 ? 0 : step);
    else if (event.key === 'Escape') close();
    else if ((event.key === 'Enter' || event.key === 'Tab') && active >= 0) pick(active);
    else return false;
    event.preventDefault();
    return true;
  }

  const forget = () => {
    known = null;
  };
  const stops = [
    store.on('commands', ({ personId }) => (personId === undefined || personId === actorOf(chatId)) && forget()),
    store.on('actor', (changed) => changed.chatId === chatId && forget()),
  ];
  return { element, button, filter, close, takeKey, stop: () => stops.forEach((stop) => stop()) };
}
