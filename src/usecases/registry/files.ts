import { IsNull } from 'typeorm';
import {
  RegistryFile,
  type RegistryCounts,
  type RegistryResult,
  type RegistrySource,
} from '../../../entities/registry-file';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, repositoryOf, statement, type Queries, type Transaction } from '../../database/database';
import type { MessageRef, Records } from '../kit/ports';

export const FILE = columns(RegistryFile, [
  'id',
  'source',
  'name',
  'sha256',
  'size',
  'unended',
  'grownFromId',
  'personId',
  'messenger',
  'shownRef',
  'takenAt',
  'receivedFrom',
  'receivedUntil',
  'state',
  'headings',
  'layout',
  'asked',
  'day',
  'onlyFresh',
  'readings',
  'readRow',
  'loadedRow',
  'counts',
  'result',
  'refusal',
  'filedAt',
  'forgottenAt',
]);
export type FileState = Readonly<RowOf<typeof FILE>>;
/** Why a file can't be read: a key of `registry:refused` and its values. */
export type Refusal = NonNullable<FileState['refusal']>;

/** NOTIFY channel: a file waits to be worked on. */
export const REGISTRY_CHANNEL = 'registry_file';

const NO_COUNTS: RegistryCounts = {
  rows: 0,
  fresh: 0,
  finished: 0,
  known: 0,
  changed: 0,
  bad: 0,
  differing: {},
};
const NOTHING_YET: RegistryResult = { open: 0, finished: 0, changed: 0 };

const insertFile = statement(
  'registry.take',
  `insert into registry_file (source, name, sha256, person_id, messenger, message_ref, taken_at, state, read_row, loaded_row, counts, result,
     size, unended, grown_from_id)
   values ($1, $2, $3, $4, $5, $6, $7, 'reading', 0, 0, $8, $9, $10, $11, $12)
   on conflict (messenger, message_ref) do update set name = registry_file.name returning ${FILE}`,
);
const selectFile = statement('registry.file', `select ${FILE} from registry_file where id = $1`);
const lockFile = statement('registry.lock', `select ${FILE} from registry_file where id = $1 for no key update`);
const selectUnderWay = statement(
  'registry.under-way',
  `select ${FILE} from registry_file where state in ('reading', 'loading') and source not in ('command', 'trial') order by id`,
);
const selectTaken = statement(
  'registry.taken',
  `select ${FILE} from registry_file where source = 'folder' and name = $1 and sha256 = $2 and (filed_at is null or $3) order by id desc limit 1`,
);
const selectFiled = statement(
  'registry.filed-since',
  `select ${FILE} from registry_file where source = 'folder' and filed_at > $1 and size is not null order by id`,
);
const selectOfName = statement(
  'registry.latest-of-name',
  `select ${FILE} from registry_file where source = 'folder' and name = $1 and taken_at > $2 order by id desc limit 1`,
);
const deleteRows = statement('registry.drop-rows', 'delete from registry_row where file_id = $1');
const deleteSightings = statement(
  'registry.drop-sightings-of-trial',
  'delete from registry_sighting where file_id = $1',
);
const deleteFile = statement('registry.drop-file', 'delete from registry_file where id = $1');
const notifyWorker = statement('registry.notify', `select pg_notify('${REGISTRY_CHANNEL}', '')`);

/** Nothing of it is read. */
export const UNREAD = {
  headings: null,
  layout: null,
  asked: null,
  day: null,
  readings: 0,
  readRow: 0,
  counts: NO_COUNTS,
  receivedFrom: null,
  receivedUntil: null,
} as const satisfies Partial<FileState>;

/** A file that has come; its bytes are kept already. */
export interface TakenFile {
  readonly source: RegistrySource;
  readonly name: string;
  readonly sha256: string;
  /** Of one from the watched folder, as `RegistryFile` has them. */
  readonly size?: number | null;
  readonly unended?: boolean;
  readonly grownFromId?: number | null;
  readonly sentBy?: { readonly personId: number; readonly messenger: string; readonly message: MessageRef };
}

/** As long as a file may be named anywhere; a messenger's server has words of its own about it. */
const LONGEST_NAME = 255;

/** @idempotent by the message that brought it */
export async function takeFile(
  queries: Queries,
  { source, name, sha256, sentBy, size = null, unended = false, grownFromId = null }: TakenFile,
  now: Date,
): Promise<FileState> {
  const [file] = await queries.query<FileState>(insertFile, [
    source,
    name.slice(0, LONGEST_NAME).replaceAll('\0', '\ufffd'),
    sha256,
    sentBy?.personId ?? null,
    sentBy?.messenger ?? null,
    sentBy?.message ?? null,
    now,
    JSON.stringify(NO_COUNTS),
    JSON.stringify(NOTHING_YET),
    size,
    unended,
    grownFromId,
  ]);
  if (!file) throw new Error('A registry file was not taken');
  await queries.query(notifyWorker);
  return file;
}

/** Null: there is none. */
export const fileById = async (records: Records, id: number): Promise<FileState | null> =>
  (await databaseOf(records).query<FileState>(selectFile, [id]))[0] ?? null;

/** Nobody else brings it further until this transaction ends. */
export const lockedFile = async (tx: Transaction, id: number): Promise<FileState | null> =>
  (await tx.query<FileState>(lockFile, [id]))[0] ?? null;

/** What there is to work on, in the order in which it came. Commands work on their own. */
export const filesUnderWay = (records: Records): Promise<FileState[]> =>
  databaseOf(records).query<FileState>(selectUnderWay);

/**
 * A file that lies in the watched folder. One that was taken already, and not put away, goes on where it stopped.
 * @param isFiled it lies where it was put away to
 * @idempotent until it is put away, and for one that was
 */
export const takeFolderFile = (
  records: Records,
  file: Omit<TakenFile, 'source' | 'sentBy'>,
  isFiled = false,
): Promise<FileState> =>
  databaseOf(records).transaction(async (tx) => {
    const [known] = await tx.query<FileState>(selectTaken, [file.name, file.sha256, isFiled]);
    return known ?? takeFile(tx, { source: 'folder', ...file }, records.clock.now());
  });

/** Files of the watched folder that were put away since, and whose bytes are known. */
export const filedSince = (records: Records, since: Date): Promise<FileState[]> =>
  databaseOf(records).query<FileState>(selectFiled, [since]);

/** The latest file of that name from the watched folder, when it was taken since and has fewer bytes. */
export async function shorterOfName(
  records: Records,
  name: string,
  size: number,
  since: Date,
): Promise<FileState | null> {
  const [latest] = await databaseOf(records).query<FileState>(selectOfName, [name, since]);
  return latest && latest.size !== null && latest.size < size ? latest : null;
}

/** Within a transaction that holds the file, or of one that nobody else is at. */
export async function changeFile(
  rows: Transaction | Records,
  id: number,
  change: Partial<
    Pick<
      RegistryFile,
      | 'state'
      | 'headings'
      | 'layout'
      | 'asked'
      | 'day'
      | 'onlyFresh'
      | 'loadedAnyway'
      | 'readings'
      | 'readRow'
      | 'loadedRow'
      | 'counts'
      | 'result'
      | 'refusal'
      | 'endedAt'
      | 'receivedFrom'
      | 'receivedUntil'
    >
  >,
): Promise<void> {
  await repositoryOf('manager' in rows ? rows : databaseOf(rows), RegistryFile).update({ id }, change);
}

/** What becomes of it stands in this message now. @idempotent */
export async function fileShown(records: Records, id: number, message: MessageRef): Promise<void> {
  await repositoryOf(databaseOf(records), RegistryFile).update({ id }, { shownRef: message });
}

/** It lies in the folder no more. @idempotent */
export async function fileFiled(records: Records, id: number): Promise<void> {
  await repositoryOf(databaseOf(records), RegistryFile).update(
    { id, filedAt: IsNull() },
    { filedAt: records.clock.now() },
  );
}

/** A file that was only tried: nothing refers to it. @idempotent */
export async function deleteTrial(tx: Transaction, id: number): Promise<void> {
  for (const gone of [deleteRows, deleteSightings, deleteFile]) await tx.query(gone, [id]);
}

/** Whichever process works on files looks for them now, once this is committed. */
export const wakeWorker = async (queries: Queries): Promise<void> => void (await queries.query(notifyWorker));

const beginPart = statement(
  'registry.begin-part',
  `select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('synchronous_commit', 'off', true)`,
);

/**
 * For the transaction of a part of a file. A file fills tables that were empty when its first rows were looked at: a plan kept from then
 * reads them whole for each row. A second file of 50,000 rows was compared for a minute with it, and for four seconds without. And
 * nobody waits until the disk has a part: whatever is committed after it, the file's end first of all, brings it there too, and after
 * a crash of the machine the file goes on from the part that the disk has.
 */
export const asPartOfFile = async (tx: Transaction): Promise<void> => void (await tx.query(beginPart));
