import { JournalEntry, type JournalDetails, type Event } from '../../../entities/journal-entry';
import { columnNames, columns } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import { UNDO_MS } from '../../regulation/deadlines';
import type { EngagementCapacity, EngagementDeed, EngagementStage } from '../../regulation/engagement/vocabulary';
import type { Role } from '../../regulation/vocabulary';

/** The epoch that goes on, and the oldest transaction that is still under way: whatever is below it is committed, or never will be. */
export const EPOCH = '(select max(id) from journal_epoch)';
export const OLDEST_UNDER_WAY = '((pg_snapshot_xmin(pg_current_snapshot()))::text)::bigint';

/** Of a row of `journal_entry` under this name: it says that an organization answered, and was taken back in its minute. */
export const answerUndone = (entry: string) => `(${entry}.action = 'organizationAnsweredApplicant' and exists (
    select from journal_entry undoing where undoing.appeal_id = ${entry}.appeal_id and undoing.id > ${entry}.id
      and undoing.action = 'undoOrganizationAnswer' and undoing.at <= ${entry}.at + interval '${UNDO_MS} milliseconds'))`;

/** What an act on what the ОГ role makes leaves in the one journal. */
export interface EngagementEntry {
  readonly at: Date;
  readonly engagementId: number;
  readonly action: EngagementDeed;
  /** Null: time acted. */
  readonly personId: number | null;
  readonly capacity: EngagementCapacity;
  readonly onBehalfOfId: number | null;
  readonly clause: string;
  readonly fromStage: EngagementStage | null;
  readonly toStage: EngagementStage;
  /** After the act. */
  readonly version: number;
  /** The form that carried it: it acts once. */
  readonly formId: number | null;
  readonly details: JournalDetails;
}

const WRITTEN = [
  'at',
  'engagementId',
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
] as const satisfies readonly (keyof EngagementEntry & keyof JournalEntry)[];
const insert = statement(
  'insert-engagement-entry',
  `insert into journal_entry (${columnNames(JournalEntry, WRITTEN)}) values (${WRITTEN.map((_, index) => `$${index + 1}`).join(', ')})`,
);

export async function addEngagementEntry(tx: Queries, entry: EngagementEntry): Promise<void> {
  const values = WRITTEN.map((name) => (name === 'details' ? JSON.stringify(entry.details) : entry[name]));
  await tx.query(insert, values);
}

const WITHOUT_DETAILS = WRITTEN.filter((name) => name !== 'details');
const selectOf = statement(
  'engagement-entries',
  `select ${columns(JournalEntry, WITHOUT_DETAILS)}, journal_entry.told as details from journal_entry where engagement_id = $1 order by id desc`,
);

/** Its whole history, the latest first. */
export const entriesOfEngagement = (queries: Queries, engagementId: number): Promise<EngagementEntry[]> =>
  queries.query<EngagementEntry>(selectOf, [engagementId]);

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
