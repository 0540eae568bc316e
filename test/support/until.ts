import { performance } from 'node:perf_hooks';

/**
 * An end that does not come. Far longer than any end takes on a slow and busy machine: what has to be soon is said by an
 * order or in rounds, never by this.
 */
export const NEVER_MS = 120_000;

/** Pauses between looks: short ones, then each a quarter longer. Whoever looks often takes the processor from what is waited for. */
export function* pauses(): Generator<number, never> {
  for (let milliseconds = 5; ; milliseconds = Math.min(milliseconds * 1.25, 50)) yield milliseconds;
}

/** Waits for something that comes about by itself; fails with what it was. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + NEVER_MS;
  for (const milliseconds of pauses()) {
    if (await isTrue()) return;
    if (performance.now() > end) throw new Error(`Not within ${NEVER_MS / 1_000} s: ${what}`);
    await pause(milliseconds);
  }
}

/**
 * Waits for something that another process or connection brings about, and counts how often one that asks for it by the
 * clock would have asked. A slow machine makes each round longer, not the rounds more.
 */
export async function roundsUntil(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  roundMilliseconds: number,
): Promise<number> {
  let over = false;
  let rounds = 0;
  const counting = (async () => {
    for (; !over; rounds += 1) await pause(roundMilliseconds);
  })();
  try {
    await until(what, isTrue);
  } finally {
    over = true;
  }
  await counting;
  return rounds;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
