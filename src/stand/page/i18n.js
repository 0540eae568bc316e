import { settings } from './settings.js';
import { texts as ru } from './texts.ru.js';
import { texts as tt } from './texts.tt.js';

/** @type {Record<string, Record<string, string | Record<string, string>>>} */
const languages = { ru, tt };

export const language = pickLanguage();
document.documentElement.lang = language;

const plurals = new Intl.PluralRules(language === 'tt' ? 'tt' : 'ru');

/**
 * The text under `key` in the chosen language; `{name}` is replaced, an object of plural forms is chosen by `count`.
 * @param {string} key
 * @param {Record<string, string | number | undefined>} [parameters]
 */
export function t(key, parameters = {}) {
  const found = languages[language][key] ?? languages.ru[key] ?? key;
  const text =
    typeof found === 'string' ? found : (found[plurals.select(Number(parameters.count ?? 0))] ?? found.other);
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(parameters[name] ?? whole));
}

/**
 * Everything drawn so far is in the old language, so the page starts anew: drafts and open chats are remembered.
 * @param {string} next
 */
export function changeLanguage(next) {
  settings.set('language', next);
  location.reload();
}

function pickLanguage() {
  const chosen = settings.get('language', navigator.language?.startsWith('tt') ? 'tt' : 'ru');
  return chosen in languages ? chosen : 'ru';
}
