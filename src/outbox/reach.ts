import { systemClock, type Clock } from '../clock';
import { describeError, type Log } from '../process/log';
import { pause } from '../process/pause';

export interface ReachOptions {
  /** A cheap question to the messenger: does anything get through? */
  readonly probe: () => Promise<boolean>;
  readonly log: Log;
  /** Absent: the machine's. */
  readonly clock?: Clock;
  /** The first pause between two questions; it doubles up to a few seconds. */
  readonly firstPauseMs?: number;
}

/** `trial`: a question got through, and no message yet: one goes ahead. */
export type ReachState = 'open' | 'trial' | 'closed';

const FIRST_PAUSE_MS = 250;
/** Short, so that a network that is back is seen soon: what waits goes within the minute. */
const LONGEST_PAUSE_MS = 5_000;
/** Where questions get through and messages do not, the trouble is the messenger's own and asking more is no help. */
const LONGEST_TRIAL_PAUSE_MS = 60_000;
/** After so many messages that failed, each behind a question that got through, an answer says nothing of the next. */
const DECEIVED_TRIALS = 5;
const DISTRUST_MS = 3_600_000;

/**
 * Whether a messenger is reached now. After the first message that found nobody, or of which nobody knows whether it arrived,
 * nothing more is sent until a question gets through: a silence of a minute costs one copy of a message and not one a try.
 */
export class Reach {
  private current: ReachState = 'open';
  private seeking: Promise<void> | null = null;
  /** Trials in a row that failed. */
  private trials = 0;
  private silent: Date | null = null;
  private lastLost: Date | null = null;
  private accepted: Date | null = null;
  private readonly opened = new Set<() => void>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: ReachOptions) {}

  get state(): ReachState {
    return this.current;
  }

  /** Since when nothing gets through, by the clock; null: something does, or nothing was tried. */
  get silentSince(): Date | null {
    return this.silent;
  }

  /** When something got through last, by the clock; null: nothing has yet. */
  get acceptedAt(): Date | null {
    return this.accepted;
  }

  /** False: questions get through and messages do not, time after time; for an hour after the last one. */
  get meansItsAnswers(): boolean {
    if (this.trials < DECEIVED_TRIALS || this.lastLost === null) return true;
    return this.now().getTime() - this.lastLost.getTime() >= DISTRUST_MS;
  }

  /** Hears each time when it is worth trying again. */
  onOpened(listener: () => void): void {
    this.opened.add(listener);
  }

  /** Something did not get through. */
  lost(): void {
    this.lastLost = this.now();
    this.silent ??= this.lastLost;
    if (this.current === 'closed') return;
    if (this.current === 'open') this.options.log.warn({}, 'The messenger is not reached; what is to be said waits');
    this.current = 'closed';
    this.seeking ??= this.seek().finally(() => (this.seeking = null));
  }

  /** A message got through, or was refused in the messenger's own words. */
  found(): void {
    this.trials = 0;
    this.silent = null;
    this.accepted = this.now();
    if (this.current === 'open') return;
    this.options.log.info({}, 'The messenger is reached again');
    this.open('open');
  }

  /** Resolves when it is worth trying, or after this long. @returns whether it is */
  async opensWithin(milliseconds: number): Promise<boolean> {
    if (this.current !== 'closed') return true;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.opened.delete(end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.opened.add(end);
    });
    return this.isWorthTrying();
  }

  private now(): Date {
    return (this.options.clock ?? systemClock).now();
  }

  private isWorthTrying(): boolean {
    return this.current !== 'closed';
  }

  stop(): void {
    this.stopping.abort();
  }

  private open(state: 'open' | 'trial'): void {
    this.current = state;
    for (const listener of [...this.opened]) listener();
  }

  private async seek(): Promise<void> {
    const { firstPauseMs = FIRST_PAUSE_MS } = this.options;
    const { signal } = this.stopping;
    await pause(Math.min(LONGEST_TRIAL_PAUSE_MS, firstPauseMs * 2 ** this.trials), signal);
    for (let round = 1; this.current === 'closed' && !signal.aborted; round += 1) {
      if (await this.isAnswered()) {
        this.trials = Math.min(this.trials + 1, 20);
        if (this.current === 'closed') this.open('trial');
        return;
      }
      await pause(Math.min(LONGEST_PAUSE_MS, firstPauseMs * 2 ** Math.min(round, 20)), signal);
    }
  }

  private async isAnswered(): Promise<boolean> {
    try {
      return await this.options.probe();
    } catch (error) {
      this.options.log.error({ reason: describeError(error) }, 'The messenger could not be asked');
      return false;
    }
  }
}
