import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createMailer } from '../../../src/adapters/mail';
import type { SmtpSettings } from '../../../src/config/readers';
import type { MailParcel } from '../../../src/usecases/kit/parcel';
import { startMailServer, startRudeServer, type At, type MailServer, type Mood } from '../../support/mail-server';
import { fixture } from '../../support/signatures';

const LETTER = fixture('answer.pdf');
const SIGNATURE = fixture('good-g256-A.p7s');
const KEY = '5f0c3a52-8a0e-4c39-9d6e-0d5f3a7e1b11';
const PARCEL: MailParcel = {
  key: KEY,
  kind: 'answer',
  number: '327441806',
  epguNumber: null,
  appealKind: 'appeal59',
  registeredOn: '2026-11-20' as MailParcel['registeredOn'],
  queuedAt: new Date('2026-11-25T10:00:00Z'),
  text: 'Яма заделана.',
  answerType: 'resolved',
  postponedUntil: null,
  progress: null,
  organization: null,
  files: [
    { role: 'letter', name: '327441806-1.pdf', sha256: 'letter' },
    { role: 'signature', name: '327441806-1.pdf.sig', sha256: 'signature' },
  ],
  address: 'ivanov@example.org',
  office: { name: 'Исполком района', contacts: 'г. Мамадыш, +7 (85563) 3-10-00' },
};

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  Object.assign(server, { mood: null, breaksAtEnd: false, isMute: false });
  server.letters.length = 0;
  server.raw.length = 0;
});

async function* bytes(of: Uint8Array) {
  yield of;
}
const contents = new Map<string, Uint8Array>([
  ['letter', LETTER],
  ['signature', SIGNATURE],
]);
const files = { read: (sha256: string) => bytes(contents.get(sha256) ?? new Uint8Array()) };
const mailer = (smtp: Partial<SmtpSettings> = {}, silenceMs = 2_000, limitMs = 60_000) =>
  createMailer({
    smtp: { host: '127.0.0.1', port: server.port, tls: 'if_offered', login: null, ...smtp },
    from: { name: 'Исполком', address: 'priem@office.example' },
    files,
    silenceMs,
    limitMs,
  });
const send = (more: Partial<MailParcel> = {}, ...how: Parameters<typeof mailer>) =>
  mailer(...how).send({ ...PARCEL, ...more });

test('the letter and its signature arrive byte by byte, with words around them', async () => {
  expect(await send()).toEqual({ outcome: 'delivered', reference: '4F2A' });
  const [letter] = server.letters;
  expect(letter?.attachments.map(({ filename, content }) => [filename, content])).toEqual([
    ['327441806-1.pdf', LETTER],
    ['327441806-1.pdf.sig', SIGNATURE],
  ]);
  expect(letter?.subject).toBe('Ответ на обращение № 327441806');
  expect(letter?.from?.value).toEqual([{ name: 'Исполком', address: 'priem@office.example' }]);
  expect(letter?.text).toContain('На ваше обращение № 327441806 от 20.11.2026 подготовлен ответ');
  expect(letter?.text).toContain('Исполком района\nг. Мамадыш');
  expect(letter?.headers.get('auto-submitted')).toBe('auto-generated');
});

test('sent again it is known as the same letter', async () => {
  await send();
  await send();
  expect(server.letters.map(({ messageId }) => messageId)).toEqual([
    `<${KEY}@office.example>`,
    `<${KEY}@office.example>`,
  ]);
});

test('a notice is its own text, and a Tatar one has Tatar words around it', async () => {
  const text = 'Мөрәҗәгатегез Татарстан Республикасы министрлыгына җибәрелде, җавапны шуннан көтегез.';
  await send({ kind: 'redirect_notice', text, files: [] });
  expect(server.letters[0]?.subject).toBe('327441806 номерлы мөрәҗәгать башка оешмага юлланды');
  expect(server.letters[0]?.text).toContain(text);
  expect(server.letters[0]?.attachments).toEqual([]);
});

test.each([
  'ivanov',
  'ivanov@',
  'a@b.ru\r\nBcc: everybody@example.org',
  'a@b.ru, c@d.ru',
  '<a@b.ru>',
  'Иванов <a@b.ru>',
  `${'a'.repeat(250)}@b.ru`,
])('%j is no address, and no server is asked', async (address) => {
  expect(await send({ address })).toEqual({ outcome: 'refused', trouble: 'address', detail: null });
  expect(server.raw).toEqual([]);
});

test('a domain in Cyrillic goes out as mail servers know it', async () => {
  expect(await send({ address: 'ivanov@почта.рф' })).toMatchObject({ outcome: 'delivered' });
  expect(server.raw[0]?.toString()).toContain('To: ivanov@xn--80a1acny.xn--p1ai\r\n');
});

test.each<[Mood, object]>([
  [
    { at: 'RCPT', code: 450, words: 'Greylisted' },
    { outcome: 'waits', trouble: 'busy', ofCarrier: false },
  ],
  [
    { at: 'DATA', code: 452, words: 'No space' },
    { outcome: 'waits', trouble: 'busy', ofCarrier: false },
  ],
  [
    { at: 'RCPT', code: 550, words: 'No such user ivanov@example.org' },
    { outcome: 'refused', trouble: 'address' },
  ],
  [
    { at: 'DATA', code: 554, words: 'Looks like spam' },
    { outcome: 'refused', trouble: 'refused' },
  ],
  [
    { at: 'MAIL', code: 553, words: 'Who are you' },
    { outcome: 'waits', trouble: 'sender', ofCarrier: true },
  ],
  [
    { at: 'MAIL', code: 421, words: 'Too busy' },
    { outcome: 'waits', trouble: 'busy', ofCarrier: true },
  ],
])('%j: %j, in the words of the server and without the address', async (mood, outcome) => {
  server.mood = mood;
  const carried = await send();
  expect(carried).toMatchObject(outcome);
  expect(JSON.stringify(carried)).not.toContain('ivanov');
  expect(JSON.stringify(carried)).toContain(mood.words.split(' ')[0]);
});

test('a connection that breaks once the letter is there: nobody knows', async () => {
  server.breaksAtEnd = true;
  expect(await send()).toMatchObject({ outcome: 'unknown', trouble: 'broken' });
});

test('a server that says nothing once the letter is there: nobody knows', async () => {
  server.isMute = true;
  expect(await send({}, {}, 300)).toMatchObject({ outcome: 'unknown', trouble: 'silent' });
});

const reset = (socket: Socket) => void socket.resetAndDestroy();
const leave = (socket: Socket) => void socket.end();
const nothing = () => undefined;
const pause = (socket: Socket) => void socket.pause();
const forEver = (line: string) => (socket: Socket) => {
  const timer = setInterval(() => socket.write(line), 20);
  socket.on('close', () => clearInterval(timer));
};
/** Sends to a server that behaves so at one place, and is polite elsewhere. */
async function rudely(at: At, say: (socket: Socket) => void, limitMs = 60_000, more: Partial<MailParcel> = {}) {
  const rude = await startRudeServer(at, say);
  // Only whom nobody answers waits for silence; a machine that is slow is not silent.
  const silenceMs = say === nothing || say === pause ? 300 : 30_000;
  try {
    return await send(more, { port: rude.port }, silenceMs, limitMs);
  } finally {
    rude.stop();
  }
}

describe('before its final dot a letter has not left, whatever becomes of the connection', () => {
  const before: readonly At[] = ['MAIL', 'RCPT', 'DATA'];
  test.each(before.flatMap((at) => [[at, 'resets', reset] as const, [at, 'leaves', leave] as const]))(
    'at %s the server %s',
    async (at, _, say) => {
      expect(await rudely(at, say)).toMatchObject({ outcome: 'waits', trouble: 'broken', ofCarrier: true });
    },
  );
  test.each(before)('at %s the server says nothing', async (at) => {
    expect(await rudely(at, nothing)).toMatchObject({ outcome: 'waits', trouble: 'silent', ofCarrier: true });
  });
  test('amid a letter that is larger than the line holds', async () => {
    const large = randomBytes(24_000_000);
    const files: MailParcel['files'] = [{ role: 'letter', name: 'large.pdf', sha256: 'large' }];
    contents.set('large', large);
    expect(await rudely('content', pause, 60_000, { files })).toMatchObject({
      outcome: 'waits',
      trouble: 'silent',
    });
    expect(await rudely('content', reset, 60_000, { files })).toMatchObject({ outcome: 'waits', trouble: 'broken' });
  });
});

test.each<At>(['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA'])(
  'a server that begins its answer at %s and never ends it is left at the limit',
  async (at) => {
    const line = at === 'DATA' ? '354-wait\r\n' : at === 'greeting' ? '220-wait\r\n' : '250-wait\r\n';
    expect(await rudely(at, forEver(line), 400)).toMatchObject({
      outcome: 'waits',
      trouble: 'silent',
      ofCarrier: true,
    });
  },
);

test('one that never ends its answer to the whole letter leaves it unknown', async () => {
  expect(await rudely('dot', forEver('250-wait\r\n'), 400)).toMatchObject({ outcome: 'unknown', trouble: 'silent' });
});

test('what a server says is kept as words, whatever bytes it says', async () => {
  const say = (socket: Socket) => void socket.write('550 No\0such user\r\n');
  expect(await rudely('RCPT', say)).toMatchObject({
    outcome: 'refused',
    trouble: 'address',
    detail: '550 No[U+0000]such user',
  });
  const queued = (socket: Socket) => void socket.write('250 queued as 4F\0\r\n');
  expect(await rudely('dot', queued)).toEqual({ outcome: 'delivered', reference: '4F' });
});

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

test.each<[string, (socket: Socket) => void, object]>([
  ['says nothing at all', () => undefined, { trouble: 'silent' }],
  ['breaks off', (socket) => socket.destroy(), { trouble: 'unreachable' }],
  ['talks nonsense', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), {}],
])('a server that %s is waited for', async (_, talk, outcome) => {
  const sockets: Socket[] = [];
  const other = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    talk(socket);
  });
  const port = await listening(other);
  expect(await send({}, { port }, 300)).toMatchObject({ outcome: 'waits', ofCarrier: true, ...outcome });
  sockets.forEach((socket) => socket.destroy());
  other.close();
});

test('nobody there, and a name that nobody has', async () => {
  expect(await send({}, { port: 1 })).toMatchObject({ outcome: 'waits', trouble: 'unreachable', ofCarrier: true });
  expect(await send({}, { host: 'mail.invalid' })).toMatchObject({ outcome: 'waits', trouble: 'unreachable' });
});

test('a certificate that nobody vouches for is said so, and no password is sent', async () => {
  const passwords: unknown[] = [];
  const secret = await startMailServer({
    disabledCommands: [],
    authOptional: false,
    onAuth: (auth, _session, done) => {
      passwords.push(auth.password);
      done(null, { user: auth.username });
    },
  });
  const login = { user: 'office', password: 'secret' };
  expect(await send({}, { port: secret.port, tls: 'required', login })).toMatchObject({
    outcome: 'waits',
    trouble: 'certificate',
    detail: expect.stringMatching(/self.signed|certificate/i) as string,
  });
  expect(passwords).toEqual([]);
  await secret.stop();
});

test('a refused login, and a server without TLS for a password', async () => {
  const closed = await startMailServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(new Error('No')),
  });
  const login = { user: 'office', password: 'wrong' };
  expect(await send({}, { port: closed.port, login })).toMatchObject({ trouble: 'login', ofCarrier: true });
  expect(await send({}, { port: closed.port, login, tls: 'required' })).toMatchObject({ trouble: 'certificate' });
  await closed.stop();
});
