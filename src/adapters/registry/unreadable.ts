/** Why a file can't be read as a table: a key of `registry:refused`, which says what to do too. */
export type Unreadability =
  | 'nothing'
  | 'truncated'
  | 'tooLarge'
  | 'password'
  | 'oldExcel'
  | 'otherOffice'
  | 'webPage'
  | 'noTable'
  | 'quotes'
  | 'longCell'
  | 'tooSlow'
  | 'tooHeavy';

/** Memory that was asked for and not given, which V8 and zlib have several words for. */
export function isOutOfMemory(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? cause.code : null;
    if (code === 'Z_MEM_ERROR' || code === 'ERR_MEMORY_ALLOCATION_FAILED' || code === 'ERR_STRING_TOO_LONG')
      return true;
    if (cause instanceof RangeError && /alloc|invalid (?:string|array buffer) length/i.test(cause.message)) return true;
  }
  return false;
}

/** A file that is no table, or is one that we do not read. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';

  constructor(
    readonly reason: Unreadability,
    readonly params: Readonly<Record<string, string | number>> = {},
    options?: { readonly cause?: unknown },
  ) {
    super(reason, options);
  }
}
