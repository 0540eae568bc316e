import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';

/**
 * Shows photos over the whole page; arrows turn, Escape or a press beside the photo closes.
 * @param {readonly string[]} addresses
 * @param {number} first
 */
export function openViewer(addresses, first) {
  let index = first;
  const image = h('img', { alt: t('viewer.label') });
  const counter = h('span', { class: 'viewer-counter' });
  /** @param {number} step */
  const turn = (step) => show((index + step + addresses.length) % addresses.length);
  /** @type {HTMLDialogElement} */
  const dialog = h(
    'dialog',
    {
      class: 'viewer',
      'aria-label': t('viewer.label'),
      onclick: (event) => /** @type {Element} */ (event.target).closest('button') ?? dialog.close(),
      onclose: () => dialog.remove(),
      onkeydown: (event) => {
        if (event.key === 'ArrowRight') turn(1);
        if (event.key === 'ArrowLeft') turn(-1);
      },
    },
    image,
    h(
      'button',
      { type: 'button', class: 'viewer-close', 'aria-label': t('dialog.close'), onclick: () => dialog.close() },
      icon('close'),
    ),
    addresses.length > 1 && [
      h(
        'button',
        { type: 'button', class: 'viewer-previous', 'aria-label': t('viewer.previous'), onclick: () => turn(-1) },
        icon('back'),
      ),
      h(
        'button',
        { type: 'button', class: 'viewer-next', 'aria-label': t('viewer.next'), onclick: () => turn(1) },
        icon('back'),
      ),
      counter,
    ],
  );
  /** @param {number} next */
  function show(next) {
    index = next;
    image.src = addresses[index];
    fill(counter, `${index + 1} / ${addresses.length}`);
  }
  show(first);
  document.body.append(dialog);
  dialog.showModal();
}
