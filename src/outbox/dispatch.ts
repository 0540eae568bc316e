import type { Chat } from '../../entities/person';
import type { Clock } from '../clock';
import type { Database, Transaction } from '../database/database';
import { failpoint } from '../process/failpoint';
import { describeError, framesOf, type Log } from '../process/log';
import { endsWithin } from '../process/pause';
import type { WakingLoop } from '../waking/loop';
import type { ClaimedMessage, Delivery, GivenUp, Messenger, UnreachableReason } from './delivery';
import { ALL_CHATS, type Pace } from './pace';
import type { Pauses } from './pauses';
import type { FinalMark, PutBack, Queue } from './queue';

export interface DispatchOptions {
  readonly database: Database;
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
}

export type Totals = Readonly<Record<Delivery['outcome'], number>>;

/** A message that ends each process that sends it. */
const MAXIMUM_INTERRUPTIONS = 30;
/** A fault in our own rendering does not heal by itself. */
const MAXIMUM_FAULTS = 5;
/** Until what we stand on is tried again. */
const OUTAGE_SECONDS = 2;
const UNWRITTEN = 'what became of it could not be written down';
const DELIVERY_LIMIT_MS = 90_000;

/** The way of one message that was claimed: to its messenger, and into the table with what has become of it. */
export class Dispatch {
  readonly totals = { sent: 0, skipped: 0, retry: 0, ambiguous: 0, unreachable: 0, dead: 0, migrated: 0 };
  /** Messages that could not be made, and how often. */
  private readonly faults = new Map<number, number>();

  constructor(
    private readonly options: DispatchOptions,
    private readonly queue: Queue,
    private readonly pauses: Pauses,
    private readonly loop: Pick<WakingLoop, 'keep'>,
  ) {}

  /** When it resolves, all is written down and the chat is free for the next one. */
  async send(message: ClaimedMessage): Promise<void> {
    await this.settle(message, await this.deliver(message));
  }

  /**
   * One that a process before us was sending. Whatever ends processes is mostly no trouble of the message: it goes again at once, but
   * not for ever.
   */
  sendInterrupted(message: ClaimedMessage): Promise<void> {
    const reason = 'the process stopped while it was being sent';
    if (message.mergeable) return this.putBack(message, { reason });
    this.totals.ambiguous += 1;
    if (message.ambiguousSends >= MAXIMUM_INTERRUPTIONS) return this.giveUp(message, 'ambiguous', reason);
    return this.putBack(message, { reason, ambiguousSends: 1 });
  }

  private async deliver(message: ClaimedMessage): Promise<Delivery> {
    const { messenger, pace } = this.options;
    try {
      const delivering = messenger.deliver(message);
      const hasEnded = await endsWithin(DELIVERY_LIMIT_MS, delivering);
      const delivery: Delivery = hasEnded
        ? await delivering
        : { outcome: 'ambiguous', error: `no end within ${DELIVERY_LIMIT_MS / 1_000} s` };
      pace.heard(message.chatId, delivery);
      return delivery;
    } catch (error) {
      return this.notMade(message, error);
    }
  }

  /** The messenger has not been asked: either what we stand on is away, or we are at fault. */
  private notMade({ id, kind }: ClaimedMessage, error: unknown): Delivery {
    const reason = describeError(error);
    if (this.options.isOutage?.(error) === true) {
      this.pauses.rest(ALL_CHATS, OUTAGE_SECONDS);
      return { outcome: 'retry', error: reason };
    }
    const faults = (this.faults.get(id) ?? 0) + 1;
    this.faults.set(id, faults);
    this.options.log.error({ id, kind, attempt: faults, reason, at: framesOf(error) }, 'A message could not be made');
    if (faults >= MAXIMUM_FAULTS) return { outcome: 'dead', error: reason };
    return { outcome: 'retry', afterSeconds: this.pauses.growing(faults), error: reason };
  }

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
        await this.keep(() => this.queue.moveChat(chatId, delivery.toChatId));
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
  private async remember({ id, kind }: ClaimedMessage, write: () => Promise<void>): Promise<void> {
    const { isOutage, log } = this.options;
    await this.keep(() =>
      write().catch((error: unknown) => {
        if (isOutage?.(error) !== false) throw error;
        log.error({ id, kind, reason: describeError(error), at: framesOf(error) }, 'What was sent is not remembered');
      }),
    );
  }

  private async finish(message: ClaimedMessage, mark: FinalMark): Promise<void> {
    this.faults.delete(message.id);
    const isKept = await this.keep(() => this.queue.finish(message, mark, this.options.clock.now()));
    if (!isKept) await this.giveUp(message, 'ambiguous', UNWRITTEN);
    failpoint('message-marked');
  }

  private async putBack(message: ClaimedMessage, change: PutBack): Promise<void> {
    const isKept = await this.keep(() => this.queue.putBack(message, change, this.options.clock.now()));
    if (!isKept) await this.giveUp(message, 'ambiguous', UNWRITTEN);
  }

  /** Neither sent nor tried any more: in one transaction with whoever is told of it. */
  private async giveUp(message: ClaimedMessage, state: GivenUp, reason: string): Promise<void> {
    const { database, clock, onGivenUp } = this.options;
    this.faults.delete(message.id);
    const isTold = await this.keep(() =>
      database.transaction(async (tx) => {
        const isOurs = await this.queue.giveUp(tx, message, { state, reason }, clock.now());
        if (isOurs) await onGivenUp(tx, message, state);
      }),
    );
    if (isTold) return;
    // Where even the telling is refused: the list of what was given up has it.
    await this.keep(async () => void (await this.queue.giveUp(database, message, { state, reason }, clock.now())));
  }

  /** @returns false when the database refuses it, and would again: the message is to be set aside */
  private keep(write: () => Promise<void>): Promise<boolean> {
    return this.loop.keep(write, { refused: 'What became of a message cannot be written down' });
  }

  private async tell(listener: () => Promise<void>): Promise<void> {
    try {
      await listener();
    } catch (error) {
      this.options.log.error({ reason: describeError(error) }, 'Could not note that a chat has changed');
    }
  }
}
