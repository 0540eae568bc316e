import { h } from './dom.js';
import { icon } from './icons.js';

const hues = 8;

/**
 * A round sign of a chat: initials on one of eight calm colours, the same for the same id.
 * @param {number} id
 * @param {string} title
 */
export function avatar(id, title) {
  const content = id < 0 ? icon('group') : initials(title);
  return h('span', { class: `avatar hue-${Math.abs(id) % hues}`, 'aria-hidden': 'true' }, content);
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
