import { isBusy, undertake } from '../database/database';
import { describeError } from '../process/log';

/** Others are at work where this would go on, and something of it is kept already. */
export class KeptInPart extends Error {
  override readonly name = 'KeptInPart';

  constructor(override readonly cause: unknown) {
    super(describeError(cause));
  }
}

/**
 * What a press asks for, or null when others have held a row or all connections for longer than a press waits. It is not tried
 * again by itself: the person is told, has the button still, and may by then want something else.
 * @param isBegun a former try has kept a part of it
 * @throws KeptInPart when «busy» would be a lie, since a part of it is done
 */
export function unlessBusy<Result>(work: () => Promise<Result>, isBegun = false): Promise<Result | null> {
  return undertake(async (hasKept) => {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (hasKept()) throw new KeptInPart(error);
      return null;
    }
  }, isBegun);
}
