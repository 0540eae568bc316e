import { machineNow } from '../clock';
import { ApiError } from '../errors';
import type { Chat } from '../world/types';

/**
 * Budgets of telegram.org/bots/faq: 30 messages a second in all, one a second to a private chat with a burst of
 * three, 20 a minute to a group, where edits count alike. They follow the machine's time, never the stand's.
 */
const overall = { burst: 30, perSecond: 30 };
const privateChat = { burst: 3, perSecond: 1 };
const group = { messages: 20, windowMs: 60_000 };

/** A message that set out in time may arrive this much closer to the one before: the network's doing, not the bot's. */
const jitterMs = 100;

class Bucket {
  private tokens: number;
  private filledAt = machineNow();

  constructor(private readonly rate: { burst: number; perSecond: number }) {
    this.tokens = rate.burst;
  }

  /** @returns milliseconds to wait, 0 when a message may go now */
  wait(now: number): number {
    const { burst, perSecond } = this.rate;
    this.tokens = Math.min(burst, this.tokens + ((now - this.filledAt) / 1000) * perSecond);
    this.filledAt = now;
    const forgiven = Math.min(0.9, (jitterMs / 1000) * perSecond);
    return this.tokens >= 1 - forgiven ? 0 : ((1 - this.tokens) / perSecond) * 1000;
  }

  spend(): void {
    this.tokens -= 1;
  }
}

class Window {
  private sentAt: number[] = [];

  wait(now: number): number {
    this.sentAt = this.sentAt.filter((at) => at > now - group.windowMs + jitterMs);
    const [oldest] = this.sentAt;
    return this.sentAt.length < group.messages || oldest === undefined ? 0 : oldest + group.windowMs - now;
  }

  spend(now: number): void {
    this.sentAt.push(now);
  }
}

export class Flood {
  private readonly all = new Bucket(overall);
  private readonly privates = new Map<number, Bucket>();
  private readonly groups = new Map<number, Window>();

  constructor(private readonly enabled: boolean) {}

  /** @throws ApiError 429 with retry_after; a refused message costs nothing */
  message(chat: Chat): void {
    if (!this.enabled) return;
    this.spend(this.all, chat.type === 'private' ? this.privateBucket(chat.id) : this.groupWindow(chat.id));
  }

  /** Edits in a private chat are free of the budgets, in a group they count as messages. */
  edit(chat: Chat): void {
    if (chat.type !== 'private') this.message(chat);
  }

  private spend(...budgets: readonly (Bucket | Window)[]): void {
    const now = machineNow();
    const wait = Math.max(...budgets.map((budget) => budget.wait(now)));
    if (wait > 0) throw tooManyRequests(Math.ceil(wait / 1000));
    for (const budget of budgets) budget.spend(now);
  }

  private privateBucket(chatId: number): Bucket {
    let bucket = this.privates.get(chatId);
    if (!bucket) this.privates.set(chatId, (bucket = new Bucket(privateChat)));
    return bucket;
  }

  private groupWindow(chatId: number): Window {
    let window = this.groups.get(chatId);
    if (!window) this.groups.set(chatId, (window = new Window()));
    return window;
  }
}

export const tooManyRequests = (seconds: number): ApiError =>
  new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
