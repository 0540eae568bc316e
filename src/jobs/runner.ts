import { JobSlot } from '../../entities/job-slot';
import type { Clock } from '../clock';
import { columns, type RowOf } from '../columns';
import { statement, type Database, type Queries, type Transaction } from '../database';
import { describeError, framesOf, type Log } from '../log';
import { dayOf, endOfDay, plusDays, startOfDay, type OfficeCalendar, type PlainDate } from '../regulation/calendar';
import type { Job, Occasion } from './job';

export interface JobFailure<Name extends string> {
  readonly job: Name;
  /** When it should have run. Null: it could not say what there is to do that day. */
  readonly at: Date | null;
  /** Until when it is tried again. */
  readonly until: Date;
}

export interface JobsOptions<Name extends string> {
  readonly database: Database;
  readonly clock: Clock;
  readonly calendar: () => OfficeCalendar;
  readonly jobs: readonly Job<Name>[];
  readonly log: Log;
  /** Runs in the transaction that writes down the first failure of a slot: the place to tell the admins. */
  readonly onFailure: (tx: Transaction, failure: JobFailure<Name>) => Promise<void>;
}

export interface JobStatus<Name extends string = string> {
  readonly job: Name;
  /** Null: never yet. */
  readonly lastSuccessAt: Date | null;
  /** From the slot to its end, of the latest slot done. */
  readonly latenessSeconds: number | null;
  /** Tries that threw. */
  readonly failures: number;
}

const PAST = columns(JobSlot, ['job', 'subject', 'slot', 'state', 'attempts', 'finishedAt']);
type Past = Readonly<RowOf<typeof PAST>>;

interface OpenSlot<Name extends string> {
  readonly job: Job<Name>;
  readonly occasion: Occasion;
  /** What is known of earlier tries. */
  readonly before: Past | undefined;
  /** When it is to be tried. */
  readonly moment: Date;
}

const MINUTE = 60_000;
const LONGEST_REASON = 1_000;
/** The subject under which it is kept that a job could not list its slots of a day. */
const PLANNING = '*';

const selectPast = statement('job-slots-of-day', `select ${PAST} from job_slot where slot >= $1 and slot < $2`);
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
const recordFailure = statement(
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
const deleteOld = statement(
  'job-slots-delete-old',
  `delete from job_slot where slot < $1::timestamptz - interval '400 days'`,
);

/** Forgets slots of more than 400 days ago. */
export async function deleteOldSlots(database: Queries, now: Date): Promise<void> {
  await database.query(deleteOld, [now]);
}

/** Runs each slot of each job once, while it makes sense; what keeps a slot from running twice is its row. */
export function createJobs<Name extends string>({
  database,
  clock,
  calendar,
  jobs,
  log,
  onFailure,
}: JobsOptions<Name>) {
  async function pastOf(day: PlainDate): Promise<ReadonlyMap<string, Past>> {
    const [from, to] = [startOfDay(day, calendar()), startOfDay(plusDays(day, 1), calendar())];
    const rows = await database.query<Past>(selectPast, [from, to]);
    return new Map(rows.map((row) => [keyOf(row.job, row.subject, row.slot), row]));
  }

  /** @returns whether this call did it. @throws what the job throws; nothing of it is kept then. */
  const run = ({ job, occasion, before }: OpenSlot<Name>): Promise<boolean> =>
    database.transaction(async (tx) => {
      const slot = [job.name, occasion.subject, occasion.at];
      const claimed = await tx.query(claim, [...slot, before?.attempts ?? 0, clock.now()]);
      if (claimed.length === 0) return false;
      await job.run(tx, occasion);
      await tx.query(finish, [...slot, clock.now()]);
      return true;
    });

  const writeDown = (job: Job<Name>, { subject, at, until }: Occasion, error: unknown): Promise<void> =>
    database.transaction(async (tx) => {
      const reason = describeError(error).replaceAll('\0', '\ufffd').slice(0, LONGEST_REASON).toWellFormed();
      log.error(
        { job: job.name, subject, slot: at, reason, frames: framesOf(error) },
        'a job failed; it is tried again',
      );
      const [row] = await tx.query<{ attempts: number }>(recordFailure, [job.name, subject, at, clock.now(), reason]);
      if (row?.attempts === 1) await onFailure(tx, { job: job.name, at: subject === PLANNING ? null : at, until });
    });

  /** The job's slots of a day that are still to be done, now or later. */
  async function openSlots(job: Job<Name>, day: PlainDate, past: ReadonlyMap<string, Past>): Promise<OpenSlot<Name>[]> {
    const now = clock.now();
    return (await job.occasions(day))
      .map((occasion) => {
        const before = past.get(keyOf(job.name, occasion.subject, occasion.at));
        return { job, occasion, before, moment: momentOf(occasion, before, now) };
      })
      .filter(({ occasion: { until }, before, moment }) => before?.state !== 'done' && now < until && moment < until);
  }

  return {
    /**
     * Does what is due now, the earliest slot first. A slot that throws is written down and tried again after 1, 2, 4…
     * minutes, and the others go on.
     * @returns how many slots were done
     * @throws AggregateError of failures that could not even be written down, after the others have had their turn.
     */
    async runDue(): Promise<number> {
      const now = clock.now();
      const day = dayOf(now, calendar());
      const past = await pastOf(day);
      const unwritten: unknown[] = [];
      const trying = async <T>(job: Job<Name>, occasion: Occasion, work: () => Promise<T>): Promise<T | null> => {
        try {
          return await work();
        } catch (error) {
          await writeDown(job, occasion, error).catch((failure: unknown) => unwritten.push(failure));
          return null;
        }
      };

      const planning = planningOf(day, calendar());
      const due: OpenSlot<Name>[] = [];
      for (const job of jobs) {
        const open = await trying(job, planning, () => openSlots(job, day, past));
        due.push(...(open ?? []).filter(({ moment }) => moment <= now));
      }
      due.sort((a, b) => a.occasion.at.getTime() - b.occasion.at.getTime());
      let done = 0;
      for (const slot of due) if (await trying(slot.job, slot.occasion, () => run(slot))) done += 1;
      if (unwritten.length > 0) throw new AggregateError(unwritten, unwritten.map(describeError).join('; '));
      return done;
    },

    /** When there is next something to do, up to `until`: in the past when it is due already; null: never. For a clock that walks. */
    async nextAt(until: Date): Promise<Date | null> {
      const last = dayOf(until, calendar());
      for (let day = dayOf(clock.now(), calendar()); day <= last; day = plusDays(day, 1)) {
        const past = await pastOf(day);
        // A job that can't list its slots is told of when their day has come.
        const open = await Promise.all(jobs.map((job) => openSlots(job, day, past).catch(() => [])));
        const moments = open.flat().map(({ moment }) => moment.getTime());
        const next = new Date(Math.min(...moments));
        if (next <= until) return next;
      }
      return null;
    },

    /** For /metrics: every job, from its rows, so that restarts change nothing. */
    async status(): Promise<JobStatus<Name>[]> {
      const rows = await database.query<Omit<JobStatus<Name>, 'job'> & { job: string }>(selectStatus);
      const known = new Map(rows.map(({ job, ...status }) => [job, status]));
      return jobs.map(({ name }) => ({
        job: name,
        ...(known.get(name) ?? { lastSuccessAt: null, latenessSeconds: null, failures: 0 }),
      }));
    },
  };
}

const keyOf = (job: string, subject: string, slot: Date) => JSON.stringify([job, subject, slot]);

const planningOf = (day: PlainDate, calendar: OfficeCalendar): Occasion => ({
  subject: PLANNING,
  at: startOfDay(day, calendar),
  until: endOfDay(day, calendar),
});

/** At the slot; after a failure, at the end of a pause. A failure in the future means that the clock went back. */
function momentOf({ at }: Occasion, past: Past | undefined, now: Date): Date {
  if (past?.state !== 'failed' || past.finishedAt > now) return at;
  return new Date(past.finishedAt.getTime() + MINUTE * 2 ** (past.attempts - 1));
}
