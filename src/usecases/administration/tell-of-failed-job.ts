import type { Transaction } from '../../database/database';
import type { JobName } from '../job-names';
import { say } from '../messages';
import { adminsWithChat } from '../people/officials';

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
  await say(
    tx,
    admins.map(({ id, ...to }) => ({
      key: `jobFailed:${job}:${at ? at.toISOString() : `planning:${until.toISOString()}`}:person:${id}`,
      to,
      kind: 'jobFailed',
      params: { job, at, until, personId: id },
      silent: false,
    })),
    now,
  );
}
