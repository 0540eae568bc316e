import { JobSlot } from '../../entities/job-slot';
import { columns, type RowOf } from '../database/columns';
import { statement, type Queries } from '../database/database';

/** By what a slot's row is found. */
export type SlotKey = Readonly<Pick<JobSlot, 'job' | 'subject' | 'slot'>>;

const TRIED = columns(JobSlot, ['job', 'subject', 'slot', 'state', 'attempts', 'finishedAt']);
/** What is known of a slot that was tried. */
export type TriedSlot = Readonly<RowOf<typeof TRIED>>;

/** Undefined: it was never tried. */
export type FindTried = (key: SlotKey) => TriedSlot | undefined;

export interface SlotsStatus {
  /** Null: never yet. */
  readonly lastSuccessAt: Date | null;
  /** From the slot to its end, of the latest slot done. */
  readonly latenessSeconds: number | null;
  /** Tries that threw. */
  readonly failures: number;
}

const selectTried = statement('job-slots-of-day', `select ${TRIED} from job_slot where slot >= $1 and slot < $2`);
// A second instance waits here until the first has committed, and then finds another row than it has seen.
const claim = statement(
  'job-slot-claim',
  `insert into job_slot (job, subject, slot, state, finished_at) values ($1, $2, $3, 'done', $5)
   on conflict (job, subject, slot) do update set state = 'done'
     where job_slot.state = 'failed' and job_slot.attempts = $4
   returning slot`,
);
const finish = statement(
  'job-slot-finish',
  'update job_slot set finished_at = $4 where job = $1 and subject = $2 and slot = $3',
);
// A commit whose answer was lost is no failure: the slot is done.
const insertFailure = statement(
  'job-slot-failure',
  `insert into job_slot (job, subject, slot, state, attempts, finished_at, reason) values ($1, $2, $3, 'failed', 1, $4, $5)
   on conflict (job, subject, slot) do update
     set attempts = job_slot.attempts + 1, finished_at = excluded.finished_at, reason = excluded.reason
     where job_slot.state = 'failed'
   returning attempts`,
);
const selectStatus = statement(
  'job-status',
  `select job, max(finished_at) filter (where state = 'done') as "lastSuccessAt",
          (array_agg(extract(epoch from finished_at - slot)::float8 order by slot desc) filter (where state = 'done'))[1]
            as "latenessSeconds",
          sum(attempts)::int as failures
   from job_slot group by job`,
);
/** What was tried of the slots from one moment up to another, which is not included. */
export async function triedSlots(database: Queries, from: Date, to: Date): Promise<FindTried> {
  const rows = await database.query<TriedSlot>(selectTried, [from, to]);
  const known = new Map(rows.map((row) => [textOf(row), row]));
  return (key) => known.get(textOf(key));
}

/**
 * Marks a slot done before its job runs, in the same transaction: what keeps it from running twice.
 * @param attempts that had thrown when the slot was looked at
 * @returns whether it is this transaction's to run
 */
export async function claimSlot(
  tx: Queries,
  { job, subject, slot }: SlotKey,
  attempts: number,
  now: Date,
): Promise<boolean> {
  return (await tx.query(claim, [job, subject, slot, attempts, now])).length > 0;
}

/** The job has run; its slot was claimed when it began. */
export async function finishSlot(tx: Queries, { job, subject, slot }: SlotKey, now: Date): Promise<void> {
  await tx.query(finish, [job, subject, slot, now]);
}

/** @returns how many tries have thrown by now; null: the slot is done all the same. */
export async function recordFailure(
  tx: Queries,
  { job, subject, slot }: SlotKey,
  reason: string,
  now: Date,
): Promise<number | null> {
  const [row] = await tx.query<{ attempts: number }>(insertFailure, [job, subject, slot, now, reason]);
  return row?.attempts ?? null;
}

/** By job; one that was never tried is not there. */
export async function slotsStatus(database: Queries): Promise<ReadonlyMap<string, SlotsStatus>> {
  const rows = await database.query<SlotsStatus & { job: string }>(selectStatus);
  return new Map(rows.map(({ job, ...status }) => [job, status]));
}

function textOf({ job, subject, slot }: SlotKey): string {
  return JSON.stringify([job, subject, slot]);
}
