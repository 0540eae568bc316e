import { JournalEntry, type JournalDetails } from '../../../entities/journal-entry';
import { columnNames, columns } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import type { EngagementCapacity, EngagementDeed, EngagementStage } from '../../regulation/engagement/vocabulary';

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
