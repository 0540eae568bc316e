import type { Transaction } from '../../database';
import { enqueue } from '../../outbox/enqueue';
import { adminsWithChat } from '../people/officials';

/** What the clock starts by itself; each has words in `notice:job`. */
export const JOB_NAMES = ['calendar_check', 'morning_list', 'group_digest', 'weekly_report', 'weekend_list'] as const;
export type JobName = (typeof JOB_NAMES)[number];

export interface FailedJob {
  readonly job: JobName;
  /** When it should have run. Null: even when it should run could not be told. */
  readonly at: Date | null;
  /** Until when it is tried again. */
  readonly until: Date;
}

/** The admins hear that something did not happen by itself. Slots of one moment (groups with one hour) are one message. */
export async function tellOfFailedJob(tx: Transaction, { job, at, until }: FailedJob, now: Date): Promise<void> {
  const admins = await adminsWithChat(tx);
  await enqueue(
    tx,
    admins.map(({ id, chatId }) => ({
      key: `jobFailed:${job}:${at ? at.toISOString() : `planning:${until.toISOString()}`}:person:${id}`,
      chatId,
      kind: 'jobFailed',
      params: { job, at, until, personId: id },
      silent: false,
    })),
    now,
  );
}
