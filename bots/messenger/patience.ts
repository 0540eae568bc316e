import { describeError, type Log } from '../../src/process/log';
import { pause } from '../../src/process/pause';
import type { Service } from './service';

/** First and longest wait, milliseconds. */
export type Waits = readonly [first: number, longest: number];

export interface Insistence {
  readonly service: Pick<Service, 'name' | 'retryAfter'>;
  readonly stopped: AbortSignal;
  readonly log: Log;
  readonly waits?: Waits;
  /** Hears of every refusal, of whichever kind. */
  readonly onFailure?: (reason: string) => void;
}

const WAITS: Waits = [500, 15_000];

/**
 * Asks until there is an answer: an office's network may come up later than its server, and whatever a messenger refuses once at a
 * start (a token, a webhook, a third instance in the same second) it may take a minute later. null: stopped before.
 */
export async function insist<Answer>(
  what: string,
  ask: () => Promise<Answer>,
  { service, stopped, log, waits = WAITS, onFailure }: Insistence,
): Promise<Answer | null> {
  for (let failures = 0; !stopped.aborted; failures += 1) {
    try {
      return await ask();
    } catch (error) {
      if (stopped.aborted) break;
      const reason = describeError(error);
      const nextTryMs = Math.round(spread(service.retryAfter(error), grown(waits, failures)));
      log.warn({ what, reason, nextTryMs }, `${service.name} has not done what was asked; trying again`);
      onFailure?.(reason);
      await pause(nextTryMs, stopped);
    }
  }
  return null;
}

/**
 * How long to wait, never the same for two processes: those that were refused together must not come again together.
 * @param retryAfter seconds, as the other side has asked for them
 */
export const spread = (retryAfter: number | undefined, milliseconds: number): number =>
  retryAfter === undefined ? milliseconds * (0.5 + Math.random() / 2) : retryAfter * 1_000 * (1 + Math.random() / 2);

export function grown([first, longest]: Waits, times: number): number {
  return Math.min(longest, first * 2 ** Math.min(times, 20));
}
