import { api } from './api.js';
import { isClockMovable } from './clock.js';
import { moveToMorning } from './clock-control.js';
import { h } from './dom.js';
import { t } from './i18n.js';
import { openChat } from './open-chats.js';
import { attempt } from './people-forms.js';
import { sendText } from './chat-actions.js';
import { store } from './store.js';
/** @import { Command, SampleDocument } from './shapes.d.ts' */

/** What is worth a look once the way has been gone: `command` is of the one in whose name it is done. */
function steps() {
  return [
    ...(isClockMovable ? [{ id: 'clock', run: moveToMorning }] : []),
    { id: 'admin', run: () => asHolderOf('admin', (personId) => sendText(personId, '/admin')) },
    ...store.documents.map((document) => ({
      id: 'export',
      run: () => asHolderOf('new', (personId) => sendDocument(personId, document)),
    })),
  ];
}

export function nextSteps() {
  return h(
    'section',
    { class: 'next-steps' },
    h('h3', {}, t('next.title')),
    steps().map(({ id, run }) =>
      h(
        'div',
        { class: 'next-step' },
        h('p', {}, t(`next.${id}.text`)),
        h('button', { type: 'button', class: 'button small', onclick: () => attempt(run()) }, t(`next.${id}.button`)),
      ),
    ),
  );
}

/**
 * In the name of whoever has this command in their menu.
 * @param {string} command
 * @param {(personId: number) => unknown} run
 */
async function asHolderOf(command, run) {
  for (const { id } of [...store.people.values()].filter(({ started }) => started)) {
    /** @type {Command[]} */
    const commands = await api.commands(id, id);
    if (!commands.some((each) => each.command === command)) continue;
    openChat(id);
    return run(id);
  }
  throw new Error(t('next.nobody', { command: `/${command}` }));
}

/**
 * @param {number} chatId
 * @param {SampleDocument} document
 */
async function sendDocument(chatId, document) {
  await api.sendFiles(chatId, { chatId, photos: [], documents: [await api.document(document)] });
}
