import { fileUrl } from './api.js';
import { h, svg } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { openViewer } from './viewer.js';
/** @import { Message, PhotoSize, Point, Venue } from './shapes.d.ts' */

const tallestPhoto = 360;

/**
 * The photos of one message or album; a press enlarges them.
 * @param {readonly Message[]} messages
 */
export function photoGrid(messages) {
  const photos = messages.map(({ chat, photo: sizes = [] }) => ({
    chatId: chat.id,
    small: sizeFor(sizes, 480),
    large: sizes[sizes.length - 1],
  }));
  const addresses = photos.map(({ chatId, large }) => fileUrl(chatId, large.file_id));
  const tiles = photos.map(({ chatId, small }, index) => {
    const image = h('img', {
      src: fileUrl(chatId, small.file_id),
      alt: t('bubble.photo'),
      ...placeOf(small),
      loading: 'lazy',
      decoding: 'async',
    });
    return h(
      'button',
      {
        type: 'button',
        class: 'photo',
        'aria-label': t('bubble.openPhoto'),
        onclick: () => openViewer(addresses, index),
      },
      image,
    );
  });
  return h('div', { class: `photos photos-${Math.min(photos.length, 4)}` }, tiles);
}

/**
 * A file with its name and size; a press downloads it.
 * @param {Message} message
 */
export function documentRow({ chat, document: file }) {
  if (!file) return null;
  const name = file.file_name ?? t('composer.files');
  return h(
    'a',
    {
      class: 'document',
      href: fileUrl(chat.id, file.file_id),
      download: name,
      'aria-label': `${t('bubble.download', { name })}, ${fileSize(file.file_size ?? 0)}`,
    },
    h('span', { class: 'document-sign', 'aria-hidden': 'true' }, icon('download')),
    h(
      'span',
      { class: 'document-text' },
      h('span', { class: 'document-name' }, name),
      h('span', { class: 'document-size' }, fileSize(file.file_size ?? 0)),
    ),
  );
}

/**
 * A point on a drawn plan: the page asks no outside map.
 * @param {Point} point
 * @param {Pick<Venue, 'title' | 'address'>} [place]
 */
export function locationCard({ latitude, longitude }, place) {
  const coordinates = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return h(
    'div',
    { class: 'location', role: 'img', 'aria-label': `${t('bubble.location')}: ${place?.title ?? ''} ${coordinates}` },
    plan(),
    h(
      'div',
      { class: 'location-text' },
      place && h('strong', {}, place.title),
      place && h('span', {}, place.address),
      h('span', { class: 'coordinates' }, coordinates),
    ),
  );
}

/** @param {number} bytes */
export function fileSize(bytes) {
  if (bytes < 1024) return t('size.bytes', { size: bytes });
  if (bytes < 1024 * 1024) return t('size.kilobytes', { size: Math.round(bytes / 1024) });
  return t('size.megabytes', { size: (bytes / 1024 / 1024).toFixed(1).replace('.', ',') });
}

/**
 * A photo takes its place before it is here: what grows late moves what one is about to press.
 * @param {PhotoSize} size
 */
function placeOf({ width, height }) {
  const scale = Math.min(1, tallestPhoto / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/**
 * @param {readonly PhotoSize[]} sizes
 * @param {number} width
 */
function sizeFor(sizes, width) {
  return sizes.find((size) => size.width >= width) ?? sizes[sizes.length - 1];
}

function plan() {
  return svg(
    'svg',
    { viewBox: '0 0 240 110', class: 'plan', 'aria-hidden': 'true', preserveAspectRatio: 'xMidYMid slice' },
    svg('rect', { width: 240, height: 110, class: 'plan-ground' }),
    svg('path', { d: 'M-10 88C60 70 90 108 150 84S230 60 260 74V130H-10Z', class: 'plan-water' }),
    svg('path', { d: 'M-10 30L260 52M60 -10L84 90M170 -10L150 84M-10 64L150 74', class: 'plan-road' }),
    svg('path', {
      d: 'M120 66s-13-12-13-22a13 13 0 0 1 26 0c0 10-13 22-13 22z',
      class: 'plan-pin',
    }),
    svg('circle', { cx: 120, cy: 44, r: 4.5, class: 'plan-pin-eye' }),
  );
}
