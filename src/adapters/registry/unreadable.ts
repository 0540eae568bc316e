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
