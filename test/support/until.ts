import { performance } from 'node:perf_hooks';

/** Waits for something that comes about by itself; fails with what it was. */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  limitMilliseconds = 8_000,
): Promise<void> {
  const end = performance.now() + limitMilliseconds;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`Not within ${limitMilliseconds} ms: ${what}`);
    await pause(10);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
