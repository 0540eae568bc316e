import { AppError } from '../errors';
import type { Words } from '../i18n';

/** What keeps the program from its work and whoever has started it can mend; each has its text (`config:trouble`). */
const TROUBLES = [
  'database_newer',
  'database_older',
  'database_too_old',
  'database_unreachable',
  'embedded_busy',
  'embedded_closed',
  'embedded_failed',
  'embedded_foreign',
  'embedded_missing',
  'home_not_made',
  'http_not_started',
  'http_port_closed',
  'stand_not_started',
] as const;

/** A path that is wrong, closed or read-only, and a disk that is full or broken; 53100 is the same in PostgreSQL's words. */
const OF_DISK = /^(?:EACCES|EPERM|ENOTDIR|EROFS|ENOSPC|EDQUOT|EIO|53100)$/;

/** For the terminal: in the office's language where it can be mended there, else as whoever mends the program needs it. */
export function troubleText(error: unknown, { plain }: Words): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AppError) {
    const trouble = TROUBLES.find((one) => one === error.code);
    return trouble ? plain(`config:trouble.${trouble}`, error.params) : `${error.code}: ${error.message}`;
  }
  if ('code' in error && OF_DISK.test(String(error.code)))
    return plain('config:trouble.disk', { reason: error.message });
  return error.stack ?? error.message;
}
