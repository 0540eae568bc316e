import { openDialog } from './dialog.js';
import { h, penOf } from './dom.js';
import { t } from './i18n.js';
import { drawSample, sampleFile, samplePhotos } from './sample-photos.js';
/** @import { SamplePhoto } from './shapes.d.ts' */

/** Answers with the chosen pictures as files, or undefined. */
export function askSamplePhotos() {
  return openDialog({
    title: t('samplePhotos.title'),
    className: 'dialog-wide',
    build(close) {
      const submit = h('button', { type: 'submit', class: 'button primary', disabled: true }, t('samplePhotos.add'));
      /** @type {HTMLFormElement} */
      const form = h(
        'form',
        {
          onchange: () => (submit.disabled = new FormData(form).getAll('photo').length === 0),
          onsubmit: async (event) => {
            event.preventDefault();
            const names = new FormData(form).getAll('photo');
            close(await Promise.all(samplePhotos.filter(({ name }) => names.includes(name)).map(sampleFile)));
          },
        },
        h('p', { class: 'form-hint' }, t('samplePhotos.hint')),
        h('div', { class: 'sample-grid' }, samplePhotos.map(choice)),
        h(
          'footer',
          { class: 'dialog-footer' },
          h('button', { type: 'button', class: 'button', onclick: () => close(undefined) }, t('dialog.cancel')),
          submit,
        ),
      );
      return form;
    },
  });
}

/** @param {SamplePhoto} sample */
function choice(sample) {
  const preview = h('canvas', { width: 320, height: 240, class: 'thumbnail' });
  penOf(preview).drawImage(drawSample(sample), 0, 0, 320, 240);
  return h(
    'label',
    { class: 'sample' },
    h('input', { type: 'checkbox', name: 'photo', value: sample.name }),
    preview,
    h('span', {}, t(`samplePhotos.${sample.name}`)),
  );
}
