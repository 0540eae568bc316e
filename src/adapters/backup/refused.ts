import type { CopyTrouble } from '../../usecases/kit/account-params';

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

/** Why it was refused; null: it was not. */
export async function troubleOf(work: () => Promise<unknown>): Promise<CopyTrouble | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof CopyRefused) return { why: error.why, params: error.params };
    throw error;
  }
}
