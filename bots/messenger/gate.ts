import { performance } from 'node:perf_hooks';
import { pause } from '../../src/process/pause';

/** The turn of a request into a chat. */
export type Gate = (chatId: string) => Promise<void>;

export interface GateLimits {
  /** Into one chat in any window, and into all of them together. */
  readonly perChat: number;
  readonly inAll: number;
  readonly milliseconds: number;
}

/** So many requests in any window of that length; the rest wait for their turn, those into one chat in order. */
export function createGate({ perChat, inAll, milliseconds }: GateLimits): Gate {
  // Moments of those that went and of those that wait for theirs, the earliest first.
  const chats = new Map<string, readonly number[]>();
  let all: readonly number[] = [];
  return async (chatId) => {
    const now = performance.now();
    const isRecent = (at: number) => at + milliseconds > now;
    for (const [chat, moments] of chats) if (!isRecent(moments.at(-1) ?? 0)) chats.delete(chat);
    all = all.filter(isRecent);
    const taken = (chats.get(chatId) ?? []).filter(isRecent);
    const blocking = taken[taken.length - perChat];
    const ofChat = Math.max(now, taken.at(-1) ?? now, blocking === undefined ? now : blocking + milliseconds);
    const at = firstFree(all, ofChat, inAll, milliseconds);
    chats.set(chatId, [...taken, at]);
    const place = all.findLastIndex((other) => other <= at) + 1;
    all = [...all.slice(0, place), at, ...all.slice(place)];
    await pause(at - now);
  };
}

/** The earliest moment from then on, at which one more makes no window hold too many. */
function firstFree(taken: readonly number[], from: number, count: number, milliseconds: number): number {
  let at = from;
  taken.slice(count - 1).forEach((last, index) => {
    const first = taken[index] ?? last;
    // a window is full with these
    if (last - first < milliseconds && at > last - milliseconds && at < first + milliseconds) at = first + milliseconds;
  });
  return at;
}

/** For a server without budgets, and for measuring ourselves. */
export const OPEN_GATE: Gate = async () => undefined;
