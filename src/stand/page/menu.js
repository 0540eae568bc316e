import { h } from './dom.js';
import { icon } from './icons.js';

/**
 * Opens a menu at `anchor`. Items are `{ label, iconName?, description?, disabled?, run }`.
 * Arrows move, Enter chooses, Escape or a press elsewhere closes and gives the focus back.
 */
export function openMenu(anchor, items, { above = false } = {}) {
  document.querySelector('.menu')?.dispatchEvent(new Event('dismiss'));
  const menu = h('div', { class: 'menu', role: 'menu', tabindex: '-1' }, items.map(menuItem));
  const host = anchor.closest('dialog') ?? document.body;

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

  function outside(event) {
    if (!menu.contains(event.target) && !anchor.contains(event.target)) dismiss();
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
    const entries = [...menu.querySelectorAll('.menu-item:not(:disabled)')];
    entries.at((entries.indexOf(document.activeElement) + step) % entries.length)?.focus();
  });
  host.append(menu);
  place(menu, anchor, above);
  anchor.setAttribute('aria-expanded', 'true');
  document.addEventListener('pointerdown', outside, true);
  window.addEventListener('resize', dismiss);
  (menu.querySelector('.menu-item:not(:disabled)') ?? menu).focus({ preventScroll: true });
}

function place(menu, anchor, above) {
  const gap = 6;
  const box = anchor.getBoundingClientRect();
  const left = Math.min(box.left, window.innerWidth - menu.offsetWidth - gap);
  menu.style.left = `${Math.max(gap, left)}px`;
  if (above) menu.style.bottom = `${window.innerHeight - box.top + gap}px`;
  else menu.style.top = `${box.bottom + gap}px`;
}
