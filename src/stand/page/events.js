/**
 * Listens to the stand. `onEvent` gets each parsed event; `onConnection(isOnline, isFirst)` tells of losses and returns:
 * after a return the caller must load everything anew, because events in between are gone.
 */
export function listen({ onEvent, onConnection }) {
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
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen({ onEvent, onConnection: again }), 2000);
  };
  const again = (isOnline) => onConnection(isOnline, false);
}
