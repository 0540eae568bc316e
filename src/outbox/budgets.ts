/** All moments here are milliseconds of a monotonic clock. */
export interface Budget {
  /** The earliest moment, at or after `now`, when one more may go. */
  readyAt(now: number): number;
  spend(now: number): void;
}

/** A burst, then a steady rate: what a chat gets. */
export class TokenBucket implements Budget {
  private tokens: number;
  private countedAt: number;

  constructor(
    private readonly capacity: number,
    private readonly intervalMilliseconds: number,
    now: number,
  ) {
    this.tokens = capacity;
    this.countedAt = now;
  }

  readyAt(now: number): number {
    this.refill(now);
    return this.tokens >= 1 ? now : now + (1 - this.tokens) * this.intervalMilliseconds;
  }

  /** Spending more than there is makes a debt: what was sent past this budget counts too. */
  spend(now: number): void {
    this.refill(now);
    this.tokens -= 1;
  }

  isFull(now: number): boolean {
    this.refill(now);
    return this.tokens >= this.capacity;
  }

  private refill(now: number): void {
    const gained = (now - this.countedAt) / this.intervalMilliseconds;
    this.tokens = Math.min(this.capacity, this.tokens + Math.max(0, gained));
    this.countedAt = Math.max(now, this.countedAt);
  }
}

/** At most so many in any window of that length: what «20 a minute» means. A bucket would let nearly twice as many through. */
export class SlidingWindow implements Budget {
  private spent: number[] = [];

  constructor(
    private readonly capacity: number,
    private readonly windowMilliseconds: number,
  ) {}

  readyAt(now: number): number {
    this.forget(now);
    const blocking = this.spent[this.spent.length - this.capacity];
    return blocking === undefined ? now : blocking + this.windowMilliseconds;
  }

  /** How many may go at `now`. */
  allowance(now: number): number {
    this.forget(now);
    return Math.max(0, this.capacity - this.spent.length);
  }

  spend(now: number): void {
    this.forget(now);
    this.spent.push(now);
  }

  isFull(now: number): boolean {
    return this.allowance(now) === this.capacity;
  }

  private forget(now: number): void {
    const first = this.spent.findIndex((moment) => moment + this.windowMilliseconds > now);
    this.spent = first === -1 ? [] : this.spent.slice(first);
  }
}

export interface Limits {
  /** All chats of a bot together: so many in any window. */
  readonly token: { readonly count: number; readonly milliseconds: number };
  /** A private chat: a burst, then one per interval. */
  readonly privateChat: { readonly burst: number; readonly milliseconds: number };
  /** A group, edits included: so many in any window. */
  readonly group: { readonly count: number; readonly milliseconds: number };
  /** Whether a chat, as its messenger names it, is a group. */
  readonly isGroup: (chatId: string) => boolean;
}

/** What may be said now, to whom, through one messenger. Shared by the sender and whoever sends past the outbox. */
export interface Budgets {
  /** How many messages may go at `now`, in all. */
  allowance(now: number): number;
  tokenReadyAt(now: number): number;
  chatReadyAt(chatId: string, now: number): number;
  /** Counts a message, also one that did not ask before. An edit costs a group as much, a private chat nothing. */
  spend(chatId: string, now: number, isEdit?: boolean): void;
  /** Chats that still wait for something at `now`; the others are forgotten. */
  exhaustedChats(now: number): { readonly chatId: string; readonly readyAt: number }[];
}

export function createBudgets({ token, privateChat, group, isGroup }: Limits): Budgets {
  const all = new SlidingWindow(token.count, token.milliseconds);
  const chats = new Map<string, TokenBucket | SlidingWindow>();

  return {
    allowance: (now) => all.allowance(now),
    tokenReadyAt: (now) => all.readyAt(now),
    chatReadyAt: (chatId, now) => chats.get(chatId)?.readyAt(now) ?? now,
    spend(chatId, now, isEdit = false) {
      all.spend(now);
      if (isEdit && !isGroup(chatId)) return;
      let chat = chats.get(chatId);
      if (chat === undefined) {
        chat = isGroup(chatId)
          ? new SlidingWindow(group.count, group.milliseconds)
          : new TokenBucket(privateChat.burst, privateChat.milliseconds, now);
        chats.set(chatId, chat);
      }
      chat.spend(now);
    },
    exhaustedChats(now) {
      const exhausted: { chatId: string; readyAt: number }[] = [];
      for (const [chatId, chat] of chats) {
        const readyAt = chat.readyAt(now);
        if (readyAt > now) exhausted.push({ chatId, readyAt });
        else if (chat.isFull(now)) chats.delete(chatId);
      }
      return exhausted;
    },
  };
}

/** For a server without budgets, and for measuring ourselves. */
export const NO_BUDGETS: Budgets = {
  allowance: () => Number.MAX_SAFE_INTEGER,
  tokenReadyAt: (now) => now,
  chatReadyAt: (_, now) => now,
  spend: () => undefined,
  exhaustedChats: () => [],
};
