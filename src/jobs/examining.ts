import { describeError, type Log } from '../process/log';
import { lookAtNext, type Examiner } from '../usecases/photos/examine';
import type { Desk } from '../usecases/kit/ports';
import { WakingLoop, type Rest } from '../waking/loop';

export interface ExaminingOptions {
  readonly desk: Desk;
  readonly examiner: Examiner;
  readonly log: Log;
  /** After what has queued messages. */
  readonly wake: () => void;
}

/** Whoever presses fast wakes it as often. */
const LEAST_REST_MS = 100;
const LONGEST_LOOK_MS = 60_000;
/** What came longer ago is waited for by nobody: photos of an earlier release, or of a night without the bot. */
const RECENT_MS = 3_600_000;
const BACKGROUND_REST_MS = 1_000;
/** A photo that could not be read is tried again: a disk comes back, a worker was short of memory. */
const FIRST_REST_MS = 15_000;
const LONGEST_REST_MS = 3_600_000;

/** To be woken when a photo may have come, or may have to be judged anew. Its stop waits for the photo in hand. */
export function createExamining(options: ExaminingOptions): WakingLoop {
  const photos = new WaitingPhotos(options);
  return new WakingLoop({
    step: () => photos.lookAtNext(),
    complaint: 'Waiting photos cannot be looked for; trying again',
    failureRestMs: FIRST_REST_MS,
    leastRestMs: LEAST_REST_MS,
    log: options.log,
  });
}

/** One photo after the other, the newest first: its sender may still stand where it was taken. */
class WaitingPhotos {
  private readonly resting = new Map<number, { readonly until: number; readonly rest: number }>();
  /** Another instance is at them. */
  private taken: readonly number[] = [];

  constructor(private readonly options: ExaminingOptions) {}

  async lookAtNext(): Promise<Rest> {
    const { desk, examiner, wake } = this.options;
    const { taken } = this;
    this.taken = [];
    const atRest = this.atRest();
    const looked = await lookAtNext(desk, examiner, [...taken, ...atRest]);
    if (looked === null) return this.untilNext(taken, atRest);
    const { id, receivedAt, outcome } = looked;
    if (typeof outcome === 'object') this.letRest(id, outcome.failed);
    else if (outcome !== 'taken') this.resting.delete(id);
    if (outcome === 'judged') wake();
    // Old ones leave the machine to people; the next look begins with what is new.
    const isRecent = desk.clock.now().getTime() - receivedAt.getTime() < RECENT_MS;
    if (outcome === 'examined' && !isRecent) return BACKGROUND_REST_MS;
    this.taken = outcome === 'taken' ? [...taken, id] : taken;
    return 'more';
  }

  private untilNext(taken: readonly number[], atRest: readonly number[]): number {
    // Nobody waits for those whose rest was over and that were not found: another instance has judged them.
    for (const id of this.resting.keys()) if (!atRest.includes(id)) this.resting.delete(id);
    const rests = [...this.resting.values()].map(({ until }) => until - performance.now());
    return Math.min(LONGEST_LOOK_MS, taken.length > 0 ? FIRST_REST_MS : Infinity, ...rests);
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
