import { performance } from 'node:perf_hooks';
import type { Chat } from '../../entities/account';
import { systemClock, type Clock } from '../clock';
import type { Database, Transaction } from '../database/database';
import { failpoint } from '../process/failpoint';
import type { Leadership, Seat } from '../database/leadership';
import { describeError, framesOf, type Log } from '../process/log';
import { untilKept } from '../process/until-kept';
import type { ClaimedMessage, Delivery, GivenUp, Messenger, UnreachableReason } from './delivery';
import { ALL_CHATS, type Pace } from './pace';
import { Pauses } from './pauses';
import { createQueue, OUTBOX_CHANNEL, type FinalMark, type PutBack, type Queue } from './queue';

export interface SenderOptions {
  readonly database: Database;
  readonly leadership: Leadership;
  /** The place in the leadership: of all processes that speak as one bot, one sends. */
  readonly seat: string;
  readonly messenger: Messenger;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly log: Log;
  /** Called before the message is marked; may be called again for the same. */
  readonly onUnreachable: (chat: Chat, reason: UnreachableReason, params: ClaimedMessage['params']) => Promise<void>;
  readonly onMigrated: (from: Chat, toChatId: string) => Promise<void>;
  /** In the transaction that gives a message up: the place to tell of it. */
  readonly onGivenUp: (tx: Transaction, message: ClaimedMessage, why: GivenUp) => Promise<void>;
  /** Whether an error is of what we stand on, such as the database: it heals without us. */
  readonly isOutage?: (error: unknown) => boolean;
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

/** A message that ends each process that sends it. */
const MAXIMUM_INTERRUPTIONS = 30;
/** A fault in our own rendering does not heal by itself. */
const MAXIMUM_FAULTS = 5;
/** A pause that a restart may as well forget. */
const SHORTEST_KEPT_PAUSE_SECONDS = 2;
/** Until what we stand on is tried again. */
const OUTAGE_SECONDS = 2;
const UNWRITTEN = 'what became of it could not be written down';
const DELIVERY_LIMIT_MS = 90_000;

export function createSender(options: SenderOptions): Sender {
  return new OutboxSender(options);
}

class OutboxSender implements Sender {
  readonly totals = { sent: 0, skipped: 0, retry: 0, ambiguous: 0, unreachable: 0, dead: 0, migrated: 0 };
  private readonly queue: Queue;
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly pauses: Pauses;
  /** Messages that could not be made, and how often. */
  private readonly faults = new Map<number, number>();
  private seat: Seat | null = null;
  private active = false;
  private stopping = false;
  private loop: Promise<void> | null = null;
  private woken = false;
  private endSleep: (() => void) | null = null;
  private noticeUnderWay = false;

  constructor(private readonly options: SenderOptions) {
    this.queue = createQueue(options.database, options.messenger.name);
    this.pauses = new Pauses(options.clock, options.firstBackoffSeconds ?? 1);
  }

  start(): void {
    const { leadership, seat, pace } = this.options;
    pace.reach.onOpened(() => this.rouse());
    pace.onPauseAsked((chatId, seconds) => this.keepPause(chatId, seconds));
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
    this.options.pace.reach.stop();
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
      this.options.pace.hold(chatId, (heldUntil.getTime() - machineNow.getTime()) / 1_000);
    }
    for (const message of await this.queue.interrupted()) {
      if (this.underWay.has(message.chatId)) continue;
      await this.sendInterrupted(message);
    }
  }

  /** Whatever ends processes is mostly no trouble of the message: it goes again at once, but not for ever. */
  private sendInterrupted(message: ClaimedMessage): Promise<void> {
    const reason = 'the process stopped while it was being sent';
    if (message.mergeable) return this.putBack(message, { reason });
    this.totals.ambiguous += 1;
    if (message.ambiguousSends >= MAXIMUM_INTERRUPTIONS) return this.giveUp(message, 'ambiguous', reason);
    return this.putBack(message, { reason, ambiguousSends: 1 });
  }

  /** @returns milliseconds until more may be possible without being woken. */
  private async sendDue(): Promise<number> {
    const { pace, clock, parallel = 50 } = this.options;
    const now = performance.now();
    const free = Math.min(parallel - this.underWay.size, 100);
    const allowed = Math.min(free, this.allowance(now));
    if (free <= 0) return this.pollMilliseconds;
    if (allowed <= 0) return Math.min(this.pollMilliseconds, Math.max(10, pace.readyAt(now) - now));

    const waitingChats = [...pace.waitingChats(now), ...this.pauses.chats(now)];
    const except = [...this.underWay.keys(), ...waitingChats.map(({ chatId }) => chatId)];
    const messages = await this.queue.claim(clock.now(), except, allowed);
    if (messages.length > 0) failpoint('message-claimed');
    for (const message of messages) this.send(message);
    if (messages.length === allowed) return pace.reach.state === 'trial' ? this.pollMilliseconds : 0;
    return Math.min(this.pollMilliseconds, ...waitingChats.map(({ readyAt }) => readyAt - now));
  }

  /** While a question got through and no message has yet, one goes ahead of the others. */
  private allowance(now: number): number {
    const { pace } = this.options;
    if (pace.reach.state === 'trial' && this.underWay.size > 0) return 0;
    return this.pauses.areAllResting(now) ? 0 : pace.allowance(now);
  }

  private send(message: ClaimedMessage): void {
    const { chatId, mergeable } = message;
    const { pace } = this.options;
    pace.spend(chatId, mergeable);
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
      const delivery = await Promise.race([messenger.deliver(message), limit]);
      this.options.pace.heard(message.chatId, delivery);
      return delivery;
    } catch (error) {
      const reason = describeError(error);
      if (this.options.isOutage?.(error) === true) {
        this.pauses.rest(ALL_CHATS, OUTAGE_SECONDS);
        return { outcome: 'retry', error: reason };
      }
      const faults = (this.faults.get(message.id) ?? 0) + 1;
      this.faults.set(message.id, faults);
      log.error(
        { id: message.id, kind: message.kind, attempt: faults, reason, at: framesOf(error) },
        'A message could not be made',
      );
      if (faults >= MAXIMUM_FAULTS) return { outcome: 'dead', error: reason };
      return { outcome: 'retry', afterSeconds: this.pauses.growing(faults), error: reason };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Writes down what became of a message; its chat is free when this resolves. */
  private async settle(message: ClaimedMessage, delivery: Delivery): Promise<void> {
    const { log, onUnreachable, onMigrated } = this.options;
    const { id, kind, chatId } = message;
    this.totals[delivery.outcome] += 1;
    switch (delivery.outcome) {
      case 'sent':
        this.pauses.noteSent();
        failpoint('message-sent');
        if (delivery.remember) await this.remember(message, delivery.remember);
        return this.finish(message, { state: 'sent', message: delivery.message ?? null });
      case 'skipped':
        return this.finish(message, { state: 'skipped', reason: delivery.reason });
      case 'dead':
        log.warn({ id, kind, chatId, reason: delivery.error }, 'A message will never arrive');
        return this.giveUp(message, 'dead', delivery.error);
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
        return this.putBack(message, {
          reason: delivery.error,
          dueAt: this.pauses.ownMoment(message, delivery.afterSeconds),
        });
    }
  }

  private settleAmbiguous(message: ClaimedMessage, error: string): Promise<void> {
    const { id, kind, chatId, mergeable, ambiguousSends } = message;
    if (mergeable) return this.putBack(message, { reason: error, dueAt: this.pauses.ownMoment(message) });
    this.options.log.warn({ id, kind, chatId, reason: error }, 'Nobody knows whether a message arrived');
    const seconds = this.pauses.afterAmbiguous(ambiguousSends);
    if (seconds === null) return this.giveUp(message, 'ambiguous', error);
    const dueAt = this.pauses.ownMoment(message, seconds);
    return this.putBack(message, { reason: error, ambiguousSends: 1, dueAt });
  }

  /** A fault of ours would be no better at the next try, and the message is sent. */
  private remember({ id, kind }: ClaimedMessage, write: () => Promise<void>): Promise<void> {
    const { isOutage, log } = this.options;
    return this.persist(() =>
      write().catch((error: unknown) => {
        if (isOutage?.(error) !== false) throw error;
        log.error({ id, kind, reason: describeError(error), at: framesOf(error) }, 'What was sent is not remembered');
      }),
    );
  }

  /** Neither sent nor tried any more: in one transaction with whoever is told of it. */
  private giveUp(message: ClaimedMessage, state: 'ambiguous' | 'dead', reason: string): Promise<void> {
    const { database, clock, onGivenUp } = this.options;
    this.faults.delete(message.id);
    return this.persist(
      () =>
        database.transaction(async (tx) => {
          const isOurs = await this.queue.giveUp(tx, message, { state, reason }, clock.now());
          if (isOurs) await onGivenUp(tx, message, state);
        }),
      () => this.giveUpInSilence(message, state, reason),
    );
  }

  /** Where even the telling is refused: the list of what was given up has it. */
  private giveUpInSilence(message: ClaimedMessage, state: 'ambiguous' | 'dead', reason: string): Promise<void> {
    const { database, clock } = this.options;
    return this.persist(async () => void (await this.queue.giveUp(database, message, { state, reason }, clock.now())));
  }

  private keepPause(chatId: string, seconds: number): void {
    if (seconds < SHORTEST_KEPT_PAUSE_SECONDS) return;
    this.queue.hold(chatId, later(systemClock, seconds)).catch((error: unknown) => {
      this.options.log.warn({ reason: describeError(error) }, 'A pause could not be written down');
    });
  }

  private async finish(message: ClaimedMessage, mark: FinalMark): Promise<void> {
    this.faults.delete(message.id);
    await this.persist(
      () => this.queue.finish(message, mark, this.options.clock.now()),
      () => this.giveUp(message, 'ambiguous', UNWRITTEN),
    );
    failpoint('message-marked');
  }

  private putBack(message: ClaimedMessage, change: PutBack): Promise<void> {
    return this.persist(
      () => this.queue.putBack(message, change, this.options.clock.now()),
      () => this.giveUp(message, 'ambiguous', UNWRITTEN),
    );
  }

  /**
   * A process that has to go leaves the row as being sent, which the next one understands.
   * @param otherwise when it is refused: sets the message aside, since asked again the database would refuse again
   */
  private async persist(write: () => Promise<void>, otherwise?: () => Promise<void>): Promise<void> {
    const { log } = this.options;
    try {
      await untilKept(write, { log, isOver: () => this.stopping });
    } catch (error) {
      log.error(
        { reason: describeError(error), at: framesOf(error) },
        'What became of a message cannot be written down',
      );
      await otherwise?.();
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
