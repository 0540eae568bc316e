import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { clusterFolder } from '../../src/adapters/embedded-cluster';
import { runningPostmaster } from '../../src/adapters/embedded-postmaster';
import { findEmbedded } from '../../src/adapters/embedded-postgres';
import { systemClock } from '../../src/clock';
import { StandClient } from '../src/stand/support';
import { Phone } from './phone';
import { compileProgram, startProgram, type Program } from './program';
import { until } from './until';
import { INTAKE_TOKEN, PEOPLE, ROSTER, type Who } from './world';

/** A network in which there is nothing but this machine itself, where kernel and rights give one. */
const APART = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'apart'];
export const canBeApart = spawnSync(APART[0] ?? '', [...APART.slice(1), 'true']).status === 0;

/** How often the clock is looked at, in seconds, and whether a copy is ordered, in milliseconds: a minute and more is long for a test. */
const OFTEN = [
  ['jobs/ticker.js', 1],
  ['jobs/copying.js', 500],
] as const;

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** An office of seven and its Telegram, which outlive the machine that its bot runs on, with all that it had by itself: the embedded database too. */
export class OfficeOfMachines {
  private readonly machines: Machine[] = [];
  private readonly phones = new Map<Who, Phone>();
  private numbers = 327_441_800;
  private wrongByMs = 0;

  private constructor(
    private readonly compiled: ReturnType<typeof compileProgram>,
    private readonly work: string,
    readonly stand: StandClient,
  ) {}

  static async open(): Promise<OfficeOfMachines> {
    const work = mkdtempSync(path.join(tmpdir(), 'murajagat-machines-'));
    // As root the embedded server runs as another user, who must get in.
    chmodSync(work, 0o755);
    writeFileSync(path.join(work, 'roster.json'), JSON.stringify(ROSTER));
    const compiled = compileProgram();
    const dist = path.join(compiled.folder, 'dist/src');
    // Whoever starts a machine says what time it is there: what the day's clock starts must not hang on when the test runs.
    cpSync(path.join(__dirname, '../faults/inside/clock.cjs'), path.join(dist, 'clock.js'));
    // It is so late in the whole world, for the messenger too: a clock that a messenger contradicts is not believed.
    const heard = path.join(dist, 'process/heard-time.js');
    const said = /new Date\(date \?\? Number\.NaN\)/;
    const hearing = readFileSync(heard, 'utf8');
    if (!said.test(hearing)) throw new Error('A messenger’s time is heard otherwise');
    writeFileSync(heard, hearing.replace(said, `new Date(Date.parse(date) + Number(process.env.CLOCK_WRONG_BY_MS))`));
    for (const [file, often] of OFTEN) {
      const text = readFileSync(path.join(dist, file), 'utf8');
      writeFileSync(path.join(dist, file), text.replace(/(TICK_SECONDS|POLL_MS) = [\d_]+/, `$1 = ${often}`));
    }
    const office = new OfficeOfMachines(compiled, work, await StandClient.start());
    for (const { telegramId, name } of Object.values(PEOPLE))
      await office.stand.control('PUT', `people/${telegramId}`, { name, languageCode: 'ru' });
    return office;
  }

  async close(): Promise<void> {
    for (const machine of this.machines) await machine.burn();
    await this.stand.close();
    this.compiled.remove();
    rmSync(this.work, { recursive: true, force: true });
  }

  /** On all machines, from their next start on. */
  isNow(iso: string): void {
    this.wrongByMs = Date.parse(iso) - systemClock.now().getTime();
    for (const machine of this.machines) machine.env.CLOCK_WRONG_BY_MS = String(this.wrongByMs);
  }

  /** A folder that no machine takes with it. */
  folder(name: string): string {
    return path.join(this.work, name);
  }

  machine(name: string): Machine {
    const machine = new Machine(this.compiled.folder, path.join(this.work, name), {
      BOT_TOKEN: this.stand.stand.token,
      TELEGRAM_API_ROOT: this.stand.url,
      ROSTER_FILE: path.join(this.work, 'roster.json'),
      INTAKE_TOKEN,
      CLOCK_WRONG_BY_MS: String(this.wrongByMs),
    });
    this.machines.push(machine);
    return machine;
  }

  phone(who: Who): Phone {
    const phone = this.phones.get(who) ?? new Phone(this.stand, PEOPLE[who].telegramId, () => this.quiet());
    this.phones.set(who, phone);
    return phone;
  }

  /** What people have sent is handled, and what may be told is told, on whichever machine there is. */
  quiet(): Promise<void> {
    return until('nothing is under way', async () => {
      if ((await this.stand.result('getWebhookInfo')).pending_update_count > 0) return false;
      return (await Promise.all(this.machines.map((machine) => machine.isQuiet()))).every(Boolean);
    });
  }

  /** A new appeal through the HTTP intake; returns its ПОС number. */
  async appeal(fields: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const number = String((this.numbers += 1));
    const [machine] = this.machines.filter(({ program }) => program?.isGone === false);
    const response = await fetch(`${machine?.program?.http}/api/appeals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${INTAKE_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        number,
        kind: 'message',
        registeredAt: new Date(systemClock.now().getTime() + this.wrongByMs).toISOString().replace('Z', '+00:00'),
        category: 'Дороги',
        subcategory: 'Содержание дорог',
        fact: 'Яма',
        text: 'Яма напротив дома.',
        // Each its own place: none is another's likely repeat.
        address: `ул. № ${number}, 1`,
        ...fields,
      }),
    });
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
    await this.quiet();
    return number;
  }
}

/** One machine: a data folder, the program on it, and the PostgreSQL that came along. */
export class Machine {
  program: Program | null = null;
  private server: Client | null = null;

  constructor(
    private readonly folder: string,
    readonly dataDir: string,
    readonly env: Record<string, string>,
  ) {}

  async start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    this.program = startProgram(this.folder, { ...this.env, DATA_DIR: this.dataDir, ...env });
    await this.program.ready();
    const url = await findEmbedded(this.dataDir);
    if (url === null) throw new Error('There is no server of its own');
    this.server = new Client({ connectionString: url });
    this.server.on('error', () => undefined);
    await this.server.connect();
  }

  async rows<Row extends object>(sql: string): Promise<readonly Row[]> {
    return (await this.server?.query<Row>(sql))?.rows ?? [];
  }

  /** Of what waits until an admin allows it nothing is under way. */
  async isQuiet(): Promise<boolean> {
    if (this.server === null) return true;
    const held = await this.rows(`select from setting where key = 'restored' and value ->> 'allowedAt' is null`);
    const waits = held.length > 0 ? `state = 'sending'` : `state in ('new', 'sending')`;
    const underWay = `select from outbox_message where ${waits} union all select from inbox_update where state = 'new' limit 1`;
    return (await this.rows(underWay)).length === 0;
  }

  async stop(): Promise<number | null | undefined> {
    await this.leaveServer();
    return this.program?.stop();
  }

  /** All of it at once, as fire does: no process of it ends anything, and nothing of its disk is left. */
  async burn(): Promise<void> {
    await this.leaveServer();
    await this.program?.kill();
    const postmaster = existsSync(this.dataDir) ? runningPostmaster(clusterFolder(this.dataDir)) : null;
    if (postmaster !== null) process.kill(postmaster.pid, 'SIGKILL');
    // Its processes end by themselves when they see it gone, and may write until then.
    await until('nothing is left of it', () => {
      try {
        rmSync(this.dataDir, { recursive: true, force: true });
      } catch {
        return false;
      }
      return !existsSync(this.dataDir);
    });
  }

  /** A command of the program, as `./murajagat NAME ARGS` starts it. @param isApart there is no network */
  run(command: string, args: readonly string[], isApart = false): Promise<Ran> {
    const file = path.join(this.folder, `dist/src/commands/${command}.js`);
    const whole = [...(isApart ? APART : []), process.execPath, file, ...args];
    const child = spawn(whole[0] ?? '', whole.slice(1), {
      cwd: this.folder,
      env: { PATH: process.env.PATH ?? '', ...this.env, DATA_DIR: this.dataDir },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
  }

  private async leaveServer(): Promise<void> {
    const { server } = this;
    this.server = null;
    await server?.end().catch(() => undefined);
  }
}

/** The whole copies that lie there, oldest first. */
export const copiesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .map((name) => path.join(folder, name))
        .filter((copy) => existsSync(path.join(copy, 'manifest.json')))
        .sort()
    : [];
