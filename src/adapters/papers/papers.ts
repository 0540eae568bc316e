import { AppError } from '../../errors';
import type { Papers } from '../../usecases/kit/ports';
import { workApart, type ApartOptions, type Outcome } from '../apart';
import type * as tasks from './tasks';

export interface PapersApart extends Papers {
  readonly stop: () => Promise<void>;
}

const TASKS = require.resolve('./tasks');
/** The first paper takes half a second, forty pages as much again: fonts are read, and what is used of them is cut out. */
const LIMIT_MS = 60_000;
const IDLE_MS = 30_000;
const LIMITS = { memoryMegabytes: 352, heapMegabytes: 128 };

/** Papers are drawn in a process of their own: whoever presses meanwhile is answered. It starts with the first. */
export function createPapers(options: Partial<Omit<ApartOptions, 'tasks'>> = {}): PapersApart {
  const apart = workApart<typeof tasks>({ tasks: TASKS, limitMs: LIMIT_MS, idleMs: IDLE_MS, ...LIMITS, ...options });
  return {
    writeLetter: async (letter) => drawn(await apart.ask('letter', letter)),
    writeProtocol: async (protocol) => drawn(await apart.ask('protocol', protocol)),
    writePlain: async (paper) => drawn(await apart.ask('plain', paper)),
    writeReport: async (report) => drawn(await apart.ask('report', report)),
    writeMinutes: async (minutes, form) => drawn(await apart.ask('minutes', { paper: minutes, form })),
    writeHistory: async (history) => drawn(await apart.ask('history', history)),
    stop: apart.stop,
  };
}

/** @throws AppError `paper`: it is of our own making, so there is nobody to whom it could be sent back */
function drawn(outcome: Outcome<Uint8Array>): Uint8Array {
  if (outcome === 'too_heavy') throw new AppError('paper', 'A paper took too long or too much memory to be drawn');
  if ('failed' in outcome) throw new AppError('paper', `A paper could not be drawn: ${outcome.failed}`);
  return outcome.done;
}
