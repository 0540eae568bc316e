import { readdirSync, readFileSync } from 'node:fs';

const MEGABYTE = 1_000_000;
const SAMPLE_MS = 20;

/** A process and all that it has started, the oldest first. */
export function familyOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(familyOf)];
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

/** Bytes of one process: its own, and those of files that it shares with others of its kind. */
function residentOf(pid: number): { readonly own: number; readonly files: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const of = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1_024;
    return { own: of('RssAnon') + of('RssShmem'), files: of('RssFile') };
  } catch {
    // it is over
    return { own: 0, files: 0 };
  }
}

/**
 * Whole memory of the bot and its children. All run the same Node: what is mapped from files is there once, which is what the kernel's
 * proportional share says too, at a hundredth of its price.
 */
export function wholeMemory(pid: number): number {
  const all = familyOf(pid).map(residentOf);
  return all.reduce((sum, { own }) => sum + own, 0) + Math.max(...all.map(({ files }) => files));
}

export interface MemoryWatch {
  /** The most since the last time that this was asked, in megabytes. */
  peak(): number;
  stop(): void;
}

export function watchMemory(pid: number): MemoryWatch {
  let most = 0;
  const look = () => (most = Math.max(most, wholeMemory(pid)));
  const timer = setInterval(look, SAMPLE_MS);
  return {
    peak() {
      look();
      const peak = most;
      most = 0;
      return peak / MEGABYTE;
    },
    stop: () => clearInterval(timer),
  };
}
