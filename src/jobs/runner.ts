import type { Clock } from '../clock';
import type { Database, Transaction } from '../database/database';
import { failpoint } from '../process/failpoint';
import { describeError, framesOf, type Log } from '../process/log';
import { dayOf, endOfDay, plusDays, startOfDay, type OfficeCalendar, type PlainDate } from '../regulation/calendar';
import { foreignLine } from '../text/plain-text';
import type { Job, Occasion } from './job';
import {
  claimSlot,
  finishSlot,
  recordFailure,
  slotsStatus,
  triedSlots,
  type FindTried,
  type SlotKey,
  type SlotsStatus,
  type TriedSlot,
} from './slots';

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

export interface JobStatus<Name extends string = string> extends SlotsStatus {
  readonly job: Name;
}

export interface NextSlot<Name extends string = string> {
  readonly job: Name;
  readonly at: Date;
}

interface OpenSlot<Name extends string> {
  readonly job: Job<Name>;
  readonly occasion: Occasion;
  /** What is known of earlier tries. */
  readonly before: TriedSlot | undefined;
  /** When it is to be tried. */
  readonly moment: Date;
}

const MINUTE = 60_000;
const LONGEST_REASON = 1_000;
/** The subject under which it is kept that a job could not list its slots of a day. */
const PLANNING = '*';

/** Runs each slot of each job once, while it makes sense; what keeps a slot from running twice is its row. */
export class Jobs<Name extends string> {
  constructor(private readonly options: JobsOptions<Name>) {}

  /**
   * Does what is due now, the earliest slot first. A slot that throws is written down and tried again after 1, 2, 4…
   * minutes, and the others go on.
   * @returns how many slots were done
   * @throws AggregateError of failures that could not even be written down, after the others have had their turn.
   */
  async runDue(): Promise<number> {
    const { clock, calendar, jobs } = this.options;
    const now = clock.now();
    const day = dayOf(now, calendar());
    const tried = await this.triedOn(day);
    const unwritten: unknown[] = [];
    const trying = async <T>(job: Job<Name>, occasion: Occasion, work: () => Promise<T>): Promise<T | null> => {
      try {
        return await work();
      } catch (error) {
        await this.writeDown(job, occasion, error).catch((failure: unknown) => unwritten.push(failure));
        return null;
      }
    };

    const planning = planningOf(day, calendar());
    const due: OpenSlot<Name>[] = [];
    for (const job of jobs) {
      const open = await trying(job, planning, () => this.openSlots(job, day, tried));
      due.push(...(open ?? []).filter(({ moment }) => moment <= now));
    }
    due.sort((a, b) => a.occasion.at.getTime() - b.occasion.at.getTime());
    let done = 0;
    for (const slot of due) if (await trying(slot.job, slot.occasion, () => this.run(slot))) done += 1;
    if (unwritten.length > 0) throw new AggregateError(unwritten, unwritten.map(describeError).join('; '));
    return done;
  }

  /** When there is next something to do, up to `until`: in the past when it is due already; null: never. For a clock that walks. */
  async nextAt(until: Date): Promise<Date | null> {
    return (await this.next(until))?.at ?? null;
  }

  /** The same, with which job it is; `names`: of these alone. */
  async next<Wanted extends Name = Name>(until: Date, names?: readonly Wanted[]): Promise<NextSlot<Wanted> | null> {
    const { clock, calendar } = this.options;
    const isWanted = (job: Job<Name>): job is Job<Wanted> => names?.some((name) => name === job.name) ?? true;
    const jobs = this.options.jobs.filter(isWanted);
    const last = dayOf(until, calendar());
    for (let day = dayOf(clock.now(), calendar()); day <= last; day = plusDays(day, 1)) {
      const tried = await this.triedOn(day);
      // A job that can't list its slots is told of when their day has come.
      const open = await Promise.all(jobs.map((job) => this.openSlots(job, day, tried).catch(() => [])));
      const [first] = open.flat().sort((a, b) => a.moment.getTime() - b.moment.getTime());
      if (first && first.moment <= until) return { job: first.job.name, at: first.moment };
    }
    return null;
  }

  /** For /metrics: every job, from its rows, so that restarts change nothing. */
  async status(): Promise<JobStatus<Name>[]> {
    const known = await slotsStatus(this.options.database);
    return this.options.jobs.map(({ name }) => ({
      job: name,
      ...(known.get(name) ?? { lastSuccessAt: null, latenessSeconds: null, failures: 0 }),
    }));
  }

  private triedOn(day: PlainDate): Promise<FindTried> {
    const { database, calendar } = this.options;
    return triedSlots(database, startOfDay(day, calendar()), startOfDay(plusDays(day, 1), calendar()));
  }

  /** The job's slots of a day that are still to be done, now or later. */
  private async openSlots<One extends Name>(job: Job<One>, day: PlainDate, tried: FindTried): Promise<OpenSlot<One>[]> {
    const now = this.options.clock.now();
    return (await job.occasions(day))
      .map((occasion) => {
        const before = tried(keyOf(job, occasion));
        return { job, occasion, before, moment: momentOf(occasion, before, now) };
      })
      .filter(({ occasion: { until }, before, moment }) => before?.state !== 'done' && now < until && moment < until);
  }

  /** @returns whether this call did it. @throws what the job throws; nothing of it is kept then. */
  private run({ job, occasion, before }: OpenSlot<Name>): Promise<boolean> {
    const { database, clock } = this.options;
    const key = keyOf(job, occasion);
    return database.transaction(async (tx) => {
      if (!(await claimSlot(tx, key, before?.attempts ?? 0, clock.now()))) return false;
      failpoint('slot-claimed');
      await job.run(tx, occasion);
      await finishSlot(tx, key, clock.now());
      return true;
    });
  }

  private writeDown(job: Job<Name>, occasion: Occasion, error: unknown): Promise<void> {
    const { database, clock, log, onFailure } = this.options;
    const { subject, at, until } = occasion;
    return database.transaction(async (tx) => {
      const reason = foreignLine(describeError(error), LONGEST_REASON);
      log.error(
        { job: job.name, subject, slot: at, reason, frames: framesOf(error) },
        'a job failed; it is tried again',
      );
      const attempts = await recordFailure(tx, keyOf(job, occasion), reason, clock.now());
      if (attempts === 1) await onFailure(tx, { job: job.name, at: subject === PLANNING ? null : at, until });
    });
  }
}

const keyOf = ({ name }: Job, { subject, at }: Occasion): SlotKey => ({ job: name, subject, slot: at });

const planningOf = (day: PlainDate, calendar: OfficeCalendar): Occasion => ({
  subject: PLANNING,
  at: startOfDay(day, calendar),
  until: endOfDay(day, calendar),
});

/** At the slot; after a failure, at the end of a pause. A failure in the future means that the clock went back. */
function momentOf({ at }: Occasion, before: TriedSlot | undefined, now: Date): Date {
  if (before?.state !== 'failed' || before.finishedAt > now) return at;
  return new Date(before.finishedAt.getTime() + MINUTE * 2 ** (before.attempts - 1));
}
