import { databaseOf } from '../database/database';
import type { Leadership, Place } from '../database/leadership';
import type { Log } from '../process/log';
import { sealJournal } from '../usecases/proof/sealed';
import type { Desk } from '../usecases/kit/ports';
import { followJournal } from '../usecases/statistics/follow';
import { sweepFormerSets } from '../usecases/statistics/sets';
import { WakingLoop, type WakingLoopOptions } from '../waking/loop';

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

/** What follows the journal: statistics count what it tells, and it is sealed. Each is one process' of the office at a time. */
export const createFollowers = (options: FollowingOptions): readonly Following[] => [
  follower(options, 'statistics', {
    takeOver: [async () => void (await sweepFormerSets(databaseOf(options.desk)))],
    step: async () => ((await followJournal(options.desk)).more ? 'more' : POLL_MS),
    complaint: 'The journal was not followed; statistics wait',
  }),
  follower(options, 'sealing', {
    step: async () => ((await sealJournal(options.desk)).more ? 'more' : POLL_MS),
    complaint: 'The journal was not sealed; its entries wait',
  }),
];

/** @param place what of the journal's followers a process is, among all processes */
function follower(
  { leadership, log }: FollowingOptions,
  place: string,
  work: Pick<WakingLoopOptions, 'step' | 'takeOver' | 'complaint'>,
): Following {
  const loop = new WakingLoop({ ...work, failureRestMs: FAILURE_REST_MS, leastRestMs: LEAST_REST_MS, log });
  let held: Place | null = null;
  return {
    start() {
      held = leadership.compete(place, { gained: () => loop.start(), lost: () => loop.leave() });
    },
    wake: () => loop.wake(),
    async stop() {
      await loop.stop();
      await held?.resign();
    },
  };
}
