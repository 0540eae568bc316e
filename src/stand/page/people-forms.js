import { api } from './api.js';
import { askConfirmation, askForm, showError } from './dialog.js';
import { t } from './i18n.js';
import { openChat } from './open-chats.js';
import { loadState, store } from './store.js';
/** @import { Person } from './shapes.d.ts' */

export function addPerson() {
  const nextId = Math.max(1000, ...store.people.keys()) + 1;
  return askForm({
    title: t('person.title'),
    fields: [
      { name: 'name', label: t('person.name'), required: true },
      { name: 'id', label: t('person.id'), type: 'number', min: 1, value: nextId, required: true },
      { name: 'languageCode', label: t('person.language'), value: 'ru', required: true },
    ],
    submitCaption: t('dialog.save'),
    submit: async ({ id, name, languageCode }) => {
      await api.putPerson(id, { name, languageCode });
      await openNew(Number(id));
    },
  });
}

export function addGroup() {
  const nextId = Math.min(-1001000, ...store.groups.keys()) - 1;
  return askForm({
    title: t('group.title'),
    fields: [
      { name: 'title', label: t('group.name'), required: true },
      { name: 'id', label: t('group.id'), type: 'number', max: -1, value: nextId, required: true },
      {
        name: 'members',
        label: t('group.members'),
        type: 'many',
        options: [...store.people.values()].map((person) => ({ value: person.id, label: person.name })),
      },
    ],
    submitCaption: t('dialog.save'),
    submit: async ({ id, title, members }) => {
      await api.putGroup(id, { title, members: members.map(Number), botStatus: 'member' });
      await openNew(Number(id));
    },
  });
}

/**
 * What can be done with a person's phone, as items of a menu.
 * @param {Person} person
 */
export function personActions(person) {
  if (person.deactivated) return [];
  return [
    person.blocked
      ? { label: t('chat.unblock'), iconName: 'check', run: () => attempt(api.unblock(person.id)) }
      : { label: t('chat.block'), iconName: 'blocked', run: () => attempt(api.block(person.id)) },
    { label: t('chat.deactivate'), iconName: 'close', run: () => deactivate(person) },
  ];
}

/** @param {Promise<unknown>} promise */
export async function attempt(promise) {
  try {
    await promise;
  } catch (error) {
    await showError(error);
  }
}

/** @param {Person} person */
async function deactivate(person) {
  const agreed = await askConfirmation(t('chat.deactivateQuestion', { name: person.name }), t('chat.deactivate'));
  if (agreed) await attempt(api.deactivate(person.id));
}

/** @param {number} chatId */
async function openNew(chatId) {
  await loadState();
  openChat(chatId);
}
