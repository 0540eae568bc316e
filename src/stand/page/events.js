import { messengers, parseFor, rootOf } from './messengers.js';
/** @import { Listener, Messenger } from './shapes.d.ts' */

const name = 'stand.events';

/**
 * Listens to the stand. `onEvent` gets each parsed event; `onConnection(isOnline, isFirst)` tells of losses and returns:
 * after a return the caller must load everything anew, because events in between are gone.
 *
 * A browser opens six connections to one address, and these answers never end: a fourth tab would wait for ever. So one
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

/**
 * Both messengers are heard, or there is no connection.
 * @param {Listener} listener
 */
function listenAlone({ onEvent, onConnection }) {
  /** @type {Set<Messenger>} */
  const heard = new Set();
  let isFirst = true;
  for (const messenger of messengers)
    listenTo(messenger, onEvent, (isOnline) => {
      if (isOnline) heard.add(messenger);
      else heard.delete(messenger);
      if (isOnline && heard.size < messengers.length) return;
      onConnection(isOnline, isFirst);
      isFirst &&= !isOnline;
    });
}

/**
 * @param {Messenger} messenger
 * @param {Listener['onEvent']} onEvent
 * @param {(isOnline: boolean) => void} onConnection
 */
function listenTo(messenger, onEvent, onConnection) {
  const source = new EventSource(`${rootOf(messenger)}/events`);
  source.onopen = () => onConnection(true);
  source.onmessage = ({ data }) => onEvent(parseFor(messenger, data));
  source.onerror = () => {
    onConnection(false);
    // The browser gives up after an HTTP error (a proxy or a server on its way up); it retries by itself otherwise.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listenTo(messenger, onEvent, onConnection), 2000);
  };
}
