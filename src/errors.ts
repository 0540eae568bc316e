/**
 * Something broke or was misused, as opposed to a refusal of the regulation, which is a value.
 * `code` is a key for a reader's text where one exists; `message` tells a developer what happened,
 * with which value, and what to do.
 */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: string,
    message: string,
    readonly params: Readonly<Record<string, string | number>> = {},
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Full, broken, read-only, over its quota, out of handles: the operator's to mend. */
const DISK = /^(?:ENOSPC|EIO|EROFS|EDQUOT|EMFILE|ENFILE)$/;
/** What a disk in order says of a file that is not as this program believes: no waiting mends it. */
export const OF_FILES = /^(?:ENOENT|EACCES|EPERM|EEXIST|EISDIR|ENOTDIR|ENOTEMPTY|ENAMETOOLONG|EBADF|EINVAL)$/;
/**
 * Connections (08), resources (53), the server going or coming (57P) and its own trouble with the system (58); a standby (25006),
 * an idle transaction that was ended (25P03), a lock or a statement that took too long, and what another try mends; a password or a name
 * that was changed there (28, 3D000), which its operator changes here too.
 */
const DATABASE = /^(?:(?:08|28|53|58)[0-9A-Z]{3}|57P[0-9A-Z]{2}|25006|25P03|3D000|55P03|57014|40001|40P01)$/;
/** Of a connection: to the database, or of a file that was coming. What becomes of a call its messenger says itself. */
export const OF_NETWORK =
  /^(?:ECONNRESET|ECONNREFUSED|ECONNABORTED|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN)$/;
/** pg's own words where it gives no code. */
const NO_DATABASE =
  /^(?:Connection terminated|Client was closed|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Connection ended unexpectedly|Driver not Connected)/i;
/** Of Node, of pg or ours; '': it has none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
const isConnecting = (error: Error): boolean => 'syscall' in error && error.syscall === 'connect';

/** It heals while we wait, or another try does better. */
export function isOfDatabase(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  if (DATABASE.test(code) || NO_DATABASE.test(error.message)) return true;
  return isConnecting(error) && (OF_FILES.test(code) || OF_NETWORK.test(code));
}

/** A standby, or a leader of before: nothing is written there. */
export const isReadOnly = (error: unknown): boolean => codeOf(error) === '25006';

/** Somebody has to see to it. */
export const isOfDisk = (error: unknown): boolean => error instanceof Error && DISK.test(codeOf(error));

/**
 * The database is there and does not take this, such as text with a NUL (class 22), a row without another (23), or a statement that it
 * does not know (42): the same again is refused again. Its errors alone have a severity.
 */
export const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'severity' in error && !isOfDatabase(error);

/** The file is there no more, or is not ours: asked for again, it is refused again. */
const isRefused = (status: unknown): boolean =>
  typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429;

/** Of a file that has not come, or whose place does not give it now, while the messenger itself may well answer. */
export const isOfFile = (error: unknown): boolean =>
  error instanceof AppError &&
  (error.code === 'file_late' || (error.code === 'download_failed' && !isRefused(error.params.status)));
