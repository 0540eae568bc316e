import { api } from './api.js';
import { askConfirmation, askForm, showError } from './dialog.js';
import { t } from './i18n.js';
import { messengerOf, ownNumber, pageNumber } from './messengers.js';
import { openChat } from './open-chats.js';
import { loadState, store } from './store.js';
/** @import { Messenger, Person } from './shapes.d.ts' */

/** So that a person's number shows whose it is. */
const firstNumbers = { telegram: 1001, max: 55_001 };

/**
 * @param {Messenger} messenger
 * @param {string} [name] which is proposed
 * @returns {Promise<number | undefined>} their number on the page; undefined: nobody was added
 */
export function addPerson(messenger, name = '') {
  const numbers = [...store.people.keys()].filter((id) => messengerOf(id) === messenger).map(ownNumber);
  const nextId = Math.max(firstNumbers[messenger] - 1, ...numbers) + 1;
  return askForm({
    title: t(`person.title.${messenger}`),
    fields: [
      { name: 'name', label: t('person.name'), value: name, required: true },
      { name: 'id', label: t('person.id'), type: 'number', min: 1, value: nextId, required: true },
      { name: 'languageCode', label: t('person.language'), value: 'ru', required: true },
    ],
    submitCaption: t('dialog.save'),
    submit: async ({ id, name, languageCode }) => {
      const personId = pageNumber(messenger, Number(id));
      await api.putPerson(personId, { name, languageCode });
      await openNew(personId);
      return personId;
    },
  });
}

/** Only as such the bot hears all that people say in a group. */
const ADMINISTRATOR = 'administrator';

/** @param {Messenger} messenger */
export function addGroup(messenger) {
  const isThere = (/** @type {number} */ id) => messengerOf(id) === messenger;
  const nextId = Math.min(-1001000, ...[...store.groups.keys()].filter(isThere).map(ownNumber)) - 1;
  return askForm({
    title: t(`group.title.${messenger}`),
    fields: [
      { name: 'title', label: t('group.name'), required: true },
      { name: 'id', label: t('group.id'), type: 'number', max: -1, value: nextId, required: true },
      {
        name: 'members',
        label: t('group.members'),
        type: 'many',
        options: [...store.people.values()]
          .filter(({ id }) => isThere(id))
          .map((person) => ({ value: person.id, label: person.name })),
      },
      {
        name: 'rights',
        label: t('group.bot'),
        type: 'many',
        options: [{ value: ADMINISTRATOR, label: t('group.administrator') }],
      },
    ],
    submitCaption: t('dialog.save'),
    submit: async ({ id, title, members, rights }) => {
      const groupId = pageNumber(messenger, Number(id));
      const botStatus = rights.includes(ADMINISTRATOR) ? ADMINISTRATOR : 'member';
      await api.putGroup(groupId, { title, members: members.map(Number), botStatus });
      await openNew(groupId);
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
