import { schedule } from 'node-cron';
import type { Log } from '../process/log';
import { cronLog } from './cron-log';

const TICK_SECONDS = 15;

/** When the ticker wakes for what falls due at this moment. */
export const tickOf = (moment: Date): Date =>
  new Date(Math.ceil(moment.getTime() / (TICK_SECONDS * 1_000)) * TICK_SECONDS * 1_000);

export interface Ticker {
  stop(): Promise<void>;
}

/**
 * Wakes up every 15 seconds; cron here is a wake-up and nothing more, durability is in the rows. A run that fails is logged
 * and the next one goes on: what was not done is still due.
 */
export function startTicker(run: () => Promise<unknown>, log: Log, timezone: string): Ticker {
  let running: Promise<unknown> = Promise.resolve();
  const task = schedule(
    `*/${TICK_SECONDS} * * * * *`,
    () => {
      running = run().catch((error: unknown) => log.error({ err: error }, 'the tick failed; what was due stays due'));
      return running;
    },
    { timezone, noOverlap: true, logger: cronLog(log) },
  );
  return {
    async stop() {
      await task.stop();
      await running;
    },
  };
}
