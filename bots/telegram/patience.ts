import { TelegramError } from 'telegraf';
import { describeError, type Log } from '../../src/process/log';
import { pause } from '../../src/process/pause';

/** First and longest wait, milliseconds. */
export type Waits = readonly [first: number, longest: number];

export interface Insistence {
  readonly stopped: AbortSignal;
  readonly log: Log;
  readonly waits?: Waits;
  /** Hears of every refusal, of whichever kind. */
  readonly onFailure?: (reason: string) => void;
}

const WAITS: Waits = [500, 15_000];

/**
 * Asks until there is an answer: an office's network may come up later than its server, and whatever Telegram refuses once at a
 * start (a token, a webhook, a third instance in the same second) it may take a minute later. null: stopped before.
 */
export async function insist<Answer>(
  what: string,
  ask: () => Promise<Answer>,
  { stopped, log, waits = WAITS, onFailure }: Insistence,
): Promise<Answer | null> {
  for (let failures = 0; !stopped.aborted; failures += 1) {
    try {
      return await ask();
    } catch (error) {
      if (stopped.aborted) break;
      const reason = describeError(error);
      const nextTryMs = Math.round(waitAfter(error, grown(waits, failures)));
      log.warn({ what, reason, nextTryMs }, 'Telegram has not done what was asked; trying again');
      onFailure?.(reason);
      await pause(nextTryMs, stopped);
    }
  }
  return null;
}

/** Never the same for two processes: those that were refused together must not come again together. */
export function waitAfter(error: unknown, milliseconds: number): number {
  const retryAfter = error instanceof TelegramError ? error.parameters?.retry_after : undefined;
  return retryAfter === undefined
    ? milliseconds * (0.5 + Math.random() / 2)
    : retryAfter * 1_000 * (1 + Math.random() / 2);
}

export function grown([first, longest]: Waits, times: number): number {
  return Math.min(longest, first * 2 ** Math.min(times, 20));
}
