import { Disturbance, Faults } from './bot-api/faults';
import { Flood } from './bot-api/flood';
import { Journal } from './bot-api/journal';
import { Polling } from './bot-api/polling';
import { Profile } from './world/profile';
import { Webhook } from './bot-api/webhook';
import { StandClock } from './clock';
import { Callbacks } from './world/callbacks';
import { CommandBook } from './world/command-book';
import { FileStore } from './world/file-store';
import type { Bot, ChatMessage } from './world/types';
import { UpdateQueue, type Updates } from './world/update-queue';
import { World } from './world/world';

/** A messenger as its people have it in their hands, whichever it is. */
export interface Phones {
  readonly clock: StandClock;
  readonly world: World;
  readonly updates: Updates;
  readonly callbacks: Callbacks;
  readonly files: FileStore;
  readonly commands: CommandBook;
}

/** Everything that one stand consists of, before it listens. */
export interface Parts {
  readonly token: string;
  readonly clock: StandClock;
  readonly world: World;
  readonly updates: UpdateQueue;
  readonly polling: Polling;
  readonly webhook: Webhook;
  readonly callbacks: Callbacks;
  readonly files: FileStore;
  readonly commands: CommandBook;
  readonly profile: Profile;
  readonly flood: Flood;
  readonly faults: Faults;
  readonly journal: Journal;
}

export function assemble(options: {
  token: string;
  bot: Bot;
  flood: boolean;
  filesFolder: string | undefined;
  touch: () => void;
  record: (message: ChatMessage) => void;
}): Parts {
  const { token, bot, touch } = options;
  const clock = new StandClock();
  const world = new World(bot, clock, touch, options.record);
  const updates = new UpdateQueue(clock, touch);
  const faults = new Faults();
  const disturbance = new Disturbance(faults);
  return {
    token,
    clock,
    world,
    updates,
    polling: new Polling(updates, disturbance),
    webhook: new Webhook(updates, disturbance, touch),
    callbacks: new Callbacks(world, updates, clock),
    files: new FileStore(options.filesFolder, touch),
    commands: new CommandBook(),
    profile: new Profile(),
    flood: new Flood(options.flood),
    faults,
    journal: new Journal(),
  };
}
