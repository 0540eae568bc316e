import type { Leadership, Place } from '../database/leadership';
import type { Log } from '../process/log';
import { keepBesideCopies } from '../usecases/applicants/forget-questions';
import { carryOutCopies, tellOfCopyAhead, tellOfOldCopy } from '../usecases/upkeep/copies';
import type { Copies, Desk } from '../usecases/kit/ports';
import { WakingLoop } from '../waking/loop';

export interface CopyingOptions {
  readonly desk: Desk;
  readonly copies: Copies;
  readonly leadership: Leadership;
  readonly log: Log;
  /** After what has queued messages. */
  readonly wake: () => void;
}

export interface Copying {
  start(): void;
  wake(): void;
  stop(): Promise<void>;
}

/** The night's order is seen within so long. */
const POLL_MS = 60_000;
/** A disk that was full, or a share that was away, may be well again. */
const TRY_AGAIN_MS = 15 * 60_000;

/** Copies that the clock has ordered are taken and checked, and their age is watched: one process of the office at a time. */
export function createCopying({ desk, copies, leadership, log, wake }: CopyingOptions): Copying {
  let restingUntil = 0;
  const loop = new WakingLoop({
    takeOver: [],
    async step() {
      if (performance.now() >= restingUntil) {
        const carried = await carryOutCopies(desk, copies);
        if (carried === null) restingUntil = performance.now() + TRY_AGAIN_MS;
        if (carried === true) {
          wake();
          return 'more';
        }
      }
      if (await tellOfOldCopy(desk, copies)) wake();
      if (await tellOfCopyAhead(desk, copies)) wake();
      // last: a share that is away keeps nobody from hearing of it
      await keepBesideCopies(desk, copies);
      return POLL_MS;
    },
    complaint: 'Copies were neither taken nor looked at; trying again',
    failureRestMs: POLL_MS,
    leastRestMs: POLL_MS,
    log,
  });
  let place: Place | null = null;
  return {
    start() {
      place = leadership.compete('copies', { gained: () => loop.start(), lost: () => loop.leave() });
    },
    wake: () => loop.wake(),
    async stop() {
      // what is under way is broken off: the next start finds the order
      await Promise.all([copies.stop(), loop.stop()]);
      await place?.resign();
    },
  };
}
