import type { Logger } from 'node-cron';
import { describeError, type Log } from '../process/log';

/**
 * What node-cron says by itself: a run left out since the one before goes on. By default it writes coloured lines past the log, and whoever
 * reads the log by machine trips over them.
 */
export const cronLog = (log: Log): Logger => {
  const fields = { by: 'node-cron' };
  const told = (said: string | Error): string => describeError(said);
  return {
    info: (message) => log.info(fields, message),
    warn: (message) => log.warn(fields, message),
    error: (message, error) => log.error({ ...fields, ...(error && { reason: describeError(error) }) }, told(message)),
    debug: () => undefined,
  };
};
