import { api } from './api.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { askLocation } from './location-form.js';
import { openMenu } from './menu.js';
import { askSamplePhotos } from './sample-photos-dialog.js';
import { otherSendings } from './sending-forms.js';
import { store } from './store.js';
/** @import { Tray } from './shapes.d.ts' */

/**
 * The clip and its menu: files go into the tray, a place is sent at once. `inputs` stand in the form unseen.
 * @param {number} chatId
 * @param {Tray} tray
 */
export function attachButton(chatId, tray) {
  const photoInput = fileInput('image/*', (files) => tray.add(files));
  const anyInput = fileInput(undefined, (files) => tray.add(files, { asFile: true }));
  const items = () => [
    { label: t('composer.photos'), iconName: 'photo', run: () => photoInput.click() },
    {
      label: t('composer.files'),
      iconName: 'file',
      description: t('composer.asFileHint'),
      run: () => anyInput.click(),
    },
    {
      label: t('composer.samplePhotos'),
      iconName: 'photo',
      run: async () => tray.add((await askSamplePhotos()) ?? []),
    },
    ...store.documents.map((document) => ({
      label: document.title,
      iconName: 'file',
      run: async () => tray.add([await api.document(document)], { asFile: true }),
    })),
    { label: t('composer.location'), iconName: 'location', run: () => askLocation(chatId) },
    ...otherSendings(chatId),
  ];
  /** @type {HTMLButtonElement} */
  const button = h(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-label': t('composer.attach'),
      title: t('composer.attach'),
      'aria-haspopup': 'menu',
      onclick: () => openMenu(button, items(), { above: true }),
    },
    icon('attach'),
  );
  return { button, inputs: [photoInput, anyInput] };
}

/**
 * @param {string | undefined} accept
 * @param {(files: File[]) => void} take
 */
function fileInput(accept, take) {
  /** @type {HTMLInputElement} */
  const input = h('input', {
    type: 'file',
    multiple: true,
    accept,
    hidden: true,
    onchange: () => {
      take([...(input.files ?? [])]);
      input.value = '';
    },
  });
  return input;
}
