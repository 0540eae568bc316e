import { Telegram } from 'telegraf';
import { createPolling } from '../../bots/telegram/polling';
import { openDatabase } from '../../src/adapters/database';
import { systemClock } from '../../src/clock';
import { statement } from '../../src/database/database';
import { Lanes } from '../../src/inbox/lanes';
import { createInbox, INBOX_CHANNEL } from '../../src/inbox/queue';
import { createLeadership } from '../../src/database/leadership';
import { pause } from './until';
import { ALLOWED_UPDATES, incoming } from './updates';

/**
 * A process with an intake whose handler writes down what it did, once however often it gets the update; to be killed.
 * Started as `inbox-process.ts DATABASE_URL [API_ROOT]`: with an API root it polls, else it gets updates as messages
 * `{ request, updates: [[updateId, personId]] }` and answers `{ kept: request }`, as a webhook does.
 */
const addEffect = statement(
  'test.effect',
  'insert into effect (key, lane, pid) values ($1, $2, $3) on conflict do nothing',
);

async function run(url: string, apiRoot: string | undefined): Promise<void> {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const database = await openDatabase({ url, poolSize: 5 });
  const inbox = createInbox({ messenger: 'telegram', database, clock: systemClock, log });
  const lanes = new Lanes({
    inbox,
    clock: systemClock,
    log,
    async handle(update, { key }) {
      await pause(Math.random() * 10);
      await database.transaction(async (tx) => {
        const { message } = update as { message: { from: { id: number } } };
        await tx.query(addEffect, [key, message.from.id, process.pid]);
        await pause(Math.random() * 10);
      });
      await pause(Math.random() * 10);
    },
  });
  const polling =
    apiRoot === undefined
      ? null
      : createPolling({
          telegram: new Telegram('334:not-a-secret-of-anybody', { apiRoot }),
          receive: (updates) => lanes.receive(updates),
          allowedUpdates: ALLOWED_UPDATES,
          log,
          longPollSeconds: 5,
        });
  const leadership = createLeadership({ database, log });
  leadership.listen(INBOX_CHANNEL, () => lanes.wake());
  leadership.compete('inbox', {
    gained() {
      lanes.gained();
      polling?.start();
      process.send?.({ leads: true });
    },
    lost() {
      lanes.lost();
      void polling?.stop();
    },
  });
  process.on('message', ({ request, updates }: { request: number; updates: [number, number][] }) => {
    void lanes
      .receive(updates.map(([id, person]) => incoming(id, person)))
      .then(() => process.send?.({ kept: request }));
  });
  await leadership.start();
  process.send?.({ ready: true });
}

void run(process.argv[2] ?? '', process.argv[3]);
