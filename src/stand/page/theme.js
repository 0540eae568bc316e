import { settings } from './settings.js';

const darkSystem = window.matchMedia('(prefers-color-scheme: dark)');

/** `system`, `light` or `dark`. */
export function chosenTheme() {
  return settings.get('theme', 'system');
}

/** @param {string} theme */
export function chooseTheme(theme) {
  settings.set('theme', theme);
  applyTheme();
}

export function isDark() {
  const theme = chosenTheme();
  return theme === 'dark' || (theme === 'system' && darkSystem.matches);
}

export function applyTheme() {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
}

darkSystem.addEventListener('change', applyTheme);
