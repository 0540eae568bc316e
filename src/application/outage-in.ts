import type { Voice } from '../../bots/conversation/voice';
import { AppError } from '../errors';
import type { Outage } from '../inbox/update';

/** Full, broken, read-only, over its quota, out of handles: the operator's to mend. */
const DISK = /^(?:ENOSPC|EIO|EROFS|EDQUOT|EMFILE|ENFILE)$/;
/** What a disk in order says of a file that is not as this program believes: no waiting mends it. */
const FILES = /^(?:ENOENT|EACCES|EPERM|EEXIST|EISDIR|ENOTDIR|ENOTEMPTY|ENAMETOOLONG|EBADF|EINVAL)$/;
/**
 * Connections (08), resources (53), the server going or coming (57P) and its own trouble with the system (58); a standby (25006),
 * an idle transaction that was ended (25P03), a lock or a statement that took too long, and what another try mends.
 */
const DATABASE = /^(?:(?:08|53|58)[0-9A-Z]{3}|57P[0-9A-Z]{2}|25006|25P03|55P03|57014|40001|40P01)$/;
/** Of a connection: to the database, or of a file that was coming. What becomes of a call its messenger says itself. */
const NETWORK =
  /^(?:ECONNRESET|ECONNREFUSED|ECONNABORTED|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN)$/;
/** pg's own words where it gives no code. */
const NO_DATABASE =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Connection ended unexpectedly|Driver not Connected)/i;
/** The file is there no more, or is not ours: asked for again, it is refused again. */
const isRefused = (status: unknown): boolean =>
  typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429;

/** It heals while we wait, or another try does better. */
export function isOfDatabase(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  if (DATABASE.test(code) || NO_DATABASE.test(error.message)) return true;
  return isConnecting(error) && (FILES.test(code) || NETWORK.test(code));
}

/** Somebody has to see to it. */
export const isOfDisk = (error: unknown): boolean => error instanceof Error && DISK.test(codeOf(error));

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');
const isConnecting = (error: Error): boolean => 'syscall' in error && error.syscall === 'connect';

/**
 * Whose failure it is: the network's, the disk's or the database's, which heals while we wait; null: a fault of ours.
 */
export function outageIn(error: unknown, voice: Pick<Voice, 'outcomeOf'>): Outage | null {
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  if (isOfDisk(error)) return { of: 'disk' };
  if (isOfDatabase(error)) return { of: 'database' };
  if (FILES.test(code)) return null;
  if (NETWORK.test(code)) return { of: 'messenger' };
  if (error instanceof AppError)
    return code === 'download_failed' && !isRefused(error.params.status) ? { of: 'messenger' } : null;
  return silenceIn(error, voice);
}

/** As an edit: however often it arrives, it says the same, so what may have arrived is tried again. */
function silenceIn(error: Error, { outcomeOf }: Pick<Voice, 'outcomeOf'>): Outage | null {
  try {
    const delivery = outcomeOf(error, 'edit', '');
    if (delivery.outcome === 'ambiguous') return { of: 'messenger' };
    if (delivery.outcome !== 'retry') return null;
    const { afterSeconds } = delivery;
    return { of: 'messenger', ...(afterSeconds === undefined ? {} : { afterSeconds }) };
  } catch {
    return null;
  }
}
