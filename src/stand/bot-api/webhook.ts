import { machineNow } from '../clock';
import type { Update } from '../world/types';
import type { Line, PendingUpdate, UpdateQueue } from '../world/update-queue';
import type { Disturbance } from './faults';
import { objectOf } from './object-of';

const replyTimeoutMs = 60_000;
/** Wait before a delivery is tried again: doubled at every failure of the same update. */
const firstRetryMs = 250;
const longestRetryMs = 30_000;
/** A reordered update steps behind its line for this long. */
const overtakenMs = 1000;

export interface WebhookSettings {
  readonly url: string;
  readonly secretToken?: string | undefined;
  readonly maxConnections: number;
}

interface LineState {
  failures: number;
  notBefore: number;
}

/** Runs a method that the bot wrote into its answer to the webhook. */
export type WebhookReply = (method: string, parameters: Record<string, unknown>) => Promise<void>;

/**
 * Delivers updates to the bot's address: one at a time per line (a chat's messages, a person's presses), lines side
 * by side up to max_connections, each update again and again until it is answered with 2xx.
 */
export class Webhook {
  private current: WebhookSettings | undefined;
  private readonly lines = new Map<Line, LineState>();
  private readonly underWay = new Map<Line, AbortController>();
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private lastError: { at: number; message: string } | undefined;
  reply: WebhookReply = () => Promise.resolve();

  constructor(
    private readonly updates: UpdateQueue,
    private readonly disturbance: Disturbance,
    private readonly touch: () => void,
  ) {
    updates.onArrival(() => this.deliver());
  }

  get settings(): WebhookSettings | undefined {
    return this.current;
  }

  /** Seconds of machine time and text of the last failed delivery. */
  get trouble(): { last_error_date: number; last_error_message: string } | Record<string, never> {
    return this.lastError
      ? { last_error_date: Math.floor(this.lastError.at / 1000), last_error_message: this.lastError.message }
      : {};
  }

  set(settings: WebhookSettings | undefined): void {
    if (settings?.url !== this.current?.url) {
      for (const controller of this.underWay.values()) controller.abort();
      this.underWay.clear();
    }
    this.current = settings;
    this.lastError = undefined;
    this.lines.clear();
    this.touch();
    this.deliver();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    for (const controller of this.underWay.values()) controller.abort();
  }

  private deliver(): void {
    clearTimeout(this.timer);
    if (this.closed || this.current === undefined) return;
    const now = machineNow();
    let soonest = Infinity;
    const looked = new Set<Line>();
    for (const pending of this.updates.waiting()) {
      if (looked.has(pending.line)) continue;
      looked.add(pending.line);
      if (this.underWay.has(pending.line)) continue;
      const notBefore = this.lines.get(pending.line)?.notBefore ?? 0;
      if (notBefore > now) soonest = Math.min(soonest, notBefore);
      else if (this.underWay.size < this.current.maxConnections) this.start(pending, this.current);
    }
    if (soonest !== Infinity) this.timer = setTimeout(() => this.deliver(), Math.max(1, soonest - now));
  }

  private start(pending: PendingUpdate, settings: WebhookSettings): void {
    const controller = new AbortController();
    this.underWay.set(pending.line, controller);
    void this.attempt(pending, settings, controller).finally(() => {
      if (this.underWay.get(pending.line) === controller) this.underWay.delete(pending.line);
      this.deliver();
    });
  }

  private async attempt(pending: PendingUpdate, settings: WebhookSettings, controller: AbortController): Promise<void> {
    const failure = this.disturbance.strikesLate(pending)
      ? await this.letOvertake(pending, settings, controller)
      : await this.post(pending.update, settings, controller.signal);
    if (controller.signal.aborted) return;
    if (failure === undefined) {
      this.lines.delete(pending.line);
      this.updates.confirm(pending.update.update_id);
      if (this.disturbance.strikesTwice(pending)) await this.post(pending.update, settings, controller.signal);
      return;
    }
    this.lastError = { at: machineNow(), message: failure };
    const failures = (this.lines.get(pending.line)?.failures ?? 0) + 1;
    const delay = Math.min(longestRetryMs, firstRetryMs * 2 ** (failures - 1));
    this.lines.set(pending.line, { failures, notBefore: machineNow() + delay });
  }

  /** Delivers what follows in the same line first, if anything comes in time. */
  private async letOvertake(
    late: PendingUpdate,
    settings: WebhookSettings,
    { signal }: AbortController,
  ): Promise<string | undefined> {
    const until = machineNow() + overtakenMs;
    while (machineNow() < until && !signal.aborted) {
      const next = this.updates
        .waiting()
        .find(({ line, update }) => line === late.line && update.update_id > late.update.update_id);
      if (next) {
        const failure = await this.post(next.update, settings, signal);
        if (failure === undefined) this.updates.confirm(next.update.update_id);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return this.post(late.update, settings, signal);
  }

  /** @returns what went wrong, undefined when the bot answered 2xx */
  private async post(update: Update, settings: WebhookSettings, signal: AbortSignal): Promise<string | undefined> {
    try {
      const response = await fetch(settings.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(settings.secretToken === undefined ? {} : { 'x-telegram-bot-api-secret-token': settings.secretToken }),
        },
        body: JSON.stringify(update),
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(replyTimeoutMs)]),
      });
      const body = await response.text();
      if (!response.ok) return `Wrong response from the webhook: ${response.status} ${response.statusText}`;
      await this.runReply(body);
      return undefined;
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') return 'Read timeout expired';
      return error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    }
  }

  /** An answer may carry one call of a method; its outcome is nobody's business, as with Telegram. */
  private async runReply(body: string): Promise<void> {
    if (!body.startsWith('{')) return;
    const { method, ...parameters } = objectOf(JSON.parse(body));
    if (typeof method === 'string') await this.reply(method, parameters).catch(() => undefined);
  }

  dump(): WebhookSettings | undefined {
    return this.current;
  }

  load(settings: WebhookSettings | undefined): void {
    this.current = settings;
    this.deliver();
  }
}
