import type { Clock } from '../../src/clock';

const DAY_MS = 24 * 60 * 60_000;
const MINUTE_MS = 60_000;
/** Of the thirty messages a second that a messenger lets a bot say, strangers get a trifle, however many they are. */
const ANSWERS_A_MINUTE = 10;
/** Of a thousand times as many as an office has people; the longest known is forgotten first. */
const REMEMBERED = 20_000;

export interface OutsidersOptions {
  readonly clock: Clock;
  readonly perMinute?: number;
  readonly remembered?: number;
}

/** Whom the bot owes nothing: each is answered once a day, and all of them together no faster than so many a minute. */
export interface Outsiders {
  /** Does it, or stays silent. A throw gives the answer back: it is tried again, and was not heard. */
  readonly once: (key: string, answer: () => Promise<unknown>) => Promise<void>;
}

/**
 * In memory, not in a table: a row for each of a thousand strangers would be the load that this is to spare, and what a restart
 * forgets is one more answer a day to somebody, within the same budget.
 */
export function createOutsiders({
  clock,
  perMinute = ANSWERS_A_MINUTE,
  remembered = REMEMBERED,
}: OutsidersOptions): Outsiders {
  const answeredAt = new Map<string, number>();
  let lately: readonly number[] = [];
  return {
    async once(key, answer) {
      const now = clock.now().getTime();
      lately = lately.filter((at) => now - at < MINUTE_MS);
      if (now - (answeredAt.get(key) ?? -Infinity) < DAY_MS || lately.length >= perMinute) return;
      // Before it is said: another update of theirs may be at hand already.
      lately = [...lately, now];
      answeredAt.delete(key);
      answeredAt.set(key, now);
      const [longestKnown] = answeredAt.keys();
      if (answeredAt.size > remembered && longestKnown !== undefined) answeredAt.delete(longestKnown);
      try {
        await answer();
      } catch (error) {
        answeredAt.delete(key);
        throw error;
      }
    },
  };
}
