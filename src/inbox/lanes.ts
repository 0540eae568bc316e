import { failpoint } from '../process/failpoint';
import { describeError } from '../process/log';
import { endsWithin } from '../process/pause';
import { WakingLoop, type Rest } from '../waking/loop';
import { Lane } from './lane';
import { OutagePauses, type OutageMilliseconds } from './outage-pauses';
import { Tries, type Tried, type TriesOptions } from './tries';
import { Unanswered } from './unanswered';
import { NotKept, type IncomingUpdate, type Receipt, type WaitingUpdate } from './update';

export interface LanesOptions extends Omit<TriesOptions, 'unanswered'> {
  /** Whether somebody's finger waits for an answer to it. */
  readonly isAwaited?: (payload: object) => boolean;
  /** Updates handled at once, each of another lane. */
  readonly parallel?: number;
  readonly outageMilliseconds?: OutageMilliseconds;
  /** How often to look for what other processes kept, in case their notice was missed. */
  readonly pollMilliseconds?: number;
}

/** Updates in memory at most; the rest waits in the database. */
const CAPACITY = 2_000;
const PAGE = 500;
const LONGEST_REST_MS = 60_000;
/** A database that takes longer has an outage: whoever brings updates goes on, and brings these again. */
const KEEPING_MS = 4_000;

/**
 * Works the inbox of one messenger: one update at a time per lane, in their order, lanes in parallel. One process per
 * database works the lanes (gained/lost come from leadership); the others only keep updates and give notice.
 */
export class Lanes {
  private readonly lanes = new Map<string, Lane>();
  /** Those whose first update may be handled now, in turn. */
  private readonly ready: Lane[] = [];
  /** Ids in memory, from before they are handled until their mark is written. */
  private readonly inHand = new Set<number>();
  /** Updates that wait beside their lanes, by their ids. */
  private readonly beside = new Map<number, { readonly update: WaitingUpdate; readonly timer: NodeJS.Timeout }>();
  /** A page read before these were marked may still show them as new. */
  private finishedDuringFetch: Set<number> | null = null;
  private moreInDatabase = false;
  private readonly pollMs: number;
  private readonly outages: OutagePauses;
  private readonly unanswered: Unanswered;
  private readonly tries: Tries;
  private readonly loop: WakingLoop;

  constructor(private readonly options: LanesOptions) {
    const { inbox, log, parallel = 64, pollMilliseconds = 2_000, outageMilliseconds } = options;
    this.pollMs = pollMilliseconds;
    this.loop = new WakingLoop({
      takeOver: [() => inbox.resume()],
      step: (left) => this.fetch(left),
      complaint: 'Cannot read waiting updates; trying again soon',
      failureRestMs: pollMilliseconds,
      seats: parallel,
      log,
    });
    this.outages = new OutagePauses(outageMilliseconds ?? { first: 1_000, longest: 15_000, toldAfter: 5_000 });
    const { onOutage, isAwaited = () => false } = options;
    this.unanswered = new Unanswered({
      log,
      isAwaited,
      tell: async (update) => onOutage?.(update, { of: 'database' }),
    });
    this.tries = new Tries({ ...options, unanswered: this.unanswered }, this.outages, this.loop);
  }

  /**
   * Keeps updates; when it resolves, they may be confirmed. Whoever has sent what waits for the database is told so.
   * @throws NotKept: to be brought again
   */
  async receive(updates: readonly IncomingUpdate[]): Promise<void> {
    const receipts = await this.kept(updates);
    failpoint('update-kept');
    if (receipts.every((receipt) => receipt === null)) return;
    if (!this.loop.isActive) return this.giveNotice();
    const receivedAt = this.options.clock.now();
    const fresh = updates.flatMap((update, index) => {
      const receipt = receipts[index];
      if (!receipt || receipt.behind || this.inHand.size >= CAPACITY) return [];
      return [{ ...update, ...receipt, receivedAt, attempts: 0, resumes: 0, nextAttemptAt: null }];
    });
    this.add(fresh);
    // `behind` may be behind an update that another process kept and we have not read: only the table knows the order
    const isComplete = receipts.every((receipt) => receipt === null || this.inHand.has(receipt.id));
    if (!isComplete) this.loop.wake();
  }

  private async kept(updates: readonly IncomingUpdate[]): Promise<readonly Receipt[]> {
    const keeping = this.options.inbox.receive(updates);
    this.unanswered.begin(updates.filter(({ handled }) => handled));
    try {
      if (!(await endsWithin(KEEPING_MS, keeping))) throw new Error(`no answer within ${KEEPING_MS} ms`);
      const receipts = await keeping;
      this.unanswered.areOver(updates);
      return receipts;
    } catch (error) {
      // It may be kept all the same: then it is known when it is brought again.
      keeping.then(
        () => this.unanswered.areOver(updates),
        () => undefined,
      );
      throw new NotKept(`The database has not kept what came: ${describeError(error)}`, { cause: error });
    }
  }

  /** This process works the lanes from now on; what others left comes first. */
  gained(): void {
    this.loop.start();
  }

  /** Another process may work them now: nothing new is begun, what runs ends. */
  lost(): void {
    this.loop.leave();
    this.letGo();
  }

  /** Another process has kept something. */
  wake(): void {
    this.loop.wake();
  }

  /**
   * Begins nothing more and waits for what runs. What is not begun stays in the database for the next process.
   * @returns false when something still ran at the limit.
   */
  stop(limitMilliseconds = 10_000): Promise<boolean> {
    const stopped = this.loop.stop(limitMilliseconds);
    this.unanswered.forget();
    this.letGo();
    return stopped;
  }

  private letGo(): void {
    this.ready.length = 0;
    this.outages.forget();
    for (const [id, { timer }] of this.beside) {
      clearTimeout(timer);
      this.inHand.delete(id);
    }
    this.beside.clear();
    for (const lane of this.lanes.values()) {
      for (const { id } of lane.letGo()) this.inHand.delete(id);
      if (!lane.isRunning) this.lanes.delete(lane.name);
    }
  }

  /** Not awaited: what was kept is safe already, and the one who works polls anyway. */
  private giveNotice(): void {
    const { inbox, log } = this.options;
    inbox
      .notifyOthers()
      .catch((error: unknown) => log.warn({ reason: describeError(error) }, 'Cannot give notice of new updates'));
  }

  /** Reads what is in the table and not in hand, a page a step. */
  private async fetch(left: AbortSignal): Promise<Rest> {
    if (this.inHand.size >= CAPACITY) {
      this.moreInDatabase = true;
      return this.pollMs;
    }
    this.finishedDuringFetch = new Set();
    try {
      const page = await this.options.inbox.waiting([...this.inHand], PAGE);
      if (left.aborted) return this.pollMs;
      this.moreInDatabase = page.length === PAGE;
      this.add(page);
    } finally {
      this.finishedDuringFetch = null;
    }
    return this.moreInDatabase && this.inHand.size < CAPACITY ? 'more' : this.pollMs;
  }

  private add(updates: readonly WaitingUpdate[]): void {
    for (const update of updates) {
      if (this.inHand.has(update.id) || this.finishedDuringFetch?.has(update.id)) continue;
      this.inHand.add(update.id);
      const isPutOff = update.nextAttemptAt !== null && update.attempts === 0;
      if (isPutOff) this.outages.goesOn(update);
      if (isPutOff && this.options.mayWaitBeside?.(update.payload)) this.putBeside(update, this.restBefore(update));
      else this.queue(update);
    }
    this.fillSeats();
  }

  private queue(update: WaitingUpdate): void {
    const lane = this.lanes.get(update.lane) ?? this.openLane(update.lane);
    lane.add(update);
  }

  /** Its lane goes on without it until it is tried again, and with it whatever else waits beside that lane: so they keep their order. */
  private putBeside(update: WaitingUpdate, milliseconds: number): void {
    const again = () => {
      for (const [id, { update: other, timer }] of this.beside) {
        if (other.lane !== update.lane) continue;
        clearTimeout(timer);
        this.beside.delete(id);
        this.queue({ ...other, nextAttemptAt: null });
      }
      this.fillSeats();
    };
    this.beside.set(update.id, { update, timer: setTimeout(again, Math.max(0, milliseconds)) });
  }

  private openLane(name: string): Lane {
    const lane = new Lane(name);
    this.lanes.set(name, lane);
    this.ready.push(lane);
    return lane;
  }

  private fillSeats(): void {
    while (this.loop.isActive && this.loop.freeSeats > 0) {
      const lane = this.ready.shift();
      const update = lane?.head;
      if (lane === undefined || update === undefined) return;
      const rest = this.restBefore(update);
      if (rest > 0) this.rest(lane, rest);
      else this.try(lane, update);
    }
  }

  /** After a restart a failed update still waits for its time, but not for that of a clock that was wrong. */
  private restBefore({ nextAttemptAt }: WaitingUpdate): number {
    if (nextAttemptAt === null) return 0;
    return Math.min(nextAttemptAt.getTime() - this.options.clock.now().getTime(), LONGEST_REST_MS);
  }

  private rest(lane: Lane, milliseconds: number, head?: WaitingUpdate): void {
    const onReady = () => {
      this.ready.push(lane);
      this.fillSeats();
    };
    lane.rest(milliseconds, onReady, head);
  }

  private try(lane: Lane, update: WaitingUpdate): void {
    lane.run();
    const attempt = () => this.tries.attempt(update);
    this.loop.seat(lane.name, attempt, (tried) => this.settle(lane, update, tried));
  }

  private settle(lane: Lane, update: WaitingUpdate, tried: Tried): void {
    if (typeof tried === 'string') this.finish(lane, update, tried === 'over');
    else if (this.loop.isActive && tried.beside) {
      this.putBeside(tried.update, tried.pause);
      this.next(lane);
    } else if (this.loop.isActive) this.rest(lane, tried.pause, tried.update);
    else this.forget(lane, update);
    this.fillSeats();
    if (this.moreInDatabase && this.inHand.size < CAPACITY / 2) this.loop.wake();
  }

  /** @param isWritten else it stays in hand: read anew it would be handled anew, for ever */
  private finish(lane: Lane, { id }: WaitingUpdate, isWritten: boolean): void {
    if (isWritten) this.inHand.delete(id);
    this.finishedDuringFetch?.add(id);
    this.next(lane);
  }

  private next(lane: Lane): void {
    if (lane.shift()) this.ready.push(lane);
    else this.lanes.delete(lane.name);
  }

  private forget(lane: Lane, update: WaitingUpdate): void {
    for (const { id } of [update, ...lane.letGo()]) this.inHand.delete(id);
    this.lanes.delete(lane.name);
  }
}
