import { GROUP_LIMITS } from '../../../src/regulation/engagement/asked-in-group';

/** Of a thousand times as many as an office has people; whoever has been silent longest is forgotten first. */
const REMEMBERED = 20_000;

interface Asked {
  readonly userId: string;
  readonly chatId: string;
  readonly messageId: string;
  /** When it was written: what comes all at once after an outage was not. */
  readonly at: Date;
}

/**
 * How many questions somebody has asked in a group within an hour, and all of them together. In memory: who asked is not kept anywhere,
 * and what a restart forgets is a few questions more.
 */
export function createAskers(): { readonly mayAsk: (asked: Asked) => boolean } {
  const askers = new Map<string, ReadonlyMap<string, number>>();
  const { ofOne, ofGroup, milliseconds } = GROUP_LIMITS;
  const saidBy = (key: string): ReadonlyMap<string, number> => askers.get(key) ?? new Map<string, number>();

  const isFull = (key: string, moment: number, most: number): boolean =>
    [...saidBy(key).values()].filter((at) => Math.abs(at - moment) < milliseconds).length >= most;

  function note(key: string, messageId: string, moment: number): void {
    const said = [...saidBy(key), [messageId, moment] as const];
    const newest = Math.max(...said.map(([, at]) => at));
    askers.delete(key);
    askers.set(key, new Map(said.filter(([, at]) => newest - at < 2 * milliseconds)));
    const [longestSilent] = askers.keys();
    if (askers.size > REMEMBERED && longestSilent !== undefined) askers.delete(longestSilent);
  }

  return {
    mayAsk({ userId, chatId, messageId, at }) {
      const [one, moment] = [`${chatId} ${userId}`, at.getTime()];
      // It comes again, since it could not be kept.
      if (saidBy(one).has(messageId)) return true;
      if (isFull(one, moment, ofOne) || isFull(chatId, moment, ofGroup)) return false;
      note(one, messageId, moment);
      note(chatId, messageId, moment);
      return true;
    },
  };
}
