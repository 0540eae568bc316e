import type { Voice } from '../../bots/conversation/voice';
import { AppError, codeOf, isOfDatabase, isOfDisk, OF_FILES, OF_NETWORK } from '../errors';
import type { Outage } from '../inbox/update';

/** The file is there no more, or is not ours: asked for again, it is refused again. */
const isRefused = (status: unknown): boolean =>
  typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429;

/**
 * Whose failure it is: the network's, the disk's or the database's, which heals while we wait; null: a fault of ours.
 */
export function outageIn(error: unknown, voice: Pick<Voice, 'outcomeOf'>): Outage | null {
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  if (isOfDisk(error)) return { of: 'disk' };
  if (isOfDatabase(error)) return { of: 'database' };
  if (OF_FILES.test(code)) return null;
  if (OF_NETWORK.test(code)) return { of: 'messenger' };
  if (error instanceof AppError)
    return code === 'download_failed' && !isRefused(error.params.status) ? { of: 'messenger' } : null;
  return silenceIn(error, voice);
}

/** Of a file whose place does not give it, while the messenger itself may well answer. */
export const isOfFile = (error: unknown): boolean => codeOf(error) === 'download_failed';

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
