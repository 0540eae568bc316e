import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { createCall } from '../../../bots/max/call';
import { MaxError, outcomeOf } from '../../../bots/max/errors';
import { allHeardIn } from '../../../bots/max/incoming';
import { openLine } from '../../../bots/max/line';
import { createPolling } from '../../../bots/max/polling';
import { MAX_SERVICE } from '../../../bots/max/service';
import { createShown } from '../../../bots/max/shown';
import { createVoice } from '../../../bots/max/voice';
import { registerWebhook } from '../../../bots/max/webhook';
import { OPEN_GATE } from '../../../bots/messenger/gate';
import { createMeeting } from '../../../bots/messenger/meeting';
import { createLooks, staySubscribed } from '../../../src/application/max';
import { systemClock } from '../../../src/clock';
import type { IncomingUpdate } from '../../../src/inbox/update';
import { StandClient } from '../../src/stand/support';
import { recordingLog } from '../../support/recording-log';
import { until } from '../../support/until';

const ANNA = 55_001;
let stand: StandClient;
let log: ReturnType<typeof recordingLog>;
beforeEach(async () => {
  stand = await StandClient.start();
  log = recordingLog();
  await stand.control('PUT', `max/people/${ANNA}`, { name: 'Петрова Анна' });
});
afterEach(() => stand.close());

const say = (text: string) => stand.control('POST', `max/people/${ANNA}/send`, { text });
const wordsIn = (updates: readonly IncomingUpdate[]): unknown[] =>
  updates.map(({ payload }) => said.parse(payload).message?.body.text ?? 'started');
/** Near the meridian of Greenwich. */
const PLACE =
  '{"update_type":"message_created","timestamp":1764671262844,"message":{"sender":{"user_id":55001,"is_bot":false},' +
  '"recipient":{"chat_id":500,"chat_type":"dialog"},"timestamp":1764671262844,"body":{"mid":"mid.2","seq":115649495881746671,' +
  '"text":"","attachments":[{"type":"location","latitude":51.4778,"longitude":-0.1275862000000001}]}}}';
const said = z.object({ message: z.object({ body: z.object({ text: z.string() }) }).optional() });

describe('polling', () => {
  const kept: IncomingUpdate[] = [];
  let mark: string | undefined;
  const marks = {
    read: async () => mark,
    keep: async (next: string) => void (mark = next),
  };
  const poll = (
    receive = async (updates: readonly IncomingUpdate[]) => void kept.push(...updates),
    line = openLine({ ...stand.stand.max, log }),
  ) =>
    createPolling({
      receive,
      log,
      marks,
      line,
      longPollSeconds: 1,
      delays: { conflict: [10, 20], trouble: [10, 20] },
    });
  beforeEach(() => {
    kept.length = 0;
    mark = undefined;
  });

  test('what people say is kept in its order, and after a restart nothing comes twice or is passed over', async () => {
    const first = poll();
    first.start();
    await say('/start');
    await say('раз');
    await until('both are kept', () => kept.length === 2);
    await first.stop();
    await say('два');
    const second = poll();
    second.start();
    await until('the third is kept', () => kept.length === 3);
    await second.stop();
    expect(wordsIn(kept)).toEqual(['started', 'раз', 'два']);
    expect(new Set(kept.map(({ key }) => key)).size).toBe(3);
  });

  test('what could not be kept is asked for again', async () => {
    let failures = 2;
    const polling = poll(async (updates) => {
      failures -= 1;
      if (failures >= 0) throw new Error('the database is away');
      kept.push(...updates);
    });
    polling.start();
    await say('/start');
    await until('it is kept', () => kept.length === 1);
    await polling.stop();
  });

  /** What a server of our own answers, one body after another; the last one for ever. */
  async function answering(bodies: string[]) {
    const asked: string[] = [];
    const askedAt: number[] = [];
    const server = http.createServer((request, response) => {
      asked.push(request.url ?? '');
      askedAt.push(performance.now());
      const body = bodies.length > 1 ? bodies.shift() : bodies[0];
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      asked,
      askedAt,
      line: openLine({ token: 't', apiRoot, log }),
      close: () => {
        server.closeAllConnections();
        server.close();
      },
    };
  }

  test('MAX is asked twice a second at most, and to wait no longer than it may', async () => {
    const max = await answering(['{"updates":[],"marker":7}']);
    const polling = createPolling({ receive: async () => undefined, log, marks, line: max.line });
    polling.start();
    await until('it is asked often', () => max.asked.length >= 4);
    await polling.stop();
    max.close();
    expect(max.asked.every((url) => url.includes('timeout=30'))).toBe(true);
    const [first = 0, , , fourth = 0] = max.askedAt;
    expect(fourth - first).toBeGreaterThan(1_500);
  });

  test('a place whose coordinates have many digits is kept as any other update', async () => {
    const max = await answering([`{"updates":[${PLACE}],"marker":7}`, '{"updates":[],"marker":7}']);
    const polling = poll(undefined, max.line);
    polling.start();
    await until('it is kept', () => kept.length === 1);
    await polling.stop();
    max.close();
    expect(allHeardIn(kept[0]?.payload ?? {})).toMatchObject([
      { came: { what: 'place', place: { longitude: -0.1275862000000001 } } },
    ]);
  });

  test('what is no update is told, and passed over even where nothing else came with it', async () => {
    const max = await answering(['{"updates":[{"timestamp":1}],"marker":7}', '{"updates":[],"marker":7}']);
    const polling = poll(undefined, max.line);
    polling.start();
    await until('the next is asked for', () => max.asked.some((url) => url.includes('marker=7')));
    await polling.stop();
    max.close();
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'MAX sent something that is not an update' }),
    );
  });

  test.each([
    ['is no JSON', '{"updates":[{"text":"Петрова Анна"'],
    ['has another shape', '{"updates":"Петрова Анна"}'],
  ])('an answer that %s is told as an error, without a word of it', async (_, body) => {
    const max = await answering([body]);
    const polling = poll(undefined, max.line);
    polling.start();
    await until('it is told', () => log.lines.some(({ level }) => level === 'error'));
    await polling.stop();
    max.close();
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        fields: expect.objectContaining({ reason: expect.stringMatching(/^MAX answered/) }),
        message: 'What came can’t be read, so no updates are received; trying again',
      }),
    );
    expect(JSON.stringify(log.lines)).not.toContain('Петрова');
  });

  test('a webhook that somebody has left is removed, and told', async () => {
    await stand.max('POST', '/subscriptions', { url: 'https://old.example.org/max/webhook' });
    const polling = poll();
    polling.start();
    await until('it is removed', () => log.lines.some(({ message }) => message.includes('MAX_MODE is polling')));
    await stand.control('POST', `max/people/${ANNA}/send`, { text: '/start' });
    await until('it is kept', () => kept.length === 1);
    await polling.stop();
  });
});

describe('the webhook', () => {
  const SECRET = 'a-secret_334';
  const kept: IncomingUpdate[] = [];
  let app: FastifyInstance;
  let url: string;
  let isFailing: boolean;
  beforeEach(async () => {
    kept.length = 0;
    isFailing = false;
    app = Fastify();
    registerWebhook(app, {
      secret: SECRET,
      log,
      receive: async (updates) => {
        if (isFailing) throw new Error('the database is away');
        kept.push(...updates);
      },
    });
    url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/max/webhook`;
  });
  afterEach(() => app.close());
  const post = (body: string, secret?: string) =>
    fetch(url, { method: 'POST', body, headers: secret ? { 'x-max-bot-api-secret': secret } : {} });

  test('only whoever knows the secret is heard, and what is no update is refused', async () => {
    const body = JSON.stringify({ update_type: 'bot_started', timestamp: 1, user: { user_id: ANNA } });
    expect((await post(body)).status).toBe(401);
    expect((await post(body, 'another')).status).toBe(401);
    expect((await post('<html>', SECRET)).status).toBe(400);
    expect((await post(body, SECRET)).status).toBe(200);
    expect((await post(PLACE, SECRET)).status).toBe(200);
    isFailing = true;
    expect((await post(body, SECRET)).status).toBe(503);
    expect(kept).toHaveLength(2);
  });

  test('foreign addresses are dropped at the start, and ours brings numbers beyond 2^53 as they are', async () => {
    await stand.max('POST', '/subscriptions', { url: 'https://old.example.org/hook' });
    await openLine({ ...stand.stand.max, log }).setWebhook(url, SECRET);
    expect((await stand.control('GET', 'max/state')).body.subscriptions).toEqual([url]);
    await say('/start');
    await say('да');
    await until('both are kept', () => kept.length === 2);
    const { seq, mid } = z
      .object({ message: z.object({ body: z.object({ seq: z.string(), mid: z.string() }) }) })
      .parse(kept[1]?.payload).message.body;
    expect(BigInt(seq)).toBe(BigInt(`0x${mid.slice(-16)}`));
  });

  test('MAX ends the subscription: it is noticed, said in /health while it lasts, and asked for again', async () => {
    const line = openLine({ ...stand.stand.max, log });
    const meeting = createMeeting(line, log);
    await meeting.meet();
    await meeting.takeWebhook({ url, secret: SECRET });
    const stopping = new AbortController();
    const webhook = { url, secret: SECRET };
    const looks = createLooks(() => systemClock.now());
    const { saw: onLook } = looks;
    const staying = staySubscribed({ line, meeting, webhook, log, onLook, stopped: stopping.signal, everyMs: 20 });
    await until('it has looked', () => looks.receiving() !== null);
    expect(looks.receiving()).toMatchObject({ messenger: 'max', keptMs: null });
    await stand.control('POST', 'max/faults', { kind: '500', method: 'POST /subscriptions' });
    await stand.control('DELETE', 'max/subscriptions');
    await until('it is noticed', () => meeting.hindrance()?.kind === 'webhook');
    expect(meeting.hindrance()?.reason).toContain('MAX_WEBHOOK_URL');
    await stand.control('DELETE', 'max/faults');
    await until('it is asked for again', () => meeting.hindrance() === null);
    // what people sent since the look before may be lost, until that was told
    await until('that is known', () => looks.receiving()?.keptMs === 0);
    looks.receiving()?.noted?.();
    expect(looks.receiving()?.keptMs).toBeNull();
    expect((await stand.control('GET', 'max/state')).body.subscriptions).toEqual([url]);
    stopping.abort();
    meeting.stop();
    await staying;
  });
});

describe('what stands in the way', () => {
  const open = (apiRoot: string, token = stand.stand.max.token, onBad = () => {}) =>
    openLine({ apiRoot, token, log, onBad, badAfterMs: 0 });
  const servers: (http.Server | https.Server)[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));
  async function serve(server: http.Server | https.Server, scheme: string): Promise<string> {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const failureOf = async (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (error: unknown) => error,
    );

  test('a wrong token is told as such, once it has lasted, and messages wait for a better one', async () => {
    let told = 0;
    const line = open(stand.stand.max.apiRoot, 'max_another_token', () => (told += 1));
    for (let time = 0; time < 4; time += 1) {
      const error = await failureOf(line.whoAmI());
      expect(error).toBeInstanceOf(MaxError);
      expect(outcomeOf(error, 'send', '1')).toMatchObject({ outcome: 'retry', ofAllChats: true });
    }
    expect(told).toBe(1);
    expect(line.trouble(0)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('MAX_TOKEN') });
  });

  test('a token that is withdrawn while the bot works is told, and taken again when MAX takes it again', async () => {
    let told = 0;
    const { token } = stand.stand.max;
    const line = open(stand.stand.max.apiRoot, token, () => (told += 1));
    expect(await line.whoAmI()).toMatchObject({ username: 'stand_max_bot' });
    const { port } = stand.stand;
    await stand.close();
    const ask = () => failureOf(line.call('GET', '/me', z.object({})));
    stand = await StandClient.start({ port, maxToken: 'max_another_token' });
    // the connection of before is broken first
    await until('it is refused', async () => (await ask()) instanceof MaxError);
    for (let time = 0; time < 3; time += 1) expect(await ask()).toMatchObject({ status: 401, code: 'verify.token' });
    expect([told, line.trouble(0)?.kind]).toEqual([1, 'refused']);
    await stand.close();
    stand = await StandClient.start({ port, maxToken: token });
    await until('it is taken', async () => (await ask()) === null);
    expect(line.trouble(0)).toBeNull();
  });

  test('a page in MAX’ place has carried nothing out', async () => {
    const page = http.createServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Доступ ограничен</html>'),
    );
    const line = open(await serve(page, 'http'));
    const error = await failureOf(line.call('POST', '/messages', z.object({}), { query: { user_id: 1 }, body: {} }));
    expect(error).toMatchObject({ fate: 'unsent', message: expect.stringContaining('a page came') });
    expect(outcomeOf(error, 'send', '1')).toMatchObject({ outcome: 'retry' });
    expect(line.trouble(0)?.kind).toBe('silent');
  });

  test('an answer that was cut off leaves open what became of a message, and not of an edit', async () => {
    const cut = http.createServer((request) => request.on('end', () => request.socket.destroy()).resume());
    const error = await failureOf(open(await serve(cut, 'http')).call('POST', '/messages', z.object({}), { body: {} }));
    expect(outcomeOf(error, 'send', '1')).toMatchObject({ outcome: 'ambiguous' });
    expect(outcomeOf(error, 'edit', '1')).toMatchObject({ outcome: 'retry' });
  });

  test('where nobody listens nothing was sent, and a fault of ours is none of MAX', async () => {
    const error = await failureOf(open('http://127.0.0.1:9').whoAmI());
    expect(outcomeOf(error, 'send', '1')).toMatchObject({ outcome: 'retry' });
    expect(() => outcomeOf(new TypeError('ours'), 'send', '1')).toThrow('ours');
  });

  test('a failure that comes with status 200 is a failure', async () => {
    const line = { watch: <T>(work: () => Promise<T>) => work() };
    const failing = http.createServer((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"success":false,"code":"access.denied","message":"no"}'),
    );
    const call = createCall({ token: 't', apiRoot: await serve(failing, 'http'), line });
    const error = await failureOf(call('PUT', '/messages', z.object({})));
    expect(error).toMatchObject({ status: 200, code: 'access.denied' });
    expect(outcomeOf(error, 'send', '-7001')).toMatchObject({ outcome: 'unreachable', reason: 'muted' });
    expect(outcomeOf(error, 'send', '7001')).toMatchObject({ outcome: 'dead' });
  });

  test('an empty object is no word that an edit was done: what stands there nobody knows, and it is drawn again', async () => {
    let [asked, answer] = [0, '{}'];
    const empty = http.createServer((_request, response) => {
      asked += 1;
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    });
    const { call, whoAmI } = open(await serve(empty, 'http'));
    const voice = createVoice({
      call,
      gate: OPEN_GATE,
      whoAmI,
      shown: createShown(() => true),
      filePlaces: { apiRoot: 'http://127.0.0.1:1', hosts: [] },
    });
    const draw = () => voice.edit('7001/mid.1', { text: 'Доложено, принято', buttons: [] });
    const error = await failureOf(draw());
    expect(outcomeOf(error, 'edit', '7001')).toMatchObject({ outcome: 'retry' });
    answer = '{"success":true}';
    expect([await draw(), await draw()]).toEqual([true, true]);
    expect(asked).toBe(2);
  });

  test('a certificate of an authority that nobody trusts is told with what to fetch and where to name it', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-certificate-'));
    const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=127.0.0.1', '-days', '2'];
    execFileSync('openssl', [...request, '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    const server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) =>
      response.end(),
    );
    const line = open(await serve(server, 'https'));
    const error = await failureOf(line.whoAmI());
    expect(outcomeOf(error, 'send', '1')).toMatchObject({ outcome: 'retry' });
    const trouble = line.trouble(0);
    expect(trouble?.kind).toBe('untrusted');
    expect(trouble?.reason).toMatch(/russian_trusted_root_ca_pem\.crt.*NODE_EXTRA_CA_CERTS/);
    rmSync(folder, { recursive: true });
  });

  test.each<[number, string, string, object]>([
    [429, 'too.many.requests', '', { outcome: 'retry', afterSeconds: 1 }],
    [400, 'attachment.not.ready', '', { outcome: 'retry' }],
    [403, 'chat.denied', 'error.dialog.suspended', { outcome: 'unreachable', reason: 'blocked' }],
    [404, 'dialog.not.found', 'Dialog not found', { outcome: 'unreachable', reason: 'never_started' }],
    [404, 'chat.not.found', 'Chat not found', { outcome: 'unreachable', reason: 'never_started' }],
    [400, 'proto.payload', 'text: too long', { outcome: 'dead' }],
  ])('%i %s', (status, code, words, expected) => {
    expect(outcomeOf(new MaxError(status, code, words), 'send', '55001')).toMatchObject(expected);
  });

  test('a pause that MAX asks for is kept to', () => {
    const error = new MaxError(429, 'too.many.requests', '', 7);
    expect(outcomeOf(error, 'edit', '1')).toMatchObject({ afterSeconds: 7 });
    expect(MAX_SERVICE.retryAfter(error)).toBe(7);
  });
});
