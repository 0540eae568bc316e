import { isOpenable } from './addresses.js';
import { h } from './dom.js';
import { t } from './i18n.js';
/** @import { Child, Entity, TextActions } from './shapes.d.ts' */

/**
 * Draws a Bot API text with its entities (offsets and lengths in UTF-16 units, as JavaScript counts).
 * `actions`: `command(text)` for a pressed /command, `link(address)` for a link that the page may want to open itself,
 * `copy(text)` for a tapped text of one width.
 * @param {string} text
 * @param {readonly Entity[]} [entities]
 * @param {TextActions} [actions]
 */
export function renderText(text, entities = [], actions = {}) {
  const ordered = entities
    .filter((entity) => entity.length > 0 && entity.offset < text.length)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fragment.append(...renderRange(text, ordered, 0, text.length, actions));
  return fragment;
}

/**
 * @param {string} text
 * @param {readonly Entity[]} entities
 * @param {number} start
 * @param {number} end
 * @param {TextActions} actions
 * @returns {(Node | string)[]}
 */
function renderRange(text, entities, start, end, actions) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let position = start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const entityEnd = Math.min(entity.offset + entity.length, end);
    const inner = [];
    for (index += 1; index < entities.length && entities[index].offset < entityEnd; index += 1)
      inner.push(entities[index]);
    if (entity.offset > position) nodes.push(text.slice(position, entity.offset));
    const content = renderRange(text, inner, entity.offset, entityEnd, actions);
    nodes.push(wrap(entity, content, text.slice(entity.offset, entityEnd), actions));
    position = entityEnd;
    // A block begins its own line: the line break that ends it would be shown as an empty line.
    if (isBlock(entity) && text[position] === '\n') position += 1;
  }
  if (position < end) nodes.push(text.slice(position, end));
  return nodes;
}

/** @param {Entity} entity */
function isBlock({ type }) {
  return type === 'pre' || type === 'blockquote' || type === 'expandable_blockquote';
}

/**
 * @param {Entity} entity
 * @param {Child} content
 * @param {string} raw
 * @param {TextActions} actions
 */
function wrap(entity, content, raw, actions) {
  switch (entity.type) {
    case 'bold':
      return h('strong', {}, content);
    case 'italic':
      return h('em', {}, content);
    case 'underline':
      return h('u', {}, content);
    case 'strikethrough':
      return h('s', {}, content);
    case 'code':
      return copied('code', raw, content, actions);
    case 'pre':
      return copied('pre', raw, h('code', {}, content), actions);
    case 'blockquote':
      return h('blockquote', {}, content);
    case 'expandable_blockquote':
      return expandable(content);
    case 'spoiler':
      return spoiler(content);
    case 'text_link':
      return link(entity.url ?? '', content, actions);
    case 'url':
      return link(/^[a-z][a-z0-9+.-]*:/i.test(raw) ? raw : `https://${raw}`, content, actions);
    case 'email':
      return h('a', { href: `mailto:${raw}` }, content);
    case 'phone_number':
      return h('a', { href: `tel:${raw.replace(/[^+\d]/g, '')}` }, content);
    case 'bot_command':
      return h('button', { type: 'button', class: 'inline-command', onclick: () => actions.command?.(raw) }, content);
    case 'mention':
    case 'text_mention':
    case 'hashtag':
    case 'cashtag':
      return h('span', { class: 'mention' }, content);
    default:
      return h('span', {}, content);
  }
}

/**
 * Copies itself when it is tapped, unless somebody marks a part of it to copy that.
 * @param {'code' | 'pre'} tag
 * @param {string} raw
 * @param {Child} content
 * @param {TextActions} actions
 */
function copied(tag, raw, content, { copy }) {
  if (!copy) return h(tag, {}, content);
  /** @param {MouseEvent | KeyboardEvent} event */
  const take = (event) => {
    if ('key' in event && event.key !== 'Enter' && event.key !== ' ') return;
    if (event.type === 'click' && getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    copy(raw);
  };
  return h(
    tag,
    { class: 'copied', role: 'button', tabindex: '0', title: t('bubble.copy'), onclick: take, onkeydown: take },
    content,
  );
}

/**
 * @param {string} address
 * @param {Child} content
 * @param {TextActions} actions
 */
function link(address, content, actions) {
  if (!isOpenable(address)) return h('span', {}, content);
  /** @param {Event} event */
  const open = (event) => {
    if (!actions.link) return;
    event.preventDefault();
    actions.link(address);
  };
  return h(
    'a',
    { href: address, target: '_blank', rel: 'noopener noreferrer', title: address, onclick: open },
    content,
  );
}

/** @param {Child} content */
function spoiler(content) {
  /** @param {MouseEvent | KeyboardEvent} event */
  const reveal = (event) => {
    if ('key' in event && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    element.classList.add('revealed');
    element.removeAttribute('role');
    element.removeAttribute('tabindex');
    element.removeAttribute('aria-label');
  };
  const element = h(
    'span',
    {
      class: 'spoiler',
      role: 'button',
      tabindex: '0',
      'aria-label': t('bubble.spoiler'),
      onclick: reveal,
      onkeydown: reveal,
    },
    h('span', {}, content),
  );
  return element;
}

// How much of a quote is hidden is known once it is laid out, and changes with the width of its column.
const folds = new ResizeObserver((entries) => {
  for (const { target } of entries) showToggle(target);
});

/** @param {Element} quoteText */
function showToggle(quoteText) {
  const quote = quoteText.parentElement;
  const button = /** @type {HTMLButtonElement} */ (quoteText.nextElementSibling);
  const isFolded = quoteText.scrollHeight > quoteText.clientHeight + 1;
  if (!quote?.classList.contains('open')) button.hidden = !isFolded;
}

/** @param {Child} content */
function expandable(content) {
  const toggle = () => {
    const isOpen = quote.classList.toggle('open');
    button.setAttribute('aria-expanded', String(isOpen));
    button.textContent = t(isOpen ? 'bubble.collapse' : 'bubble.expand');
  };
  const button = h(
    'button',
    { type: 'button', class: 'quote-toggle', 'aria-expanded': 'false', hidden: true, onclick: toggle },
    t('bubble.expand'),
  );
  const quoteText = h('div', { class: 'quote-text' }, content);
  const quote = h('blockquote', { class: 'expandable' }, quoteText, button);
  folds.observe(quoteText);
  return quote;
}
