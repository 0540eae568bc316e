const element = /** @type {HTMLElement} */ (document.getElementById('announcer'));

/**
 * Says a text to those who listen to the page instead of looking at it.
 * @param {string} text
 */
export function announce(text) {
  element.textContent = text;
}
