import { fill, h, penOf } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { fileSize } from './media.js';
/** @import { Tray } from './shapes.d.ts' */

const photoTypes = /^image\/(jpeg|png|webp|gif|bmp)$/;

/**
 * Files chosen but not yet sent; photos can be turned into files («как файл»).
 * @param {() => void} onChange
 * @returns {Tray}
 */
export function attachmentTray(onChange) {
  /** @type {File[]} */
  let files = [];
  const asFile = h('input', { type: 'checkbox' });
  const asFileLabel = h(
    'label',
    { class: 'as-file', title: t('composer.asFileHint') },
    asFile,
    h('span', {}, t('composer.asFile')),
  );
  const tiles = h('div', { class: 'tray-tiles' });
  const element = h('div', { class: 'tray', hidden: true }, tiles, asFileLabel);

  function draw() {
    element.hidden = files.length === 0;
    asFileLabel.hidden = !files.some(isPhoto);
    fill(tiles, ...files.map((file) => tile(file, remove)));
    onChange();
  }

  /** @param {File} file */
  function remove(file) {
    files = files.filter((other) => other !== file);
    draw();
  }

  return {
    element,
    isEmpty: () => files.length === 0,
    /**
     * @param {readonly File[]} added
     * @param {{ asFile?: boolean }} [options]
     */
    add(added, options = {}) {
      files = [...files, ...added];
      if (options.asFile) asFile.checked = true;
      draw();
    },
    files: () => ({
      photos: asFile.checked ? [] : files.filter(isPhoto),
      documents: asFile.checked ? files : files.filter((file) => !isPhoto(file)),
    }),
    clear() {
      files = [];
      asFile.checked = false;
      draw();
    },
  };
}

/**
 * @param {File} file
 * @param {(file: File) => void} remove
 */
function tile(file, remove) {
  return h(
    'div',
    { class: `tile ${isPhoto(file) ? '' : 'tile-file'}` },
    isPhoto(file)
      ? thumbnail(file)
      : [icon('file'), h('span', { class: 'tile-name' }, file.name), h('small', {}, fileSize(file.size))],
    h(
      'button',
      {
        type: 'button',
        class: 'tile-remove',
        'aria-label': t('composer.remove', { name: file.name }),
        onclick: () => remove(file),
      },
      icon('close'),
    ),
  );
}

/** @param {File} file */
function isPhoto(file) {
  return photoTypes.test(file.type);
}

/**
 * A small picture drawn on a canvas: the page's content policy allows no `blob:` addresses.
 * @param {File} file
 * @param {number} [width]
 * @param {number} [height]
 */
export function thumbnail(file, width = 144, height = 144) {
  const canvas = h('canvas', { width, height, class: 'thumbnail' });
  createImageBitmap(file).then(
    (bitmap) => {
      const scale = Math.max(width / bitmap.width, height / bitmap.height);
      const [drawnWidth, drawnHeight] = [bitmap.width * scale, bitmap.height * scale];
      penOf(canvas).drawImage(bitmap, (width - drawnWidth) / 2, (height - drawnHeight) / 2, drawnWidth, drawnHeight);
      bitmap.close();
    },
    () => canvas.classList.add('broken'),
  );
  return canvas;
}
