/** @import { Listener } from './shapes.d.ts' */

const name = 'stand.events';

/**
 * Listens to the stand. `onEvent` gets each parsed event; `onConnection(isOnline, isFirst)` tells of losses and returns:
 * after a return the caller must load everything anew, because events in between are gone.
 *
 * A browser opens six connections to one address, and this answer never ends: a seventh tab would wait for ever. So one
 * tab listens and the others hear it from there; when it is closed, the next one listens.
 * @param {Listener} listener
 */
export function listen({ onEvent, onConnection }) {
  // Only pages of this machine have locks: one that came over an open line listens by itself.
  if (!navigator.locks) return listenAlone({ onEvent, onConnection });
  const others = new BroadcastChannel(name);
  others.onmessage = ({ data }) => ('event' in data ? onEvent(data.event) : onConnection(data.isOnline, false));
  /** @param {boolean} wasAlone */
  const listenForAll = (wasAlone) =>
    new Promise(() => {
      listenAlone({
        onEvent(event) {
          others.postMessage({ event });
          onEvent(event);
        },
        onConnection(isOnline, isFirst) {
          others.postMessage({ isOnline });
          onConnection(isOnline, isFirst && wasAlone);
        },
      });
    });
  void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
    if (lock) return listenForAll(true);
    return void navigator.locks.request(name, () => listenForAll(false));
  });
}

/** @param {Listener} listener */
function listenAlone({ onEvent, onConnection }) {
  const source = new EventSource('/stand/events');
  let opened = 0;
  source.onopen = () => {
    opened += 1;
    onConnection(true, opened === 1);
  };
  source.onmessage = ({ data }) => onEvent(JSON.parse(data));
  source.onerror = () => {
    onConnection(false, opened === 0);
    // The browser gives up after an HTTP error (a proxy or a server on its way up); it retries by itself otherwise.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listenAlone({ onEvent, onConnection: again }), 2000);
  };
  /** @param {boolean} isOnline */
  const again = (isOnline) => onConnection(isOnline, false);
}
