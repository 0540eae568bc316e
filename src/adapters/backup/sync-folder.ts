import { open } from 'node:fs/promises';

/** What was made or renamed in a folder outlives the power once the folder itself is on the disk. Windows has no such thing. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
