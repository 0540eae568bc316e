import { performance } from 'node:perf_hooks';
import { pause } from '../../src/process/pause';

/** The turn of a request into a chat. */
export type Gate = (chatId: string) => Promise<void>;

/** So many requests into one chat in any window of that length; the rest wait for their turn, in order. */
export function createGate({ count, milliseconds }: { readonly count: number; readonly milliseconds: number }): Gate {
  const chats = new Map<string, readonly number[]>();
  return async (chatId) => {
    const now = performance.now();
    for (const [chat, moments] of chats) if ((moments.at(-1) ?? 0) + milliseconds <= now) chats.delete(chat);
    const taken = (chats.get(chatId) ?? []).filter((at) => at + milliseconds > now);
    const blocking = taken[taken.length - count];
    const at = blocking === undefined ? now : blocking + milliseconds;
    chats.set(chatId, [...taken, at]);
    await pause(at - now);
  };
}

/** For a server without budgets, and for measuring ourselves. */
export const OPEN_GATE: Gate = async () => undefined;
