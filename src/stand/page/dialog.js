import { h, presentNodes } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
/** @import { Child, Field, FormDescription } from './shapes.d.ts' */

let counter = 0;

/**
 * Opens a modal dialog and answers with what it was closed with: `undefined` after Escape or the cross.
 * `build(close)` gives its content.
 * @param {{ title: string, className?: string, build: (close: (value?: any) => void) => Child }} dialog
 * @returns {Promise<any>}
 */
export function openDialog({ title, className = '', build }) {
  return new Promise((resolve) => {
    /** @type {unknown} */
    let result;
    /** @param {unknown} [value] */
    const close = (value) => {
      result = value;
      dialog.close();
    };
    const titleId = `dialog-title-${(counter += 1)}`;
    /** @type {HTMLDialogElement} */
    const dialog = h(
      'dialog',
      {
        class: `dialog ${className}`,
        'aria-labelledby': titleId,
        onclose: () => {
          dialog.remove();
          resolve(result);
        },
        onmousedown: (event) => event.target === dialog && close(undefined),
      },
      h(
        'div',
        { class: 'dialog-frame' },
        h(
          'header',
          { class: 'dialog-header' },
          h('h2', { id: titleId }, title),
          h(
            'button',
            { type: 'button', class: 'icon-button', 'aria-label': t('dialog.close'), onclick: () => close(undefined) },
            icon('close'),
          ),
        ),
        build(close),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

/**
 * A text with OK: what `answerCallbackQuery` with `show_alert` looks like.
 * @param {string} text
 * @param {string} [title]
 */
export function showAlert(text, title = t('dialog.alertTitle')) {
  return openDialog({
    title,
    className: 'dialog-alert',
    build: (close) => [
      h('p', { class: 'dialog-text' }, text),
      h(
        'footer',
        { class: 'dialog-footer' },
        h(
          'button',
          { type: 'button', class: 'button primary', autofocus: true, onclick: () => close(true) },
          t('dialog.ok'),
        ),
      ),
    ],
  });
}

/** @param {{ readonly message: string }} error */
export function showError(error) {
  return showAlert(error.message, t('dialog.errorTitle'));
}

/**
 * Answers with true after the confirming button.
 * @param {string} text
 * @param {string} confirmCaption
 * @param {string} [title]
 */
export function askConfirmation(text, confirmCaption, title) {
  return openDialog({
    title: title ?? confirmCaption,
    className: 'dialog-alert',
    build: (close) => [
      h('p', { class: 'dialog-text' }, text),
      h(
        'footer',
        { class: 'dialog-footer' },
        h('button', { type: 'button', class: 'button', onclick: () => close(false) }, t('dialog.cancel')),
        h(
          'button',
          { type: 'button', class: 'button primary', autofocus: true, onclick: () => close(true) },
          confirmCaption,
        ),
      ),
    ],
  });
}

/**
 * Answers with the value of the chosen option.
 * @param {string} title
 * @param {readonly { value: unknown, label: string, lead?: Child }[]} options
 */
export function askChoice(title, options) {
  return openDialog({
    title,
    className: 'dialog-choice',
    build: (close) =>
      h(
        'div',
        { class: 'choice-list' },
        options.map(({ value, label, lead }) =>
          h('button', { type: 'button', class: 'choice', onclick: () => close(value) }, lead, h('span', {}, label)),
        ),
      ),
  });
}

/**
 * A form: `fields` are `{ name, label, type?, value?, required?, options?, min?, max?, step? }`; `submit(values)` may throw,
 * then its message is shown in the form, which stays open.
 * @param {FormDescription} form
 */
export function askForm({ title, hint, fields, submitCaption, submit, extra }) {
  return openDialog({
    title,
    className: 'dialog-form',
    build(close) {
      const problem = h('p', { class: 'form-problem', role: 'alert' });
      const form = h(
        'form',
        {
          onsubmit: async (event) => {
            event.preventDefault();
            problem.textContent = '';
            const values = Object.fromEntries(
              fields.map(({ name, type }) => [
                name,
                type === 'many' ? [...new FormData(form).getAll(name)] : inputOf(form, name).value,
              ]),
            );
            try {
              close((await submit(values)) ?? values);
            } catch (error) {
              problem.textContent = error.message;
              if (error.field) inputOf(form, error.field)?.focus();
            }
          },
        },
        hint && h('p', { class: 'form-hint' }, hint),
        fields.map((field, index) => formField({ ...field, autofocus: index === 0 })),
        problem,
        h(
          'footer',
          { class: 'dialog-footer' },
          h('button', { type: 'button', class: 'button', onclick: () => close(undefined) }, t('dialog.cancel')),
          h('button', { type: 'submit', class: 'button primary' }, submitCaption),
        ),
      );
      if (extra) problem.before(...presentNodes([extra(form)]));
      return form;
    },
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function inputOf(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/** @param {Field} field */
function formField({ name, label, type = 'text', value, options = [], autofocus, ...attributes }) {
  if (type === 'many') {
    return h(
      'fieldset',
      { class: 'field-many' },
      h('legend', {}, label),
      options.map((option) =>
        h('label', {}, h('input', { type: 'checkbox', name, value: option.value }), h('span', {}, option.label)),
      ),
    );
  }
  const control =
    type === 'select'
      ? h(
          'select',
          { name, autofocus },
          options.map((option) => h('option', { value: option.value }, option.label)),
        )
      : h('input', { name, type, value: value ?? '', autocomplete: 'off', autofocus, ...attributes });
  return h('label', { class: 'field' }, h('span', {}, label), control);
}
