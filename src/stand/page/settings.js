const prefix = 'stand.';

/** What this browser remembers between visits; a browser that forbids storage only forgets. */
export const settings = {
  /**
   * @param {string} name
   * @param {unknown} fallback
   * @returns {any}
   */
  get(name, fallback) {
    try {
      return JSON.parse(localStorage.getItem(prefix + name) ?? 'null') ?? fallback;
    } catch {
      return fallback;
    }
  },
  /**
   * All but what is named.
   * @param {readonly string[]} kept
   */
  forgetAllBut(kept) {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(prefix) && !kept.includes(key.slice(prefix.length))) localStorage.removeItem(key);
  },
  /**
   * @param {string} name
   * @param {unknown} value
   */
  set(name, value) {
    try {
      localStorage.setItem(prefix + name, JSON.stringify(value));
    } catch {
      // Nothing on the page depends on being remembered.
    }
  },
};
