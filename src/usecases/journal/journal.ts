import { JournalEntry, type Event } from '../../../entities/journal-entry';
import { columnNames } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import type { Role } from '../../regulation/vocabulary';

export type Entry = Readonly<
  Omit<JournalEntry, 'id' | 'appealId' | 'engagementId' | 'version' | 'epoch' | 'txid' | 'wordsId' | 'wordsDigest'>
>;

/** In the order of the statements that write it. */
export const JOURNAL_COLUMNS = columnNames(JournalEntry, [
  'at',
  'appealId',
  'action',
  'personId',
  'capacity',
  'onBehalfOfId',
  'clause',
  'fromStage',
  'toStage',
  'version',
  'formId',
  'details',
]);
const insertEntry = statement(
  'insert-journal-entry',
  `insert into journal_entry (${JOURNAL_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`,
);

/** An entry that changes no appeal's state: contacts shown, roles changed, an answer placed. */
export async function addEntry(
  tx: Queries,
  appealId: number | null,
  entry: Pick<Entry, 'at' | 'action' | 'personId' | 'capacity' | 'details'> & Partial<JournalEntry>,
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(insertEntry, [
    entry.at,
    appealId,
    entry.action,
    entry.personId,
    entry.capacity,
    entry.onBehalfOfId ?? null,
    entry.clause ?? null,
    entry.fromStage ?? null,
    entry.toStage ?? null,
    entry.version ?? null,
    entry.formId ?? null,
    JSON.stringify(entry.details),
  ]);
  if (!row) throw new Error('The journal did not take an entry');
  return row.id;
}

export interface PeopleEntry {
  readonly at: Date;
  readonly action: Event;
  /** Null: a file, the environment. */
  readonly personId: number | null;
  readonly capacity: Role | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Journals what was done to accounts, in no appeal. */
export async function addPeopleEntry(tx: Queries, entry: PeopleEntry): Promise<void> {
  await addEntry(tx, null, entry);
}

/**
 * What somebody has changed of the office, in the capacity in which they may; null: the program itself.
 * @param details the first of its names that `CHANGES` has says what it is
 */
export const noteChange = (
  tx: Queries,
  at: Date,
  by: { readonly personId: number } | null,
  details: Readonly<Record<string, unknown>>,
  capacity: Role = 'admin',
): Promise<void> =>
  addPeopleEntry(tx, {
    at,
    action: 'changeOffice',
    personId: by?.personId ?? null,
    capacity: by ? capacity : null,
    details,
  });
