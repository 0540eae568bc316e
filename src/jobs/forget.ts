import { schedule } from 'node-cron';
import { databaseOf, statement, type Queries, type Statement } from '../database/database';
import { describeError, type Log } from '../process/log';
import { pause } from '../process/pause';
import { PLACE_COUNTS_MINUTES } from '../regulation/evidence';
import { endContactTerms } from '../usecases/applicants/forget';
import { endQuestionTerms } from '../usecases/applicants/forget-questions';
import { forgetImports } from '../usecases/registry/imports';
import { endPhotoTerms } from '../usecases/photos/retention';
import type { Desk, FileStore, Folders, Pictures } from '../usecases/kit/ports';
import { listingUnneeded } from '../usecases/kit/files';
import { cronLog } from './cron-log';
import { sweepFiles } from './sweep-files';

/** Rows of one table that nobody needs any more. docs/administrator/operating.md tells the terms. */
export interface Term {
  readonly rows: string;
  readonly days: number;
  /** $1: before when they ended; $2: after which id; $3: how many at most. Returns the ids of those deleted. */
  readonly forget: Statement;
}

// Each piece begins where the last one ended: what is old and stays is passed once a night, not once a piece. The newest rows
// have the highest ids, so the pieces come from the table's old end. Locked rows are left for the next night.
const piece = (name: string, table: string, old: string): Statement =>
  statement(
    `forget.${name}`,
    `delete from ${table} where id in (
       select id from ${table} old where id > $2 and ${old} order by id limit $3 for update skip locked)
     returning id`,
  );

const BESIDE = `interval '${PLACE_COUNTS_MINUTES} minutes'`;
/** Of a place `old`: a photo of the same official for which it counts. SQL. */
const PHOTO_BESIDE = `from attachment t where t.uploaded_by_id = old.person_id and t.kind = 'photo'
  and t.received_at between old.at - ${BESIDE} and old.at + ${BESIDE}`;

const UNUSED_DAYS = 90;

/** In their order: nags go with their reminders, and a message that a nag shows goes after the nag. */
export const TERMS: readonly Term[] = [
  // A messenger keeps an unconfirmed update for a day, and numbers may begin anew after a week of silence.
  { rows: 'inbox done', days: 7, forget: piece('inbox-done', 'inbox_update', `state = 'done' and done_at < $1`) },
  // What could not be handled is there for an admin to look at; it is what somebody wrote, so not for ever.
  {
    rows: 'inbox parked',
    days: 90,
    forget: piece('inbox-parked', 'inbox_update', `state = 'parked' and done_at < $1`),
  },
  // A redraw's key means something while it waits. What it drew says the row of the card.
  { rows: 'outbox redraws', days: 7, forget: piece('redraws', 'outbox_message', `mergeable and finished_at < $1`) },
  // Where an official was is their own. Beside no photo it is of no use; beside one it is evidence as long as its appeal may come
  // back, and its line of moves says no more than the moments around the photos do.
  {
    rows: 'places beside no photo',
    days: 7,
    forget: piece('places-beside-no-photo', 'shared_place', `at < $1 and not exists (select ${PHOTO_BESIDE})`),
  },
  {
    rows: 'places',
    days: 400,
    forget: piece(
      'places',
      'shared_place',
      `at < $1 and not exists (select ${PHOTO_BESIDE} and t.appeal_id in (select appeal_id from open_work))`,
    ),
  },
  // What was sent with a form that came to nothing: an explanation is of no appeal, and stays with its violation.
  {
    rows: 'unused files',
    days: UNUSED_DAYS,
    forget: statement(
      'forget.unused-files',
      `with gone as (
         select id, sha256 from attachment old where id > $2 and appeal_id is null and received_at < $1
           and exists (select from form where id = old.form_id and state not in ('open', 'kept'))
           and not exists (select from evidence where reuse_of_id = old.id)
           and not exists (select from violation_explanation where form_id = old.form_id)
         order by id limit $3 for update skip locked
       ), verdicts as (delete from evidence where attachment_id in (select id from gone)),
       bytes as (${listingUnneeded('sha256', 'gone', `$1::timestamptz + interval '${UNUSED_DAYS} days'`)})
       delete from attachment where id in (select id from gone) returning id`,
    ),
  },
  // An act's form is found by whoever presses its buttons late. One with files stays: by it a delivery finds them.
  {
    rows: 'forms',
    days: 90,
    forget: piece(
      'forms',
      'form',
      `state not in ('open', 'kept') and expires_at < $1 and not exists (select from attachment where form_id = old.id)
         and not exists (select from shared_place where form_id = old.id)`,
    ),
  },
  // «Told once» holds while the appeal may come back; of an open one everything stays.
  {
    rows: 'reminders',
    days: 400,
    forget: statement(
      'forget.reminders',
      // A foreign key is checked when the statement ends: by then the nags are gone with it.
      `with gone as (
         select id from reminder old where id > $2 and state <> 'planned' and due_at < $1
           and not exists (select from open_work where appeal_id = old.appeal_id)
         order by id limit $3 for update skip locked
       ), nags as (delete from nag where reminder_id in (select id from gone))
       delete from reminder where id in (select id from gone) returning id`,
    ),
  },
  // A key keeps a message from being said twice: the longest that comes again is that of a calendar's year. Two are said once
  // in an office's life. What a standing nag shows is drawn anew when its reason goes.
  {
    rows: 'outbox',
    days: 400,
    forget: piece(
      'messages',
      'outbox_message',
      `not mergeable and finished_at < $1 and kind not in ('dotsInTexts', 'termsCountedAnew')
       and not exists (select from nag where coalesce(joined_key, message_key) = old.key and withdrawn_at is null)`,
    ),
  },
];

const deleteSlots = statement('forget.slots', `delete from job_slot where slot < $1`);

const DAY = 86_400_000;
const PIECE = 500;
/** Whoever presses meanwhile comes first. */
const PAUSE_MS = 100;
const SLOT_DAYS = 400;

export interface Forgetting {
  readonly database: Queries;
  readonly now: Date;
  readonly signal?: AbortSignal;
  readonly pieceSize?: number;
  readonly pauseMilliseconds?: number;
}

/**
 * Deletes what is older than its term, in pieces of a transaction each.
 * @returns how many rows of each kind are gone; fewer when it was told to stop.
 */
export async function forget(forgetting: Forgetting): Promise<ReadonlyMap<string, number>> {
  const { database, now, signal, pieceSize = PIECE, pauseMilliseconds = PAUSE_MS } = forgetting;
  const gone = new Map<string, number>();
  for (const { rows, days, forget: statementOf } of TERMS) {
    const before = new Date(now.getTime() - days * DAY);
    for (let after = 0, found = pieceSize; found === pieceSize && !signal?.aborted;) {
      const deleted = await database.query<{ id: number }>(statementOf, [before, after, pieceSize]);
      found = deleted.length;
      after = Math.max(after, ...deleted.map(({ id }) => id));
      gone.set(rows, (gone.get(rows) ?? 0) + found);
      if (found === pieceSize) await pause(pauseMilliseconds, signal);
    }
  }
  if (!signal?.aborted) await database.query(deleteSlots, [new Date(now.getTime() - SLOT_DAYS * DAY)]);
  return gone;
}

export interface ForgettingOptions {
  readonly desk: Desk;
  readonly files: Pick<FileStore, 'keep' | 'remove' | 'removeUnfinished'>;
  readonly folders: Pick<Folders, 'forget'>;
  readonly pictures: Pick<Pictures, 'thumbnail'>;
  readonly log: Log;
  readonly timeZone: string;
  /** The clock may be false: a term that it ends is not over. */
  readonly isHeld: () => boolean;
}

/** The chat has said so where it told of one. */
const FOLDER_DAYS = 30;

/** What is done at night, in this order: rows go, originals whose term is over, contacts, questions, registry files, and then the bytes that were listed for it. */
function nightly(
  { desk, files, folders, pictures }: ForgettingOptions,
  signal: AbortSignal,
): [what: string, work: () => Promise<object>][] {
  const database = databaseOf(desk);
  const daysAgo = (days: number) => new Date(desk.clock.now().getTime() - days * DAY);
  return [
    ['rows', async () => Object.fromEntries(await forget({ database, now: desk.clock.now(), signal }))],
    ['originals of photos', async () => ({ photos: await endPhotoTerms({ records: desk, files, pictures, signal }) })],
    ['contacts of applicants', async () => ({ appeals: await endContactTerms(desk, signal) })],
    ['questions of direct lines', async () => ({ questions: await endQuestionTerms(desk, signal) })],
    ['registry files', async () => ({ files: await forgetImports(desk, signal) })],
    ['files', async () => ({ files: await sweepFiles({ database, files, now: desk.clock.now(), signal }) })],
    ['folders for whoever checks', async () => ({ folders: await folders.forget(daysAgo(FOLDER_DAYS)) })],
  ];
}

/** Once a night, and an hour after the start for a machine that is off at night. Two processes at it leave each other alone. */
export function startForgetting(options: ForgettingOptions): { stop(): Promise<void> } {
  const { log, timeZone } = options;
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  const forgetAll = async () => {
    for (const [what, work] of nightly(options, stopping.signal))
      await work().then(
        (gone) => log.info({ what, gone }, 'what is old was forgotten'),
        (error: unknown) => log.error({ what, reason: describeError(error) }, 'what is old was not forgotten'),
      );
  };
  const run = () => {
    running = running.then(() => (options.isHeld() ? undefined : forgetAll()));
    return running;
  };
  // A night that a sleep or a set clock has passed over is made up for by the next: of each there is nothing to say.
  const nights = { timezone: timeZone, noOverlap: true, suppressMissedWarning: true, logger: cronLog(log) };
  const task = schedule('17 3 * * *', run, nights);
  const afterStart = setTimeout(() => void run(), 3_600_000);
  return {
    async stop() {
      stopping.abort();
      clearTimeout(afterStart);
      await task.stop();
      await running;
    },
  };
}
