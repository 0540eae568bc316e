import { failpoint } from '../process/failpoint';
import { endsWithin } from '../process/pause';

export interface Shutdown {
  /** Whether it has begun: what ends from now on ends on purpose. */
  readonly hasBegun: boolean;
  /** Of what begins and may be long: its reason is AskedToStop. */
  readonly signal: AbortSignal;
  /**
   * Something has started: it is stopped before all that has started earlier.
   * @throws AskedToStop when the stop was asked for meanwhile: the start goes no further
   */
  onStop(stop: () => Promise<unknown>): void;
  /** The start, which a stop waits for: what is half open can't be closed. */
  starting(start: Promise<unknown>): void;
  /**
   * Stops everything, the last started first, once the start is over, and starts anew in this process.
   * @returns what has started; null: a stop was asked for meanwhile
   */
  again<Started>(begin: () => Promise<Started>): Promise<Started | null>;
  /** Stops everything, the last started first, and leaves the process with this code; the second call changes nothing. */
  exit(code: number): Promise<void>;
}

/** Ends a start that nobody wants any more; not an error. */
export class AskedToStop extends Error {
  override readonly name = 'AskedToStop';
}

/** Whoever has asked kills after 10 s; what has not ended by then waits in the database for the next process. */
const STOP_LIMIT_MS = 9_500;
/** A step of the start, such as the connection to a database that does not answer, may take longer than the stop has. */
const START_LIMIT_MS = 4_000;

/**
 * How the process ends, whoever asks for it: a signal, a fault that no waiting mends, a start that failed.
 * @param cutWords what is said when not everything has ended in time
 */
export function createShutdown(complain: (line: string) => void, cutWords: () => string): Shutdown {
  const started: (() => Promise<unknown>)[] = [];
  let start: Promise<unknown> = Promise.resolve();
  let hasBegun = false;
  const stopping = new AbortController();
  const askedToStop = () => new AskedToStop('The start was ended: the process has been asked to stop');
  async function stopAll(): Promise<void> {
    for (const stop of started.splice(0).reverse())
      await stop().catch((error: unknown) => complain(error instanceof Error ? error.message : String(error)));
  }
  return {
    signal: stopping.signal,
    get hasBegun() {
      return hasBegun;
    },
    onStop(stop) {
      started.push(stop);
      if (hasBegun) throw askedToStop();
    },
    starting(begun) {
      start = begun.catch(() => undefined);
    },
    async again(begin) {
      if (hasBegun) return null;
      const starting = start.then(stopAll).then(() => (hasBegun ? null : begin()));
      start = starting.catch(() => undefined);
      return starting;
    },
    async exit(code) {
      if (hasBegun) return;
      hasBegun = true;
      stopping.abort(askedToStop());
      failpoint('shutdown-begun');
      setTimeout(() => {
        complain(cutWords());
        process.exit(code);
      }, STOP_LIMIT_MS).unref();
      await endsWithin(START_LIMIT_MS, start);
      await stopAll();
      process.exit(code);
    },
  };
}
