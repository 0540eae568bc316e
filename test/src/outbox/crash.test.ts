import { startBotApiSink } from '../../support/bot-api-sink';
import { startChild, type Child } from '../../support/child';
import { type FreshDatabase, freshDatabase } from '../../support/database';
import { ASKS_EACH_MS, commit, outboxRows, text } from '../../support/outbox-world';
import { pause, roundsUntil, until } from '../../support/until';

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
});

afterAll(() => fresh.drop());

test('killed while sending: another process goes on after a few rounds of asking, nothing is lost, and what went twice is marked', async () => {
  const sink = await startBotApiSink();
  const children: Child[] = [];
  try {
    let release: () => void = () => undefined;
    const killed = new Promise<void>((resolve) => (release = resolve));
    sink.on('sendMessage', async ({ params }) => {
      // so that the kill meets something on its way
      if (sink.calls.length > 60) await killed;
      await pause(20);
      return { result: { message_id: Number(params['chat_id']) } };
    });
    const args = [fresh.url, sink.apiRoot];
    for (let times = 0; times < 2; times += 1) children.push(await startChild('outbox-process.ts', args));
    await commit(
      fresh.database,
      Array.from({ length: 300 }, (_, index) => text(`m${index}`, 1001 + (index % 8))),
    );
    await until('it is in the middle', () => sink.calls.length > 60);
    await children[0]?.kill();
    release();
    const before = sink.calls.length;
    expect(await roundsUntil('the other one sends', () => sink.calls.length > before + 10, ASKS_EACH_MS)).toBeLessThan(
      20,
    );
    await until('all are sent', async () => (await outboxRows(fresh.database)).every(({ state }) => state === 'sent'));

    const rows = await outboxRows(fresh.database);
    const texts = sink.calls.map(({ params }) => params['text']);
    expect(new Set(texts).size).toBe(300);
    const twice = texts.filter((key, index) => texts.indexOf(key) !== index);
    const marked = rows.filter(({ ambiguousSends }) => ambiguousSends > 0).map(({ key }) => key);
    expect(marked.length).toBeGreaterThan(0);
    expect(marked.length).toBeLessThanOrEqual(8);
    expect(marked).toEqual(expect.arrayContaining(twice));
    for (let chat = 0; chat < 8; chat += 1) {
      const order = [
        ...new Set(
          sink.calls.filter(({ params }) => params['chat_id'] === 1001 + chat).map(({ params }) => params['text']),
        ),
      ];
      expect(order).toEqual(rows.filter(({ chatId }) => chatId === 1001 + chat).map(({ key }) => key));
    }
  } finally {
    for (const child of children) await child.kill();
    await sink.stop();
  }
});
