import { databaseOf, type Transaction } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../journal/journal';
import type { Desk } from '../ports';
import { ageOf, isBehind } from './age-of-file';
import { changeFile, lockedFile, wakeWorker, type FileState } from './registry-files';
import { settleSightings } from './sightings';
import { tellOfFile } from './tell-of-file';

/** What came of a press; `over`: the file is done with, or not theirs. */
export type Decided = 'loading' | 'dropped' | 'already' | 'over';

/** `anyway`: also what is older than is known. */
export type Decision = 'loading' | 'anyway' | 'dropped';

/**
 * «Загрузить» and «Не нужно» under the preview: the file is brought in by whichever process works on files, or forgotten.
 * @idempotent by the state of the file: a second press finds it loading
 */
export function decideOnFile(desk: Desk, actor: Actor, fileId: number, decision: Decision): Promise<Decided> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (!file || !hasRight(actor, 'register')) return 'over';
    if (decision === 'anyway' && file.state === 'done' && file.onlyFresh && file.forgottenAt === null) {
      if (file.source === 'chat' && file.personId !== actor.personId) return 'over';
      await changeFile(tx, fileId, { state: 'loading', loadedRow: 0, onlyFresh: false, endedAt: null });
    } else {
      if (file.personId !== actor.personId) return 'over';
      if (file.state !== 'ready') return file.state === 'loading' ? 'already' : 'over';
      await changeFile(tx, fileId, await after(tx, desk, file, decision));
    }
    if (decision === 'anyway') await noteAnyway(tx, desk, file, actor.personId);
    if (decision === 'dropped') await settleSightings(tx, desk, { ...file, state: decision });
    await tellOfFile(tx, file, now);
    await wakeWorker(tx);
    return decision === 'dropped' ? 'dropped' : 'loading';
  });
}

/** What is older than is known changes nothing by silence. */
async function after(tx: Transaction, desk: Desk, { id }: FileState, decision: Decision) {
  if (decision === 'dropped') return { state: 'dropped', endedAt: desk.clock.now() } as const;
  return { state: 'loading', onlyFresh: decision === 'loading' && isBehind(await ageOf(tx, desk, id)) } as const;
}

/** «Всё равно»: an older file may take back what is known, so it is remembered who wanted that. */
export async function noteAnyway(
  tx: Transaction,
  desk: Desk,
  { id, name, day }: FileState,
  personId: number | null,
): Promise<void> {
  const { newest, loadedBefore } = await ageOf(tx, desk, id);
  if (newest === null && loadedBefore === null) return;
  await changeFile(tx, id, { loadedAnyway: true });
  await addPeopleEntry(tx, {
    at: desk.clock.now(),
    action: 'loadAnyway',
    personId,
    capacity: personId === null ? null : 'coordinator',
    details: { fileId: id, name, day, newest, loadedBefore },
  });
}
