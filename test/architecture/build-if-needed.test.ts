import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
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
const SETTINGS = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
/** Stands for the compiler: what it is asked for it counts. */
const BUILD = `node -e "const{mkdirSync:m,appendFileSync:a}=require('fs');m('dist/src',{recursive:true});a('dist/src/main.js','b')"`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'murajagat-build-'));
  for (const name of ['build-if-needed.cjs', 'locales'])
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

/** What this program is built with, and what works needs one of them as well. */
const DEVELOPMENT = ['@types/node', '@types/pg', 'typescript'];
const PACKAGE = {
  scripts: { build: BUILD },
  devDependencies: Object.fromEntries(DEVELOPMENT.map((name) => [name, '1'])),
};
const install = (names: readonly string[]) => {
  for (const name of names) write(`node_modules/${name}/package.json`, '{}');
};
beforeEach(() => write('package.json', JSON.stringify(PACKAGE)));

describe('without the development packages', () => {
  // Other packages bring these along.
  beforeEach(() => install(['@types/node', 'typescript']));

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
  const builds = () => readFileSync(path.join(folder, 'dist/src/main.js'), 'utf8').length;
  beforeEach(() => {
    install(DEVELOPMENT);
    for (const name of SETTINGS) write(name, '{}');
    for (const name of ['src/main.ts', 'bots/b.ts', 'entities/e.ts', 'migrations/m.ts']) write(name, '');
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

  test.each(['src/main.ts', 'migrations/m.ts', 'locales/ru/common.json', 'package-lock.json', 'tsconfig.json'])(
    'a changed %s is built',
    (name) => {
      prestart();
      appendFileSync(path.join(folder, name), ' ');
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

  test('a build that failed is tried again by the next start', () => {
    write('package.json', JSON.stringify({ ...PACKAGE, scripts: { build: `${BUILD} && exit 3` } }));
    expect(prestart().status).toBe(3);
    expect(prestart().status).toBe(3);
    expect(builds()).toBe(2);
  });
});
