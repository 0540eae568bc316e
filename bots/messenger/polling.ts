import { performance } from 'node:perf_hooks';
import { NotKept, type IncomingUpdate } from '../../src/inbox/update';
import { describeError, type Log } from '../../src/process/log';
import { pause } from '../../src/process/pause';
import { UnreadableAnswer } from './exchange';
import { grown, spread, type Waits } from './patience';
import type { Service } from './service';
import { NotAnUpdateError } from './update';

/** How a messenger is asked for what has come. */
export interface Source<Mark, Update extends IncomingUpdate = IncomingUpdate> {
  readonly service: Pick<Service, 'name' | 'retryAfter'>;
  /** Waits for what comes; the mark confirms all before it. */
  ask(mark: Mark | undefined, poll: Poll): Promise<Answer<Mark, Update>>;
  /** @throws NotAnUpdateError */
  read(item: unknown): Update;
  /** Whether the error says that somebody else takes the updates; does what can be done about it, and never throws. */
  isTakenByOther(error: unknown): Promise<boolean>;
  readonly marks?: Marks<Mark>;
}

/** Where a mark outlives the process, for a messenger that does not keep it itself. */
export interface Marks<Mark> {
  read(): Promise<Mark | undefined>;
  keep(mark: Mark): Promise<void>;
}

export interface Poll {
  readonly seconds: number;
  readonly limit: number;
  readonly signal: AbortSignal;
}

export interface Answer<Mark, Update> {
  readonly items: readonly unknown[];
  /** What confirms these, and all before them, when it is given to the next call. @throws Error where only an update would tell */
  markAfter(this: void, kept: readonly Update[]): Mark;
}

export interface ReceivingOptions {
  /** Keeps updates; confirmed only after it resolves. */
  readonly receive: (updates: readonly IncomingUpdate[]) => Promise<void>;
  readonly log: Log;
  /** Hears when anybody has reached the messenger again: it is asked soon, however long the trouble has made the pause. */
  readonly onAnswered?: (listener: () => void) => void;
  readonly longPollSeconds?: number;
  readonly delays?: PollingDelays;
}

export interface PollingDelays {
  /** Another poller took our place. */
  readonly conflict: Waits;
  readonly trouble: Waits;
  /** The database is away: what comes meanwhile is looked at soon, so that whoever has sent it hears so. */
  readonly unkept?: Waits;
}

const UNKEPT: Waits = [500, 2_000];
const DELAYS: PollingDelays = { conflict: [5_000, 60_000], trouble: [500, 30_000] };
/** Beyond the long poll itself; then the connection counts as dead. */
const ANSWER_MARGIN_MS = 15_000;
/** Where others get through while asking fails, they make it no hot loop. */
const SOONEST_MS = 500;
const CONFIRM_LIMIT_MS = 2_000;
/** A server that does not wait must not be asked in a hot loop. */
const SHORTEST_ROUND_MS = 200;
const BATCH = 100;

export interface Polling {
  /** May be started again after stop. */
  start(): void;
  /** Goes on, until another process is seen to take the updates. */
  leave(): void;
  /** Resolves when nothing more will be received; confirms what was kept. */
  stop(): Promise<void>;
}

/**
 * The bot's own loop: a batch is confirmed (by the mark of the next call) only after it is kept, and the next batch does not wait
 * for handlers.
 */
export function pollFrom<Mark, Update extends IncomingUpdate>(
  source: Source<Mark, Update>,
  options: ReceivingOptions,
): Polling {
  let current: { readonly stop: AbortController; readonly loop: PollingLoop<Mark, Update> } | null = null;
  let done = Promise.resolve();
  options.onAnswered?.(() => current?.loop.wake());
  return {
    start() {
      if (current?.loop.resume()) return;
      const stop = new AbortController();
      const loop = new PollingLoop(source, options, stop.signal);
      current = { stop, loop };
      // two loops of one process would be each other's second poller
      done = done.then(() => loop.run());
    },
    leave: () => current?.loop.leave(),
    async stop() {
      current?.stop.abort();
      current = null;
      await done;
    },
  };
}

class PollingLoop<Mark, Update extends IncomingUpdate> {
  private mark: Mark | undefined;
  private isConfirmed = true;
  private failures = 0;
  private conflicts = 0;
  private isOurs = true;
  private hasEnded = false;
  /** Of a pause that nobody has asked for; null: another one, or none. */
  private resting: AbortController | null = null;

  constructor(
    private readonly source: Source<Mark, Update>,
    private readonly options: ReceivingOptions,
    private readonly stop: AbortSignal,
  ) {}

  /** The updates are ours to take again. @returns false: it has ended */
  resume(): boolean {
    this.isOurs = true;
    return !this.hasEnded;
  }

  leave(): void {
    this.isOurs = false;
  }

  wake(): void {
    this.resting?.abort();
  }

  async run(): Promise<void> {
    while (!this.stop.aborted && !this.hasEnded) {
      try {
        await this.round();
        this.recovered();
      } catch (error) {
        if (this.stop.aborted) break;
        await this.rest(await this.waitAfter(error));
      }
    }
    await this.confirm();
  }

  private async rest(wait: number): Promise<void> {
    const { resting } = this;
    if (resting === null) return pause(wait, this.stop);
    await pause(Math.min(SOONEST_MS, wait), this.stop);
    await pause(wait - SOONEST_MS, AbortSignal.any([this.stop, resting.signal]));
    this.resting = null;
  }

  private async round(): Promise<void> {
    const startedAt = performance.now();
    this.mark ??= await this.source.marks?.read();
    const seconds = this.options.longPollSeconds ?? 50;
    const limit = AbortSignal.timeout(seconds * 1_000 + ANSWER_MARGIN_MS);
    const answer = await this.ask({ seconds, limit: BATCH, signal: AbortSignal.any([this.stop, limit]) });
    if (answer.items.length > 0) await this.keep(answer);
    else await pause(SHORTEST_ROUND_MS - (performance.now() - startedAt), this.stop);
  }

  private async ask(poll: Poll): Promise<Answer<Mark, Update>> {
    const answer = await this.source.ask(this.mark, poll);
    this.isConfirmed = true;
    return answer;
  }

  private async keep({ items, markAfter }: Answer<Mark, Update>): Promise<void> {
    const updates = items.flatMap((item) => this.read(item));
    if (updates.length > 0) await this.options.receive(updates);
    this.mark = markAfter(updates);
    this.isConfirmed = false;
    await this.source.marks?.keep(this.mark);
  }

  private read(item: unknown): Update[] {
    try {
      return [this.source.read(item)];
    } catch (error) {
      if (!(error instanceof NotAnUpdateError)) throw error;
      const { name } = this.source.service;
      this.options.log.error({ reason: error.message }, `${name} sent something that is not an update`);
      return [];
    }
  }

  private async waitAfter(error: unknown): Promise<number> {
    const { log, delays = DELAYS } = this.options;
    const isUnkept = error instanceof NotKept;
    if (!isUnkept && (await this.source.isTakenByOther(error))) {
      this.hasEnded = !this.isOurs;
      return this.hasEnded ? 0 : grown(delays.conflict, this.conflicts++);
    }
    // A refused token too: only the operator can say that it is wrong, and a gateway has said so by mistake.
    const reason = describeError(error);
    const fields = { reason, failures: this.failures + 1 };
    if (error instanceof UnreadableAnswer)
      log.error(fields, 'What came can’t be read, so no updates are received; trying again');
    else log.warn(fields, 'No updates could be received; trying again');
    const waits = isUnkept ? (delays.unkept ?? UNKEPT) : delays.trouble;
    const asked = this.source.service.retryAfter(error);
    if (!isUnkept && asked === undefined) this.resting = new AbortController();
    return spread(asked, grown(waits, this.failures++));
  }

  private recovered(): void {
    if (this.failures + this.conflicts === 0) return;
    this.failures = 0;
    this.conflicts = 0;
    this.options.log.info({}, 'Updates are being received again');
  }

  private async confirm(): Promise<void> {
    if (this.isConfirmed) return;
    // Not confirmed means delivered again, which the inbox takes calmly; so one try is enough.
    const poll = { seconds: 0, limit: 1, signal: AbortSignal.timeout(CONFIRM_LIMIT_MS) };
    await this.ask(poll).catch(() => undefined);
  }
}
