import { databaseOf } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import type { Desk } from '../ports';
import { changeFile, lockedFile, wakeWorker } from './registry-files';
import { settleSightings } from './sightings';
import { tellOfFile } from './tell-of-file';

/** What came of a press; `over`: the file is done with, or not theirs. */
export type Decided = 'loading' | 'dropped' | 'already' | 'over';

/**
 * «Загрузить» and «Не нужно» under the preview: the file is brought in by whichever process works on files, or forgotten.
 * @idempotent by the state of the file: a second press finds it loading
 */
export function decideOnFile(
  desk: Desk,
  actor: Actor,
  fileId: number,
  decision: 'loading' | 'dropped',
): Promise<Decided> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (file?.personId !== actor.personId || !hasRight(actor, 'register')) return 'over';
    if (file.state !== 'ready') return file.state === 'loading' ? 'already' : 'over';
    await changeFile(tx, fileId, { state: decision, ...(decision === 'dropped' && { endedAt: now }) });
    if (decision === 'dropped') await settleSightings(tx, desk, { ...file, state: decision });
    await tellOfFile(tx, file, now);
    await wakeWorker(tx);
    return decision;
  });
}
