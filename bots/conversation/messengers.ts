import type { Voice } from './voice';

/** The messengers of this office: one of them may lead into another. */
export interface Messengers {
  names(): readonly string[];
  /** The address that opens the bot's chat in that messenger and says /start with this. @throws when it can't be asked who the bot is there */
  linkInto(messenger: string, start: string): Promise<string>;
}

type Door = Pick<Voice, 'name' | 'linkTo'>;

/** @returns also `open`, by which each messenger makes itself known */
export function createMessengers(): Messengers & { open(door: Door): void } {
  const doors = new Map<string, Door>();
  return {
    open: (door) => void doors.set(door.name, door),
    names: () => [...doors.keys()],
    async linkInto(messenger, start) {
      const door = doors.get(messenger);
      if (!door) throw new Error(`The office has no messenger ${messenger}`);
      return door.linkTo(start);
    },
  };
}
