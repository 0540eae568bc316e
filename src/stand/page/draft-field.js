import { h } from './dom.js';
import { t } from './i18n.js';
import { settings } from './settings.js';

const tallest = 160;

/**
 * The field of a message, as tall as its text. What stands in it is kept, so that it outlives the visit.
 * @param {number} chatId
 * @param {{ onChange: () => void, onKey: (event: KeyboardEvent) => void, onFiles: (files: File[]) => void }} listeners
 */
export function draftField(chatId, { onChange, onKey, onFiles }) {
  const name = `draft.${chatId}`;
  const element = h('textarea', {
    rows: 1,
    class: 'composer-field',
    placeholder: t('composer.placeholder'),
    value: settings.get(name, ''),
    oninput: changed,
    onkeydown: onKey,
    onpaste: takeFiles,
  });

  function changed() {
    settings.set(name, element.value);
    onChange();
    grow();
  }

  /** @param {ClipboardEvent} event */
  function takeFiles(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  }

  function grow() {
    element.style.height = 'auto';
    if (element.scrollHeight > 0) element.style.height = `${Math.min(element.scrollHeight, tallest)}px`;
  }

  return {
    element,
    grow,
    text: () => element.value.trim(),
    /** Empties the field and answers with what gives it back, unless something else has been written by then. */
    take() {
      const taken = element.value;
      element.value = '';
      changed();
      return () => {
        element.value ||= taken;
        changed();
      };
    },
  };
}
