import { AppError } from '../../errors';
import type { Log } from '../../process/log';
import type { Captioned, DrawnPicture, Pictures } from '../../usecases/kit/ports';
import { workApart, type ApartOptions, type Outcome } from '../apart';
import type * as tasks from './tasks';

export interface PicturesOptions extends Partial<Omit<ApartOptions, 'tasks'>> {
  /** Where on this machine the bytes of a file are, by their SHA-256. */
  readonly pathOf: (sha256: string) => string;
  readonly log: Log;
}

export interface PicturesApart extends Pictures {
  readonly stop: () => Promise<void>;
}

const TASKS = require.resolve('./tasks');
/** A HEIC of 50 million pixels takes three seconds on a slow machine. */
const LIMIT_MS = 20_000;
const IDLE_MS = 30_000;
/** Megabytes. It begins with 100, and the worst picture that is let in takes 190 more, whatever those before it have left. */
const LIMITS = { memoryMegabytes: 352, heapMegabytes: 128 };
/** Pixels of the longer side: of what is kept for years, of what messengers show, and of what a page shows over its whole width. */
const [SMALL, SHOWN, PUBLISHED] = [320, 1280, 1920];

/** Pictures as they are kept, worked on in a process of their own. It starts with the first. */
export function createPictures({ pathOf, log, ...options }: PicturesOptions): PicturesApart {
  const apart = workApart<typeof tasks>({ tasks: TASKS, limitMs: LIMIT_MS, idleMs: IDLE_MS, ...LIMITS, ...options });

  /** What sharp and its libraries say of bytes that they did not expect. */
  function noteFailure(outcome: Outcome<unknown>, sha256: string): void {
    if (outcome === 'too_heavy') log.warn({ sha256 }, 'A picture took too long or too much memory');
    else if ('failed' in outcome) {
      // The disk's refusal is no word on the picture: it comes back, and the picture is looked at then.
      if (outcome.refusal !== null)
        throw new AppError(
          outcome.refusal === 'ENOENT' ? 'file_gone' : 'files',
          `A picture could not be read: ${outcome.failed}`,
        );
      log.error({ sha256, reason: outcome.failed }, 'A picture could not be worked on');
    }
  }

  const drawn = <Drawn>(outcome: Outcome<Drawn | null>, sha256: string): Drawn | null => {
    if (typeof outcome === 'object' && 'done' in outcome) return outcome.done;
    noteFailure(outcome, sha256);
    return null;
  };
  const copy = async (sha256: string, side: number): Promise<DrawnPicture | null> =>
    drawn(await apart.ask('thumbnail', { path: pathOf(sha256), side }), sha256);
  const side = ({ sha256, lines }: Captioned) => ({ path: pathOf(sha256), lines });

  return {
    async examine(sha256) {
      const outcome = await apart.ask('examine', { path: pathOf(sha256) });
      if (typeof outcome === 'object' && 'done' in outcome) return outcome.done;
      noteFailure(outcome, sha256);
      return {
        outcome: outcome === 'too_heavy' ? 'too_heavy' : 'broken',
        format: null,
        width: null,
        height: null,
      };
    },
    thumbnail: async (sha256) => (await copy(sha256, SMALL))?.jpeg ?? null,
    viewable: async (sha256) => (await copy(sha256, SHOWN))?.jpeg ?? null,
    publishable: (sha256) => copy(sha256, PUBLISHED),
    sideBySide: async (left, right) =>
      drawn(await apart.ask('sideBySide', { left: side(left), right: side(right) }), left.sha256),
    stop: apart.stop,
  };
}
