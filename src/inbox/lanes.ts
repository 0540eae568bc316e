import type { Clock } from '../clock';
import { describeError, framesOf, type Log } from '../log';
import type { Inbox } from './queue';
import type { HandleUpdate, IncomingUpdate, WaitingUpdate } from './update';

export interface LanesOptions {
  readonly inbox: Inbox;
  readonly handle: HandleUpdate;
  readonly clock: Clock;
  readonly log: Log;
  /** Updates handled at once, each of another person. */
  readonly parallel?: number;
  /** Waits before the second, third… try; after the last one the update is parked. */
  readonly retryMilliseconds?: readonly number[];
  /** How often to look for what other processes kept, in case their notice was missed. */
  readonly pollMilliseconds?: number;
}

interface Lane {
  readonly key: number;
  /** By update id; the first one is being handled, or waits for its next try. */
  readonly queue: WaitingUpdate[];
  state: 'ready' | 'running' | 'resting';
  rest: NodeJS.Timeout | null;
}

/** Updates in memory at most; the rest waits in the database. */
const CAPACITY = 2_000;
const PAGE = 500;
/** An update that was at hand each time a process died is not tried for ever. */
const MAXIMUM_RESUMES = 5;
const PERSIST_DELAYS = [100, 1_000, 5_000, 15_000] as const;

/**
 * Works the inbox: one update at a time per person, in their order, people in parallel. One process per database works
 * the lanes (gained/lost come from leadership); the others only keep updates and give notice.
 */
export class Lanes {
  private readonly lanes = new Map<number, Lane>();
  private readonly ready: Lane[] = [];
  /** Ids in memory, from before they are handled until their mark is written. */
  private readonly inHand = new Set<number>();
  /** A page read before these were marked may still show them as new. */
  private finishedDuringFetch: Set<number> | null = null;
  private fetchAgain = false;
  private moreInDatabase = false;
  private running = 0;
  private active = false;
  private stopped = false;
  private poll: NodeJS.Timeout | null = null;
  private drained: (() => void) | null = null;

  constructor(private readonly options: LanesOptions) {}

  /** Keeps updates; when it resolves, they may be confirmed. Rejects when they could not be kept. */
  async receive(updates: readonly IncomingUpdate[]): Promise<void> {
    const receipts = await this.options.inbox.receive(updates);
    if (receipts.every((receipt) => receipt === 'known')) return;
    if (!this.active) {
      // not awaited: they are safe already, and the one who works polls anyway
      this.options.inbox
        .notifyOthers()
        .catch((error: unknown) => this.warn(error, 'Cannot give notice of new updates'));
      return;
    }
    const fresh = updates.flatMap((update, index) => {
      const isHandled = update.handled && receipts[index] === 'new' && this.inHand.size < CAPACITY;
      return isHandled ? [{ ...update, attempts: 0, resumes: 0, nextAttemptAt: null }] : [];
    });
    this.add(fresh);
    // `behind` may be behind an update that another process kept and we have not read: only the table knows the order
    const isComplete = updates.every(
      (update, index) => !update.handled || receipts[index] === 'known' || this.inHand.has(update.updateId),
    );
    if (!isComplete) void this.fetch();
  }

  /** This process works the lanes from now on; what others left comes first. */
  gained(): void {
    if (this.stopped || this.active) return;
    this.active = true;
    this.poll = setInterval(() => void this.fetch(), this.options.pollMilliseconds ?? 2_000);
    void this.persist(() => this.options.inbox.resume(), 'count what was left unfinished').then(() => this.fetch());
  }

  /** Another process may work them now: nothing new is begun, what runs ends. */
  lost(): void {
    this.active = false;
    if (this.poll !== null) clearInterval(this.poll);
    this.ready.length = 0;
    for (const lane of this.lanes.values()) {
      if (lane.rest !== null) clearTimeout(lane.rest);
      const kept = lane.state === 'running' ? 1 : 0;
      for (const { updateId } of lane.queue.splice(kept)) this.inHand.delete(updateId);
      if (kept === 0) this.lanes.delete(lane.key);
    }
  }

  /** Another process has kept something. */
  wake(): void {
    if (this.active) void this.fetch();
  }

  /**
   * Begins nothing more and waits for what runs. What is not begun stays in the database for the next process.
   * @returns false when something still ran at the limit.
   */
  async stop(limitMilliseconds = 10_000): Promise<boolean> {
    this.stopped = true;
    this.lost();
    if (this.running === 0) return true;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMilliseconds);
    });
    await Promise.race([limit, new Promise<void>((resolve) => (this.drained = resolve))]);
    clearTimeout(timer);
    return this.running === 0;
  }

  private add(updates: readonly WaitingUpdate[]): void {
    for (const update of updates) {
      if (this.inHand.has(update.updateId) || this.finishedDuringFetch?.has(update.updateId)) continue;
      this.inHand.add(update.updateId);
      const lane = this.lanes.get(update.lane) ?? this.openLane(update.lane);
      insertInOrder(lane, update);
    }
    this.pump();
  }

  private openLane(key: number): Lane {
    const lane: Lane = { key, queue: [], state: 'ready', rest: null };
    this.lanes.set(key, lane);
    this.ready.push(lane);
    return lane;
  }

  private pump(): void {
    while (this.active && this.running < (this.options.parallel ?? 64)) {
      const lane = this.ready.shift();
      const update = lane?.queue[0];
      if (lane === undefined || update === undefined) return;
      const rest = this.restBefore(update);
      if (rest > 0) this.restLane(lane, rest);
      else void this.run(lane, update);
    }
  }

  /** After a restart a failed update still waits for its time, but never longer than the longest of our own waits. */
  private restBefore({ nextAttemptAt }: WaitingUpdate): number {
    if (nextAttemptAt === null) return 0;
    return Math.min(nextAttemptAt.getTime() - this.options.clock.now().getTime(), Math.max(...this.retries));
  }

  private restLane(lane: Lane, milliseconds: number): void {
    lane.state = 'resting';
    lane.rest = setTimeout(() => {
      lane.rest = null;
      lane.state = 'ready';
      const head = lane.queue[0];
      if (head !== undefined) lane.queue[0] = { ...head, nextAttemptAt: null };
      this.ready.push(lane);
      this.pump();
    }, milliseconds);
  }

  private async run(lane: Lane, update: WaitingUpdate): Promise<void> {
    this.running += 1;
    lane.state = 'running';
    const again = await this.handle(update);
    this.running -= 1;
    if (again === null) this.finish(lane, update);
    else if (this.active) this.retry(lane, again);
    else this.forget(lane);
    if (this.running === 0) this.drained?.();
    this.pump();
    if (this.moreInDatabase && this.inHand.size < CAPACITY / 2) void this.fetch();
  }

  /** @returns null when the update is over, or the update as it waits for its next try. */
  private async handle(update: WaitingUpdate): Promise<WaitingUpdate | null> {
    const { inbox, handle, log, clock } = this.options;
    const { updateId, attempts, resumes } = update;
    if (resumes > MAXIMUM_RESUMES) {
      const error = new Error(`the process stopped ${resumes} times while this update was at the head of its lane`);
      log.error({ updateId }, 'An update is parked: processes keep dying with it in hand');
      await this.persist(() => inbox.park(updateId, error), 'park an update');
      return null;
    }
    try {
      await handle(update.payload, { updateId, attempt: attempts + resumes + 1 });
      await this.persist(() => inbox.done(updateId), 'mark an update done');
      return null;
    } catch (error) {
      const delay = this.retries[attempts];
      log.error(
        {
          updateId,
          attempt: attempts + 1,
          reason: describeError(error),
          at: framesOf(error),
          parked: delay === undefined,
        },
        'A handler failed',
      );
      if (delay === undefined) {
        await this.persist(() => inbox.park(updateId, error), 'park an update');
        return null;
      }
      const nextAttemptAt = new Date(clock.now().getTime() + delay);
      // Kept on trying while the database is away: an outage is not the update's failure, and costs it one try.
      await this.persist(() => inbox.failed(updateId, error, nextAttemptAt), 'record a failure');
      return { ...update, attempts: attempts + 1, nextAttemptAt };
    }
  }

  private retry(lane: Lane, update: WaitingUpdate): void {
    lane.queue[0] = update;
    this.restLane(lane, this.retries[update.attempts - 1] ?? 0);
  }

  private finish(lane: Lane, { updateId }: WaitingUpdate): void {
    this.inHand.delete(updateId);
    this.finishedDuringFetch?.add(updateId);
    lane.queue.shift();
    if (lane.queue.length === 0) {
      this.lanes.delete(lane.key);
      return;
    }
    lane.state = 'ready';
    this.ready.push(lane);
  }

  private forget(lane: Lane): void {
    for (const { updateId } of lane.queue) this.inHand.delete(updateId);
    this.lanes.delete(lane.key);
  }

  /** Reads what is in the table and not in hand. */
  private async fetch(): Promise<void> {
    this.fetchAgain = true;
    if (this.finishedDuringFetch !== null) return;
    this.finishedDuringFetch = new Set();
    try {
      while (this.active && (this.fetchAgain || this.moreInDatabase) && this.inHand.size < CAPACITY) {
        this.fetchAgain = false;
        this.finishedDuringFetch.clear();
        const page = await this.options.inbox.waiting([...this.inHand], PAGE);
        this.moreInDatabase = page.length === PAGE;
        if (this.active) this.add(page);
      }
      if (this.fetchAgain) this.moreInDatabase = true;
    } catch (error) {
      this.warn(error, 'Cannot read waiting updates; trying again soon');
    } finally {
      this.finishedDuringFetch = null;
    }
  }

  /** Tries until the database takes it, or this process has to go; then the update is handled again by the next one. */
  private async persist(write: () => Promise<void>, what: string): Promise<void> {
    for (let round = 0; ; round += 1) {
      try {
        await write();
        return;
      } catch (error) {
        this.warn(error, `Cannot ${what}; trying again`);
        if (this.stopped) return;
        await new Promise((resolve) => setTimeout(resolve, PERSIST_DELAYS[Math.min(round, PERSIST_DELAYS.length - 1)]));
      }
    }
  }

  private get retries(): readonly number[] {
    return this.options.retryMilliseconds ?? [1_000, 10_000];
  }

  private warn(error: unknown, message: string): void {
    this.options.log.warn({ reason: describeError(error) }, message);
  }
}

/** The head of a busy lane is in work: whatever comes later goes behind it. */
function insertInOrder({ queue, state }: Lane, update: WaitingUpdate): void {
  const first = state === 'ready' ? 0 : 1;
  let place = queue.length;
  while (place > first && (queue[place - 1]?.updateId ?? 0) > update.updateId) place -= 1;
  queue.splice(place, 0, update);
}
