const element = document.getElementById('announcer');

/** Says a text to those who listen to the page instead of looking at it. */
export function announce(text) {
  element.textContent = text;
}
