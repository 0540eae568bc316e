import type { Log } from '../../process/log';
import type { CopyTrouble } from '../../usecases/kit/account-params';
import type { Copies } from '../../usecases/kit/ports';
import { workApart, type Outcome } from '../apart';
import { copiesIn, isAhead, newestOf } from './copies-in';
import { keepDecisions } from './decisions';
import type * as takes from './take-copy';
import type { CopyOrder } from './take-copy';
import type * as checks from './checking';

export interface CopiesOptions extends Pick<CopyOrder, 'url' | 'dataDir' | 'directory' | 'recipient' | 'timeZone'> {
  readonly log: Log;
  readonly now: () => Date;
}

const TAKES = require.resolve('./take-copy');
const CHECKS = require.resolve('./checking');
/** Of a registry of years on a slow share; whoever is at it for longer hangs. */
const LIMIT_MS = 12 * 3_600_000;
const IDLE_MS = 5_000;
/** Megabytes. Rows and files go through in pieces. */
const LIMITS = { memoryMegabytes: 384, heapMegabytes: 160 };

/** Copies are taken and checked in a process of their own, which gives way to whoever presses, and goes with its memory when it is done. */
export function createCopies({ log, now, ...where }: CopiesOptions): Copies {
  const { url, directory } = where;
  const limits = { limitMs: LIMIT_MS, idleMs: IDLE_MS, ...LIMITS };
  const taking = workApart<Pick<typeof takes, 'take'>>({ tasks: TAKES, ...limits });
  const checking = workApart<typeof checks>({ tasks: CHECKS, ...limits });
  const answerOf = <Answer>(outcome: Outcome<Answer>): Answer | CopyTrouble => {
    if (typeof outcome === 'object' && 'done' in outcome) return outcome.done;
    log.error({ reason: outcome === 'too_heavy' ? outcome : outcome.failed }, 'A copy could not be taken or checked');
    return FAULT;
  };
  const whole = () => copiesIn(directory).catch(() => []);
  const newest = async () => newestOf(await whole(), now());
  return {
    folder: directory,
    newest: async () => (await newest())?.manifest.takenAt ?? null,
    async ahead() {
      const [last] = await whole();
      return last && isAhead(last, now()) ? { folder: last.folder, takenAt: last.manifest.takenAt } : null;
    },
    async take() {
      const trouble = answerOf(await taking.ask('take', { ...where, taken: 'night', now: now() }));
      if (trouble === null) log.info({ folder: directory }, 'A copy was taken');
      else log.warn({ folder: directory, ...trouble }, 'A copy was not taken');
      return trouble;
    },
    async check() {
      const checked = answerOf(await checking.ask('check', { url, directory, now: now() }));
      if (checked === null || 'found' in checked) return checked;
      const copy = await newest();
      return copy ? { takenAt: copy.manifest.takenAt, found: checked } : null;
    },
    keepDecisions: (decisions) => keepDecisions(directory, decisions),
    async stop() {
      await Promise.all([taking.stop(), checking.stop()]);
    },
  };
}

/** Its reason is in the log. */
const FAULT: CopyTrouble = { why: 'fault', params: {} };
