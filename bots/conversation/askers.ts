import type { Clock } from '../../src/clock';
import { GROUP_LIMITS } from '../../src/regulation/engagement/asked-in-group';

/** Of a thousand times as many as an office has people; whoever has been silent longest is forgotten first. */
const REMEMBERED = 20_000;

interface Asked {
  readonly userId: string;
  readonly chatId: string;
  readonly messageId: string;
}

/**
 * How many questions somebody has asked in a group within the hour, and all of them together. In memory: who asked is not kept anywhere,
 * and what a restart forgets is a few questions more.
 */
export function createAskers({ clock }: { readonly clock: Clock }): { readonly mayAsk: (asked: Asked) => boolean } {
  const asked = new Map<string, ReadonlyMap<string, number>>();

  /** A message that comes again counts once. */
  function lately(key: string, now: number): ReadonlyMap<string, number> {
    const since = now - GROUP_LIMITS.milliseconds;
    return new Map([...(asked.get(key) ?? [])].filter(([, at]) => at > since && at <= now));
  }
  function note(key: string, messages: ReadonlyMap<string, number>, messageId: string, now: number): void {
    asked.delete(key);
    asked.set(key, new Map([...messages, [messageId, now]]));
    const [longestSilent] = asked.keys();
    if (asked.size > REMEMBERED && longestSilent !== undefined) asked.delete(longestSilent);
  }

  return {
    mayAsk({ userId, chatId, messageId }) {
      const now = clock.now().getTime();
      const [one, group] = [`${chatId} ${userId}`, chatId];
      const [ofOne, ofGroup] = [lately(one, now), lately(group, now)];
      if (ofOne.has(messageId)) return true;
      if (ofOne.size >= GROUP_LIMITS.ofOne || ofGroup.size >= GROUP_LIMITS.ofGroup) return false;
      note(one, ofOne, messageId, now);
      note(group, ofGroup, messageId, now);
      return true;
    },
  };
}
