import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FreshDatabase, freshDatabase } from '../../support/database';

const ROOT = path.join(__dirname, '../../..');

let fresh: FreshDatabase;
let folder: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-roster-'));
});
afterAll(async () => {
  await fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly complaints: string;
}

/** As `npm run roster -- FILE` does, with nothing in the environment but what is given. */
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const child = spawn(
    process.execPath,
    [
      '--require',
      path.join(ROOT, 'test/support/run-typescript.cjs'),
      path.join(ROOT, 'src/commands/roster.ts'),
      ...args,
    ],
    {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', DATABASE_URL: fresh.url, DATA_DIR: folder, ...env },
    },
  );
  let [out, complaints] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, complaints };
}

async function file(content: string): Promise<string> {
  const name = path.join(folder, `${Math.abs(content.length)}-${performance.now()}.json`);
  await writeFile(name, content);
  return name;
}

test('loads a file beside the bot and says what it did, in words; a second time it does nothing', async () => {
  const example = path.join(ROOT, 'roster.example.json');
  const first = await run([example]);
  expect(first).toEqual({
    code: 0,
    out: 'Добавлено: 5 сотрудников\nДобавлено: 6 организаций\nДобавлено: 6 категорий\nДобавлено: 1 группа\n',
    complaints: '',
  });
  expect(await run([example])).toEqual({
    code: 0,
    out: 'Всё уже так, как в файле. Ничего не изменено.\n',
    complaints: '',
  });
});

test('lists every fault of a bad file with its place, and changes nothing', async () => {
  const bad = await file(
    '{ "users": [ { "name": "", "roles": [] }, { "name": "Иванов", "roles": ["executor"], "supervisor": "Никто" } ] }',
  );
  const { code, out, complaints } = await run([bad]);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(complaints).toMatch(/^В файле \d ошиб/);
  expect(complaints).toContain('users[0].name: имя не заполнено');
  expect(complaints).toContain('users[0].roles: не указано ни одной роли');
});

test.each([
  ['no file named', [], 'Укажите файл'],
  ['a file that is not there', ['nowhere.json'], 'Файл не читается: nowhere.json (ENOENT)'],
])('%s is exit 2', async (_, args, said) => {
  const { code, complaints } = await run(args);
  expect(code).toBe(2);
  expect(complaints).toContain(said);
});

test('a bad environment is exit 2 and names the variable', async () => {
  const { code, complaints } = await run(['nowhere.json'], { WORKING_HOURS: 'always' });
  expect(code).toBe(2);
  expect(complaints).toContain('WORKING_HOURS');
});

test('a training’s database does not take an office’s roster', async () => {
  const { code, complaints } = await run([path.join(ROOT, 'roster.example.json')], { BOT_TOKEN: '42:office' });
  expect(code).toBe(2);
  expect(complaints).toContain('BOT_TOKEN');
});
