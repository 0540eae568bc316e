import { statement, type Queries } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';

const insertDigest = statement(
  'keep-digest',
  'insert into digest (subject, day, numbers) values ($1, $2, $3::jsonb) on conflict do nothing returning subject',
);
const selectDigest = statement('digest-of-day', 'select numbers from digest where subject = $1 and day = $2');

/**
 * Keeps what a digest counted, for the next one to compare with.
 * @returns false when this subject has had its digest of the day already
 */
export async function keepDigest(tx: Queries, subject: string, day: PlainDate, numbers: unknown): Promise<boolean> {
  return (await tx.query(insertDigest, [subject, day, JSON.stringify(numbers)])).length > 0;
}

/** What was kept under this subject that day, as it was written; null: nothing. */
export async function digestOf(queries: Queries, subject: string, day: PlainDate): Promise<unknown> {
  return (await queries.query<{ numbers: unknown }>(selectDigest, [subject, day]))[0]?.numbers ?? null;
}
