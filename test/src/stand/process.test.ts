import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StandClient, eventually, fileOf, jpeg, type Loose } from './support';

const main = join(__dirname, '../../../src/stand/main.ts');
const loader = ['-r', join(__dirname, '../../support/run-typescript.cjs')];
const folder = mkdtempSync(join(tmpdir(), 'stand-'));
const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Message {
  readonly type: 'ready' | 'failed';
  readonly url: string;
  readonly token: string;
  readonly message: string;
}

async function forked(options: object): Promise<{ child: ChildProcess; told: Message }> {
  const child = fork(main, { execArgv: loader, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  started.push(child);
  child.send({ type: 'start', options });
  const [told] = (await once(child, 'message')) as [Message];
  return { child, told };
}

const alive = async (url: string): Promise<boolean> =>
  fetch(`${url}/stand/state`).then(
    () => true,
    () => false,
  );

test('everything that people and the bot have made survives a restart', async () => {
  const stateFile = join(folder, 'restart', 'stand.json');
  const before = await StandClient.start({
    stateFile,
    people: [{ id: 1, name: 'Петрова Анна', started: true }],
    groups: [{ id: -1001, title: 'Г', members: [1] }],
  });
  await before.control('PUT', 'clock', { now: '2027-03-01T10:00:00Z' });
  await before.result('setMyCommands', { commands: [{ command: 'menu', description: 'меню' }] });
  const form = new FormData();
  form.append('photo', fileOf(jpeg(100, 50), 'a.jpg', 'image/jpeg'));
  await before.control('POST', 'people/1/send', form);
  const sent = await before.result('sendMessage', { chat_id: 1, text: 'Карточка' });
  const [state, chat, updates] = [
    await before.control('GET', 'state'),
    await before.control('GET', 'chats/1/messages'),
    await before.updates(),
  ];
  await before.close();

  const after = await StandClient.start({ stateFile });
  expect(after.stand.token).toBe(before.stand.token);
  expect(await after.control('GET', 'chats/1/messages')).toEqual(chat);
  const { now: _before, ...stateBefore } = state.body;
  const { now: _after, ...stateAfter } = (await after.control('GET', 'state')).body;
  expect(stateAfter).toEqual(stateBefore);
  expect(await after.updates()).toEqual(updates);
  expect(await after.result('getMyCommands')).toEqual([{ command: 'menu', description: 'меню' }]);
  expect((await after.control('GET', 'clock')).body.now).toMatch(/^2027-03-01T10:00/);
  const { file_path: path } = await after.result('getFile', { file_id: updates[0].message.photo.at(-1).file_id });
  const bytes = Buffer.from(await (await fetch(`${after.url}/file/bot${after.stand.token}/${path}`)).arrayBuffer());
  expect(bytes.length).toBe(updates[0].message.photo.at(-1).file_size);
  expect(bytes.subarray(0, 2).toString('hex')).toBe('ffd8');
  const next = await after.result('sendMessage', { chat_id: 1, text: 'Ещё' });
  expect(next.message_id).toBe(sent.message_id + 1);
  await after.close();
});

test('a group stays what it has become, whatever the options of the next start say; another token keeps the old cards', async () => {
  const options = {
    stateFile: join(folder, 'groups', 'stand.json'),
    people: [{ id: 1, name: 'А', started: true }],
    groups: [{ id: -5, title: 'Г', members: [1], supergroup: false }],
  };
  const before = await StandClient.start({ ...options, token: '71:old' });
  const { body } = await before.control('POST', 'groups/-5/migrate');
  const card = await before.result('sendMessage', { chat_id: 1, text: 'Карточка' });
  await before.close();
  const after = await StandClient.start({ ...options, token: '72:new' });
  expect((await after.api('sendMessage', { chat_id: -5, text: 'а' })).body.parameters).toEqual({
    migrate_to_chat_id: body.chatId,
  });
  expect(
    await after.result('editMessageText', { chat_id: 1, message_id: card.message_id, text: 'Стало' }),
  ).toMatchObject({ text: 'Стало' });
  await after.close();
});

test('what was said in MAX, what waits there and the names of its messages survive a restart, too', async () => {
  const stateFile = join(folder, 'max', 'stand.json');
  const before = await StandClient.start({ stateFile });
  await before.control('PUT', 'max/people/55001', { name: 'Петрова Анна' });
  await before.control('POST', 'max/people/55001/send', { text: '/start' });
  const { marker } = (await before.max('GET', '/updates?timeout=0')).body;
  const button = { type: 'callback', text: 'Меню', payload: 'm' };
  const said = { text: 'Обращение', attachments: [{ type: 'inline_keyboard', payload: { buttons: [[button]] } }] };
  const { mid } = (await before.max('POST', '/messages?user_id=55001', said)).body.message.body;
  await before.max('PATCH', '/me/commands', { commands: [{ name: 'menu', description: 'Меню' }] });
  const form = new FormData();
  form.append('photo', fileOf(jpeg(64, 64), 'a.jpg', 'image/jpeg'));
  await before.control('POST', 'max/people/55001/send', form);
  const { token } = before.stand.max;
  await before.close();

  const after = await StandClient.start({ stateFile });
  expect(after.stand.max.token).toBe(token);
  const { updates } = (await after.max('GET', `/updates?timeout=0&marker=${marker}`)).body;
  expect(updates).toMatchObject([{ message: { body: { attachments: [{ type: 'image' }] } } }]);
  const { path } = /(?<path>\/max\/files\/.+)/.exec(updates[0].message.body.attachments[0].payload.url)?.groups ?? {};
  expect((await fetch(`${after.url}${path}`)).status).toBe(200);
  expect((await after.max('PUT', `/messages?message_id=${mid}`, { text: 'Уже иначе' })).body).toEqual({
    success: true,
  });
  const { messages } = (await after.control('GET', 'max/chats/55001/messages')).body;
  expect(messages.map(({ text }: Loose) => text)).toEqual(['/start', 'Уже иначе', undefined]);
  expect((await after.max('GET', '/me')).body.commands).toEqual([{ name: 'menu', description: 'Меню' }]);
  await after.control('POST', 'max/people/55001/send', { text: 'дальше' });
  const later = (await after.max('GET', `/updates?timeout=0&marker=${marker + 1}`)).body;
  expect(later.updates).toMatchObject([{ message: { body: { text: 'дальше' } } }]);
  await after.close();
});

test('a state that cannot be read is named, not overwritten', async () => {
  const stateFile = join(folder, 'broken.json');
  writeFileSync(stateFile, '{');
  await expect(StandClient.start({ stateFile })).rejects.toThrow(`${stateFile} cannot be read; remove it`);
  expect(readFileSync(stateFile, 'utf8')).toBe('{');
});

test('a forked stand is ready with its address, and kill -9 loses nothing that is a moment old', async () => {
  const options = {
    port: 0,
    flood: true,
    stateFile: join(folder, 'killed', 'stand.json'),
    people: [{ id: 1, name: 'Петрова Анна', started: true }],
  };
  const { child, told } = await forked(options);
  expect(told).toEqual({
    type: 'ready',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    token: expect.any(String),
    max: { apiRoot: expect.stringMatching(/\/max$/), token: expect.any(String) },
  });
  await fetch(`${told.url}/stand/people/1/send`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"text":"не потеряй"}',
  });
  // it is written by itself, a moment later
  const isWritten = () =>
    existsSync(options.stateFile) && readFileSync(options.stateFile, 'utf8').includes('не потеряй');
  await eventually(() => (isWritten() ? true : undefined));
  child.kill('SIGKILL');
  await once(child, 'exit');

  const again = await forked(options);
  expect(again.told.token).toBe(told.token);
  const updates = await (await fetch(`${again.told.url}/bot${told.token}/getUpdates`)).json();
  expect(updates).toMatchObject({ ok: true, result: [{ message: { text: 'не потеряй' } }] });
  again.child.kill('SIGKILL');
});

test('a forked stand leaves when its parent is gone, even by kill -9', async () => {
  const parent = spawn(process.execPath, [
    '-e',
    `const child = require('node:child_process').fork(${JSON.stringify(main)}, { execArgv: ${JSON.stringify(loader)} });
     child.on('message', ({ url }) => console.log(url));
     child.send({ type: 'start', options: { port: 0, flood: false } });`,
  ]);
  started.push(parent);
  const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
  const url = chunk.toString().trim();
  expect(await alive(url)).toBe(true);
  parent.kill('SIGKILL');
  await eventually(async () => ((await alive(url)) ? undefined : true));
});

test('a forked stand that cannot start says why and ends', async () => {
  const taken = await StandClient.start();
  const { child, told } = await forked({ port: taken.stand.port, flood: false });
  expect(told).toEqual({ type: 'failed', message: expect.stringContaining('EADDRINUSE') });
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(1);
  await taken.close();
});

test('alone it takes its settings from the environment and prints address and token', async () => {
  const child = spawn(process.execPath, [...loader, main], {
    env: { ...process.env, STAND_PORT: '0', STAND_TOKEN: '77:secret', STAND_FLOOD: 'off' },
  });
  started.push(child);
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await eventually(() => (printed.includes('77:secret') ? true : undefined));
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
  expect(await (await fetch(`${url}/bot77:secret/getMe`)).json()).toMatchObject({
    ok: true,
    result: { id: 77, is_bot: true },
  });
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
});

test('alone it reads .env of the folder in which it was started, and what the process was given goes before it', async () => {
  const cwd = mkdtempSync(join(folder, 'env-'));
  writeFileSync(join(cwd, '.env'), 'STAND_TOKEN=77:of-the-file\nSTAND_PORT=много\n');
  const child = spawn(process.execPath, [...loader, main], { cwd, env: { PATH: process.env.PATH, STAND_PORT: '0' } });
  started.push(child);
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await eventually(() => (printed.includes('Токен: 77:of-the-file') ? true : undefined));
});

test('alone with a wrong setting it ends with 2 and names the setting', async () => {
  const child = spawn(process.execPath, [...loader, main], {
    env: { ...process.env, STAND_PORT: 'много', STAND_TOKEN: 'secret' },
  });
  started.push(child);
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(2);
  expect(complaint).toContain('STAND_PORT');
  expect(complaint).toContain('STAND_TOKEN');
});
