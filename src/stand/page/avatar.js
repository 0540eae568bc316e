import { h } from './dom.js';
import { icon } from './icons.js';
import { isOfMax } from './messengers.js';

const hues = 8;

/**
 * A round sign of a chat: initials on one of eight calm colours, the same for the same id, and a mark where it is one of MAX.
 * @param {number} id
 * @param {string} title
 */
export function avatar(id, title) {
  const content = id < 0 ? icon('group') : initials(title);
  const messenger = isOfMax(id) && h('span', { class: 'of-max-sign' }, 'M');
  return h('span', { class: `avatar hue-${Math.abs(id) % hues}`, 'aria-hidden': 'true' }, content, messenger);
}

/** @param {string} title */
function initials(title) {
  const words = title
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .split(/\s+/)
    .filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0].toUpperCase())
    .join('');
}
