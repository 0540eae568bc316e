import { performance } from 'node:perf_hooks';
import { pause } from '../process/pause';
import type { Budgets } from './budgets';
import type { Delivery } from './delivery';
import type { Reach } from './reach';

/** Something that may not be said yet, and was not. */
export class NotNowError extends Error {
  override readonly name = 'NotNowError';

  /** @param afterSeconds null: nobody knows, the messenger is not reached */
  constructor(readonly afterSeconds: number | null) {
    super(
      afterSeconds === null
        ? 'the messenger is not reached'
        : `the messenger has asked for a pause of ${Math.ceil(afterSeconds)} s`,
    );
  }

  get delivery(): Delivery {
    const after = this.afterSeconds === null ? {} : { afterSeconds: this.afterSeconds };
    return { outcome: 'retry', error: this.message, ...after };
  }
}

/** Instead of one chat: all of them. */
export const ALL_CHATS = '*';

/** So many chats that were asked to wait at once are the messenger's word to the whole bot, which it does not say itself. */
const CHATS_THAT_ARE_ALL = 3;
/** A person who speaks with us waits this long, and no longer, for a pause to end. */
const LONGEST_WAIT_MS = 3_000;

/**
 * When something may be said through one messenger: its budgets, the pauses that it has asked for, and whether it is reached at
 * all. One for what the outbox sends and what is said directly, since the messenger counts both. Moments are milliseconds of a
 * monotonic clock.
 */
export class Pace {
  private readonly held = new Map<string, number>();
  /** Chats that the messenger itself has asked to leave in peace. */
  private readonly asked = new Map<string, number>();
  private heldInAll = Number.NEGATIVE_INFINITY;
  private onAsked: ((chatId: string, seconds: number) => void) | null = null;

  constructor(
    private readonly budgets: Budgets,
    readonly reach: Reach,
  ) {}

  /** Hears of each pause that the messenger asks for: a restart has to keep to it. */
  onPauseAsked(listener: (chatId: string, seconds: number) => void): void {
    this.onAsked = listener;
  }

  /** How many messages may go at `now`, in all. */
  allowance(now: number): number {
    if (this.reach.state === 'closed' || this.heldInAll > now) return 0;
    const allowed = this.budgets.allowance(now);
    return this.reach.state === 'trial' ? Math.min(1, allowed) : allowed;
  }

  /** When more may go, in all: a moment after which to look again; reach.onOpened tells the rest. */
  readyAt(now: number): number {
    if (this.reach.state === 'closed') return Number.POSITIVE_INFINITY;
    return Math.max(this.heldInAll, this.budgets.tokenReadyAt(now));
  }

  /** Chats that have to wait at `now`. */
  waitingChats(now: number): { readonly chatId: string; readonly readyAt: number }[] {
    const waiting = [...this.budgets.exhaustedChats(now)];
    for (const [chatId, readyAt] of this.held) {
      if (readyAt > now) waiting.push({ chatId, readyAt });
      else this.held.delete(chatId);
    }
    return waiting;
  }

  /** Counts a message that goes. */
  spend(chatId: string, isEdit = false): void {
    this.budgets.spend(chatId, performance.now(), isEdit);
  }

  /** Leaves a chat in peace, longer than it is already. */
  hold(chatId: string, seconds: number): void {
    const until = performance.now() + seconds * 1_000;
    if (chatId === ALL_CHATS) this.heldInAll = Math.max(this.heldInAll, until);
    else this.held.set(chatId, Math.max(until, this.held.get(chatId) ?? until));
  }

  /** What has become of something teaches when the next may go. */
  heard(chatId: string, delivery: Delivery): void {
    switch (delivery.outcome) {
      case 'sent':
      case 'unreachable':
      case 'dead':
      case 'migrated':
        return this.reach.found();
      case 'ambiguous':
        return this.reach.lost();
      case 'retry':
        if (delivery.afterSeconds === undefined) return this.reach.lost();
        return this.pauseAsked(delivery.ofAllChats === true ? ALL_CHATS : chatId, delivery.afterSeconds);
      case 'skipped':
    }
  }

  /**
   * The turn of something that is said directly; it counts from now on.
   * @throws NotNowError when it would have to wait long: nothing was sent
   */
  async turn(chatId: string, isEdit = false): Promise<void> {
    if (!(await this.reach.opensWithin(LONGEST_WAIT_MS))) throw new NotNowError(null);
    const now = performance.now();
    const ready = Math.max(this.heldInAll, this.held.get(chatId) ?? now, isEdit ? now : this.readyToSend(chatId, now));
    const milliseconds = ready - now;
    if (milliseconds > LONGEST_WAIT_MS) throw new NotNowError(milliseconds / 1_000);
    // Counted before the wait: of two that wait, the second sees the first.
    this.spend(chatId, isEdit);
    await pause(milliseconds);
  }

  /** An edit in this chat need not wait. */
  isFree(chatId: string): boolean {
    const now = performance.now();
    return this.reach.state !== 'closed' && this.heldInAll <= now && (this.held.get(chatId) ?? now) <= now;
  }

  private readyToSend(chatId: string, now: number): number {
    return Math.max(this.budgets.tokenReadyAt(now), this.budgets.chatReadyAt(chatId, now));
  }

  private pauseAsked(chatId: string, seconds: number): void {
    this.hold(chatId, seconds);
    this.onAsked?.(chatId, seconds);
    if (chatId === ALL_CHATS) return;
    const now = performance.now();
    for (const [other, until] of this.asked) if (until <= now) this.asked.delete(other);
    this.asked.set(chatId, now + seconds * 1_000);
    if (this.asked.size >= CHATS_THAT_ARE_ALL) this.pauseAsked(ALL_CHATS, seconds);
  }
}
