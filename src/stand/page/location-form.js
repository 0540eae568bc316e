import { api } from './api.js';
import { askForm } from './dialog.js';
import { h } from './dom.js';
import { t } from './i18n.js';
import { samplePlace } from './place.js';
import { actorOf } from './store.js';

export function askLocation(chatId) {
  return askForm({
    title: t('location.title'),
    fields: [
      {
        name: 'latitude',
        label: t('location.latitude'),
        type: 'number',
        step: 'any',
        min: -90,
        max: 90,
        value: samplePlace.latitude,
        required: true,
      },
      {
        name: 'longitude',
        label: t('location.longitude'),
        type: 'number',
        step: 'any',
        min: -180,
        max: 180,
        value: samplePlace.longitude,
        required: true,
      },
    ],
    submitCaption: t('composer.send'),
    extra: (form) =>
      navigator.geolocation &&
      h('button', { type: 'button', class: 'button quiet', onclick: () => takeFromBrowser(form) }, t('location.here')),
    submit: ({ latitude, longitude }) =>
      api.send(actorOf(chatId), { chatId, location: { latitude: Number(latitude), longitude: Number(longitude) } }),
  });
}

function takeFromBrowser(form) {
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    form.elements.latitude.value = coords.latitude.toFixed(6);
    form.elements.longitude.value = coords.longitude.toFixed(6);
  });
}
