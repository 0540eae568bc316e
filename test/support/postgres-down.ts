import { rmSync } from 'node:fs';
import { administer, templateName } from './database';

export default async function stopPostgres(): Promise<void> {
  const server = globalThis.testServer;
  if (server === undefined) return;
  if (server.embedded === null) {
    await administer(`drop database if exists ${templateName()} with (force)`);
    return;
  }
  await server.embedded.stop();
  if (server.folder !== null) rmSync(server.folder, { recursive: true, force: true });
}
