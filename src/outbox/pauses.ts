import { performance } from 'node:perf_hooks';
import type { Clock } from '../clock';
import type { ClaimedMessage } from './delivery';
import { ALL_CHATS } from './pace';

/**
 * Pauses before a message of unknown fate is sent again: twice is better than never. Each of these tries follows an answer of
 * the messenger to a question, so what fails here is the message's own trouble or a network that lets small things through;
 * after some twenty minutes it is given up, and the admins are told.
 */
const AMBIGUOUS_PAUSES_SECONDS = [0, 5, 30, 120, 300, 900] as const;
/** A message that fails this often no longer holds up its chat, if others get through or its next try is far. */
const HOLDING_ATTEMPTS = 3;
const LONGEST_HOLDING_SECONDS = 30;
const OTHERS_GET_THROUGH_MS = 30_000;
const LONGEST_BACKOFF_SECONDS = 60;
/** What has failed because nobody was reached has failed by itself only in seeming. */
const LONGEST_UNSENT_SECONDS = 10;

/** Pauses of our own between tries; unlike those that a messenger asks for they hold up no direct speech. */
export class Pauses {
  /** Chat → moment of the monotonic clock. */
  private readonly resting = new Map<string, number>();
  private lastSentAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    /** The first of those that grow; the measure of them all. */
    private readonly firstSeconds: number,
  ) {}

  /** Something gets through. */
  noteSent(): void {
    this.lastSentAt = performance.now();
  }

  rest(chatId: string, seconds: number): void {
    this.resting.set(chatId, performance.now() + seconds * 1_000);
  }

  areAllResting(now: number): boolean {
    return (this.resting.get(ALL_CHATS) ?? now) > now;
  }

  /** Chats that rest at `now`. */
  chats(now: number): { readonly chatId: string; readonly readyAt: number }[] {
    for (const [chatId, readyAt] of this.resting) if (readyAt <= now) this.resting.delete(chatId);
    return [...this.resting].map(([chatId, readyAt]) => ({ chatId, readyAt }));
  }

  /** 1, 2, 4 … 60, spread by a fifth so that many chats do not come back together. */
  growing(times: number): number {
    const seconds = Math.min(LONGEST_BACKOFF_SECONDS, this.firstSeconds * 2 ** Math.min(times - 1, 10));
    return seconds * (0.8 + Math.random() * 0.4);
  }

  /** Before the next send of what may have arrived so often; null: there is none any more. */
  afterAmbiguous(sends: number): number | null {
    const seconds = AMBIGUOUS_PAUSES_SECONDS[sends];
    return seconds === undefined ? null : seconds * this.firstSeconds;
  }

  /**
   * The next moment of a message, on the office's clock. Usually the whole chat rests, so that its order is kept, and null is the
   * answer; what fails time after time while others get through waits for itself.
   */
  ownMoment({ chatId, attempt }: ClaimedMessage, afterSeconds?: number): Date | null {
    const seconds = afterSeconds ?? Math.min(LONGEST_UNSENT_SECONDS, this.growing(attempt));
    const othersGetThrough = performance.now() - this.lastSentAt < OTHERS_GET_THROUGH_MS;
    const isAlone = othersGetThrough || seconds > LONGEST_HOLDING_SECONDS;
    if (attempt > HOLDING_ATTEMPTS && isAlone) return new Date(this.clock.now().getTime() + seconds * 1_000);
    // How long nobody is reached is told by the questions, and then everything goes at once.
    if (afterSeconds !== undefined) this.rest(chatId, seconds);
    return null;
  }
}
