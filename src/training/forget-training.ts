import { rename, rm } from 'node:fs/promises';

const asideOf = (folder: string): string => `${folder}.forgotten`;
const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/**
 * Throws away whatever the training has made: its own folder of DATA_DIR, with its database, files and chats. It goes aside in one
 * step, so that whoever is killed meanwhile starts either with all of it or with nothing.
 * @param folder where nothing of an office can lie: see `dataDir` of the configuration
 */
export async function forgetTraining(folder: string): Promise<void> {
  await sweepForgotten(folder);
  await rename(folder, asideOf(folder));
  await sweepForgotten(folder);
}

/** What an earlier process had no time to remove. */
export const sweepForgotten = (folder: string): Promise<void> => remove(asideOf(folder));
