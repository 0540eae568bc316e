import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compileProgram, startProgram, type Program } from '../../support/program';
import { freePort } from '../../support/program-office';
import { until } from '../../support/until';

let compiled: ReturnType<typeof compileProgram>;
let program: Program;
let home: string;
let folder: string;
let control: string;
beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'murajagat-anew-'));
  // As root the embedded server has an account of its own, which has to come through here.
  chmodSync(home, 0o711);
  folder = path.join(home, 'data');
  compiled = compileProgram();
  const port = await freePort();
  control = `http://127.0.0.1:${port}/stand`;
  program = startProgram(compiled.folder, {
    DATA_DIR: folder,
    STAND_PORT: String(port),
    ROSTER_FILE: path.join(__dirname, '../../../roster.example.json'),
    LOG_LEVEL: 'warn',
  });
  await program.ready();
});
afterAll(async () => {
  await program.stop();
  compiled.remove();
  rmSync(home, { recursive: true, force: true });
});

const post = async (where: string, body: object = {}): Promise<number> => {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${control}/${where}`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
};
const messages = async (): Promise<{ text?: string }[]> => {
  const answer = await fetch(`${control}/chats/1001/messages`);
  return ((await answer.json()) as { messages: { text?: string }[] }).messages;
};
const lines = (): number => program.output.split('/api/appeals').length - 1;

test('the training begins anew in the same process: its own folder goes, what else lies in DATA_DIR stays', async () => {
  writeFileSync(path.join(folder, 'office.txt'), 'of the office');
  await post('people/1001/send', { text: '/start' });
  await until('the bot has answered', async () => (await messages()).length > 1);

  expect(await post('restart')).toBe(202);
  await until('it says that it works, for the second time', () => lines() === 2);
  expect(await messages()).toEqual([]);
  await post('people/1001/send', { text: '/start' });
  await until('the bot answers as on the first day', async () => (await messages()).length > 1);

  expect(existsSync(path.join(folder, 'office.txt'))).toBe(true);
  expect(existsSync(path.join(folder, 'stand.forgotten'))).toBe(false);
  expect(await program.stop()).toBe(0);
});
