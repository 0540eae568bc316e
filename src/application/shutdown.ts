export interface Shutdown {
  /** Whether it has begun: what ends from now on ends on purpose. */
  readonly hasBegun: boolean;
  /** Something has started: it is stopped before all that has started earlier. */
  onStop(stop: () => Promise<unknown>): void;
  /** Stops everything, the last started first, and leaves the process with this code; the second call changes nothing. */
  exit(code: number): Promise<void>;
}

const STOP_LIMIT_MS = 10_000;

/** How the process ends, whoever asks for it: a signal, a fault that no waiting mends, a start that failed. */
export function createShutdown(complain: (line: string) => void): Shutdown {
  const started: (() => Promise<unknown>)[] = [];
  let hasBegun = false;
  return {
    get hasBegun() {
      return hasBegun;
    },
    onStop: (stop) => void started.push(stop),
    async exit(code) {
      if (hasBegun) return;
      hasBegun = true;
      setTimeout(() => process.exit(code || 1), STOP_LIMIT_MS).unref();
      for (const stop of started.reverse())
        await stop().catch((error: unknown) => complain(error instanceof Error ? error.message : String(error)));
      process.exit(code);
    },
  };
}
