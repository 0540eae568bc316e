import { AppError } from '../../errors';
import type { Charts } from '../../usecases/kit/charts';
import { workApart, type ApartOptions } from '../apart';
import type { draw } from './draw';

export interface ChartsApart extends Charts {
  readonly stop: () => Promise<void>;
}

const TASKS = require.resolve('./draw');
const LIMIT_MS = 30_000;
const IDLE_MS = 30_000;
/** Megabytes. A picture of 2,160 × 4,000 pixels is 35 of them, and is held twice while it is packed. */
const LIMITS = { memoryMegabytes: 416, heapMegabytes: 160 };

/**
 * Figures are drawn in a process of their own, as papers and photos are: it starts with the first picture and goes after half a minute
 * without one, with the libraries and all that they have taken. A thread would leave behind what the native one has asked for, and end the
 * bot where that one ends.
 */
export function createCharts(options: Partial<Omit<ApartOptions, 'tasks'>> = {}): ChartsApart {
  const apart = workApart<{ readonly draw: typeof draw }>({
    tasks: TASKS,
    limitMs: LIMIT_MS,
    idleMs: IDLE_MS,
    ...LIMITS,
    ...options,
  });
  return {
    async draw(chart, on) {
      const outcome = await apart.ask('draw', { chart, on });
      if (outcome === 'too_heavy') throw new AppError('chart', 'A chart took too long or too much memory to be drawn');
      if ('failed' in outcome) throw new AppError('chart', `A chart could not be drawn: ${outcome.failed}`);
      return outcome.done;
    },
    stop: apart.stop,
  };
}
