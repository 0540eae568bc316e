import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Telegram } from 'telegraf';
import { createCall } from '../../../bots/telegram/call';
import { createDownload } from '../../../bots/telegram/download';
import { startBotApiSink, type BotApiSink } from '../../support/bot-api-sink';

const TOKEN = '334:not-a-secret-of-anybody';

/** A Bot API server with `--local`: it tells a path instead of giving bytes. */
let server: BotApiSink;
let folder: string;
beforeEach(async () => {
  server = await startBotApiSink();
  folder = mkdtempSync(path.join(tmpdir(), 'murajagat-local-'));
});
afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const download = async (file: string, apiRoot = server.apiRoot): Promise<string> => {
  server.on('getFile', () => ({ result: { file_id: 'f', file_unique_id: 'u', file_path: file } }));
  const telegram = new Telegram(TOKEN, { apiRoot: server.apiRoot });
  const call = createCall(telegram);
  return (await buffer(await createDownload(new Telegram(TOKEN, { apiRoot }), call)('f'))).toString();
};

function put(...names: readonly string[]): string {
  const file = path.join(folder, ...names);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, 'Фото');
  return file;
}

test.each([TOKEN, TOKEN.replace(':', '~'), '334'])(
  'a file of a server with --local is read from the disk (%s)',
  async (ours) => {
    expect(await download(put(ours, 'photos', 'file_0.jpg'))).toBe('Фото');
  },
);

test.each([
  ['of another bot', () => put('3345:another', 'photos', 'file_0.jpg')],
  ['beside the bots', () => put('file_0.jpg')],
  ['by a way around', () => `${path.dirname(put(TOKEN, 'x'))}/../${path.basename(put('file_0.jpg'))}`],
])('a file %s is not read, and nobody is told which', async (_, make) => {
  const file = make();
  const error: unknown = await download(file).catch((failure: unknown) => failure);
  expect(String(error)).toContain('not in the folder of this bot');
  expect(String(error)).not.toContain(folder);
});

test('Telegram itself names no file of this machine', async () => {
  const file = put(TOKEN, 'photos', 'file_0.jpg');
  await expect(download(file, 'https://api.telegram.org')).rejects.toThrow('not in the folder of this bot');
});

test('a file that the bot can’t see is told of with what to do, without the token', async () => {
  const error: unknown = await download(path.join(folder, TOKEN, 'gone')).catch((failure: unknown) => failure);
  expect(String(error)).toMatch(/ENOENT.*--dir/);
  expect(String(error)).not.toContain('not-a-secret');
});
