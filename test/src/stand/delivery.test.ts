import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StandClient, eventually } from './support';

interface Posted {
  readonly update: {
    update_id: number;
    message?: { text?: string; chat: { id: number } };
    callback_query?: { data: string };
  };
  readonly secret: string | undefined;
}

/** A bot that is nothing but an address: keeps what it is sent and answers as told. */
class Receiver {
  readonly posted: Posted[] = [];
  answer: (posted: Posted) => Promise<{ status: number; body?: string }> = () => Promise.resolve({ status: 200 });
  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const secret = request.headers['x-telegram-bot-api-secret-token'];
        const posted = {
          update: JSON.parse(Buffer.concat(chunks).toString()),
          secret: typeof secret === 'string' ? secret : undefined,
        };
        receiver.posted.push(posted);
        void receiver.answer(posted).then(({ status, body }) => {
          response.writeHead(status, { 'content-type': 'application/json' }).end(body ?? '');
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  get texts(): string[] {
    return this.posted.map(({ update }) => update.message?.text ?? update.callback_query?.data ?? '');
  }

  async atLeast(count: number): Promise<void> {
    await eventually(() => (this.posted.length >= count ? true : undefined));
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** What the stand says of the webhook once it has read the answer to the last update too. */
const allTaken = (client: StandClient) =>
  eventually(async () => {
    const info = await client.result('getWebhookInfo');
    return info.pending_update_count === 0 ? info : undefined;
  });

const people = [1, 2].map((id) => ({ id, name: `Человек ${id}`, started: true }));
const say = (client: StandClient, id: number, text: string): Promise<unknown> =>
  client.control('POST', `people/${id}/send`, { text });

describe('polling', () => {
  let client: StandClient;
  beforeEach(async () => {
    client = await StandClient.start({ people });
  });
  afterEach(() => client.close());

  test('an update is delivered again until an offset confirms it', async () => {
    await say(client, 1, 'раз');
    await say(client, 1, 'два');
    const first = await client.updates();
    expect(await client.updates()).toEqual(first);
    expect(await client.updates(first[1].update_id)).toEqual([first[1]]);
    expect(await client.updates(first[1].update_id + 1)).toEqual([]);
  });

  test('a negative offset keeps only the last ones', async () => {
    for (const text of ['раз', 'два', 'три']) await say(client, 1, text);
    const last = await client.updates(-1);
    expect(last).toMatchObject([{ message: { text: 'три' } }]);
    expect(await client.updates()).toEqual(last);
  });

  test('a waiting poll ends with the first update', async () => {
    const polled = client.updates(undefined, 30);
    await say(client, 1, 'наконец');
    expect(await polled).toMatchObject([{ message: { text: 'наконец' } }]);
  });

  test('a second poller ends the first, a webhook ends both', async () => {
    const first = client.api('getUpdates', { timeout: 30 });
    // so long as the stand answers others, the first has come to it
    for (let round = 0; round < 5; round += 1) await client.control('GET', 'clock');
    const second = client.api('getUpdates', { timeout: 30 });
    const description =
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
    expect(await first).toEqual({ status: 409, body: { ok: false, error_code: 409, description } });
    await client.result('setWebhook', { url: 'http://127.0.0.1:9/hook' });
    expect((await second).body.description).toBe('Conflict: terminated by setWebhook request');
    expect((await client.api('getUpdates')).body).toMatchObject({
      error_code: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    });
    await client.result('deleteWebhook');
    await client.updates();
  });

  test('only allowed updates are kept, and 24 hours at most', async () => {
    await client.result('getUpdates', { allowed_updates: ['callback_query'] });
    await say(client, 1, 'не дойдёт');
    expect(await client.updates()).toEqual([]);
    await client.result('getUpdates', { allowed_updates: [] });
    await say(client, 1, 'дойдёт');
    expect(await client.updates()).toHaveLength(1);
    const { body } = await client.control('GET', 'clock');
    await client.control('PUT', 'clock', { now: new Date(Date.parse(body.now) + 25 * 3600_000).toISOString() });
    expect(await client.updates()).toEqual([]);
  });
});

describe('a webhook', () => {
  let client: StandClient;
  let receiver: Receiver;
  beforeEach(async () => {
    [client, receiver] = [await StandClient.start({ people }), await Receiver.start()];
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    receiver.close();
    await client.close();
  });

  test('needs https, but for this machine', async () => {
    expect((await client.api('setWebhook', { url: 'http://example.com/hook' })).body.description).toBe(
      'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
    );
    expect((await client.api('setWebhook', { url: receiver.url, secret_token: 'с пробелом' })).body.description).toBe(
      'Bad Request: secret token contains unallowed characters',
    );
  });

  test('gets each update with the secret header, those that waited first', async () => {
    await say(client, 1, 'до');
    await client.result('setWebhook', { url: receiver.url, secret_token: 'se-cret' });
    await say(client, 1, 'после');
    await receiver.atLeast(2);
    expect(receiver.texts).toEqual(['до', 'после']);
    expect(receiver.posted.map(({ secret }) => secret)).toEqual(['se-cret', 'se-cret']);
    expect(await allTaken(client)).toMatchObject({ url: receiver.url });
  });

  test('gets an update again until it answers 2xx; meanwhile the chat waits, other chats do not', async () => {
    let failures = 2;
    const isRefused = (text: string | undefined) =>
      text === 'первое' && (failures-- > 0 || !receiver.texts.includes('чужое'));
    receiver.answer = ({ update }) => Promise.resolve({ status: isRefused(update.message?.text) ? 500 : 200 });
    await client.result('setWebhook', { url: receiver.url });
    await say(client, 1, 'первое');
    await say(client, 1, 'второе');
    await say(client, 2, 'чужое');
    await eventually(() => (receiver.texts.includes('второе') ? true : undefined));
    // as often as it takes until the other chat's has come, thrice at least
    expect(receiver.texts.join(' ')).toMatch(/^(первое )+чужое (первое )+второе$/);
    expect(receiver.posted.length).toBeGreaterThanOrEqual(5);
    expect(await allTaken(client)).toMatchObject({
      last_error_message: expect.stringContaining('500'),
    });
  });

  test('gets a press while a message of the same person is still being handled', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    receiver.answer = async ({ update }) => {
      if (update.message) await held;
      return { status: 200 };
    };
    const { message_id } = await client.result('sendMessage', {
      chat_id: 1,
      text: 'К',
      reply_markup: { inline_keyboard: [[{ text: 'а', callback_data: 'a' }]] },
    });
    await client.result('setWebhook', { url: receiver.url });
    await say(client, 1, 'долгое');
    await receiver.atLeast(1);
    const pressed = client.control('POST', 'people/1/press', { messageId: message_id, data: 'a' });
    await receiver.atLeast(2);
    expect(receiver.texts).toEqual(['долгое', 'a']);
    release();
    const { id } = receiver.posted[1]?.update.callback_query as unknown as { id: string };
    await client.result('answerCallbackQuery', { callback_query_id: id });
    expect((await pressed).body).toMatchObject({ answered: true });
  });

  test('gets an update twice when so ordered, and one overtaken by the next', async () => {
    // how long one waits to be overtaken is measured by the machine's time: it stands, so that a slow machine has enough
    jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-25T07:00:00Z'));
    await client.result('setWebhook', { url: receiver.url });
    await client.control('POST', 'faults', { kind: 'duplicate', method: 'message', times: 1 });
    await say(client, 1, 'дважды');
    await receiver.atLeast(2);
    await client.control('POST', 'faults', { kind: 'reorder', chatId: 2, times: 1 });
    await say(client, 2, 'раз');
    await say(client, 2, 'два');
    await receiver.atLeast(4);
    expect(receiver.texts).toEqual(['дважды', 'дважды', 'два', 'раз']);
    await allTaken(client);
  });

  test('may answer with a call of a method', async () => {
    receiver.answer = () =>
      Promise.resolve({ status: 200, body: JSON.stringify({ method: 'sendMessage', chat_id: 1, text: 'Ответ' }) });
    await client.result('setWebhook', { url: receiver.url });
    await say(client, 1, 'вопрос');
    await eventually(async () => {
      const { body } = await client.control('GET', 'chats/1/messages');
      return body.messages.find(({ text }: { text: string }) => text === 'Ответ');
    });
  });
});
