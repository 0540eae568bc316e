import { createHash, randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createServer as createTls } from 'node:https';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createGateway } from '../../../src/adapters/gateway';
import type { Parcel } from '../../../src/usecases/kit/parcel';
import { confirmed, GATEWAY_TOKEN, json, startGateway, type Answer, type TestGateway } from '../../support/gateway';
import { selfSigned } from '../../support/signing';

const CONTENT = [Buffer.from('%PDF письмо'), randomBytes(300_000), Buffer.from('--murajagat-\r\n')];
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const KEY = '5f0c3a52-8a0e-4c39-9d6e-0d5f3a7e1b11';
const PARCEL: Parcel = {
  key: KEY,
  kind: 'answer',
  number: '327441806',
  epguNumber: null,
  appealKind: 'message',
  registeredOn: '2026-11-20' as Parcel['registeredOn'],
  queuedAt: new Date('2026-11-25T10:00:00Z'),
  text: 'Яма на ул. Советской заделана.',
  answerType: 'resolved',
  postponedUntil: null,
  progress: null,
  organization: null,
  files: CONTENT.map((bytes, index) => ({
    role: index === 0 ? 'letter' : 'photo',
    name: index === 1 ? 'яма "до".jpg' : `${index}.pdf`,
    sha256: sha256(bytes),
  })),
};

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());
beforeEach(() => {
  gateway.answer = confirmed;
  gateway.received.length = 0;
  gateway.known.clear();
});

async function* bytes(name: string) {
  for (let piece = 0; name === 'large' && piece < 400; piece += 1) yield Buffer.alloc(65_536);
  if (name === 'large') return;
  const found = CONTENT.find((one) => sha256(one) === name);
  if (!found) throw new Error('ENOENT');
  for (let at = 0; at < found.length; at += 65_536) yield found.subarray(at, at + 65_536);
}
const clock = { now: () => new Date('2026-11-25T10:00:05Z') };
const OPTIONS = { clock, files: { read: bytes }, silenceMs: 300 };
const connect = (url = gateway.url, token = GATEWAY_TOKEN) => createGateway({ ...OPTIONS, url, token, limitMs: 2_000 });
const send = (...how: Parameters<typeof connect>) => connect(...how).send(PARCEL);

test('a delivery comes signed, with its files byte by byte, and the token is in none of it', async () => {
  expect(await send()).toEqual({ outcome: 'delivered', reference: 'ПОС-1', address: null });
  const [received] = gateway.received;
  expect(received).toMatchObject({ method: 'POST', key: KEY });
  expect(received?.manifest).toEqual({
    id: KEY,
    kind: 'answer',
    number: '327441806',
    epguNumber: null,
    appealKind: 'message',
    registeredOn: '2026-11-20',
    approvedAt: '2026-11-25T10:00:00.000Z',
    text: 'Яма на ул. Советской заделана.',
    answerType: 'resolved',
    postponedUntil: null,
    progress: null,
    organization: null,
    files: PARCEL.files.map((file, index) => ({ ...file, part: `file${index + 1}` })),
  });
  expect([...(received?.files.values() ?? [])]).toEqual(CONTENT);
  expect(JSON.stringify(received?.headers)).not.toContain(GATEWAY_TOKEN);
  expect(received?.headers['x-murajagat-timestamp']).toBe('1795600805');
});

test.each<[string, Answer, object]>([
  [
    'accepts, to be asked later',
    json(202, { status: 'accepted', reference: '17', askAfterSeconds: 90 }),
    { outcome: 'accepted', reference: '17', afterMs: 90_000 },
  ],
  [
    'refuses in a 200',
    json(200, { status: 'refused', reason: 'нет такого номера' }),
    { outcome: 'refused', trouble: 'refused', detail: 'нет такого номера' },
  ],
  [
    'refuses with its reason',
    json(422, { reason: 'обращение закрыто' }),
    { outcome: 'refused', trouble: 'refused', detail: 'обращение закрыто' },
  ],
  [
    'refuses with more words than anybody reads',
    json(422, { reason: 'нет '.repeat(3_000) }),
    { outcome: 'refused', trouble: 'refused', detail: 'нет '.repeat(500).trim() },
  ],
  [
    'refuses with a NUL, an override and half of a pair',
    json(200, { status: 'refused', reason: ' нет\0такого \u202eномера \ud83d\n' }),
    { outcome: 'refused', trouble: 'refused', detail: 'нет[U+0000]такого [U+202E]номера' },
  ],
  [
    'confirms with a number that is none',
    json(200, { status: 'confirmed', reference: `17\0${'9'.repeat(200)}` }),
    { outcome: 'delivered', reference: `17[U+0000]${'9'.repeat(97)}` },
  ],
  ['refuses with an empty reason', json(422, { reason: ' ' }), { outcome: 'refused', detail: 'HTTP 422' }],
  ['refuses without one', json(404, {}), { outcome: 'refused', trouble: 'refused', detail: 'HTTP 404' }],
  ['is out of order', json(500, {}), { outcome: 'waits', trouble: 'failing', detail: 'HTTP 500', afterMs: null }],
  [
    'asks to wait',
    json(503, {}, { 'retry-after': '120' }),
    { outcome: 'waits', trouble: 'busy', afterMs: 120_000, ofCarrier: true },
  ],
  ['has had too many', json(429, {}), { outcome: 'waits', trouble: 'busy' }],
  ['sends us elsewhere', json(302, {}, { location: 'http://127.0.0.1:1/' }), { outcome: 'waits', trouble: 'moved' }],
  ['answers what was not agreed', json(200, { status: 'done' }), { outcome: 'waits', trouble: 'nonsense' }],
  ['answers garbage', (response) => void response.end('<html>'), { outcome: 'waits', trouble: 'nonsense' }],
  [
    'answers without end',
    (response) => void response.end('x'.repeat(100_000)),
    { outcome: 'waits', trouble: 'nonsense' },
  ],
  ['hangs', () => undefined, { outcome: 'waits', trouble: 'silent' }],
  [
    'hangs in its answer',
    (response) => void response.writeHead(200).write('{"status":'),
    { outcome: 'waits', trouble: 'silent' },
  ],
  ['breaks off', (response) => response.destroy(), { outcome: 'waits', trouble: 'broken' }],
])('a gateway that %s', async (_, answer, outcome) => {
  gateway.answer = answer;
  expect(await send()).toMatchObject(outcome);
  expect(gateway.received).toHaveLength(1);
});

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

const drip = (text: string) => (response: ServerResponse) => {
  const timer = setInterval(() => response.write(text), 30);
  response.on('close', () => clearInterval(timer));
};
test.each<[string, Answer]>([
  ['its words', drip(' ')],
  [
    'its headings',
    (response) => {
      const { socket } = response;
      socket?.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket?.write('a: b\r\n'), 30);
      socket?.on('close', () => clearInterval(timer));
    },
  ],
])('a gateway that drips %s is left, as one that is silent', async (_, answer) => {
  gateway.answer = answer;
  const slow = createGateway({ ...OPTIONS, url: gateway.url, token: GATEWAY_TOKEN, answerMs: 600, limitMs: 60_000 });
  expect(await slow.send(PARCEL)).toMatchObject({ outcome: 'waits', trouble: 'silent' });
});

test('a gateway that takes a byte now and then is left too', async () => {
  const sockets: Socket[] = [];
  const other = createServer((socket) => void sockets.push(socket.on('error', () => undefined)));
  const timer = setInterval(() => sockets.forEach((socket) => socket.read(1)), 30);
  const port = await listening(other);
  const large = { ...PARCEL, files: [{ role: 'photo' as const, name: 'large.jpg', sha256: 'large' }] };
  const slow = createGateway({ ...OPTIONS, url: `http://127.0.0.1:${port}/`, token: GATEWAY_TOKEN, limitMs: 60_000 });
  expect(await slow.send(large)).toMatchObject({ outcome: 'waits', trouble: 'silent' });
  clearInterval(timer);
  sockets.forEach((socket) => socket.destroy());
  other.close();
});

test('another token is refused there, and that is the operators’ matter', async () => {
  expect(await send(gateway.url, 'another-token-than-theirs')).toMatchObject({
    outcome: 'waits',
    trouble: 'login',
    detail: 'HTTP 401',
  });
});

test('what was accepted is asked about by a signed GET under its own id', async () => {
  expect(await connect().ask(KEY)).toMatchObject({ outcome: 'delivered' });
  expect(gateway.received[0]).toMatchObject({ method: 'GET', key: KEY, manifest: null });
});

test('nobody there', async () => {
  expect(await send('http://127.0.0.1:1/')).toMatchObject({ outcome: 'waits', trouble: 'unreachable' });
  expect(await send('http://gateway.invalid/')).toMatchObject({ outcome: 'waits', trouble: 'unreachable' });
});

test('a certificate that nobody vouches for is told as one, and nothing is sent', async () => {
  let heard = 0;
  const secret = createTls(selfSigned(), () => (heard += 1));
  const port = await listening(secret);
  expect(await send(`https://127.0.0.1:${port}/`)).toMatchObject({
    outcome: 'waits',
    trouble: 'certificate',
    detail: expect.stringMatching(/self.signed/) as string,
  });
  expect(heard).toBe(0);
  secret.close();
});

test('what is no HTTP is nonsense', async () => {
  const sockets: Socket[] = [];
  const other = createServer(
    (socket) => sockets.push(socket.on('error', () => undefined)) && socket.write('220 mail\r\n'),
  );
  const port = await listening(other);
  expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({ outcome: 'waits', trouble: 'nonsense' });
  sockets.forEach((socket) => socket.destroy());
  other.close();
});

// Node leaves such a call without a word unless it is asked: the deliveries behind it waited for ever.
test('what wants to speak another protocol is nonsense', async () => {
  const sockets: Socket[] = [];
  const other = createServer(
    (socket) =>
      sockets.push(socket.on('error', () => undefined)) &&
      socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  );
  const port = await listening(other);
  expect(await send(`http://127.0.0.1:${port}/`)).toEqual(
    expect.objectContaining({ outcome: 'waits', trouble: 'nonsense', detail: 'HTTP 101' }),
  );
  sockets.forEach((socket) => socket.destroy());
  other.close();
});

test('a file that cannot be read is our own fault', async () => {
  const broken = { ...PARCEL, files: [{ role: 'photo' as const, name: 'a.jpg', sha256: 'gone' }] };
  await expect(connect().send(broken)).rejects.toThrow('ENOENT');
});
