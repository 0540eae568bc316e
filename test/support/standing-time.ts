import { performance } from 'node:perf_hooks';
import type { Database } from '../../src/database/database';
import type { Leadership } from '../../src/database/leadership';

/**
 * Time that stands while anything is at work and jumps to the next timer when nothing is: what a sender does at which
 * moment is then the same on every machine. Timers and the monotonic clock follow it; the database is real, and its
 * work has to be watched.
 */
export function standingTime() {
  let atWork = 0;
  const holding = async <Result>(work: Promise<Result>): Promise<Result> => {
    atWork += 1;
    try {
      return await work;
    } finally {
      atWork -= 1;
    }
  };
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  // An answer may set something else going a few turns later.
  const settled = async () => {
    for (let idle = 0; idle < 20; idle = atWork === 0 ? idle + 1 : 0) await turn();
  };

  return {
    begin(): void {
      jest.useFakeTimers({
        doNotFake: ['Date', 'nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'hrtime', 'performance'],
      });
      jest.spyOn(performance, 'now').mockImplementation(() => jest.now());
    },
    end(): void {
      jest.restoreAllMocks();
      jest.useRealTimers();
    },
    /** One whose work holds time up. */
    watched: (database: Database): Database => ({
      dataSource: database.dataSource,
      query: <Row>(...query: Parameters<Database['query']>) => holding(database.query<Row>(...query)),
      transaction: (work) => holding(database.transaction(work)),
    }),
    /** Lets time pass as far as it takes. */
    async passUntil(isOver: () => boolean): Promise<void> {
      while (await settled().then(() => !isOver())) await jest.advanceTimersToNextTimerAsync();
    },
  };
}

/** Nobody else is there: whoever asks for a place has it. */
export const ALONE: Leadership = {
  compete(_name, contender) {
    contender.gained();
    return { held: true, resign: async () => undefined };
  },
  listen: () => undefined,
  start: async () => undefined,
  stop: async () => undefined,
};
