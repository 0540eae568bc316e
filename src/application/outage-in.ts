import type { Voice } from '../../bots/conversation/kit/voice';
import { AppError, codeOf, isOfDatabase, isOfDisk, isOfFile, OF_FILES, OF_NETWORK } from '../errors';
import type { Outage } from '../inbox/update';

/**
 * Whose failure it is: the network's, the disk's or the database's, which heals while we wait; null: a fault of ours.
 */
export function outageIn(error: unknown, voice: Pick<Voice, 'outcomeOf'>): Outage | null {
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  if (isOfDisk(error)) return { of: 'disk', beside: true };
  if (isOfDatabase(error)) return { of: 'database' };
  if (OF_FILES.test(code)) return null;
  if (OF_NETWORK.test(code)) return { of: 'messenger' };
  if (isOfFile(error)) return { of: 'messenger', beside: true };
  if (error instanceof AppError) return null;
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
