import { api } from './api.js';
import { askForm } from './dialog.js';
import { t } from './i18n.js';
import { attempt } from './people-forms.js';
import { messengerOf } from './messengers.js';
import { actorOf, store } from './store.js';

const sampleVoice = { duration: 3 };
const sampleSticker = { emoji: '👍' };
const samplePhone = '+7 900 000-00-00';

/**
 * What people send beside words and files, as items of a menu.
 * @param {number} chatId
 */
export function otherSendings(chatId) {
  /** @param {object} body */
  const send = (body) => api.send(actorOf(chatId), { chatId, ...body });
  return [
    { label: t('bubble.voice'), iconName: 'voice', run: () => attempt(send({ voice: sampleVoice })) },
    { label: t('bubble.sticker'), iconName: 'sticker', run: () => attempt(send({ sticker: sampleSticker })) },
    { label: t('bubble.contact'), iconName: 'person', run: () => askContact(send) },
    { label: t('forward.item'), iconName: 'forward', run: () => askForwarded(chatId, send) },
  ];
}

/** @param {(body: object) => Promise<unknown>} send */
function askContact(send) {
  return askForm({
    title: t('contact.title'),
    fields: [
      { name: 'firstName', label: t('person.name'), value: t('contact.sample'), required: true },
      { name: 'phoneNumber', label: t('contact.phone'), type: 'tel', value: samplePhone, required: true },
    ],
    submitCaption: t('composer.send'),
    submit: (contact) => send({ contact }),
  });
}

/**
 * @param {number} chatId
 * @param {(body: object) => Promise<unknown>} send
 */
function askForwarded(chatId, send) {
  const there = [...store.people.values()].filter(({ id }) => messengerOf(id) === messengerOf(chatId));
  const people = there.map(({ id, name }) => ({ value: id, label: name }));
  return askForm({
    title: t('forward.title'),
    fields: [
      {
        name: 'author',
        label: t('forward.author'),
        type: 'select',
        options: [{ value: '', label: t('forward.stranger') }, ...people],
      },
      { name: 'text', label: t('composer.placeholder'), value: t('forward.sample'), required: true },
    ],
    submitCaption: t('composer.send'),
    submit: ({ author, text }) =>
      send({ text, forwardedFrom: author === '' ? { name: t('forward.stranger') } : { personId: Number(author) } }),
  });
}
