import { createServer } from 'node:net';
import { Phone } from '../support/phone';
import { compileProgram } from '../support/program';
import { freePort, ProgramOffice } from '../support/program-office';
import { lines, openSocket, type RawSocket } from '../support/raw-socket';
import { until } from '../support/until';

let compiled: ReturnType<typeof compileProgram>;
let office: ProgramOffice;
let sockets: RawSocket[];
beforeAll(() => {
  compiled = compileProgram();
});
afterAll(() => compiled.remove());
beforeEach(async () => {
  office = await ProgramOffice.open(compiled);
  sockets = [];
});
afterEach(async () => {
  for (const socket of sockets) socket.drop();
  await office.close();
});

const POST = lines('POST /api/appeals HTTP/1.1', 'Host: bot', 'Content-Type: application/json');
const BODY = lines('Content-Length: 1000', '', '{"number":');

test('whatever connections are open, SIGTERM ends it with 0, and what was in hand is finished', async () => {
  const stand = await office.openStand();
  const port = await freePort();
  const program = office.start({ TELEGRAM_API_ROOT: stand.url, HTTP_PORT: String(port) });
  await program.ready();
  for (const words of [
    [],
    ['POST /api/app'],
    [POST],
    [POST, BODY],
    [POST, lines('Authorization: Bearer program-office-intake-token'), BODY],
    [lines('GET /health HTTP/1.1', 'Host: bot', '')],
  ])
    sockets.push(await openSocket(port, ...words));
  await until('the kept connection is answered', () => sockets.at(-1)?.heard.includes('200 OK') ?? false);
  expect(await office.register(port, '850000001')).toBe(201);
  await new Phone(stand, 1001).sees('850000001');
  await stand.control('POST', 'faults', { kind: 'slow', probability: 1, delayMs: 300 });
  await stand.control('POST', 'people/1001/send', { text: '/menu' });
  await until('it is in hand', async () => (await office.rows('select 1 from inbox_update')).length > 0);
  expect(await program.stop()).toBe(0);
  expect(program.output).not.toContain('завершилось не всё');
  expect(sockets.every(({ isEnded }) => isEnded)).toBe(true);
  // the lane was drained, not cut
  expect(await office.rows(`select key from inbox_update where state = 'new'`)).toEqual([]);
});

test.each([
  ['has just reached the database', async (): Promise<boolean> => (await sessions()) > before],
  ['listens, and Telegram has not answered', async (port: number) => (await office.health(port)).status === 503],
])('SIGTERM while it starts and %s ends it with 0 and no complaint', async (_, isSo) => {
  const port = await freePort();
  before = await sessions();
  const program = office.start({ TELEGRAM_API_ROOT: 'http://127.0.0.1:1', HTTP_PORT: String(port) });
  await until('it is so', () => isSo(port));
  expect(await program.stop()).toBe(0);
  expect(program.output).not.toMatch(/Error:|\n\s+at /);
});

let before = 0;
const sessions = async (): Promise<number> =>
  (
    await office.rows<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and application_name = 'murajagat' and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    )
  )[0]?.count ?? 0;

test('SIGTERM while the database says nothing ends it with 0', async () => {
  // takes connections and never answers
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const connected = new Promise((resolve) => silent.once('connection', resolve));
  try {
    const program = office.start({
      DATABASE_URL: `postgres://nobody@127.0.0.1:${typeof address === 'object' ? address?.port : 0}/none`,
    });
    await connected;
    expect(await program.stop()).toBe(0);
  } finally {
    silent.close();
  }
});
