import { stat, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { codeOf } from '../errors';
import type { ReadDisks } from '../usecases/kit/ports';

/** The disks on which these folders lie, each once, by the first of its folders. A folder that is not there yet has none. */
export const createDisks =
  (folders: readonly string[]): ReadDisks =>
  async () => {
    const found = await Promise.all(folders.map(diskOf));
    const disks = found.filter((one) => one !== null);
    return disks.filter((one, index) => disks.findIndex(({ device }) => device === one.device) === index);
  };

async function diskOf(folder: string) {
  try {
    const [{ dev: device }, { bavail, bsize, blocks }] = await Promise.all([stat(folder), statfs(folder)]);
    // What is free to the bot: a part of a disk is often kept for root.
    return { device, machine: hostname(), folder, free: bavail * bsize, size: blocks * bsize };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
