import { buffer } from 'node:stream/consumers';
import type { Log } from '../../log';
import type { Captioned, FileStore, Pictures } from '../../usecases/ports';
import { workApart, type ApartOptions, type Outcome } from '../apart';
import type { Tasks } from './worker';

export interface PicturesOptions extends Partial<Omit<ApartOptions, 'program'>> {
  readonly files: Pick<FileStore, 'read'>;
  readonly log: Log;
}

export interface PicturesApart extends Pictures {
  readonly stop: () => Promise<void>;
}

const PROGRAM = require.resolve('./worker');
/** A HEIC of 50 million pixels takes three seconds on a slow machine. */
const LIMIT_MS = 20_000;
const IDLE_MS = 30_000;
/** Pixels of the longer side: of what is kept for years, and of what messengers show. */
const [SMALL, SHOWN] = [320, 1280];

/** Pictures as they are kept, worked on in a thread of their own. It starts with the first. */
export function createPictures({ files, log, ...options }: PicturesOptions): PicturesApart {
  const apart = workApart<Tasks>({ program: PROGRAM, limitMs: LIMIT_MS, idleMs: IDLE_MS, ...options });
  const bytesOf = (sha256: string): Promise<Uint8Array> => buffer(files.read(sha256));

  /** What sharp and its libraries say of bytes that they did not expect. */
  function noteFailure(outcome: Outcome<unknown>, sha256: string): void {
    if (outcome === 'too_heavy') log.warn({ sha256 }, 'A picture took too long or too much memory');
    else if ('failed' in outcome) log.error({ sha256, reason: outcome.failed }, 'A picture could not be worked on');
  }

  const drawn = (outcome: Outcome<Uint8Array | null>, sha256: string): Uint8Array | null => {
    if (typeof outcome === 'object' && 'done' in outcome) return outcome.done;
    noteFailure(outcome, sha256);
    return null;
  };
  const copy = async (sha256: string, side: number) =>
    drawn(await apart.ask('thumbnail', { bytes: await bytesOf(sha256), side }), sha256);
  const side = async ({ sha256, lines }: Captioned) => ({ bytes: await bytesOf(sha256), lines });

  return {
    async examine(sha256) {
      const outcome = await apart.ask('examine', { bytes: await bytesOf(sha256) });
      if (typeof outcome === 'object' && 'done' in outcome) return outcome.done;
      noteFailure(outcome, sha256);
      return {
        outcome: outcome === 'too_heavy' ? 'too_heavy' : 'broken',
        format: null,
        width: null,
        height: null,
      };
    },
    thumbnail: (sha256) => copy(sha256, SMALL),
    viewable: (sha256) => copy(sha256, SHOWN),
    sideBySide: async (left, right) =>
      drawn(await apart.ask('sideBySide', { left: await side(left), right: await side(right) }), left.sha256),
    stop: apart.stop,
  };
}
