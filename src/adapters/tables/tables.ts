import { AppError } from '../../errors';
import type { ReadTables, SentTable } from '../../usecases/sent-table';
import { workApart, type ApartOptions } from '../apart';
import type { Tasks } from './worker';

export interface TablesApart extends ReadTables {
  readonly stop: () => Promise<void>;
}

const PROGRAM = require.resolve('./worker');
const LIMIT_MS = 50_000;
const IDLE_MS = 10_000;
/** As of registry files: a stranger's bytes may unpack to more than there is. */
const LIMITS = { memoryMegabytes: 300, heapMegabytes: 224 };

/** Tables that people send are read in a process of their own, which they may overflow. The last one is remembered: its dialog asks for it again. */
export function createTables(
  pathOf: (sha256: string) => string,
  options: Partial<Omit<ApartOptions, 'program'>> = {},
): TablesApart {
  const apart = workApart<Tasks>({ program: PROGRAM, limitMs: LIMIT_MS, idleMs: IDLE_MS, ...LIMITS, ...options });
  let last: { readonly sha256: string; readonly table: SentTable } | null = null;
  return {
    async read(sha256) {
      if (last?.sha256 === sha256) return last.table;
      const outcome = await apart.ask('read', { path: pathOf(sha256) });
      if (outcome === 'too_heavy') return { ok: false, refusal: 'tooHeavy', params: {} };
      if ('failed' in outcome) throw new AppError('table', `A table could not be read: ${outcome.failed}`);
      last = { sha256, table: outcome.done };
      return outcome.done;
    },
    stop: apart.stop,
  };
}
