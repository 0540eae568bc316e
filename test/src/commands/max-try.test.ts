import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StandClient, fileOf, jpeg } from '../stand/support';
import { until } from '../../support/until';

const ROOT = path.join(__dirname, '../../..');
const ANNA = 55_001;
const NAME = 'Петрова Анна';

let folder: string;
let stand: StandClient;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'murajagat-try-'));
  stand = await StandClient.start();
  await stand.control('PUT', `max/people/${ANNA}`, { name: NAME });
});
afterAll(async () => {
  await stand.close();
  rmSync(folder, { recursive: true, force: true });
});

const phone = (act: string, body: object | FormData = {}) => stand.control('POST', `max/people/${ANNA}/${act}`, body);
async function pressLast(chatId: number): Promise<void> {
  const { messages } = (await stand.control('GET', `max/chats/${chatId}/messages`)).body;
  const { message_id: messageId, reply_markup: markup } = messages.findLast(
    ({ deleted, reply_markup: keys }: { deleted: boolean; reply_markup?: object }) => !deleted && keys !== undefined,
  );
  const data = markup.inline_keyboard.flat()[0].callback_data;
  void phone('press', { chatId, messageId, data });
}
function file(field: string): FormData {
  const form = new FormData();
  form.append(field, fileOf(jpeg(80, 60), 'a.jpg', 'image/jpeg'));
  return form;
}
const group = (botStatus: string) =>
  stand.control('PUT', 'max/groups/-7001', { title: 'Планёрка', members: [ANNA], botStatus });

/** What a tester with a phone does when they are asked. */
let pressesIn = ANNA;
const DEEDS: readonly (readonly [RegExp, (asked: string) => unknown])[] = [
  [/start=(\S+)/, (asked) => phone('send', { text: `/start ${/start=(\S+)/.exec(asked)?.[1]}` })],
  [/Откройте чат/, async () => [await phone('unblock'), await phone('send', { text: '/start' })]],
  [/Нажмите кнопку под/, () => pressLast(pressesIn)],
  [/как картинку/, () => phone('send', file('photo'))],
  [/как файл/, () => phone('send', file('document'))],
  [/отправьте место/, () => phone('send', { location: { latitude: 55.7, longitude: 52.4 } })],
  [/Остановите бота в/, () => phone('block')],
  [/Добавьте бота/, async () => [(pressesIn = -7001), await group('administrator')]],
  [/Уберите бота/, async () => [(pressesIn = ANNA), await group('kicked')]],
  [/два сообщения/, async () => [await phone('send', { text: 'раз' }), await phone('send', { text: 'два' })]],
];

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly complaints: string }>;
}

/** As `npm run max:try -- …` does; a tester does what they are asked, and says «да» to every question. */
function run(args: readonly string[], env: Readonly<Record<string, string>> = {}, answers = true): Run {
  const child = spawn(
    process.execPath,
    [
      '--require',
      path.join(ROOT, 'test/support/run-typescript.cjs'),
      path.join(ROOT, 'src/commands/max-try.ts'),
      ...args,
    ],
    {
      cwd: folder,
      env: {
        PATH: process.env.PATH ?? '',
        MAX_TOKEN: stand.stand.max.token,
        MAX_API_ROOT: stand.stand.max.apiRoot,
        ...env,
      },
    },
  );
  let [out, complaints, read] = ['', '', 0];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    for (let end = out.indexOf('\n', read); end >= 0; end = out.indexOf('\n', read)) {
      const line = out.slice(read, end);
      read = end + 1;
      if (answers && /^[👉❓]/u.test(line)) void asked(line);
    }
  });
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  async function asked(line: string): Promise<void> {
    await DEEDS.find(([pattern]) => pattern.test(line))?.[1](line);
    if (line.startsWith('❓')) child.stdin.write('да\n');
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve)).then((code) => ({
    code,
    out,
    complaints,
  }));
  return { child, ended };
}

test('walks through the list with a tester and writes what was seen, with nobody’s number, name, token or address in it', async () => {
  const out = path.join(folder, 'report.md');
  const { code, complaints } = await run([String(ANNA), '--quick', '--out', out]).ended;
  expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
  const report = readFileSync(out, 'utf8');
  const tried = [...report.matchAll(/^## (\w+)\. /gm)].map(([, name]) => name);
  expect(tried).toHaveLength(24);
  const of = (name: string): string => report.split(`## ${name}. `)[1]?.split('\n## ')[0] ?? '';
  expect(of('token')).toMatch(/`GET \/me` → 200[\s\S]*→ 401[\s\S]*verify\.token/);
  expect(of('toast')).toContain('да');
  expect(of('toastAndRedraw')).toMatch(/POST \/answers\?callback_id=…` → 200[\s\S]*→ 400[\s\S]*error\.edit\.invalid/);
  expect(of('length')).toMatch(/→ 200[\s\S]*→ 400/);
  expect(of('attachments')).toContain('only attachment');
  expect(of('notReady')).toMatch(/ready after \d+ ms/);
  expect(of('photo')).toMatch(/image: EXIF is not there[\s\S]*file: EXIF is there/);
  expect(of('stopped')).toMatch(/→ 403[\s\S]*chat\.denied[\s\S]*→ 200/);
  expect(of('group')).toMatch(/bot_added[\s\S]*→ 403/);
  expect(of('pollingBesideSubscription')).toContain('→ 405');
  expect(of('withoutMarker')).toContain('without a marker: ');
  expect(of('numbers')).toMatch(/the end of a mid is its seq: ([1-9]\d*) of \1/);
  for (const secret of [stand.stand.max.token, String(ANNA), NAME, 'Петрова', '127.0.0.1:', 'mid.'])
    expect(report.slice(report.indexOf('## '))).not.toContain(secret);
  expect(report).not.toContain('пропущено');
  // nothing is left behind
  expect((await stand.control('GET', 'max/state')).body.subscriptions).toEqual([]);
});

test('whoever has no phone at hand passes over it with Enter', async () => {
  const { child, ended } = run([String(ANNA), '--quick', '--only', 'toast'], {}, false);
  child.stdin?.write('\n');
  const { code, out } = await ended;
  expect(code).toBe(0);
  const [, report = ''] = /Отчёт: (\S+\.md)/.exec(out) ?? [];
  expect(readFileSync(path.join(folder, report), 'utf8')).toContain('пропущено');
});

test('Ctrl+C ends it with what was seen so far', async () => {
  const out = path.join(folder, 'interrupted.md');
  const { child, ended } = run([String(ANNA), '--quick', '--only', 'token,toast', '--out', out], {}, false);
  await until('it waits for a press', () => existsSync(out) && readFileSync(out, 'utf8').includes('## token'));
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect(readFileSync(out, 'utf8')).toContain('verify.token');
});

describe('what the caller must mend ends it at once, with nothing done', () => {
  test.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
    ['no number', [], {}, 'Так: npm run max:try'],
    ['a name that is no trial', ['1', '--only', 'telepathy'], {}, 'Так: npm run max:try'],
    ['no token', ['1'], { MAX_TOKEN: '' }, 'задайте MAX_TOKEN'],
    ['a token that MAX does not take', ['1'], { MAX_TOKEN: 'max_another_token' }, 'MAX не принимает MAX_TOKEN'],
    ['nobody at the address', ['1'], { MAX_API_ROOT: 'http://127.0.0.1:9' }, 'MAX не ответил так, как ждали'],
    ['a folder that is not there', ['1', '--out', 'none/report.md'], {}, 'не записать'],
  ])('%s', async (_, args, env, words) => {
    const { code, complaints, out } = await run(args, env).ended;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(complaints).toContain(words);
  });

  test('a bot that works by webhook', async () => {
    const url = 'https://bot.example.org/max/webhook';
    await stand.max('POST', '/subscriptions', { url });
    const { code, complaints } = await run([String(ANNA)]).ended;
    expect(code).toBe(2);
    expect(complaints).toContain('MAX_MODE=polling');
    expect((await stand.control('GET', 'max/state')).body.subscriptions).toEqual([url]);
    await stand.max('DELETE', `/subscriptions?url=${encodeURIComponent(url)}`);
  });
});
