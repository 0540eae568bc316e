import type { KnownGroup, Voice } from './voice';

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
