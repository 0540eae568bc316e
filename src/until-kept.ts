import { describeError, type Log } from './log';
import { pause } from './pause';

const PAUSES_MS = [100, 500, 1_000] as const;

/**
 * Writes what must not be forgotten, until the database takes it: a restart of it lasts seconds.
 * @param isOver asked after each failure: whether nobody can wait any longer
 */
export async function untilKept(
  write: () => Promise<void>,
  { log, isOver }: { readonly log: Log; readonly isOver: () => boolean },
): Promise<void> {
  for (let round = 0; ; round += 1) {
    try {
      return await write();
    } catch (error) {
      log.warn({ reason: describeError(error) }, 'The database does not take what has to be kept; trying again');
      if (isOver()) return;
      await pause(PAUSES_MS[Math.min(round, PAUSES_MS.length - 1)] ?? 0);
    }
  }
}
