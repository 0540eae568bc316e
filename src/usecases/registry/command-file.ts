import { databaseOf, statement } from '../../database/database';
import type { Desk } from '../ports';
import { noteAnyway } from './confirm-file';
import { settleSightings } from './sightings';
import { changeFile, deleteTrial, FILE, lockedFile, takeFile, type FileState, type TakenFile } from './registry-files';

const selectUnfinished = statement(
  'registry.unfinished-command',
  `select ${FILE} from registry_file where source = 'command' and sha256 = $1 and state in ('reading', 'ready', 'loading') order by id desc limit 1`,
);

/** The file of a command. One that was killed goes on where it stopped; a dry run begins anew and ends without a trace. */
export const takeCommandFile = (
  desk: Desk,
  { name, sha256, isDryRun }: Pick<TakenFile, 'name' | 'sha256'> & { readonly isDryRun: boolean },
): Promise<FileState> =>
  databaseOf(desk).transaction(async (tx) => {
    const [unfinished] = isDryRun ? [] : await tx.query<FileState>(selectUnfinished, [sha256]);
    const source = isDryRun ? 'trial' : 'command';
    return unfinished ?? takeFile(tx, { source, name, sha256 }, desk.clock.now());
  });

/**
 * Whoever runs a command has said what they want.
 * @param onlyFresh what is known stays as it is
 * @idempotent by the state of the file
 */
export const startLoading = (desk: Desk, fileId: number, onlyFresh = false): Promise<void> =>
  databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (file?.state !== 'ready') return;
    await changeFile(tx, fileId, { state: 'loading', onlyFresh });
    if (!onlyFresh) await noteAnyway(tx, desk, file, null);
  });

/** A question that a command can't answer: the file is not brought in. @idempotent by the state of the file */
export const dropAsking = (desk: Desk, fileId: number): Promise<void> =>
  databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (file?.state !== 'asking') return;
    if (file.source === 'trial') return deleteTrial(tx, fileId);
    await changeFile(tx, fileId, { state: 'dropped', endedAt: desk.clock.now() });
    await settleSightings(tx, desk, { ...file, state: 'dropped' });
  });

/** @idempotent */
export const dropDryRun = (desk: Desk, fileId: number): Promise<void> =>
  databaseOf(desk).transaction((tx) => deleteTrial(tx, fileId));
