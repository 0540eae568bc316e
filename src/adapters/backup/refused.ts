import type { CopyTrouble } from '../../usecases/copy-troubles';

/** What whoever asked for it can mend, in words of `backup:refused`. Nothing is half done. */
export class CopyRefused extends Error implements CopyTrouble {
  override readonly name = 'CopyRefused';

  constructor(
    readonly why: CopyTrouble['why'],
    readonly params: CopyTrouble['params'] = {},
    options?: { readonly cause?: unknown },
  ) {
    super(`A copy was refused: ${why} ${JSON.stringify(params)}`, options);
  }
}
