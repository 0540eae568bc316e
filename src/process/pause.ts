import { setTimeout } from 'node:timers/promises';

/** Waits so many milliseconds; ends early, and with no error, when it is aborted. */
export async function pause(milliseconds: number, stopped?: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || stopped?.aborted) return;
  await setTimeout(milliseconds, undefined, { signal: stopped }).catch((error: unknown) => {
    if (!stopped?.aborted) throw error;
  });
}
