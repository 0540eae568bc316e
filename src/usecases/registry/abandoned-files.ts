import { databaseOf, statement, type Transaction } from '../../database/database';
import type { Desk } from '../ports';
import { changeFile, deleteTrial, lockedFile } from './registry-files';
import { settleSightings } from './sightings';
import { tellOfFile } from './tell-of-file';

/** A preview says what was new then; after a week of exports it says little that is true. */
const DAYS = 7;
const DAY_MS = 86_400_000;

/** A chat's and a folder's files are read by themselves, whatever is restarted. */
const ABANDONED = `taken_at < $1 and (state = 'ready' or state = 'asking' and source <> 'folder' or state = 'reading' and source in ('command', 'trial'))`;
const selectAbandoned = statement('registry.abandoned', `select id from registry_file where ${ABANDONED} order by id`);
const isAbandoned = statement('registry.is-abandoned', `select from registry_file where ${ABANDONED} and id = $2`);

/**
 * Previews about which nobody has decided, and what a killed command has left, are dropped: else their rows would stay for ever.
 * Whoever has sent the file sees so.
 * @idempotent by the state of the file
 */
export async function dropAbandoned(desk: Desk): Promise<void> {
  const now = desk.clock.now();
  const before = new Date(now.getTime() - DAYS * DAY_MS);
  for (const { id } of await databaseOf(desk).query<{ id: number }>(selectAbandoned, [before]))
    await databaseOf(desk).transaction((tx) => drop(tx, desk, id, before, now));
}

async function drop(tx: Transaction, desk: Desk, id: number, before: Date, now: Date): Promise<void> {
  const file = await lockedFile(tx, id);
  if (!file || (await tx.query(isAbandoned, [before, id])).length === 0) return;
  if (file.source === 'trial') return deleteTrial(tx, id);
  await changeFile(tx, id, { state: 'dropped', endedAt: now });
  await settleSightings(tx, desk, { ...file, state: 'dropped' });
  await tellOfFile(tx, file, now);
}
