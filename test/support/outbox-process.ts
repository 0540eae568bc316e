import { startSender } from './outbox-world';
import { textMessenger } from './text-messenger';

/** A process that sends, to be killed: `outbox-process.ts DATABASE_URL API_ROOT`. */
async function run(url: string, apiRoot: string): Promise<void> {
  await startSender(url, { messenger: textMessenger(apiRoot) });
  process.send?.({ ready: true });
}

void run(process.argv[2] ?? '', process.argv[3] ?? '');
