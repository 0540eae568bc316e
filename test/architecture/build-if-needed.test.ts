import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');
/** Stands in the compiler's place, and counts how often it is asked for the program. */
const COMPILER = `
const { appendFileSync } = require('node:fs');
exports.transformSync = (code, { filename }) => {
  if (filename.endsWith('main.ts')) appendFileSync('builds', 'b');
  // Ctrl+C
  if (code === 'stopped') process.kill(process.pid, 'SIGINT');
  if (code === 'broken') throw new Error('Expression expected');
  return { code };
};`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'murajagat-build-'));
  for (const name of ['build.cjs', 'build-if-needed.cjs', 'locales'])
    cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const prestart = (env: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, ['build-if-needed.cjs'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
const write = (name: string, text: string) => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
};

const PACKAGE = JSON.stringify({ jest: { transform: { '^.+\\.ts$': ['', { module: {} }] } } });
beforeEach(() => {
  write('package.json', PACKAGE);
  for (const name of ['src/main.ts', 'bots/b.ts', 'entities/e.ts', 'migrations/m.ts', 'package-lock.json'])
    write(name, '');
});

describe('without the development packages', () => {
  test('a start takes what was built before', () => {
    write('dist/src/main.js', '');
    expect(prestart().status).toBe(0);
  });

  test('a start without a build says what to do', () => {
    const { status, stderr } = prestart();
    expect(status).toBe(1);
    expect(stderr).toContain('npm run build');
  });

  test('it says so in the language of the office', () => {
    write('.env', 'BOT_TOKEN=\nDEFAULT_LOCALE=tt\n');
    expect(prestart().stderr).toContain('боерыгын');
    expect(prestart({ DEFAULT_LOCALE: 'ru' }).stderr).toContain('выполните');
  });
});

describe('with them', () => {
  const builds = () => readFileSync(path.join(folder, 'builds'), 'utf8').length;
  beforeEach(() => {
    write('node_modules/@swc/core/package.json', '{}');
    write('node_modules/@swc/core/index.js', COMPILER);
  });

  test('the first start builds and says so', () => {
    const { status, stdout } = prestart();
    expect(status).toBe(0);
    expect(stdout).toContain('Собираю программу');
    expect(builds()).toBe(1);
  });

  test('the next one builds nothing, whenever the files were written', () => {
    prestart();
    utimesSync(path.join(folder, 'src/main.ts'), 1, 1);
    expect(prestart().stdout).toBe('');
    expect(builds()).toBe(1);
  });

  test.each(['src/main.ts', 'migrations/m.ts', 'locales/ru/common.json', 'package-lock.json', 'build.cjs'])(
    'a changed %s is built',
    (name) => {
      prestart();
      appendFileSync(path.join(folder, name), '\n');
      prestart();
      expect(builds()).toBe(2);
    },
  );

  test('files that changed places are built', () => {
    write('src/a.ts', 'one');
    prestart();
    rmSync(path.join(folder, 'src/a.ts'));
    write('src/b.ts', 'one');
    prestart();
    expect(builds()).toBe(2);
  });

  test.each(['src/main.ts', 'bots/b.ts'])(
    'a build that is stopped at %s says nothing, and is none: the next start builds it all',
    (name) => {
      prestart();
      write(name, 'stopped');
      const { signal, stderr } = prestart();
      expect([signal, stderr]).toEqual(['SIGINT', '']);
      expect(existsSync(path.join(folder, 'dist/built-from'))).toBe(false);
      write(name, '');
      const before = builds();
      expect(prestart().status).toBe(0);
      expect(builds()).toBe(before + 1);
    },
  );

  test('a build that failed is tried again by the next start', () => {
    write('src/main.ts', 'broken');
    for (const start of [prestart, prestart]) {
      const { status, stderr } = start();
      expect([status, stderr]).toEqual([1, expect.stringContaining('Expression expected')]);
    }
    expect(builds()).toBe(2);
  });
});
