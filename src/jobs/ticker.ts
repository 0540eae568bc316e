import { systemClock } from '../clock';
import { describeError, framesOf, type Log } from '../process/log';
import { WakingLoop } from '../waking/loop';

const TICK_MS = 15_000;

/** When the ticker wakes for what falls due at this moment. */
export const tickOf = (moment: Date): Date => new Date(Math.ceil(moment.getTime() / TICK_MS) * TICK_MS);

export interface Ticker {
  stop(): Promise<void>;
}

/** Rests go by the monotonic clock, and the clock on the wall says only where in its quarter of a minute it is. */
const untilNextTick = (): number => TICK_MS - (systemClock.now().getTime() % TICK_MS);

/**
 * Wakes up every 15 seconds, whatever the clock on the wall does meanwhile: set back by a day it is not silent for a day, and set forward
 * by a month, or after a sleep as long, it does what is due once. It is a wake-up and nothing more, durability is in the rows: after a
 * run that fails the next one goes on, since what was not done is still due.
 */
export function startTicker(run: () => Promise<unknown>, log: Log): Ticker {
  const step = async () => {
    const beyond = setInterval(() => log.warn({}, 'The tick is still running; the next one waits for it'), TICK_MS);
    try {
      await run();
    } catch (error) {
      log.error({ reason: describeError(error), at: framesOf(error) }, 'the tick failed; what was due stays due');
    } finally {
      clearInterval(beyond);
    }
    return untilNextTick();
  };
  const loop = new WakingLoop({ step, complaint: 'The ticker has stumbled', failureRestMs: TICK_MS, log });
  const first = setTimeout(() => loop.start(), untilNextTick());
  return {
    async stop() {
      clearTimeout(first);
      await loop.stop();
    },
  };
}
