import { find, h } from './dom.js';
import { icon } from './icons.js';
/** @import { MenuItem } from './shapes.d.ts' */

/**
 * Opens a menu at `anchor`. Items are `{ label, iconName?, description?, disabled?, run }`.
 * Arrows move, Enter chooses, Escape or a press elsewhere closes and gives the focus back.
 * @param {HTMLElement} anchor
 * @param {readonly MenuItem[]} items
 * @param {{ above?: boolean }} [options]
 */
export function openMenu(anchor, items, { above = false } = {}) {
  document.querySelector('.menu')?.dispatchEvent(new Event('dismiss'));
  const menu = h('div', { class: 'menu', role: 'menu', tabindex: '-1' }, items.map(menuItem));
  const host = anchor.closest('dialog') ?? document.body;

  /** @param {MenuItem} item */
  function menuItem({ label, iconName, description, disabled, run }) {
    return h(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        class: 'menu-item',
        disabled,
        onclick: () => {
          dismiss();
          run();
        },
      },
      iconName && icon(iconName),
      h('span', { class: 'menu-text' }, h('span', {}, label), description && h('small', {}, description)),
    );
  }

  function dismiss() {
    document.removeEventListener('pointerdown', outside, true);
    window.removeEventListener('resize', dismiss);
    menu.remove();
    anchor.setAttribute('aria-expanded', 'false');
    if (anchor.isConnected) anchor.focus({ preventScroll: true });
  }

  /** @param {Event} event */
  function outside(event) {
    const target = /** @type {Node} */ (event.target);
    if (!menu.contains(target) && !anchor.contains(target)) dismiss();
  }

  menu.addEventListener('dismiss', dismiss);
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      dismiss();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    /** @type {(Element | null)[]} */
    const entries = [...menu.querySelectorAll('.menu-item:not(:disabled)')];
    const next = entries.at((entries.indexOf(document.activeElement) + step) % entries.length);
    /** @type {HTMLElement | undefined} */ (next)?.focus();
  });
  host.append(menu);
  place(menu, anchor, above);
  anchor.setAttribute('aria-expanded', 'true');
  document.addEventListener('pointerdown', outside, true);
  window.addEventListener('resize', dismiss);
  (find('.menu-item:not(:disabled)', menu) ?? menu).focus({ preventScroll: true });
}

/**
 * @param {HTMLElement} menu
 * @param {HTMLElement} anchor
 * @param {boolean} above
 */
function place(menu, anchor, above) {
  const gap = 6;
  const box = anchor.getBoundingClientRect();
  const left = Math.min(box.left, window.innerWidth - menu.offsetWidth - gap);
  menu.style.left = `${Math.max(gap, left)}px`;
  if (above) menu.style.bottom = `${window.innerHeight - box.top + gap}px`;
  else menu.style.top = `${box.bottom + gap}px`;
}
