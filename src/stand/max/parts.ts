import { Faults } from '../bot-api/faults';
import { Journal } from '../bot-api/journal';
import type { StandClock } from '../clock';
import { Callbacks } from '../world/callbacks';
import { CommandBook } from '../world/command-book';
import { FileStore } from '../world/file-store';
import type { ChatMessage } from '../world/types';
import { World } from '../world/world';
import { Book } from './book';
import { MaxFlood } from './flood';
import { Hooks } from './hooks';
import { MaxUpdates } from './updates';

/** MAX beside Telegram: people, chats and files of its own under one clock. */
export interface MaxParts {
  readonly token: string;
  readonly clock: StandClock;
  readonly world: World;
  readonly updates: MaxUpdates;
  readonly callbacks: Callbacks;
  readonly files: FileStore;
  readonly commands: CommandBook;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly book: Book;
  readonly flood: MaxFlood;
  readonly hooks: Hooks;
  /** Uploads by their tokens, with the moment of the machine's clock from which they can be sent. */
  readonly uploaded: Map<string, number>;
  /** `http://127.0.0.1:PORT`, once the stand listens. */
  origin: string;
}

export function assembleMax({
  token,
  clock,
  flood,
  filesFolder,
  touch,
  record,
}: {
  token: string;
  clock: StandClock;
  flood: boolean;
  filesFolder: string | undefined;
  touch: () => void;
  record: (message: ChatMessage) => void;
}): MaxParts {
  const bot = { id: 900_334, username: 'stand_max_bot', first_name: 'Учебный бот в MAX' };
  const world = new World(bot, clock, touch, record);
  const files = new FileStore(filesFolder, touch);
  const faults = new Faults();
  const parts: { origin: string } = { origin: '' };
  const book = new Book(world, files, () => parts.origin);
  const updates = new MaxUpdates(world, book, clock, faults, touch);
  return Object.assign(parts, {
    token,
    clock,
    world,
    updates,
    callbacks: new Callbacks(world, updates, clock),
    files,
    commands: new CommandBook(),
    faults,
    journal: new Journal(),
    book,
    flood: new MaxFlood(flood),
    hooks: new Hooks(updates, touch),
    uploaded: new Map<string, number>(),
  });
}
