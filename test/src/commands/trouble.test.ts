import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fastify } from 'fastify';
import { openDatabase } from '../../../src/adapters/database';
import { makeHome } from '../../../src/adapters/embedded-cluster';
import { listen } from '../../../src/application/http';
import { wordsOf } from '../../../src/i18n';
import { troubleText } from '../../../src/commands/trouble';

const NOWHERE = 'postgres://office:secret-word@127.0.0.1:1/office';

async function whyNot(start: () => unknown): Promise<unknown> {
  try {
    await start();
  } catch (error) {
    return error;
  }
  throw new Error('It started');
}

test.each([
  ['ru', /^База 127\.0\.0\.1:1\/office не открывается: .*ECONNREFUSED.*\. Проверьте DATABASE_URL/],
  ['tt', /^127\.0\.0\.1:1\/office базасы ачылмый: .*ECONNREFUSED.*DATABASE_URL/],
] as const)('a database that is not there is told in the language of the office: %s', async (locale, told) => {
  const text = troubleText(await whyNot(() => openDatabase({ url: NOWHERE })), wordsOf(locale));
  expect(text).toMatch(told);
  expect(text).not.toMatch(/secret-word|Cannot/);
});

test('a data folder that cannot be made is told with what to look at, and without the places of the code', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-trouble-'));
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  const text = troubleText(await whyNot(() => makeHome(path.join(file, 'data'))), wordsOf('ru'));
  rmSync(folder, { recursive: true });
  expect(text).toMatch(/^Папка или диск не дают боту работать: .*ENOTDIR.*DATA_DIR/);
  expect(text).not.toContain('\n');
});

test('a port that is closed to the account is told with those that are open, and one that is taken otherwise', async () => {
  const listening = (code: string) => {
    const server = fastify();
    // Who may listen below 1024 is the machine's matter; root may everywhere.
    server.listen = () => Promise.reject(Object.assign(new Error(`listen ${code}`), { code }));
    return whyNot(() => listen(server, { host: '127.0.0.1', port: 80 }));
  };
  expect(troubleText(await listening('EACCES'), wordsOf('ru'))).toMatch(/80.*HTTP_PORT.*1024/);
  expect(troubleText(await listening('EACCES'), wordsOf('tt'))).toMatch(/HTTP_PORT: 80 .*1024/);
  expect(troubleText(await listening('EADDRINUSE'), wordsOf('ru'))).not.toContain('1024');
});

test('a data folder where nothing is ever made is told of at once', async () => {
  if (process.platform !== 'linux') return;
  const text = troubleText(await whyNot(() => makeHome('/proc/murajagat/data')), wordsOf('ru'));
  expect(text).toMatch(/^Папку данных \/proc\/murajagat\/data сделать не удалось \(ENOENT\)/);
});

test('what nobody at the terminal can mend keeps the places of the code', async () => {
  const text = troubleText(await whyNot(() => mkdirSync('')), wordsOf('ru'));
  expect(text).toMatch(/ENOENT.*\n\s+at /);
});
