import type { Method } from './method';
import { chatMethods } from './methods/chats';
import { editingMethods } from './methods/editing';
import { locationMethods } from './methods/locations';
import { mediaMethods } from './methods/media';
import { profileMethods } from './methods/profile';
import { sendingMethods } from './methods/sending';
import { updateMethods } from './methods/updates';

const all: readonly Method[] = [
  ...updateMethods,
  ...sendingMethods,
  ...locationMethods,
  ...mediaMethods,
  ...editingMethods,
  ...chatMethods,
  ...profileMethods,
];

const byName = new Map(all.map((method) => [method.name.toLowerCase(), method]));

/** Names of methods are read without regard to case, as Telegram reads them. */
export const findMethod = (name: string): Method | undefined => byName.get(name.toLowerCase());
