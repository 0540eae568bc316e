import { startBotApiSink, type BotApiSink, type SinkAnswer } from '../support/bot-api-sink';
import { compileProgram, type Program } from '../support/program';
import { freePort, ProgramOffice } from '../support/program-office';
import { until } from '../support/until';

const ME: SinkAnswer = { result: { id: 71, is_bot: true, first_name: 'Bot', username: 'murajagat_bot' } };
const UNAUTHORIZED: SinkAnswer = { error: 401, description: 'Unauthorized' };
const TROUBLES: readonly SinkAnswer[] = [
  UNAUTHORIZED,
  { error: 404, description: 'Not Found' },
  { error: 502, description: 'Bad Gateway' },
  { error: 429, description: 'Too Many Requests: retry after 0', parameters: { retry_after: 0 } },
  'reset',
];

let compiled: ReturnType<typeof compileProgram>;
let office: ProgramOffice;
let telegram: BotApiSink;
beforeAll(() => {
  compiled = compileProgram();
});
afterAll(() => compiled.remove());
beforeEach(async () => {
  office = await ProgramOffice.open(compiled);
  telegram = await startBotApiSink();
  telegram.on('getMe', () => ME);
});
afterEach(async () => {
  const output = await office.close();
  await telegram.stop();
  expect(output).not.toContain(office.token.split(':')[1]);
  expect(output).not.toMatch(/unhandled|TypeError/i);
});

/** Each trouble once, then as it should be. */
function troubled(method: string, well: SinkAnswer): void {
  const left = [...TROUBLES];
  telegram.on(method, () => left.shift() ?? well);
}

const webhook = (port: number) => ({
  TELEGRAM_API_ROOT: telegram.apiRoot,
  HTTP_PORT: String(port),
  BOT_MODE: 'webhook',
  WEBHOOK_URL: 'http://127.0.0.1:1/telegram/webhook',
  WEBHOOK_SECRET: 'a-secret-of-the-webhook-0123456789',
});
const healthSays = (port: number, what: string) =>
  until(`/health says ${what}`, async () => (await office.health(port)).text.includes(what));
const isWell = (port: number) => until('/health is well', async () => (await office.health(port)).status === 200);

test('whatever getMe and setWebhook are refused with at a start, it goes on asking and starts', async () => {
  troubled('getMe', ME);
  troubled('setWebhook', { result: true });
  const port = await freePort();
  const program = office.start(webhook(port));
  await program.ready();
  expect(telegram.callsOf('setWebhook')).toHaveLength(TROUBLES.length + 1);
  await isWell(port);
  expect(await program.stop()).toBe(0);
});

test('until Telegram takes the webhook, appeals are taken in, and /health says what is missing', async () => {
  telegram.on('setWebhook', () => ({ error: 400, description: 'Bad Request: bad webhook: failed to resolve host' }));
  const port = await freePort();
  const program = office.start(webhook(port));
  await healthSays(port, 'failed to resolve host');
  expect(await office.register(port, '840000001')).toBe(201);
  await until('the terminal says so', () => program.output.includes('присылать обновления на WEBHOOK_URL'));
  telegram.on('setWebhook', () => ({ result: true }));
  await program.ready();
  await isWell(port);
  expect(await program.stop()).toBe(0);
});

test('a token that is refused at a start: intake works, terminal and /health say what to do, and it goes on when it is taken', async () => {
  telegram.on('getMe', () => UNAUTHORIZED);
  const port = await freePort();
  const program = office.start({ TELEGRAM_API_ROOT: telegram.apiRoot, HTTP_PORT: String(port) });
  await healthSays(port, '@BotFather');
  expect(await office.register(port, '840000002')).toBe(201);
  await until('the terminal says so', () => program.output.includes('токен из BOT_TOKEN пока не принимает'));
  telegram.on('getMe', () => ME);
  await program.ready();
  await office.quiet();
  expect(telegram.callsOf('sendMessage').length).toBeGreaterThan(0);
  expect(await program.stop()).toBe(0);
});

test('a token that is refused in the middle of work: polling goes on by itself when it is taken again', async () => {
  const port = await freePort();
  const program = office.start({ TELEGRAM_API_ROOT: telegram.apiRoot, HTTP_PORT: String(port) });
  await program.ready();
  let refusals = 0;
  const refuse = () => ((refusals += 1), UNAUTHORIZED);
  telegram.on('getUpdates', refuse);
  telegram.push({ update_id: 1 });
  await until('it has asked again', () => refusals > 3);
  await healthSays(port, '@BotFather');
  expect(await office.register(port, '840000003')).toBe(201);
  telegram.on('getUpdates', async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { result: [] };
  });
  await isWell(port);
  expect(await program.stop()).toBe(0);
});

test('three instances started at once do not die of their own 429', async () => {
  let takenAt = Number.NEGATIVE_INFINITY;
  let refusals = 0;
  telegram.on('setWebhook', () => {
    if (performance.now() - takenAt < 1_000) {
      refusals += 1;
      return { error: 429, description: 'Too Many Requests: retry after 1', parameters: { retry_after: 1 } };
    }
    takenAt = performance.now();
    return { result: true };
  });
  const programs: Program[] = [];
  for (let index = 0; index < 3; index += 1) programs.push(office.start(webhook(await freePort())));
  for (const program of programs) await program.ready();
  expect(telegram.callsOf('setWebhook')).toHaveLength(3 + refusals);
  for (const program of programs) expect(await program.stop()).toBe(0);
});
