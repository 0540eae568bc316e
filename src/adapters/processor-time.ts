import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** The kernel tells it in hundredths of a second, whatever its own clock's. */
const TICK_MS = 10;
const LOOK_MS = 250;
/** Of the wall's clock: whoever waits for a disk that is away takes none of the processor's time. */
const MOST_TIMES = 10;

/** Milliseconds of a core that a process has had; null: this platform does not tell, or it is over. */
function processorMs(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // its name, in brackets, may have blanks
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? ticks * TICK_MS : null;
  } catch {
    return null;
  }
}

/**
 * Resolves once a process has had so much of a core from now on, or of time where nobody knows. A machine that others keep busy gives it
 * less of a core in the same time, and that is no fault of what it reads.
 */
export async function hasHad(pid: number | undefined, limitMs: number, signal: AbortSignal): Promise<void> {
  const begun = performance.now();
  const before = pid === undefined ? null : processorMs(pid);
  for (;;) {
    await pause(Math.min(LOOK_MS, limitMs), undefined, { signal, ref: false });
    const waited = performance.now() - begun;
    const now = before === null || pid === undefined ? null : processorMs(pid);
    const had = before === null || now === null ? waited : now - before;
    if (had >= limitMs || waited >= MOST_TIMES * limitMs) return;
  }
}
