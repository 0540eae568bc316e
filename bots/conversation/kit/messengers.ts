import type { KnownGroup, Voice } from './voice';
import type { Clock } from '../../../src/clock';

/** The messengers of this office: one of them may lead into another. */
export interface Messengers {
  names(): readonly string[];
  /** Those of the country: citizens may be heard there. */
  domestic(): readonly string[];
  /** The address that opens the bot's chat in that messenger and says /start with this. @throws when it can't be asked who the bot is there */
  linkInto(messenger: string, start: string): Promise<string>;
  /** A group of that messenger, and whether all that people say there comes to the bot, null: nobody knows; null: it is in no such group. */
  groupIn(messenger: string, chatId: string): Promise<(KnownGroup & { readonly isHeard: boolean | null }) | null>;
}

type Door = Pick<Voice, 'name' | 'limits' | 'linkTo' | 'groupOf' | 'hearsGroup'>;

/** @returns also `open`, by which each messenger makes itself known */
export function createMessengers(): Messengers & { open(door: Door): void } {
  const doors = new Map<string, Door>();
  return {
    open: (door) => void doors.set(door.name, door),
    names: () => [...doors.keys()],
    domestic: () => [...doors.values()].flatMap(({ name, limits }) => (limits.isDomestic ? [name] : [])),
    async linkInto(messenger, start) {
      const door = doors.get(messenger);
      if (!door) throw new Error(`The office has no messenger ${messenger}`);
      return door.linkTo(start);
    },
    async groupIn(messenger, chatId) {
      const door = doors.get(messenger);
      const group = (await door?.groupOf(chatId)) ?? null;
      return group && door ? { ...group, isHeard: await door.hearsGroup(chatId) } : null;
    },
  };
}

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
