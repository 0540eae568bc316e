import { api } from './api.js';
import { askForm } from './dialog.js';
import { h } from './dom.js';
import { t } from './i18n.js';
import { isOfMax } from './messengers.js';
import { samplePlace } from './place.js';
import { actorOf } from './store.js';
/** @import { Field, Message, Point } from './shapes.d.ts' */

/** Seconds: what a phone proposes. */
const livePeriods = [900, 3600, 28_800];

/**
 * `canBeLive`: for some time too, and not only where the person is now.
 * @param {number} chatId
 * @param {{ canBeLive?: boolean }} [options]
 */
export function askLocation(chatId, { canBeLive = !isOfMax(chatId) } = {}) {
  const period = {
    name: 'livePeriod',
    label: t('location.live'),
    type: 'select',
    options: [
      { value: '', label: t('location.notLive') },
      ...livePeriods.map((value) => ({ value, label: t('location.minutes', { minutes: value / 60 }) })),
    ],
  };
  return askPoint({
    title: t('location.title'),
    point: samplePlace(),
    more: canBeLive ? [period] : [],
    submitCaption: t('composer.send'),
    submit: (point, { livePeriod = '' }) =>
      api.send(actorOf(chatId), {
        chatId,
        location: { ...point, ...(livePeriod === '' ? {} : { livePeriod: Number(livePeriod) }) },
      }),
  });
}

/**
 * Takes a live location further.
 * @param {number} chatId
 * @param {Message} message
 */
export function askMove(chatId, { message_id: messageId, from, location }) {
  return askPoint({
    title: t('location.move'),
    point: location ?? samplePlace(),
    submitCaption: t('location.move'),
    submit: (point) => api.move(from.id, { chatId, messageId, ...point }),
  });
}

/**
 * @param {number} chatId
 * @param {Message} message
 */
export const stopMoving = (chatId, { message_id: messageId, from, location }) =>
  api.move(from.id, { chatId, messageId, latitude: location?.latitude, longitude: location?.longitude, stop: true });

/** @param {{ title: string, point: Point, more?: Field[], submitCaption: string, submit: (point: Point, rest: Record<string, any>) => unknown }} asked */
function askPoint({ title, point, more = [], submitCaption, submit }) {
  return askForm({
    title,
    fields: [degrees('latitude', 90, point), degrees('longitude', 180, point), ...more],
    submitCaption,
    extra: (form) =>
      navigator.geolocation &&
      h('button', { type: 'button', class: 'button quiet', onclick: () => takeFromBrowser(form) }, t('location.here')),
    submit: ({ latitude, longitude, ...rest }) =>
      submit({ latitude: Number(latitude), longitude: Number(longitude) }, rest),
  });
}

/**
 * @param {'latitude' | 'longitude'} name
 * @param {number} most
 * @param {Point} point
 */
const degrees = (name, most, point) => ({
  name,
  label: t(`location.${name}`),
  type: 'number',
  step: 'any',
  min: -most,
  max: most,
  value: point[name],
  required: true,
});

/** @param {HTMLFormElement} form */
function takeFromBrowser(form) {
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    for (const name of /** @type {const} */ (['latitude', 'longitude']))
      /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value = coords[name].toFixed(6);
  });
}
