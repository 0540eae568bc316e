import { performance } from 'node:perf_hooks';
import type { Chat } from '../../entities/account';
import { systemClock, type Clock } from '../clock';
import type { Database } from '../database';
import type { Leadership, Seat } from '../leadership';
import { describeError, framesOf, type Log } from '../log';
import type { Budgets } from './budgets';
import type { ClaimedMessage, Delivery, Messenger, UnreachableReason } from './delivery';
import { createQueue, OUTBOX_CHANNEL, type FinalMark, type PutBack, type Queue } from './queue';

export interface SenderOptions {
  readonly database: Database;
  readonly leadership: Leadership;
  /** The place in the leadership: of all processes that speak as one bot, one sends. */
  readonly seat: string;
  readonly messenger: Messenger;
  readonly budgets: Budgets;
  readonly clock: Clock;
  readonly log: Log;
  /** Called before the message is marked; may be called again for the same. */
  readonly onUnreachable: (chat: Chat, reason: UnreachableReason, params: ClaimedMessage['params']) => Promise<void>;
  readonly onMigrated: (from: Chat, toChatId: string) => Promise<void>;
  /** Deliveries under way at once, each to another chat. */
  readonly parallel?: number;
  /** How often to look without being woken. */
  readonly pollMilliseconds?: number;
  /** The wait after the first failure; it doubles up to a minute. */
  readonly firstBackoffSeconds?: number;
}

export interface Sender {
  start(): void;
  /** Something was committed for it; cheap, after each commit that enqueued. */
  wake(): void;
  /** Claims nothing more, waits for what is under way. False when something still was at the limit. */
  stop(limitMilliseconds?: number): Promise<boolean>;
  /** Outcomes since this process started, for /metrics. */
  readonly totals: Readonly<Record<Delivery['outcome'], number>>;
}

/**
 * A message of unknown fate is sent again: twice is better than never. Bad networks and killed processes come in rows, so
 * once more is too few (a card was lost by two kills in a row); for ever would be a flood.
 */
const AMBIGUOUS_RESENDS = 4;
/** A day of one try a minute. */
const MAXIMUM_ATTEMPTS = 1_450;
/** A fault in our own rendering does not heal by itself. */
const MAXIMUM_FAULTS = 5;
/** A message that fails this often while others get through no longer holds up its chat. */
const HOLDING_ATTEMPTS = 5;
const OTHERS_GET_THROUGH_MS = 30_000;
const LONGEST_BACKOFF_SECONDS = 60;
const DELIVERY_LIMIT_MS = 90_000;
const WRITE_RETRY_MS = 1_000;

export function createSender(options: SenderOptions): Sender {
  return new OutboxSender(options);
}

class OutboxSender implements Sender {
  readonly totals = { sent: 0, skipped: 0, retry: 0, ambiguous: 0, unreachable: 0, dead: 0, migrated: 0 };
  private readonly queue: Queue;
  private readonly underWay = new Map<string, Promise<void>>();
  /** Chat → moment of the monotonic clock. */
  private readonly heldUntil = new Map<string, number>();
  private seat: Seat | null = null;
  private active = false;
  private stopping = false;
  private loop: Promise<void> | null = null;
  private woken = false;
  private endSleep: (() => void) | null = null;
  private lastSentAt = Number.NEGATIVE_INFINITY;
  private noticeUnderWay = false;

  constructor(private readonly options: SenderOptions) {
    this.queue = createQueue(options.database, options.messenger.name);
  }

  start(): void {
    const { leadership, seat } = this.options;
    leadership.listen(OUTBOX_CHANNEL, () => this.wake());
    this.seat = leadership.compete(seat, {
      gained: () => {
        this.active = true;
        this.loop = (this.loop ?? Promise.resolve()).then(() => this.run());
      },
      lost: () => {
        this.active = false;
        this.rouse();
      },
    });
  }

  wake(): void {
    if (this.active) this.rouse();
    else this.giveNotice();
  }

  async stop(limitMilliseconds = 10_000): Promise<boolean> {
    this.stopping = true;
    this.active = false;
    this.rouse();
    const isDone = await within(limitMilliseconds, async () => {
      await this.loop;
      await Promise.all(this.underWay.values());
    });
    await this.seat?.resign();
    return isDone;
  }

  private async run(): Promise<void> {
    await this.persist(() => this.recover());
    while (this.active) {
      this.woken = false;
      let pause = this.pollMilliseconds;
      try {
        pause = await this.sendDue();
      } catch (error) {
        this.options.log.warn({ reason: describeError(error) }, 'The outbox cannot read what is due; trying again');
      }
      if (this.active && !this.woken && pause > 0) await this.sleep(pause);
    }
  }

  /** What a process before us was sending, and which chats it had been told to leave in peace. */
  private async recover(): Promise<void> {
    const machineNow = systemClock.now();
    for (const { chatId, heldUntil } of await this.queue.holds(machineNow)) {
      this.heldUntil.set(chatId, performance.now() + heldUntil.getTime() - machineNow.getTime());
    }
    for (const message of await this.queue.interrupted()) {
      if (this.underWay.has(message.chatId)) continue;
      await this.settle(message, { outcome: 'ambiguous', error: 'the process stopped while it was being sent' });
    }
  }

  /** @returns milliseconds until more may be possible without being woken. */
  private async sendDue(): Promise<number> {
    const { budgets, clock, parallel = 50 } = this.options;
    const now = performance.now();
    const free = Math.min(parallel - this.underWay.size, 100);
    const allowed = Math.min(free, budgets.allowance(now));
    if (free <= 0) return this.pollMilliseconds;
    if (allowed <= 0) return budgets.tokenReadyAt(now) - now;

    const waitingChats = this.waitingChats(now);
    const except = [...this.underWay.keys(), ...waitingChats.map(({ chatId }) => chatId)];
    const messages = await this.queue.claim(clock.now(), except, allowed);
    for (const message of messages) this.send(message);
    if (messages.length === allowed) return 0;
    return Math.min(this.pollMilliseconds, ...waitingChats.map(({ readyAt }) => readyAt - now));
  }

  private waitingChats(now: number): { chatId: string; readyAt: number }[] {
    const waiting = this.options.budgets.exhaustedChats(now);
    for (const [chatId, readyAt] of this.heldUntil) {
      if (readyAt > now) waiting.push({ chatId, readyAt });
      else this.heldUntil.delete(chatId);
    }
    return waiting;
  }

  private send(message: ClaimedMessage): void {
    const { chatId, mergeable } = message;
    this.options.budgets.spend(chatId, performance.now(), mergeable);
    const delivery = this.deliver(message)
      .then((outcome) => this.settle(message, outcome))
      .finally(() => {
        this.underWay.delete(chatId);
        this.rouse();
      });
    this.underWay.set(chatId, delivery);
  }

  private async deliver(message: ClaimedMessage): Promise<Delivery> {
    const { messenger, log } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<Delivery>((resolve) => {
      const late: Delivery = { outcome: 'ambiguous', error: `no end within ${DELIVERY_LIMIT_MS / 1_000} s` };
      timer = setTimeout(() => resolve(late), DELIVERY_LIMIT_MS);
    });
    try {
      return await Promise.race([messenger.deliver(message), limit]);
    } catch (error) {
      const reason = describeError(error);
      const outcome = message.attempt < MAXIMUM_FAULTS ? 'retry' : 'dead';
      log.error(
        { id: message.id, kind: message.kind, attempt: message.attempt, reason, at: framesOf(error) },
        'A message could not be made',
      );
      return { outcome, error: reason };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Writes down what became of a message; its chat is free when this resolves. */
  private async settle(message: ClaimedMessage, delivery: Delivery): Promise<void> {
    const { log, onUnreachable, onMigrated } = this.options;
    const { id, kind, chatId, attempt } = message;
    this.totals[delivery.outcome] += 1;
    switch (delivery.outcome) {
      case 'sent':
        this.lastSentAt = performance.now();
        return this.finish(message, { state: 'sent', message: delivery.message ?? null });
      case 'skipped':
        return this.finish(message, { state: 'skipped', reason: delivery.reason });
      case 'dead':
        log.warn({ id, kind, chatId, reason: delivery.error }, 'A message will never arrive');
        return this.finish(message, { state: 'dead', reason: delivery.error });
      case 'unreachable':
        await this.tell(() => onUnreachable(message, delivery.reason, message.params));
        return this.finish(message, { state: 'unreachable', reason: `${delivery.reason}: ${delivery.error}` });
      case 'migrated':
        await this.tell(() => onMigrated(message, delivery.toChatId));
        await this.persist(() => this.queue.moveChat(chatId, delivery.toChatId));
        return this.putBack(message, { reason: `the chat became ${delivery.toChatId}` });
      case 'ambiguous':
        return this.settleAmbiguous(message, delivery.error);
      case 'retry':
        if (attempt >= MAXIMUM_ATTEMPTS) {
          return this.finish(message, { state: 'dead', reason: `given up after ${attempt} tries: ${delivery.error}` });
        }
        return this.putBack(message, { reason: delivery.error, ...this.delay(message, delivery.afterSeconds) });
    }
  }

  private settleAmbiguous(message: ClaimedMessage, error: string): Promise<void> {
    const { id, kind, chatId, mergeable, ambiguousSends } = message;
    if (mergeable) return this.putBack(message, { reason: error, ...this.delay(message) });
    this.options.log.warn({ id, kind, chatId, reason: error }, 'Nobody knows whether a message arrived');
    if (ambiguousSends >= AMBIGUOUS_RESENDS) return this.finish(message, { state: 'ambiguous', reason: error });
    return this.putBack(message, { reason: error, ambiguousSends: 1, ...this.delay(message) });
  }

  /** Usually the whole chat waits, so that its order is kept. */
  private delay({ chatId, attempt }: ClaimedMessage, afterSeconds?: number): Pick<PutBack, 'dueAt' | 'heldUntil'> {
    const seconds = afterSeconds ?? backoffSeconds(attempt, this.options.firstBackoffSeconds ?? 1);
    const othersGetThrough = performance.now() - this.lastSentAt < OTHERS_GET_THROUGH_MS;
    if (afterSeconds === undefined && attempt > HOLDING_ATTEMPTS && othersGetThrough) {
      return { dueAt: later(this.options.clock, seconds) };
    }
    this.heldUntil.set(chatId, performance.now() + seconds * 1_000);
    return { heldUntil: later(systemClock, seconds) };
  }

  private finish(message: ClaimedMessage, mark: FinalMark): Promise<void> {
    return this.persist(() => this.queue.finish(message, mark, this.options.clock.now()));
  }

  private putBack(message: ClaimedMessage, change: PutBack): Promise<void> {
    return this.persist(() => this.queue.putBack(message, change, this.options.clock.now()));
  }

  /** Until the database takes it; a process that has to go leaves the row as being sent, which the next one understands. */
  private async persist(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        this.options.log.warn({ reason: describeError(error) }, 'The outbox cannot write; trying again');
        if (this.stopping) return;
        await new Promise((resolve) => setTimeout(resolve, WRITE_RETRY_MS));
      }
    }
  }

  private async tell(listener: () => Promise<void>): Promise<void> {
    try {
      await listener();
    } catch (error) {
      this.options.log.error({ reason: describeError(error) }, 'Could not note that a chat has changed');
    }
  }

  private giveNotice(): void {
    if (this.noticeUnderWay || this.stopping) return;
    this.noticeUnderWay = true;
    this.queue
      .notifySender()
      // the one who sends polls anyway
      .catch((error: unknown) => this.options.log.warn({ reason: describeError(error) }, 'Cannot wake the sender'))
      .finally(() => (this.noticeUnderWay = false));
  }

  private get pollMilliseconds(): number {
    return this.options.pollMilliseconds ?? 1_000;
  }

  private rouse(): void {
    this.woken = true;
    this.endSleep?.();
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.endSleep = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** 1, 2, 4 … 60, spread by a fifth so that many chats do not come back together. */
function backoffSeconds(attempt: number, first: number): number {
  return Math.min(LONGEST_BACKOFF_SECONDS, first * 2 ** Math.min(attempt - 1, 10)) * (0.8 + Math.random() * 0.4);
}

function later(clock: Clock, seconds: number): Date {
  return new Date(clock.now().getTime() + seconds * 1_000);
}

/** @returns whether the work ended within the limit. */
async function within(milliseconds: number, work: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([limit, work().then(() => true)]);
  } finally {
    clearTimeout(timer);
  }
}
