import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { ClientRequest, IncomingMessage } from 'node:http';
import { noteHeardTime } from '../../src/process/heard-time';

/** What Node tells of one call: clients of messengers show neither the request nor, when it can't be read, the answer. */
interface Exchange {
  request: ClientRequest | null;
  response: IncomingMessage | null;
}

const hasField = <Name extends string>(message: unknown, name: Name): message is Record<Name, unknown> =>
  typeof message === 'object' && message !== null && name in message;

const current = new AsyncLocalStorage<Exchange>();

subscribe('http.client.request.start', (message) => {
  const exchange = current.getStore();
  if (exchange && hasField(message, 'request') && message.request instanceof ClientRequest)
    exchange.request = message.request;
});
subscribe('http.client.response.finish', (message) => {
  const exchange = current.getStore();
  if (exchange && hasField(message, 'response') && message.response instanceof IncomingMessage)
    exchange.response = message.response;
});

export interface Observed {
  /**
   * The whole request was given to a connection that was there, through its proxy and its TLS. Before that nobody can have
   * carried it out: half a request is none.
   */
  wasHandedOver(): boolean;
  wasAnswered(): boolean;
  /** The answer is a page for people or a refusal of a proxy: of somebody in between. */
  isPage(): boolean;
}

const PROXY_REFUSALS: readonly (number | undefined)[] = [403, 407];

/** Does the work, whose request and answer are observed. */
export function observe<T>(work: (observed: Observed) => Promise<T>): Promise<T> {
  const exchange: Exchange = { request: null, response: null };
  return current.run(exchange, async () => {
    const done = await work({
      wasHandedOver: () => exchange.request?.writableFinished ?? false,
      wasAnswered: () => exchange.response !== null,
      isPage() {
        const { response } = exchange;
        if (response === null) return false;
        const type = response.headers['content-type'] ?? '';
        return type.startsWith('text/html') || (PROXY_REFUSALS.includes(response.statusCode) && !isJson(type));
      },
    });
    noteHeardTime(exchange.response?.headers.date);
    return done;
  });
}

const isJson = (type: string): boolean => type.startsWith('application/json');

/** A call that the messenger has not answered in its own words. Without its cause, which holds what was to be said. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';

  constructor(
    /** `unsent`: nobody can have carried it out. `unknown`: somebody may have. */
    readonly fate: 'unsent' | 'unknown',
    message: string,
  ) {
    super(message);
  }
}

/** An answer came, and nobody can read it: waiting alone may never mend that. Without its words, which may be a person's. */
export class UnreadableAnswer extends NetworkError {
  constructor(message: string) {
    super('unknown', message);
  }
}
