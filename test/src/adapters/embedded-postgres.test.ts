import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { binariesPackage, closedFolder, isShared, serverBinaries } from '../../../src/adapters/embedded-binaries';
import { boundLog, prepareCluster } from '../../../src/adapters/embedded-cluster';
import { findEmbedded, startEmbedded } from '../../../src/adapters/embedded-postgres';

const root = path.join(__dirname, '../../..');
const NOBODY = 65534;

interface Happening {
  readonly event: 'started' | 'lost' | 'restarted' | 'rows' | 'failed' | 'interrupted';
  readonly url?: string;
  readonly adopted?: boolean;
  readonly code?: string;
  readonly message?: string;
  readonly rows?: unknown[];
}

class Bot {
  private readonly happenings: Happening[] = [];
  readonly ended: Promise<number | null>;

  private constructor(readonly child: ChildProcess) {
    const { stdout } = child;
    if (stdout === null) throw new Error('the bot has no output');
    createInterface(stdout).on('line', (line) => this.happenings.push(JSON.parse(line) as Happening));
    this.ended = new Promise((resolve) => child.once('close', resolve));
  }

  static start(dataDir: string, uid: number | null, walls: readonly string[] = []): Bot {
    const program = [path.join(root, 'test/support/embedded-bot.ts'), dataDir];
    const whole = [...walls, process.execPath, '--require', path.join(root, 'test/support/run-typescript.cjs')];
    const child = spawn(whole[0] ?? '', [...whole.slice(1), ...program], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
      ...(uid === null ? {} : { uid, gid: uid }),
    });
    const bot = new Bot(child);
    bots.push(bot);
    return bot;
  }

  /** Waits for the next event of this kind, or for a failure. */
  async next(event: Happening['event']): Promise<Happening> {
    for (;;) {
      const place = this.happenings.findIndex((one) => one.event === event || one.event === 'failed');
      const [found] = place < 0 ? [] : this.happenings.splice(0, place + 1).slice(-1);
      if (found !== undefined) return found;
      if (this.child.exitCode !== null) throw new Error(`the bot ended with ${this.child.exitCode} before ${event}`);
      await delay(20);
    }
  }

  async query(sql: string): Promise<unknown> {
    this.child.stdin?.write(`${sql}\n`);
    const { rows, message } = await this.next('rows');
    return rows ?? message;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async stop(): Promise<number | null> {
    this.kill('SIGTERM');
    return this.ended;
  }
}

const bots: Bot[] = [];
const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-embedded-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

function postmasterOf(dataDir: string): number {
  return Number(readFileSync(path.join(dataDir, 'pg/postmaster.pid'), 'utf8').split('\n')[0]);
}

/** The dead whom nobody has buried (usual in containers) still answer to signals, but have no command line. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync('/proc/self') || readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

async function untilDead(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(20);
}

afterAll(async () => {
  for (const { child } of bots) if (child.exitCode === null) child.kill('SIGKILL');
  await Promise.all(bots.map(({ ended }) => ended));
  for (const folder of folders) {
    const dataDir = path.join(folder, 'data');
    if (existsSync(path.join(dataDir, 'pg/postmaster.pid'))) process.kill(postmasterOf(dataDir), 'SIGQUIT');
    while (existsSync(path.join(dataDir, 'pg/postmaster.pid')) && isAlive(postmasterOf(dataDir))) await delay(20);
    rmSync(folder, { recursive: true, force: true });
  }
});

const isRoot = process.getuid?.() === 0;

/** A project in root's private home is closed to nobody; then that half is left out. */
const nobodyCanRun =
  isRoot &&
  spawnSync(process.execPath, ['--eval', 'require("pg")'], { cwd: root, uid: NOBODY, gid: NOBODY }).status === 0;

/** What a unit with ProtectProc=invisible, PrivateUsers=yes and PrivateIPC=yes puts around a service of that account. */
const WALLS = [
  ...['unshare', '--mount', '--ipc', 'sh', '-c', 'mount -t proc -o hidepid=invisible proc /proc && exec "$@"', 'walls'],
  ...['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', 'unshare', '--user'],
];
const canHaveWalls = nobodyCanRun && spawnSync(WALLS[0] ?? '', [...WALLS.slice(1), 'true']).status === 0;

const users = [
  { name: 'as the user who runs the tests', uid: null, run: true },
  {
    name: nobodyCanRun ? 'as an ordinary user' : 'as an ordinary user (left out: needs root and a readable folder)',
    uid: NOBODY,
    run: nobodyCanRun,
  },
];

for (const { name, uid, run } of users) {
  (run ? describe : describe.skip)(`a bot with its server, ${name}`, () => {
    let dataDir: string;

    const ownFolder = (): string => {
      const folder = newFolder();
      if (uid !== null) chownSync(folder, uid, uid);
      return path.join(folder, 'data');
    };

    const startBot = (): Bot => Bot.start(dataDir, uid);

    beforeAll(async () => {
      dataDir = ownFolder();
      const bot = startBot();
      await bot.next('started');
      await bot.query('create table note as select 1 as id');
      await bot.stop();
    });

    test('of two that start at once on an empty folder one works, the other names it and stops', async () => {
      const empty = ownFolder();
      const pair = [Bot.start(empty, uid), Bot.start(empty, uid)];
      const results = await Promise.all(pair.map((bot) => bot.next('started')));
      const [winner] = pair.filter((_, index) => results[index]?.event === 'started');
      const [refusal] = results.filter(({ event }) => event === 'failed');
      expect(refusal).toMatchObject({
        code: 'embedded_busy',
        message: expect.stringContaining(`process ${winner?.child.pid}`),
      });
      expect(await winner?.query('select 1 as id')).toEqual([{ id: 1 }]);
      expect(await winner?.stop()).toBe(0);
      expect(await findEmbedded(empty)).toBeNull();
    });

    test('starts again with its data; a second bot is refused, a command beside it can connect', async () => {
      const bot = startBot();
      const { url } = await bot.next('started');
      expect(await bot.query('select id from note')).toEqual([{ id: 1 }]);
      expect(await startBot().next('started')).toMatchObject({
        code: 'embedded_busy',
        message: expect.stringMatching(new RegExp(`process ${bot.child.pid}.*DATA_DIR`)),
      });
      const link = path.join(newFolder(), 'link');
      symlinkSync(dataDir, link);
      expect(await Bot.start(link, uid).next('started')).toMatchObject({ code: 'embedded_busy' });
      expect(await findEmbedded(dataDir)).toBe(url);
      expect(await bot.query('select id from note')).toEqual([{ id: 1 }]);
      await bot.stop();
    });

    test('killed by -9, leaves its server to the next bot, which has the data at once', async () => {
      const killed = startBot();
      const { url } = await killed.next('started');
      const pid = postmasterOf(dataDir);
      killed.kill('SIGKILL');
      await killed.ended;
      const bot = startBot();
      expect(await bot.next('started')).toMatchObject({ event: 'started', adopted: true, url });
      expect(postmasterOf(dataDir)).toBe(pid);
      expect(await bot.query('select id from note')).toEqual([{ id: 1 }]);
      expect(await bot.stop()).toBe(0);
      await untilDead(pid);
    });

    test('notices that its server was killed by -9 and brings it back on the same address', async () => {
      const bot = startBot();
      const { url } = await bot.next('started');
      const pid = postmasterOf(dataDir);
      process.kill(pid, 'SIGKILL');
      expect(await bot.next('lost')).toMatchObject({ event: 'lost' });
      expect(await bot.next('restarted')).toMatchObject({ event: 'restarted' });
      expect(postmasterOf(dataDir)).not.toBe(pid);
      expect(await findEmbedded(dataDir)).toBe(url);
      expect(await bot.query('select id from note')).toEqual([{ id: 1 }]);
      await bot.stop();
    });

    test('starts with its data after bot and server were both killed by -9', async () => {
      const killed = startBot();
      await killed.next('started');
      const pid = postmasterOf(dataDir);
      killed.kill('SIGKILL');
      process.kill(pid, 'SIGKILL');
      await killed.ended;
      await untilDead(pid);
      const bot = startBot();
      expect(await bot.next('started')).toMatchObject({ event: 'started', adopted: false });
      expect(await bot.query('select id from note')).toEqual([{ id: 1 }]);
      await bot.stop();
    });

    test("starts although the dead server's number belongs to another process now", async () => {
      const stranger = spawn('sleep', ['600'], uid === null ? {} : { uid, gid: uid });
      const pidFile = path.join(dataDir, 'pg/postmaster.pid');
      writeFileSync(pidFile, `${stranger.pid}\n${path.join(dataDir, 'pg')}\n1700000000\n5432\n\n127.0.0.1\n\nready\n`);
      const { uid: owner, gid } = statSync(path.join(dataDir, 'pg'));
      chownSync(pidFile, owner, gid);
      const bot = startBot();
      expect(await bot.next('started')).toMatchObject({ event: 'started', adopted: false });
      expect(await bot.query('select id from note')).toEqual([{ id: 1 }]);
      expect(await bot.stop()).toBe(0);
      stranger.kill();
    });

    test('goes on with its server after Ctrl+C in the terminal, until it has drained', async () => {
      const bot = startBot();
      await bot.next('started');
      process.kill(-(bot.child.pid ?? 0), 'SIGINT');
      await bot.next('interrupted');
      expect(await bot.query('select id from note')).toEqual([{ id: 1 }]);
      const log = path.join(dataDir, 'pg/server.log');
      const before = statSync(log).size;
      expect(await bot.stop()).toBe(0);
      // not cut off after it had been waited for in vain
      const lastWords = readFileSync(log, 'utf8').slice(before);
      expect(lastWords).toContain('fast shutdown');
      expect(lastWords).not.toContain('immediate shutdown');
    });
  });
}

test('a first start that was killed half-way is made anew by the next', async () => {
  const dataDir = path.join(newFolder(), 'data');
  const killed = Bot.start(dataDir, null);
  while (!existsSync(dataDir) || readdirSync(dataDir).length === 0) await delay(5);
  killed.kill('SIGKILL');
  await killed.ended;
  const embedded = await startEmbedded({ dataDir });
  expect(readdirSync(dataDir).filter((name) => name.startsWith('.'))).toEqual([]);
  await embedded.stop();
});

test("the server's log is kept short while the server writes on, and holds no values", async () => {
  const dataDir = path.join(newFolder(), 'data');
  const embedded = await startEmbedded({ dataDir });
  const cluster = await prepareCluster(dataDir);
  const file = path.join(dataDir, 'pg/server.log');
  appendFileSync(file, 'x'.repeat(2_100_000));
  boundLog(cluster);
  const client = new Client(embedded.url);
  await client.connect();
  await client.query('create table person (name text unique); insert into person values ($$Иванов$$)');
  await expect(client.query('insert into person values ($1)', ['Иванов'])).rejects.toMatchObject({ code: '23505' });
  await client.end();
  expect(statSync(`${file}.1`).size).toBeGreaterThan(2_000_000);
  const log = readFileSync(file, 'utf8');
  expect(log).toContain('duplicate key');
  expect(log).not.toContain('Иванов');
  expect(log.length).toBeLessThan(10_000);
  await embedded.stop();
});

test('a platform without binaries is told to set DATABASE_URL', () => {
  expect(() => serverBinaries(newFolder(), null, binariesPackage('sunos', 'sparc'))).toThrow(
    expect.objectContaining({
      code: 'embedded_missing',
      message: expect.stringMatching(/@embedded-postgres\/sunos-sparc.*DATABASE_URL/),
    }),
  );
});

describe('binaries of a package that the server may not use as it is', () => {
  const copyPackage = (): string => {
    const home = path.dirname(path.dirname(require.resolve(binariesPackage())));
    const copy = path.join(newFolder(), 'package');
    mkdirSync(copy);
    spawnSync('cp', ['-R', `${home}/.`, copy]);
    return copy;
  };

  test('without the symlinks of its install script, they are copied and completed', () => {
    const home = copyPackage();
    const links = JSON.parse(readFileSync(path.join(home, 'native/pg-symlinks.json'), 'utf8')) as { target: string }[];
    for (const { target } of links) rmSync(path.join(home, target), { force: true });
    const shelf = newFolder();
    const binaries = serverBinaries(shelf, null, path.join(home, 'dist/index.js'));
    expect(path.dirname(binaries)).toBe(shelf);
    expect(links.filter(({ target }) => !existsSync(path.join(binaries, target.replace('native/', ''))))).toEqual([]);
    expect(spawnSync(path.join(binaries, 'bin/postgres'), ['--version']).stdout.toString()).toMatch(/PostgreSQL\D+18/);
  });

  (isRoot ? test : test.skip)('in a private home, they are copied to where the server can read them', () => {
    const home = copyPackage();
    chmodSync(home, 0o700);
    const shelf = newFolder();
    const user = { uid: NOBODY, gid: NOBODY };
    const binaries = serverBinaries(shelf, user, path.join(home, 'dist/index.js'));
    expect(path.dirname(binaries)).toBe(shelf);
    const asked = spawnSync(path.join(binaries, 'bin/postgres'), ['--version'], { ...user, cwd: '/' });
    expect(asked.stdout.toString()).toMatch(/PostgreSQL\D+18/);
    expect(serverBinaries(shelf, user, path.join(home, 'dist/index.js'))).toBe(binaries);
  });
});

(isRoot ? test : test.skip)('a DATA_DIR inside a closed folder is told by name, with what to do', async () => {
  const closed = path.join(newFolder(), 'closed');
  mkdirSync(closed, { mode: 0o700 });
  expect(closedFolder({ uid: NOBODY, gid: NOBODY }, path.join(closed, 'data'))).toBe(closed);
  await expect(startEmbedded({ dataDir: path.join(closed, 'data') })).rejects.toMatchObject({
    code: 'embedded_closed',
    message: expect.stringMatching(new RegExp(`may not enter ${closed}.*DATA_DIR`)),
  });
});

(nobodyCanRun ? test : test.skip)("another user's folder is told as such", async () => {
  const dataDir = path.join(newFolder(), 'data');
  const embedded = await startEmbedded({ dataDir });
  expect(await Bot.start(dataDir, NOBODY).next('started')).toMatchObject({
    code: 'embedded_foreign',
    message: expect.stringMatching(/closed to this user.*DATA_DIR/),
  });
  await embedded.stop();
});

describe('a bot in a service that sees no process but its own', () => {
  const walled = canHaveWalls ? test : test.skip;
  let dataDir: string;
  beforeAll(() => {
    const folder = newFolder();
    chownSync(folder, NOBODY, NOBODY);
    dataDir = path.join(folder, 'data');
  });

  walled('is refused while a command of its account works with the database, and harms nothing', async () => {
    const command = Bot.start(dataDir, NOBODY);
    await command.next('started');
    const pid = postmasterOf(dataDir);
    await command.query('create table note as select 1 as id');
    expect(await Bot.start(dataDir, null, WALLS).next('started')).toMatchObject({ code: 'embedded_busy' });
    expect(postmasterOf(dataDir)).toBe(pid);
    expect(await command.query('select id from note')).toEqual([{ id: 1 }]);
    expect(await command.stop()).toBe(0);
  });

  walled('goes on with the server that a killed command has left', async () => {
    const command = Bot.start(dataDir, NOBODY);
    await command.next('started');
    const pid = postmasterOf(dataDir);
    command.kill('SIGKILL');
    await command.ended;
    const bot = Bot.start(dataDir, null, WALLS);
    expect(await bot.next('started')).toMatchObject({ event: 'started', adopted: true });
    expect(postmasterOf(dataDir)).toBe(pid);
    expect(await bot.query('select id from note')).toEqual([{ id: 1 }]);
    expect(await bot.stop()).toBe(0);
    await untilDead(pid);
  });

  walled('starts although the dead server’s number is another account’s process now', async () => {
    const stranger = spawn('sleep', ['600']);
    const pidFile = path.join(dataDir, 'pg/postmaster.pid');
    writeFileSync(pidFile, `${stranger.pid}\n${path.join(dataDir, 'pg')}\n1700000000\n5432\n\n127.0.0.1\n\nready\n`);
    chownSync(pidFile, NOBODY, NOBODY);
    const bot = Bot.start(dataDir, null, WALLS);
    expect(await bot.next('started')).toMatchObject({ event: 'started', adopted: false });
    expect(await bot.query('select id from note')).toEqual([{ id: 1 }]);
    expect(await bot.stop()).toBe(0);
    stranger.kill();
  });
});

/** Whether the machine has an account for the server, as root would ask. */
const postgres = isRoot ? spawnSync('id', ['-u', 'postgres']) : null;
const hasAccount = postgres?.status === 0;

(isRoot ? test : test.skip)('as root its data is open to its own account alone, whatever the umask', async () => {
  const umask = process.umask(0);
  const dataDir = path.join(newFolder(), 'data');
  const embedded = await startEmbedded({ dataDir }).finally(() => process.umask(umask));
  const modeOf = (name: string) => (statSync(path.join(dataDir, name)).mode & 0o777).toString(8);
  expect(['.', 'pg', 'pg/password'].map(modeOf)).toEqual(['711', '700', '600']);
  expect(embedded.isShared).toBe(statSync(path.join(dataDir, 'pg')).uid === NOBODY);
  await embedded.stop();
});

(hasAccount ? test : test.skip)(
  'a cluster that was made under nobody says so by its owner, and moves as the machine has an account for it',
  async () => {
    const dataDir = path.join(newFolder(), 'data');
    const first = await startEmbedded({ dataDir });
    await first.stop();
    const folder = path.join(dataDir, 'pg');
    spawnSync('chown', ['-R', `${NOBODY}:${NOBODY}`, folder]);
    expect(isShared({ uid: NOBODY, gid: NOBODY })).toBe(true);
    const second = await startEmbedded({ dataDir });
    expect(second.isShared).toBe(false);
    const owner = Number(postgres?.stdout.toString());
    const owners = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
      (name) => lstatSync(path.join(folder, name)).uid,
    );
    expect(new Set([...owners, statSync(folder).uid])).toEqual(new Set([owner]));
    const client = new Client(second.url);
    await client.connect();
    expect((await client.query('select 1 as id')).rows).toEqual([{ id: 1 }]);
    await client.end();
    await second.stop();
  },
);

test('a backup that a plain copy has put back, open to all and as root owned by root, starts with its data', async () => {
  const dataDir = path.join(newFolder(), 'data');
  const folder = path.join(dataDir, 'pg');
  const ask = async (url: string, sql: string): Promise<unknown[]> => {
    const client = new Client(url);
    await client.connect();
    const { rows } = await client.query<object>(sql);
    await client.end();
    return rows;
  };
  const first = await startEmbedded({ dataDir });
  await ask(first.url, 'create table kept as select 334 as id');
  await first.stop();
  const backup = `${dataDir}-copy`;
  spawnSync('cp', ['-r', dataDir, backup]);
  rmSync(dataDir, { recursive: true });
  spawnSync('cp', ['-r', backup, dataDir]);
  chmodSync(folder, 0o755);
  const second = await startEmbedded({ dataDir });
  expect(await ask(second.url, 'select id from kept')).toEqual([{ id: 334 }]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  await second.stop();
});
