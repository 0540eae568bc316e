import { describeError, framesOf, type Log } from '../process/log';
import { endsWithin, pause } from '../process/pause';
import { untilKept } from '../process/until-kept';
import { after, isActive, isOver, type Change, type State } from './states';

/** Milliseconds until there may be more to do without being woken; `more`: something was done and there is more, so at once. */
export type Rest = number | 'more';

export interface WakingLoopOptions {
  /** Does what there is to do, or a piece of it. What is long looks whether the loop has been left or stopped meanwhile. */
  readonly step: (left: AbortSignal) => Promise<Rest>;
  /** Before the first step after each start: what a process before has left. Each is kept for itself; one that is refused is told. */
  readonly takeOver?: readonly (() => Promise<void>)[];
  /** What the log is told when a step throws. */
  readonly complaint: string;
  /** After a step that has thrown. */
  readonly failureRestMs: number;
  /** From one step to the next at least, unless there is more: whoever presses fast wakes it as often. */
  readonly leastRestMs?: number;
  /** How many are at work at once, beside the steps. */
  readonly seats?: number;
  readonly log: Log;
  /** In every line of the log. */
  readonly about?: object;
}

/** What the log is told while the database is away, and when it refuses. */
export interface Telling {
  readonly waits?: string;
  readonly refused: string;
  readonly about?: object;
}

const LONGEST_REST_MS = 86_400_000;
const NOT_TAKEN_OVER = 'What was left of the process before cannot be taken over; the next start tries again';

/**
 * Whatever wakes, works, rests and stops: one step after the other, never two at once. What wakes it during a step leads to another
 * one, so nothing that was committed before a wake is overlooked. It is started and left as its process has the place among all
 * processes or loses it, until it is stopped.
 */
export class WakingLoop {
  private state: State = 'idle';
  private left = new AbortController();
  private working: Promise<void> = Promise.resolve();
  private alarm: NodeJS.Timeout | undefined;
  /** Matter → the end of the work at it. */
  private readonly seats = new Map<string, Promise<void>>();

  constructor(private readonly options: WakingLoopOptions) {}

  /** It is started, and neither left nor stopped. */
  get isActive(): boolean {
    return isActive(this.state);
  }

  /** It has stopped, or is about to. */
  get isOver(): boolean {
    return isOver(this.state);
  }

  get freeSeats(): number {
    return (this.options.seats ?? 0) - this.seats.size;
  }

  /** Matters at which somebody is at work now. */
  get underWay(): readonly string[] {
    return [...this.seats.keys()];
  }

  /** From now on this process works. @throws Error when it does already */
  start(): void {
    this.change('start');
  }

  /** There may be something to do. Cheap; of no effect where another process works. */
  wake(): void {
    this.change('wake');
  }

  /** Another process may work from now on: no step begins, the one under way ends, and whoever has a seat goes on. */
  leave(): void {
    this.change('leave');
  }

  /**
   * For good: no step begins; waits for the one under way and for all seats.
   * @param limitMs absent: however long they take
   * @returns false when something was still under way at the limit
   */
  async stop(limitMs?: number): Promise<boolean> {
    this.change('stop');
    const ended = this.working.then(() => Promise.allSettled(this.seats.values()));
    return limitMs === undefined ? ended.then(() => true) : endsWithin(limitMs, ended);
  }

  /**
   * Works at a matter beside the steps, at once.
   * @param onFree what follows in the moment in which the seat is free; absent: the next step
   * @throws Error when no seat is free, or somebody is at the matter already
   */
  seat<Result>(
    matter: string,
    work: () => Promise<Result>,
    onFree: (result: Result) => void = () => this.wake(),
  ): void {
    if (this.freeSeats <= 0) throw new Error(`All ${this.seats.size} seats are taken`);
    if (this.seats.has(matter)) throw new Error('Somebody is at this matter already');
    const faulty = (error: unknown) => {
      this.seats.delete(matter);
      this.tellFault(error, 'A seat was left by a fault');
      this.wake();
    };
    const free = (result: Result) => {
      this.seats.delete(matter);
      onFree(result);
    };
    this.seats.set(matter, work().then(free, faulty));
  }

  /**
   * Writes what must not be forgotten, until the database takes it, or until this loop is to stop: the next process takes it over.
   * @returns false when it is refused: the caller sets the thing aside
   */
  async keep(write: () => Promise<void>, { waits: says, refused, about }: Telling): Promise<boolean> {
    try {
      await untilKept(write, { log: this.options.log, isOver: () => this.isOver, ...(says !== undefined && { says }) });
      return true;
    } catch (error) {
      this.tellFault(error, refused, about);
      return false;
    }
  }

  private change(change: Change, restMs = 0): void {
    const former = this.state;
    this.state = after(former, change);
    clearTimeout(this.alarm);
    if (change === 'leave' || change === 'stop') this.left.abort();
    if (this.state === 'resting')
      this.alarm = setTimeout(() => this.change('rested'), Math.min(restMs, LONGEST_REST_MS));
    if (this.state === 'working') this.working = this.work(former === 'idle' || former === 'recalled');
  }

  private async work(isFirst: boolean): Promise<void> {
    const { step, takeOver = [], complaint, failureRestMs, leastRestMs = 0, log, about } = this.options;
    if (isFirst) this.left = new AbortController();
    const { signal } = this.left;
    if (isFirst) for (const one of takeOver) await this.keep(one, { refused: NOT_TAKEN_OVER });
    let rest: Rest = failureRestMs;
    try {
      if (!signal.aborted) rest = await step(signal);
    } catch (error) {
      log.warn({ ...about, reason: describeError(error) }, complaint);
    }
    if (rest === 'more') return this.change('again');
    await pause(leastRestMs, signal);
    this.change('done', rest - leastRestMs);
  }

  private tellFault(error: unknown, what: string, about?: object): void {
    const fault = { reason: describeError(error), at: framesOf(error) };
    this.options.log.error({ ...this.options.about, ...about, ...fault }, what);
  }
}
