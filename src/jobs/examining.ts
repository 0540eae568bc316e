import { describeError, type Log } from '../process/log';
import { pause } from '../process/pause';
import { lookAtNext, type Examiner } from '../usecases/evidence/examine';
import type { Desk } from '../usecases/ports';

export interface ExaminingOptions {
  readonly desk: Desk;
  readonly examiner: Examiner;
  readonly log: Log;
  /** After what has queued messages. */
  readonly wake: () => void;
}

export interface Examining {
  start(): void;
  /** A photo may have come, or may have to be judged anew; cheap, after each commit. */
  wake(): void;
  /** Resolves when the photo in hand is done. */
  stop(): Promise<void>;
}

/** Between two looks at least: whoever presses fast wakes it as often. */
const LEAST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 60_000;
/** What came longer ago is waited for by nobody: photos of an earlier release, or of a night without the bot. */
const RECENT_MS = 3_600_000;
const BACKGROUND_PAUSE_MS = 1_000;
/** A photo that could not be read is tried again: a disk comes back, a worker was short of memory. */
const FIRST_REST_MS = 15_000;
const LONGEST_REST_MS = 3_600_000;

export const createExamining = (options: ExaminingOptions): Examining => new ExaminingLoop(options);

/** One photo after the other, the newest first: its sender may still stand where it was taken. */
class ExaminingLoop implements Examining {
  private readonly resting = new Map<number, { readonly until: number; readonly rest: number }>();
  private readonly stopping = new AbortController();
  private sleeping = new AbortController();
  private loop: Promise<void> | null = null;

  constructor(private readonly options: ExaminingOptions) {}

  start(): void {
    this.loop ??= this.run();
  }

  wake(): void {
    this.sleeping.abort();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.sleeping.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      this.sleeping = new AbortController();
      const wait = await this.lookAtWaiting().catch((error: unknown) => {
        this.options.log.warn({ reason: describeError(error) }, 'Waiting photos cannot be looked for; trying again');
        return FIRST_REST_MS;
      });
      await pause(LEAST_PAUSE_MS, signal);
      if (!signal.aborted) await pause(wait - LEAST_PAUSE_MS, this.sleeping.signal);
    }
  }

  /** @returns milliseconds until there may be more to do without being woken */
  private async lookAtWaiting(): Promise<number> {
    const { desk, examiner, wake } = this.options;
    const taken: number[] = [];
    while (!this.stopping.signal.aborted) {
      const looked = await lookAtNext(desk, examiner, [...taken, ...this.atRest()]);
      if (looked === null) break;
      const { id, receivedAt, outcome } = looked;
      if (outcome === 'taken') taken.push(id);
      else if (typeof outcome === 'object') this.letRest(id, outcome.failed);
      else this.resting.delete(id);
      if (outcome === 'judged') wake();
      // Old ones leave the machine to people; the next look begins with what is new.
      const isRecent = desk.clock.now().getTime() - receivedAt.getTime() < RECENT_MS;
      if (outcome === 'examined' && !isRecent) return BACKGROUND_PAUSE_MS;
    }
    const rests = [...this.resting.values()].map(({ until }) => until - performance.now());
    return Math.min(LONGEST_PAUSE_MS, taken.length > 0 ? FIRST_REST_MS : Infinity, ...rests);
  }

  private atRest(): number[] {
    const now = performance.now();
    return [...this.resting].flatMap(([id, { until }]) => (until > now ? [id] : []));
  }

  private letRest(id: number, error: unknown): void {
    const former = this.resting.get(id);
    const rest = former ? Math.min(former.rest * 2, LONGEST_REST_MS) : FIRST_REST_MS;
    this.resting.set(id, { until: performance.now() + rest, rest });
    this.options.log.warn(
      { attachmentId: id, reason: describeError(error), againInSeconds: rest / 1_000 },
      'A photo was not examined and waits',
    );
  }
}
