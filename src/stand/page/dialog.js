import { h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';

let counter = 0;

/**
 * Opens a modal dialog and answers with what it was closed with: `undefined` after Escape or the cross.
 * `build(close)` gives its content.
 */
export function openDialog({ title, className = '', build }) {
  return new Promise((resolve) => {
    let result;
    const close = (value) => {
      result = value;
      dialog.close();
    };
    const titleId = `dialog-title-${(counter += 1)}`;
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

/** A text with OK: what `answerCallbackQuery` with `show_alert` looks like. */
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

export function showError(error) {
  return showAlert(error.message, t('dialog.errorTitle'));
}

/** Answers with true after the confirming button. */
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

/** Answers with the value of the chosen option. */
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
                type === 'many' ? [...new FormData(form).getAll(name)] : form.elements[name].value,
              ]),
            );
            try {
              close((await submit(values)) ?? values);
            } catch (error) {
              problem.textContent = error.message;
              if (error.field) form.elements[error.field]?.focus();
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
      if (extra) problem.before(extra(form) || '');
      return form;
    },
  });
}

function formField({ name, label, type = 'text', value, options, autofocus, ...attributes }) {
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
