import type { Clock } from '../clock';
import { failpoint } from '../process/failpoint';
import { describeError, framesOf, type Log } from '../process/log';
import { untilKept } from '../process/until-kept';
import { OutagePauses, type OutageMilliseconds } from './outage-pauses';
import type { Inbox } from './queue';
import type { HandleUpdate, IncomingUpdate, Outage, WaitingUpdate } from './update';

export interface LanesOptions {
  readonly inbox: Inbox;
  readonly handle: HandleUpdate;
  readonly clock: Clock;
  readonly log: Log;
  /** Updates handled at once, each of another lane. */
  readonly parallel?: number;
  /** Waits before the second, third… try; after the last one the update is parked. */
  readonly retryMilliseconds?: readonly number[];
  /** Whose failure it is; null: one of ours, which waiting does not mend. Absent: every failure is ours. */
  readonly outageIn?: (error: unknown) => Outage | null;
  /** Tells whoever sent the update that it waits; a throw is taken for «not said». */
  readonly onOutage?: (update: WaitingUpdate, outage: Outage) => Promise<void>;
  readonly outageMilliseconds?: OutageMilliseconds;
  /** How often to look for what other processes kept, in case their notice was missed. */
  readonly pollMilliseconds?: number;
}

interface Lane {
  readonly name: string;
  /** In order; the first one is being handled, or waits for its next try. */
  readonly queue: WaitingUpdate[];
  state: 'ready' | 'running' | 'resting';
  rest: NodeJS.Timeout | null;
}

/** What a try has come to: the update is over (null), its end can't be written down, or it waits so long for the next try. */
type Again = { readonly update: WaitingUpdate; readonly pause: number } | 'unwritten' | null;

/** Updates in memory at most; the rest waits in the database. */
const CAPACITY = 2_000;
const PAGE = 500;
/**
 * An update that was at hand each time a process died is not tried for ever. A death counts against the head of every lane, the
 * innocent among them, so a machine that dies often must not cost a word: after six, nine presses were set aside for nothing.
 */
const MAXIMUM_RESUMES = 30;
const LONGEST_REST_MS = 60_000;

/**
 * Works the inbox of one messenger: one update at a time per lane, in their order, lanes in parallel. One process per
 * database works the lanes (gained/lost come from leadership); the others only keep updates and give notice.
 */
export class Lanes {
  private readonly lanes = new Map<string, Lane>();
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
  private readonly outages: OutagePauses;

  constructor(private readonly options: LanesOptions) {
    this.outages = new OutagePauses(options.outageMilliseconds ?? { first: 1_000, longest: 15_000, toldAfter: 5_000 });
  }

  /** Keeps updates; when it resolves, they may be confirmed. Rejects when they could not be kept. */
  async receive(updates: readonly IncomingUpdate[]): Promise<void> {
    const receipts = await this.options.inbox.receive(updates);
    failpoint('update-kept');
    if (receipts.every((receipt) => receipt === null)) return;
    if (!this.active) {
      // not awaited: they are safe already, and the one who works polls anyway
      this.options.inbox
        .notifyOthers()
        .catch((error: unknown) => this.warn(error, 'Cannot give notice of new updates'));
      return;
    }
    const fresh = updates.flatMap((update, index) => {
      const receipt = receipts[index];
      if (!receipt || receipt.behind || this.inHand.size >= CAPACITY) return [];
      return [{ ...update, ...receipt, attempts: 0, resumes: 0, nextAttemptAt: null }];
    });
    this.add(fresh);
    // `behind` may be behind an update that another process kept and we have not read: only the table knows the order
    const isComplete = receipts.every((receipt) => receipt === null || this.inHand.has(receipt.id));
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
    this.outages.forget();
    for (const lane of this.lanes.values()) {
      if (lane.rest !== null) clearTimeout(lane.rest);
      const kept = lane.state === 'running' ? 1 : 0;
      for (const { id } of lane.queue.splice(kept)) this.inHand.delete(id);
      if (kept === 0) this.lanes.delete(lane.name);
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
      if (this.inHand.has(update.id) || this.finishedDuringFetch?.has(update.id)) continue;
      this.inHand.add(update.id);
      if (update.nextAttemptAt !== null && update.attempts === 0) this.outages.goesOn(update);
      const lane = this.lanes.get(update.lane) ?? this.openLane(update.lane);
      insertInOrder(lane, update);
    }
    this.pump();
  }

  private openLane(name: string): Lane {
    const lane: Lane = { name, queue: [], state: 'ready', rest: null };
    this.lanes.set(name, lane);
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

  /** After a restart a failed update still waits for its time, but not for that of a clock that was wrong. */
  private restBefore({ nextAttemptAt }: WaitingUpdate): number {
    if (nextAttemptAt === null) return 0;
    return Math.min(nextAttemptAt.getTime() - this.options.clock.now().getTime(), LONGEST_REST_MS);
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
    if (again === null || again === 'unwritten') this.finish(lane, update, again === null);
    else if (this.active) {
      lane.queue[0] = again.update;
      this.restLane(lane, again.pause);
    } else this.forget(lane);
    if (this.running === 0) this.drained?.();
    this.pump();
    if (this.moreInDatabase && this.inHand.size < CAPACITY / 2) void this.fetch();
  }

  private async handle(update: WaitingUpdate): Promise<Again> {
    const { inbox, handle, log, outageIn } = this.options;
    const { id, key, attempts, resumes } = update;
    if (resumes > MAXIMUM_RESUMES) {
      const error = new Error(`the process stopped ${resumes} times while this update was at the head of its lane`);
      log.error({ messenger: inbox.messenger, key }, 'An update is parked: processes keep dying with it in hand');
      return this.persist(() => inbox.park(update, error), 'park an update');
    }
    const since = performance.now();
    try {
      await handle(update.payload, { key, attempt: attempts + resumes + 1 });
    } catch (error) {
      const outage = outageIn?.(error) ?? null;
      return outage ? this.waitOut(update, error, outage, since) : this.fail(update, error);
    }
    this.outages.isOver(update);
    return this.persist(() => inbox.done(id), 'mark an update done');
  }

  /** A fault of ours: a few tries, then it is set aside and told. */
  private async fail(update: WaitingUpdate, error: unknown): Promise<Again> {
    const { inbox, log, clock } = this.options;
    const { id, key, attempts } = update;
    this.outages.isOver(update);
    const pause = this.retries[attempts];
    log.error(
      {
        messenger: inbox.messenger,
        key,
        attempt: attempts + 1,
        reason: describeError(error),
        at: framesOf(error),
        parked: pause === undefined,
      },
      'A handler failed',
    );
    if (pause === undefined) {
      return this.persist(() => inbox.park(update, error), 'park an update');
    }
    const nextAttemptAt = new Date(clock.now().getTime() + pause);
    await this.persist(() => inbox.failed(id, error, nextAttemptAt), 'record a failure');
    return { update: { ...update, attempts: attempts + 1, nextAttemptAt }, pause };
  }

  /** Nobody's fault here: its lane waits as long as the outage lasts, and it costs the update nothing. */
  private async waitOut(update: WaitingUpdate, error: unknown, outage: Outage, since: number): Promise<Again> {
    const { inbox, log, clock, onOutage } = this.options;
    const { messenger } = inbox;
    const pause = this.outages.next(update, outage, since);
    log.warn(
      { messenger, key: update.key, outage: outage.of, reason: describeError(error), pause },
      'An outage: the update waits',
    );
    if (onOutage && this.outages.isToBeTold(update, outage)) {
      await onOutage(update, outage).then(
        () => this.outages.isTold(update),
        (failure: unknown) => this.warn(failure, 'Cannot tell of the outage yet'),
      );
    }
    const nextAttemptAt = new Date(clock.now().getTime() + pause);
    // Tried once: what is not written down now is only tried sooner after a restart.
    await inbox
      .postponed(update.id, error, nextAttemptAt)
      .catch((failure: unknown) => this.warn(failure, 'Cannot record that an update waits'));
    return { update: { ...update, resumes: 0, nextAttemptAt }, pause };
  }

  /** @param isWritten else it stays in hand: read anew it would be handled anew, for ever */
  private finish(lane: Lane, { id }: WaitingUpdate, isWritten: boolean): void {
    if (isWritten) this.inHand.delete(id);
    this.finishedDuringFetch?.add(id);
    lane.queue.shift();
    if (lane.queue.length === 0) {
      this.lanes.delete(lane.name);
      return;
    }
    lane.state = 'ready';
    this.ready.push(lane);
  }

  private forget(lane: Lane): void {
    for (const { id } of lane.queue) this.inHand.delete(id);
    this.lanes.delete(lane.name);
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
  private async persist(write: () => Promise<void>, what: string): Promise<'unwritten' | null> {
    const { log } = this.options;
    try {
      await untilKept(write, { log, says: `Cannot ${what}`, isOver: () => this.stopped });
      return null;
    } catch (error) {
      log.error({ reason: describeError(error), at: framesOf(error) }, `Cannot ${what}: the database refuses it`);
      return 'unwritten';
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
  let index = queue.length;
  while (index > first && isLater(queue[index - 1], update)) index -= 1;
  queue.splice(index, 0, update);
}

function isLater(one: WaitingUpdate | undefined, other: WaitingUpdate): boolean {
  return one !== undefined && (one.place - other.place || one.id - other.id) > 0;
}
