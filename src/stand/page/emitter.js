/** @import { Emitter } from './shapes.d.ts' */

/**
 * A set of named listeners. `on` answers with the function that stops listening.
 * @template Events
 * @returns {Emitter<Events>}
 */
export function createEmitter() {
  /** @type {Map<keyof Events, Set<(detail: any) => unknown>>} */
  const listeners = new Map();
  return {
    on(name, listener) {
      const named = listeners.get(name) ?? new Set();
      listeners.set(name, named.add(listener));
      return () => named.delete(listener);
    },
    emit(name, ...[detail]) {
      for (const listener of [...(listeners.get(name) ?? [])]) listener(detail);
    },
  };
}
