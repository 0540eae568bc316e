const prefix = 'stand.';

/** What this browser remembers between visits; a browser that forbids storage only forgets. */
export const settings = {
  get(name, fallback) {
    try {
      return JSON.parse(localStorage.getItem(prefix + name)) ?? fallback;
    } catch {
      return fallback;
    }
  },
  /** All but what is named. */
  forgetAllBut(kept) {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(prefix) && !kept.includes(key.slice(prefix.length))) localStorage.removeItem(key);
  },
  set(name, value) {
    try {
      localStorage.setItem(prefix + name, JSON.stringify(value));
    } catch {
      // Nothing on the page depends on being remembered.
    }
  },
};
