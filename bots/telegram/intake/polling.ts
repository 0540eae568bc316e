import { performance } from 'node:perf_hooks';
import { TelegramError, type Telegram } from 'telegraf';
import type { IncomingUpdate } from '../../../src/inbox/update';
import { describeError, type Log } from '../../../src/process/log';
import { pause } from '../../../src/process/pause';
import { endedBy } from '../call';
import { grown, waitAfter, type Waits } from '../patience';
import { NotAnUpdateError, readUpdate, type TelegramUpdate, type UpdateType } from './update';

export interface PollingOptions {
  /** A client of its own: a long poll must not stand in the way of other calls. */
  readonly telegram: Telegram;
  /** Keeps updates; confirmed only after it resolves. */
  readonly receive: (updates: readonly IncomingUpdate[]) => Promise<void>;
  /** Kinds of updates asked for and handled. */
  readonly allowedUpdates: readonly UpdateType[];
  readonly log: Log;
  readonly longPollSeconds?: number;
  readonly delays?: PollingDelays;
}

export interface PollingDelays {
  /** Another poller took our place. */
  readonly conflict: Waits;
  readonly trouble: Waits;
}

const DELAYS: PollingDelays = { conflict: [5_000, 60_000], trouble: [500, 30_000] };
/** Beyond the long poll itself; then the connection counts as dead. */
const ANSWER_MARGIN_MS = 15_000;
const CONFIRM_LIMIT_MS = 2_000;
/** A server that does not wait must not be asked in a hot loop. */
const SHORTEST_ROUND_MS = 200;
const BATCH = 100;

export interface Polling {
  /** May be started again after stop. */
  start(): void;
  /** Resolves when nothing more will be received; confirms what was kept. */
  stop(): Promise<void>;
}

/**
 * The bot's own getUpdates loop: a batch is confirmed (by the next call's offset) only after it is kept, and the next
 * batch does not wait for handlers.
 */
export function createPolling(options: PollingOptions): Polling {
  let stop: AbortController | null = null;
  let done = Promise.resolve();
  return {
    start() {
      if (stop !== null) return;
      stop = new AbortController();
      const loop = new PollingLoop(options, stop.signal);
      // two loops of one process would be each other's second poller
      done = done.then(() => loop.run());
    },
    async stop() {
      stop?.abort();
      stop = null;
      await done;
    },
  };
}

class PollingLoop {
  private offset: number | undefined;
  private isConfirmed = true;
  private failures = 0;
  private conflicts = 0;

  constructor(
    private readonly options: PollingOptions,
    private readonly stop: AbortSignal,
  ) {}

  async run(): Promise<void> {
    while (!this.stop.aborted) {
      try {
        await this.round();
        this.recovered();
      } catch (error) {
        if (this.stop.aborted) break;
        await pause(await this.waitAfter(error), this.stop);
      }
    }
    await this.confirm();
  }

  private async round(): Promise<void> {
    const startedAt = performance.now();
    const seconds = this.options.longPollSeconds ?? 50;
    const limit = AbortSignal.timeout(seconds * 1_000 + ANSWER_MARGIN_MS);
    const raw = await this.getUpdates(seconds, BATCH, AbortSignal.any([this.stop, limit]));
    if (raw.length > 0) await this.keep(raw);
    else await pause(SHORTEST_ROUND_MS - (performance.now() - startedAt), this.stop);
  }

  private async getUpdates(seconds: number, limit: number, signal: AbortSignal): Promise<unknown[]> {
    const answer: unknown = await this.options.telegram.callApi(
      'getUpdates',
      {
        timeout: seconds,
        limit,
        ...(this.offset === undefined ? {} : { offset: this.offset }),
        allowed_updates: this.options.allowedUpdates,
      },
      endedBy(signal),
    );
    if (!Array.isArray(answer)) throw new Error('getUpdates did not answer with a list');
    this.isConfirmed = true;
    return answer as unknown[];
  }

  private async keep(raw: readonly unknown[]): Promise<void> {
    const updates = raw.flatMap((item) => this.read(item));
    if (updates.length === 0) throw new Error('getUpdates answered with nothing that is an update');
    await this.options.receive(updates);
    this.offset = Math.max(...updates.map(({ place }) => place)) + 1;
    this.isConfirmed = false;
  }

  private read(item: unknown): TelegramUpdate[] {
    try {
      return [readUpdate(item, this.options.allowedUpdates)];
    } catch (error) {
      if (!(error instanceof NotAnUpdateError)) throw error;
      this.options.log.error({ reason: error.message }, 'Telegram sent something that is not an update');
      return [];
    }
  }

  private async waitAfter(error: unknown): Promise<number> {
    const { log, telegram, delays = DELAYS } = this.options;
    const reason = describeError(error);
    if (error instanceof TelegramError && error.code === 409) {
      if (/webhook/i.test(error.description ?? '')) {
        log.warn({ reason }, 'A webhook is set for this bot, but BOT_MODE is polling: removing the webhook');
        await telegram
          .deleteWebhook()
          .catch((failure: unknown) => log.warn({ reason: describeError(failure) }, 'Cannot remove the webhook'));
      } else {
        log.warn({ reason }, 'Another process polls with this token: stop one of them. Waiting for it to end');
      }
      return grown(delays.conflict, this.conflicts++);
    }
    // A refused token too: only the operator can say that it is wrong, and a gateway of Telegram has said so by mistake.
    log.warn({ reason, failures: this.failures + 1 }, 'No updates could be received; trying again');
    return waitAfter(error, grown(delays.trouble, this.failures++));
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
    await this.getUpdates(0, 1, AbortSignal.timeout(CONFIRM_LIMIT_MS)).catch(() => undefined);
  }
}
