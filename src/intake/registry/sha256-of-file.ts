import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Of its bytes, under which they are kept. */
export async function sha256OfFile(name: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(name)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
