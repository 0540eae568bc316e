import type { FileStore } from './ports';

/** All of a file's bytes: a messenger and a check of a signature take no files that the memory does not. */
export async function bytesOf(files: Pick<FileStore, 'read'>, sha256: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of files.read(sha256)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
