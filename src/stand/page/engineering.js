import { api } from './api.js';
import { askForm, openDialog } from './dialog.js';
import { h } from './dom.js';
import { t } from './i18n.js';
import { messengers } from './messengers.js';
import { showToast } from './toast.js';
/** @import { Answer, Messenger } from './shapes.d.ts' */

const faultKinds = ['429', '500', 'reset-before', 'reset-after', 'slow', 'duplicate', 'reorder'];

export function openFaults() {
  return askForm({
    title: t('faults.title'),
    hint: t('faults.hint'),
    fields: [
      {
        name: 'messenger',
        label: t('faults.messenger'),
        type: 'select',
        options: messengers.map((messenger) => ({ value: messenger, label: t(`messenger.${messenger}`) })),
      },
      {
        name: 'kind',
        label: t('faults.kind'),
        type: 'select',
        options: faultKinds.map((kind) => ({ value: kind, label: t(`faults.${kind}`) })),
      },
      { name: 'method', label: t('faults.method'), placeholder: 'sendMessage' },
      { name: 'times', label: t('faults.times'), type: 'number', min: 1, value: 3 },
      { name: 'probability', label: t('faults.probability'), type: 'number', min: 0, max: 1, step: 'any', value: 1 },
      { name: 'delayMs', label: t('faults.delayMs'), type: 'number', min: 0 },
      { name: 'retryAfter', label: t('faults.retryAfter'), type: 'number', min: 1 },
    ],
    submitCaption: t('faults.add'),
    extra: (form) =>
      h(
        'button',
        {
          type: 'button',
          class: 'button quiet',
          onclick: async () => {
            await Promise.all(messengers.map(api.clearFaults));
            form.closest('dialog')?.close();
            showToast(0, t('faults.cleared'));
          },
        },
        t('faults.clear'),
      ),
    async submit({ messenger, kind, method, ...numbers }) {
      const given = Object.entries(numbers).filter(([, value]) => value !== '');
      await api.addFault(messenger, {
        kind,
        ...(method ? { method } : {}),
        ...Object.fromEntries(given.map(([name, value]) => [name, Number(value)])),
      });
      showToast(0, t('faults.added'));
    },
  });
}

const shownRequests = 300;

export async function openJournal() {
  const all = await Promise.all(messengers.map(requestsOf));
  // The bot asks for updates all the time; only a refusal of that is worth a line.
  const told = all.flat().filter(({ method, ok }) => !polls.includes(method) || !ok);
  told.sort((one, other) => one.at - other.at);
  const requests = told.slice(-shownRequests).reverse();
  await openDialog({
    title: t('journal.title'),
    className: 'dialog-wide',
    build: () =>
      requests.length === 0
        ? h('p', { class: 'dialog-text' }, t('journal.empty'))
        : h(
            'div',
            { class: 'journal', tabindex: '0' },
            h(
              'table',
              {},
              h(
                'thead',
                {},
                h(
                  'tr',
                  {},
                  [t('journal.messenger'), t('journal.method'), t('journal.chat'), t('journal.verdict')].map((text) =>
                    h('th', { scope: 'col' }, text),
                  ),
                ),
              ),
              h('tbody', {}, requests.map(journalRow)),
            ),
          ),
  });
}

const polls = ['getUpdates', 'GET /updates'];

/**
 * @param {Messenger} messenger
 * @returns {Promise<Answer[]>}
 */
async function requestsOf(messenger) {
  /** @type {Answer[]} */
  const requests = await api.requests(messenger);
  return requests.map((request) => ({ ...request, messenger }));
}

// An edit that changes nothing is answered so: the message is as the bot wants it, and nothing has gone wrong.
const unchanged = /message is not modified/;

/** @param {Answer} request */
function journalRow({ messenger, method, chatId, ok, code, description, fault }) {
  const verdict = [ok ? 'ok' : code, description, fault && `⚡ ${fault}`].filter(Boolean).join(' · ');
  return h(
    'tr',
    { class: ok || unchanged.test(description) ? '' : 'refused' },
    [t(`messenger.${messenger}`), method, chatId ?? '', verdict].map((cell) => h('td', {}, String(cell))),
  );
}
