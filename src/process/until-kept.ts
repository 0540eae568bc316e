import { isOfDatabase, isOfDisk, isRefusal } from '../errors';
import { describeError, type Log } from './log';
import { pause } from './pause';

const PAUSES_MS = [100, 500, 1_000];
/** What the database refuses it refuses again, but for two that were after the same row. */
const REFUSALS_AT_MOST = 3;
/** A fault of ours, or an outage that nobody has a code for, has as long as a restart of the database takes. */
const FAULTS_AT_MOST = 20;

export interface Keeping {
  readonly log: Pick<Log, 'warn'>;
  /** Asked after each failure: whether nobody can wait any longer. */
  readonly isOver: () => boolean;
  /** For the log. */
  readonly says?: string;
  /** Between tries, the last one again and again. */
  readonly pausesMs?: readonly number[];
}

/**
 * Writes what must not be forgotten, until the database takes it: a restart of it lasts seconds, an outage lasts until somebody ends it.
 * What it refuses for its own sake would be refused for ever, and hold up whatever comes behind it.
 * @throws the refusal, or the fault of ours: the caller sets the thing aside and says so
 */
export async function untilKept(
  write: () => Promise<void>,
  { log, isOver, says = 'The database does not take what has to be kept', pausesMs = PAUSES_MS }: Keeping,
): Promise<void> {
  for (let round = 0, spoilt = 0; ; round += 1) {
    try {
      return await write();
    } catch (error) {
      const heals = isOfDatabase(error) || isOfDisk(error);
      if (!heals) spoilt += 1;
      if (spoilt >= (isRefusal(error) ? REFUSALS_AT_MOST : FAULTS_AT_MOST)) throw error;
      log.warn({ reason: describeError(error) }, `${says}; trying again`);
      if (isOver()) return;
      await pause(pausesMs[Math.min(round, pausesMs.length - 1)] ?? 0);
    }
  }
}
