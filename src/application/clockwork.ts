import type { OfficeCalendarHolder } from '../adapters/office-calendar';
import type { Config } from '../config';
import { databaseOf } from '../database/database';
import { createClockGuard, type ClockGuard } from '../jobs/clock-guard';
import { createCopying } from '../jobs/copying';
import { createExamining } from '../jobs/examining';
import { createFollowers } from '../jobs/following';
import { startForgetting } from '../jobs/forget';
import { officeJobs } from '../jobs/office-jobs';
import { Jobs } from '../jobs/runner';
import { createShipping } from '../jobs/shipping';
import { runDueReminders } from '../jobs/tick';
import { startTicker, type Ticker } from '../jobs/ticker';
import type { Leadership, Place } from '../database/leadership';
import { latestHeardTime } from '../process/heard-time';
import { describeError, type Log } from '../process/log';
import { enterFormerDrafts } from '../usecases/delivery/task-takers';
import { sketchFormer } from '../usecases/appeals/likely-repeats';
import { nextAccessAt } from '../usecases/office/access';
import { sendingWaits, tellOfDisks, tellOfFailedJob } from '../usecases/upkeep/after-restore';
import { applyDecisions } from '../usecases/office/new-categories';
import { tellOfDots } from '../usecases/applicants/stored';
import { noteReceiving, type Receiving } from '../usecases/upkeep/silence';
import { noteHeard, type Heard, followOutages } from '../usecases/upkeep/outage';
import type { Examiner } from '../usecases/photos/examine';
import { replanIfOfficeChanged } from '../usecases/terms/replan';
import { learn } from '../usecases/appeals/whose';
import type { JobName } from '../usecases/kit/names';
import type { Copies, Desk, FileStore, Folders, Pictures, ReadDisks } from '../usecases/kit/ports';
import { nextReminderAt, nextReminderHeardAt } from '../usecases/kit/reminders';
import { carriersOf, outageWarnings } from './carriers';

export interface ClockworkOptions {
  readonly desk: Desk;
  readonly files: FileStore;
  readonly folders: Folders;
  readonly pictures: Pick<Pictures, 'thumbnail'>;
  readonly calendar: OfficeCalendarHolder;
  readonly config: Pick<Config, 'timeZone' | 'mail' | 'gateway'>;
  readonly log: Log;
  /** After what has queued messages. */
  readonly wake: () => void;
  readonly disks: ReadDisks;
  /** Null: none are taken. */
  readonly copies: Copies | null;
  /** Looks at the photos that come. */
  readonly examiner: Examiner;
  readonly leadership: Leadership;
  /** The clock is the machine's, which somebody may set; in training it leaps by design. */
  readonly isWatched: boolean;
  /** Messengers that bring us what people send; none in training, whose clock leaps. */
  readonly receiving: (now: Date) => readonly Receiving[];
  /** Of each messenger, whether anything gets through. */
  readonly heard: () => readonly Heard[];
}

/** A job or a reminder that people will hear of. */
export interface ComingUp {
  readonly what: ToldJob | 'reminder';
  readonly at: Date;
}

/** Of the others people hear only when something is wrong. */
const TOLD = [
  'morning_list',
  'group_digest',
  'weekly_report',
  'monthly_report',
  'weekend_list',
] as const satisfies readonly JobName[];
type ToldJob = (typeof TOLD)[number];
/** Longer than any holidays. */
const HORIZON_MS = 14 * 86_400_000;

export type Clockwork = ReturnType<typeof createClockwork>;

const toldOfDisks = async (desk: Desk, disks: ReadDisks): Promise<boolean> =>
  (await tellOfDisks(desk, await disks())) > 0;

/** Every process says what it has heard, and one judges what all have said. @returns how many people were moved */
async function lookAtMessengers(desk: Desk, heard: readonly Heard[], judging: Pick<Place, 'held'>): Promise<number> {
  await noteHeard(desk, heard);
  return judging.held
    ? followOutages(
        desk,
        heard.map(({ messenger }) => messenger),
      )
    : 0;
}

/** Disks that fill, messengers that fall silent. @returns whether anybody hears of it */
async function lookAround(
  { desk, disks, heard }: ClockworkOptions,
  judging: Pick<Place, 'held'>,
  warned: (what: string) => (error: unknown) => void,
): Promise<boolean> {
  const told = await toldOfDisks(desk, disks).catch(warned('The disks were not looked at; the next tick does it'));
  const moved = await lookAtMessengers(desk, heard(), judging).catch(
    warned('Nobody was moved to a messenger; the next tick does it'),
  );
  return told === true || (moved ?? 0) > 0;
}

const jobsOf = ({ desk, log, copies }: ClockworkOptions) =>
  new Jobs({
    database: databaseOf(desk),
    clock: desk.clock,
    log,
    calendar: desk.office.calendar,
    jobs: officeJobs(desk, copies !== null),
    onFailure: (tx, failure) => tellOfFailedJob(tx, failure, desk.clock.now()),
  });

async function nextMomentAt(desk: Desk, jobs: Jobs<JobName>, until: Date): Promise<Date | null> {
  const access = await nextAccessAt(desk, until);
  const first = (await nextReminderAt(desk, access ?? until)) ?? access;
  return (await jobs.nextAt(first ?? until)) ?? first;
}

async function nextTold(desk: Desk, jobs: Jobs<JobName>): Promise<ComingUp | null> {
  const horizon = new Date(desk.clock.now().getTime() + HORIZON_MS);
  const reminder = await nextReminderHeardAt(desk, horizon);
  const slot = await jobs.next(reminder ?? horizon, TOLD);
  if (slot) return { what: slot.job, at: slot.at };
  return reminder && { what: 'reminder', at: reminder };
}

/** What wakes, works and rests beside the ticks. */
function loopsOf(options: ClockworkOptions) {
  const { desk, files, config, copies, log, wake, examiner } = options;
  const isHeld = async () => (await sendingWaits(databaseOf(desk))) !== null;
  const shipping = createShipping({ ...options, carriers: carriersOf(config, files), isHeld });
  const copying = copies ? [createCopying({ ...options, copies })] : [];
  return {
    shipping,
    loops: [createExamining({ desk, examiner, log, wake }), shipping, ...createFollowers(options), ...copying],
  };
}

const CLOCK_HELD =
  'The clock of this machine is more than five minutes away from the last time that was trusted: terms, reminders and reports wait until a messenger says the same time, or an admin confirms it';

/** In training nothing is ever held. */
const guardOf = ({
  desk,
  log,
  wake,
  isWatched,
}: ClockworkOptions): Pick<ClockGuard, 'guarding' | 'isHeld' | 'clock'> =>
  isWatched
    ? createClockGuard({ desk, log, heard: latestHeardTime, wake })
    : { guarding: (tick) => tick, isHeld: () => false, clock: desk.clock };

/** What is due at this moment. */
async function workOff(
  options: ClockworkOptions,
  jobs: Jobs<JobName>,
  judging: Pick<Place, 'held'>,
  warned: (what: string) => (error: unknown) => void,
): Promise<void> {
  const { desk, calendar, log, wake, receiving } = options;
  // a notice that came while the connection was broken is missed
  await calendar.refresh();
  if (await lookAround(options, judging, warned)) wake();
  if ((await applyDecisions(desk).catch(warned('Terms of categories wait for the next tick'))) ?? 0) wake();
  await sketchFormer(desk).catch(warned('Former appeals were not sketched; the next tick does it'));
  await learn(desk).catch(warned('Former appeals were not learned from; the next tick does it'));
  for (const one of receiving(desk.clock.now()))
    if (await noteReceiving(desk, one).catch(warned('Nobody knows when updates were last received'))) wake();
  try {
    if ((await runDueReminders(desk, log)) > 0) wake();
  } finally {
    // whatever happens to the reminders
    if ((await jobs.runDue()) > 0) wake();
  }
}

/**
 * What happens by itself: reminders and jobs at their moments, photos examined, what was approved sent, statistics counted, the journal sealed, the calendar read anew, old rows forgotten.
 */
export function createClockwork(given: ClockworkOptions) {
  const guard = guardOf(given);
  const options = { ...given, desk: { ...given.desk, clock: guard.clock } };
  const { desk, calendar, config, log, leadership } = options;
  const jobs = jobsOf(options);
  const { shipping, loops } = loopsOf(options);
  const judging = leadership.compete('outages', { gained: () => undefined, lost: () => undefined });
  let ticker: Ticker | null = null;
  let forgetting: ReturnType<typeof startForgetting> | null = null;

  const warned = (what: string) => (error: unknown) => log.warn({ reason: describeError(error) }, what);
  const look = () => loops.forEach((one) => one.wake());
  const tick = async () => {
    look();
    await workOff(options, jobs, judging, warned);
  };

  return {
    jobs,
    tick,
    /** A photo may have come, or something to send; cheap, after each commit. */
    look,
    /** Carriers that take nothing now, and a clock that is not believed, in words for whoever watches. */
    warnings: () => [...outageWarnings(shipping.outages()), ...(guard.isHeld() ? [CLOCK_HELD] : [])],
    isClockHeld: guard.isHeld,
    /** When there is next something to do, up to `until`: in the past when it is due already; null: nothing. */
    nextMomentAt: (until: Date): Promise<Date | null> => nextMomentAt(desk, jobs, until),
    /** The next of what people hear by itself, within a fortnight; null: nothing. */
    comingUp: (): Promise<ComingUp | null> => nextTold(desk, jobs),
    /** An admin has changed a day, here or in another process. */
    readDays: (): void => {
      void calendar.refresh().catch(warned('The calendar was not read anew; the next tick does it'));
    },
    /** What an office planned with other hours or in another zone is planned anew before the first tick. */
    async start(isTicking: boolean): Promise<void> {
      await replanIfOfficeChanged(desk);
      await tellOfDots(desk);
      await enterFormerDrafts(desk);
      loops.forEach((one) => one.start());
      if (isTicking) ticker = startTicker(guard.guarding(tick, look), log);
      forgetting = startForgetting({ ...options, timeZone: config.timeZone, isHeld: guard.isHeld });
    },
    /** Resolves when the tick under way, if any, has ended. */
    async stop(): Promise<void> {
      await Promise.all([ticker?.stop(), forgetting?.stop(), ...loops.map((one) => one.stop())]);
    },
  };
}
