import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBotApiSink, type BotApiSink } from '../support/bot-api-sink';
import { compileProgram } from '../support/program';
import { freePort, ProgramOffice } from '../support/program-office';
import { until } from '../support/until';

const isLinux = process.platform === 'linux';

let compiled: ReturnType<typeof compileProgram>;
let office: ProgramOffice;
let telegram: BotApiSink;
let folder: string;
beforeAll(() => {
  compiled = compileProgram();
});
afterAll(() => compiled.remove());
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'murajagat-output-'));
  office = await ProgramOffice.open(compiled);
  telegram = await startBotApiSink();
  telegram.on('getMe', () => ({ result: { id: 71, is_bot: true, first_name: 'Bot', username: 'murajagat_bot' } }));
});
afterEach(async () => {
  await office.close();
  await telegram.stop();
  rmSync(folder, { recursive: true, force: true });
});

(isLinux ? test : test.skip)(
  'a bot whose terminal and log are on a full disk starts, works, and stops when it is asked to',
  async () => {
    const port = await freePort();
    const onFullDisk = ['/bin/sh', '-c', 'exec "$0" "$@" >/dev/full 2>&1', process.execPath];
    const program = office.start(
      { TELEGRAM_API_ROOT: telegram.apiRoot, HTTP_PORT: String(port), LOG_LEVEL: 'trace' },
      onFullDisk,
    );
    await until('/health is well', async () => (await office.health(port)).status === 200);
    expect(await office.register(port, '840000009')).toBe(201);
    await office.quiet();
    expect(await program.stop()).toBe(0);
  },
);

test.each([
  ['throws what nobody catches', 'throw error'],
  ['leaves a rejection to nobody', 'void Promise.reject(error)'],
])('a bot that %s says so without the values of a query, and ends with code 1', async (_, does) => {
  const trouble = path.join(folder, 'trouble.cjs');
  writeFileSync(
    trouble,
    `process.on('message', () => {
       const error = Object.assign(new Error('no such column, +7 912 345-67-22'), { parameters: ['Иванов'], detail: 'Key (name)=(Иванов)' });
       ${does};
     });`,
  );
  const program = office.start({ TELEGRAM_API_ROOT: telegram.apiRoot }, [process.execPath, '--require', trouble]);
  await program.ready();
  program.tell({});
  expect(await program.gone()).toBe(1);
  await until('its last words are read', () => program.output.includes('no such column'));
  expect(program.output).toContain('"level":"fatal"');
  expect(program.output).not.toMatch(/Иванов|345/);
});
