import i18next from 'i18next';
import ru from '../../../locales/ru/intake.json';
import type { Words } from '../../../src/intake/complaints';

const instance = i18next.createInstance();
void instance.init({
  lng: 'ru',
  resources: { ru: { intake: ru } },
  defaultNS: 'intake',
  initAsync: false,
  interpolation: { escapeValue: false },
});

/** The Russian texts of the intake. */
export const words: Words = (key, params) => String(instance.t(key as never, { ...params }));
