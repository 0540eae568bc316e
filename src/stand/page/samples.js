import { api } from './api.js';
import { t } from './i18n.js';
import { store } from './store.js';
import { showToast } from './toast.js';
/** @import { Sample } from './shapes.d.ts' */

/**
 * Sends a sample request and says what came of it; tells listeners of `registered` the appeal's number and place, if known.
 * @param {Sample} sample
 */
export async function sendSample(sample) {
  try {
    const { status, body } = await api.sendSample(sample.name);
    const parsed = parse(body);
    if (status >= 400) {
      showToast(0, t('toolbar.refused', { status, reason: reasonOf(parsed) }), 'problem');
      return;
    }
    const isRepeated = findValue(parsed, 'status') === 'repeated' || findValue(parsed, 'result') === 'repeated';
    showToast(0, t(isRepeated ? 'toolbar.repeated' : 'toolbar.registered', { title: sample.title }), 'success');
    store.emit('registered', { number: findValue(parsed, 'number') ?? findNumber(sample.title), place: sample.place });
  } catch (error) {
    showToast(0, error.message, 'problem');
  }
}

export function samplesMenu() {
  if (store.samples.length === 0) return [{ label: t('toolbar.noSamples'), disabled: true, run: () => undefined }];
  return store.samples.map((sample) => ({ label: sample.title, iconName: 'register', run: () => sendSample(sample) }));
}

/** @param {unknown} body */
function parse(body) {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** @param {unknown} body */
function reasonOf(body) {
  return typeof body === 'string'
    ? body
    : (findValue(body, 'reason') ?? findValue(body, 'message') ?? JSON.stringify(body));
}

/**
 * The first value under `name`, however deep.
 * @param {unknown} value
 * @param {string} name
 * @returns {any}
 */
function findValue(value, name) {
  if (value === null || typeof value !== 'object') return undefined;
  if (name in value) return /** @type {Record<string, unknown>} */ (value)[name];
  for (const inner of Object.values(value)) {
    const found = findValue(inner, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @param {string} title */
function findNumber(title) {
  return /\d{6,}/.exec(title ?? '')?.[0];
}
