import { machineNow } from '../clock';
import { MaxRefusal } from './refusal';

/** Thirty requests a second in all; two a second into one chat, whether sent, edited, deleted or answered. */
const overall = 30;
const perChat = 2;
const windowMs = 1000;
/** What set out in time may arrive this much closer to the one before: the network's doing, not the bot's. */
const jitterMs = 100;

export class MaxFlood {
  private all: number[] = [];
  private readonly chats = new Map<number, number[]>();

  constructor(private readonly enabled: boolean) {}

  /** @throws MaxRefusal 429; a refused request costs nothing */
  spend(chatId: number): void {
    if (!this.enabled) return;
    const now = machineNow();
    const recent = (moments: readonly number[]) => moments.filter((at) => at > now - windowMs + jitterMs);
    this.all = recent(this.all);
    const chat = recent(this.chats.get(chatId) ?? []);
    if (this.all.length >= overall || chat.length >= perChat)
      throw new MaxRefusal(429, 'too.many.requests', 'Too many requests');
    this.all.push(now);
    this.chats.set(chatId, [...chat, now]);
  }
}
