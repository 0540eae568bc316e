import { api } from './api.js';
import { fill, h } from './dom.js';
import { t } from './i18n.js';
import { actorOf, store } from './store.js';
/** @import { Command } from './shapes.d.ts' */

let counter = 0;

/**
 * The list of commands that the bot offers this person: by the «/» button, or while a command is typed.
 * @param {number} chatId
 * @param {HTMLTextAreaElement} field
 * @param {(text: string) => unknown} choose
 */
export function commandMenu(chatId, field, choose) {
  const list = commandList(field, (command) => {
    close();
    choose(`/${command}`);
  });
  const button = slashButton(toggle);
  /** @type {readonly Command[] | null} */
  let known = null;
  field.addEventListener('blur', close);

  /** @returns {Promise<readonly Command[]>} */
  async function load() {
    return (known ??= await api.commands(actorOf(chatId), chatId).catch(() => []));
  }

  async function toggle() {
    if (list.isOpen()) return close();
    show(await load(), true);
    field.focus({ preventScroll: true });
  }

  async function filter() {
    const typed = typedCommand(field);
    if (typed === undefined) return close();
    const commands = await load();
    // The person may have typed on while the commands came.
    if (typedCommand(field) !== typed) return undefined;
    return show(
      commands.filter(({ command }) => command.startsWith(typed.toLowerCase())),
      false,
    );
  }

  /**
   * @param {readonly Command[]} commands
   * @param {boolean} explainsEmptiness
   */
  function show(commands, explainsEmptiness) {
    list.show(commands, explainsEmptiness);
    button.setAttribute('aria-expanded', String(list.isOpen()));
  }

  function close() {
    list.close();
    button.setAttribute('aria-expanded', 'false');
  }

  const forget = () => {
    known = null;
  };
  const stops = [
    store.on('commands', ({ personId }) => (personId === undefined || personId === actorOf(chatId)) && forget()),
    store.on('actor', (changed) => changed.chatId === chatId && forget()),
  ];
  return {
    element: list.element,
    button,
    filter,
    /**
     * Takes arrows, Enter, Tab and Escape while the list is open; answers whether the key was for the list.
     * @param {KeyboardEvent} event
     */
    takeKey: (event) => takeKey(event, list, close),
    stop: () => stops.forEach((stop) => stop()),
  };
}

/**
 * What is shown, and the line to which the arrows have come; the focus stays in `field`.
 * @param {HTMLTextAreaElement} field
 * @param {(command: string) => void} pick
 */
function commandList(field, pick) {
  const id = `commands-${(counter += 1)}`;
  /** @type {readonly Command[]} */
  let shown = [];
  let active = -1;
  const element = h('div', {
    class: 'commands',
    id,
    role: 'listbox',
    'aria-label': t('composer.commands'),
    hidden: true,
  });
  field.setAttribute('aria-controls', id);

  return {
    element,
    isOpen: () => !element.hidden,
    isEmpty: () => shown.length === 0,
    hasActive: () => active >= 0,
    /**
     * @param {readonly Command[]} commands
     * @param {boolean} explainsEmptiness
     */
    show(commands, explainsEmptiness) {
      shown = commands;
      active = -1;
      element.hidden = commands.length === 0 && !explainsEmptiness;
      fill(
        element,
        commands.length === 0 && h('p', { class: 'commands-empty' }, t('composer.noCommands')),
        commands.map((command, index) => commandOption(`${id}-${index}`, command, pick)),
      );
    },
    close() {
      element.hidden = true;
      shown = [];
      active = -1;
      field.removeAttribute('aria-activedescendant');
    },
    /** @param {number} step */
    move(step) {
      const from = active < 0 && step < 0 ? 0 : active;
      active = (from + step + shown.length) % shown.length;
      for (const [index, option] of [...element.children].entries())
        option.setAttribute('aria-selected', String(index === active));
      element.children[active]?.scrollIntoView({ block: 'nearest' });
      field.setAttribute('aria-activedescendant', `${id}-${active}`);
    },
    pickActive: () => pick(shown[active].command),
  };
}

/**
 * @param {string} id
 * @param {Command} command
 * @param {(command: string) => void} pick
 */
function commandOption(id, { command, description }, pick) {
  return h(
    'div',
    {
      class: 'command',
      role: 'option',
      id,
      'aria-selected': 'false',
      onmousedown: keepFocus,
      onclick: () => pick(command),
    },
    h('strong', {}, `/${command}`),
    h('span', {}, description),
  );
}

/** @param {() => unknown} onclick */
function slashButton(onclick) {
  return h(
    'button',
    {
      type: 'button',
      class: 'icon-button slash',
      'aria-label': t('composer.commands'),
      title: t('composer.commands'),
      'aria-expanded': 'false',
      onclick,
      onmousedown: keepFocus,
    },
    '/',
  );
}

/**
 * The field keeps the focus, so the list stays until the focus leaves both.
 * @param {Event} event
 */
function keepFocus(event) {
  event.preventDefault();
}

/**
 * What is typed of a command when nothing else stands in the field; undefined otherwise.
 * @param {HTMLTextAreaElement} field
 */
function typedCommand(field) {
  return /^\/(\w*)$/.exec(field.value)?.[1];
}

/**
 * @param {KeyboardEvent} event
 * @param {ReturnType<typeof commandList>} list
 * @param {() => void} close
 */
function takeKey(event, list, close) {
  if (!list.isOpen()) return false;
  if (list.isEmpty()) {
    if (event.key === 'Escape') close();
    return false;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) list.move(step);
  else if (event.key === 'Escape') close();
  else if ((event.key === 'Enter' || event.key === 'Tab') && list.hasActive()) list.pickActive();
  else return false;
  event.preventDefault();
  return true;
}
