import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Of its bytes, under which they are kept. */
export async function sha256OfFile(name: string): Promise<string> {
  const hash = createHash('sha256');
  const bytes: AsyncIterable<Buffer> = createReadStream(name);
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}
