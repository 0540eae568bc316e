import { databaseOf } from '../database/database';
import type { Leadership, Place } from '../database/leadership';
import type { Log } from '../process/log';
import type { Desk } from '../usecases/ports';
import { followJournal } from '../usecases/statistics/follow';
import { sweepFormerSets } from '../usecases/statistics/sets';
import { WakingLoop } from '../waking/loop';

export interface FollowingOptions {
  readonly desk: Desk;
  readonly leadership: Leadership;
  readonly log: Log;
}

/** What another process has committed nobody tells us of. */
const POLL_MS = 2_000;
/** A crowd that presses is counted together. */
const LEAST_REST_MS = 250;
const FAILURE_REST_MS = 5_000;

export interface Following {
  start(): void;
  /** Something may have been committed; cheap. */
  wake(): void;
  stop(): Promise<void>;
}

/** Statistics follow the journal: one process of the office at a time. */
export function createFollowing({ desk, leadership, log }: FollowingOptions): Following {
  const loop = new WakingLoop({
    takeOver: [async () => void (await sweepFormerSets(databaseOf(desk)))],
    step: async () => ((await followJournal(desk)).more ? 'more' : POLL_MS),
    complaint: 'The journal was not followed; statistics wait',
    failureRestMs: FAILURE_REST_MS,
    leastRestMs: LEAST_REST_MS,
    log,
  });
  let place: Place | null = null;
  return {
    start() {
      place = leadership.compete('statistics', { gained: () => loop.start(), lost: () => loop.leave() });
    },
    wake: () => loop.wake(),
    async stop() {
      await loop.stop();
      await place?.resign();
    },
  };
}
