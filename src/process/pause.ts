import { setTimeout as passed } from 'node:timers/promises';

/** Waits so many milliseconds; ends early, and with no error, when it is aborted. */
export async function pause(milliseconds: number, stopped?: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || stopped?.aborted) return;
  await passed(milliseconds, undefined, { signal: stopped }).catch((error: unknown) => {
    if (!stopped?.aborted) throw error;
  });
}

/** Waits for an end, but no longer than this; false when it has not come. A failure is an end too, and thrown. */
export async function endsWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.max(0, milliseconds));
  });
  try {
    return await Promise.race([work.then(() => true), limit]);
  } finally {
    clearTimeout(timer);
  }
}
