import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Pool } from 'pg';
import { startEmbedded, type Embedded } from '../../src/adapters/embedded-postgres';
import { systemClock } from '../../src/clock';
import { StandClient } from '../src/stand/support';
import { freshDatabase } from '../support/database';
import { GATEWAY_TOKEN, startGateway, type TestGateway } from '../support/gateway';
import { compileProgram, startCommand, startProgram, type Program, type RunningCommand } from '../support/program';
import { pause } from '../support/until';
import { Ledger } from './ledger';
import { FAULT_MESSENGERS, type FaultMessenger } from './messengers';
import { mountSmall, unmount } from './mount';
import { Network } from './network';

const INSIDE = path.join(__dirname, 'inside');
const INTAKE = 'faults-intake-token';
const SERVER = 'server';
/** Of the program's own tick, which is every 15 s. */
const TICK_MS = 1_000;
const TICK_LITERAL = 'TICK_MS = 15_000';
/** After its start the program forgets what is old: here as soon as a script says. */
const HOUR_LITERAL = '3_600_000';

/** The program with failpoints that kill, a clock that can be wrong, and a faster tick: a copy that no office has. */
export function compileFaulty(): ReturnType<typeof compileProgram> {
  const compiled = compileProgram();
  const dist = path.join(compiled.folder, 'dist/src');
  cpSync(path.join(INSIDE, 'failpoint.cjs'), path.join(dist, 'process/failpoint.js'));
  cpSync(path.join(INSIDE, 'clock.cjs'), path.join(dist, 'clock.js'));
  const change = (file: string, with_: (text: string) => string) =>
    writeFileSync(path.join(dist, file), with_(readFileSync(path.join(dist, file), 'utf8')));
  const migrations = readFileSync(path.join(INSIDE, 'migrations.cjs'), 'utf8');
  change('adapters/migrations.js', (text) => `${text}\n${migrations}`);
  change('jobs/forget.js', (text) => {
    if (!text.includes(HOUR_LITERAL)) throw new Error('jobs/forget.js says otherwise when it begins after a start');
    return text.replace(HOUR_LITERAL, `Number(process.env.FORGETS_AFTER_MS ?? ${HOUR_LITERAL})`);
  });
  change('jobs/ticker.js', (text) => {
    if (!text.includes(TICK_LITERAL)) throw new Error('jobs/ticker.js says otherwise how often it ticks');
    return text.replace(TICK_LITERAL, `TICK_MS = ${TICK_MS}`);
  });
  return compiled;
}

interface Person {
  readonly name: string;
  readonly roles: readonly string[];
  readonly id: number;
}
/** Who works on the appeals of one life: nobody's form stands in another's way. */
export interface Team {
  readonly surname: string;
  readonly coordinator: Person;
  readonly executor: Person;
  readonly supervisor: Person;
}

const SURNAMES = ['Азатов', 'Булатов', 'Вафин'] as const;
const TEAMS: readonly Team[] = SURNAMES.map((surname, index) => ({
  surname,
  coordinator: { name: `${surname}а Анна Ильинична`, roles: ['coordinator'], id: 2001 + index * 10 },
  executor: { name: `${surname} Эдуард Ильич`, roles: ['executor'], id: 2002 + index * 10 },
  supervisor: { name: `${surname} Степан Ильич`, roles: ['supervisor'], id: 2003 + index * 10 },
}));
export const ADMIN: Person = { name: 'Юсупова Диляра Рустемовна', roles: ['admin'], id: 4001 };
const LETTERS = 'абвгдежзиклмнопрстуфхцчшэюя';
/** Coordinators who only hear; by names that nobody takes for another's. */
const crowdOf = (count: number): Person[] =>
  Array.from({ length: count }, (_, index) => {
    const ending = `${LETTERS[Math.floor(index / LETTERS.length)]}${LETTERS[index % LETTERS.length]}`;
    return { name: `Саби${ending}ова Алсу Маратовна`, roles: ['coordinator'], id: 5001 + index };
  });

export interface OfficeOptions {
  /** Where its people are; absent: in Telegram. */
  readonly messenger?: keyof typeof FAULT_MESSENGERS | undefined;
  /** Coordinators who only hear. */
  readonly crowd: number;
  readonly teams: number;
  /** A PostgreSQL of its own, to be hurt. */
  readonly ownServer?: boolean | undefined;
  /** What goes into ПОС is carried there, by a gateway that confirms. */
  readonly gateway?: boolean | undefined;
  /** Somebody administers it, and does nothing else. */
  readonly admin?: boolean | undefined;
  /** It has a disk of its own, to be filled. */
  readonly smallDisk?: boolean | undefined;
}

/** An office whose bot is a process of its own, between a network and a database that fail by script. */
export class FaultOffice {
  readonly programs: Program[] = [];
  /** Messages in the bot's hands when it was killed, and updates, which send as well: what each has sent may come twice. */
  underWayAtKills = 0;
  kills = 0;
  readonly exits: { readonly code: number | null; readonly seconds: number }[] = [];
  private wrongByMs = 0;
  private registered = 0;

  private constructor(
    private readonly compiled: ReturnType<typeof compileProgram>,
    readonly work: string,
    readonly stand: StandClient,
    readonly messenger: FaultMessenger,
    readonly ledger: Ledger,
    readonly network: Network,
    readonly databaseUrl: string,
    readonly pool: Pool,
    readonly server: Embedded | null,
    readonly gateway: TestGateway | null,
    readonly people: { readonly teams: readonly Team[]; readonly crowd: readonly Person[] },
    private readonly dropDatabase: () => Promise<void>,
  ) {}

  static async open(compiled: ReturnType<typeof compileProgram>, options: OfficeOptions): Promise<FaultOffice> {
    const work = mkdtempSync(path.join(tmpdir(), 'murajagat-faults-'));
    chmodSync(work, 0o755);
    const people = { teams: TEAMS.slice(0, options.teams), crowd: crowdOf(options.crowd) };
    const users = [
      ...people.teams.flatMap(({ coordinator, executor, supervisor }) => [coordinator, executor, supervisor]),
      ...people.crowd,
      ...(options.admin === true ? [ADMIN] : []),
    ];
    const messenger = FAULT_MESSENGERS[options.messenger ?? 'telegram'];
    const roster = users.map(({ id, ...user }) => ({ ...user, ...messenger.account(id) }));
    writeFileSync(path.join(work, 'roster.json'), JSON.stringify({ users: roster, organizations: [], categories: [] }));
    const phones = users.map(({ id, name }) => ({ id, name, languageCode: 'ru', started: true }));
    const whose = messenger.root === '' ? 'people' : 'maxPeople';
    const stand = await StandClient.start({ [whose]: phones, flood: true });
    const { url, server, drop } = await databaseOf(work, options);
    const pool = new Pool({ connectionString: url, max: 4, connectionTimeoutMillis: 5_000 });
    pool.on('error', () => undefined);
    const ledger = await Ledger.open(`${stand.url}/stand/${messenger.root}events`);
    const network = new Network(stand.stand, ledger, messenger);
    await network.open();
    const gateway = options.gateway === true ? await startGateway() : null;
    return new FaultOffice(compiled, work, stand, messenger, ledger, network, url, pool, server, gateway, people, drop);
  }

  get serverFolder(): string {
    return path.join(this.work, SERVER);
  }

  start(env: Readonly<Record<string, string>> = {}): Program {
    const program = startProgram(this.compiled.folder, { ...this.environment(), ...env });
    this.programs.push(program);
    return program;
  }

  /** A command of the program, beside it. */
  command(name: string, args: readonly string[]): RunningCommand {
    return startCommand(this.compiled.folder, name, args, this.environment());
  }

  private environment(): Record<string, string> {
    return {
      ...this.messenger.env(this.stand, this.network.url),
      DATABASE_URL: this.databaseUrl,
      DATA_DIR: path.join(this.work, 'data'),
      ROSTER_FILE: path.join(this.work, 'roster.json'),
      INTAKE_TOKEN: INTAKE,
      WORKING_HOURS: '00:00-23:59',
      CLOCK_WRONG_BY_MS: String(this.wrongByMs),
      ...(this.gateway && { POS_GATEWAY_URL: this.gateway.url, POS_GATEWAY_TOKEN: GATEWAY_TOKEN }),
    };
  }

  /** The one that answers now. */
  get program(): Program | undefined {
    return this.programs.findLast(({ isGone, http }) => !isGone && http !== '');
  }

  /** As the person has it in their hands. */
  phone(id: number, act: string, body: object | FormData): Promise<unknown> {
    return this.stand.control('POST', `${this.messenger.root}people/${id}/${act}`, body);
  }

  async rows<Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.pool.query(sql, [...values])).rows as Row[];
  }

  async isAllCarried(): Promise<boolean> {
    const waiting = await this.rows(
      `select id from shipment where state in ('waiting', 'sending', 'accepted') limit 1`,
    );
    return waiting.length === 0;
  }

  /** A process has died: what it had in hand. */
  async died(): Promise<void> {
    this.kills += 1;
    const [row] = await this.rows<{ count: number }>(
      `select ((select count(*) from outbox_message where state = 'sending') + (select count(*) from inbox_update where state = 'new'))::int as count`,
    ).catch(() => []);
    this.underWayAtKills += row?.count ?? 0;
  }

  async terminate(program: Program): Promise<void> {
    const began = performance.now();
    const code = await program.stop();
    this.exits.push({ code, seconds: (performance.now() - began) / 1_000 });
  }

  /** The bot's machine, and its messenger's unless it is the machine's clock that is wrong. */
  async moveClock(byMs: number, whose: 'everybody' | 'bot'): Promise<void> {
    this.wrongByMs += byMs;
    if (whose === 'everybody') {
      this.network.clockIsWrongByMs = this.wrongByMs;
      await this.stand.control('PUT', 'clock', {
        now: new Date(systemClock.now().getTime() + this.wrongByMs).toISOString(),
      });
    }
    for (const program of this.programs) program.tell({ clockWrongByMs: this.wrongByMs });
  }

  get clockIsWrongByMs(): number {
    return this.wrongByMs;
  }

  /** Registers an appeal, asking again until it is accepted. @returns its number */
  async register(isOver: () => boolean = () => false): Promise<string | null> {
    const number = String(900_000_001 + this.registered++);
    while (!isOver()) {
      const address = this.program?.http;
      const answer = address === undefined ? null : await this.post(`${address}/api/appeals`, number).catch(() => null);
      if (answer !== null && answer < 300) return number;
      await pause(300);
    }
    return null;
  }

  private async post(url: string, number: string): Promise<number> {
    const registeredAt = new Date(systemClock.now().getTime() + Math.min(0, this.wrongByMs) - 60_000);
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${INTAKE}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        number,
        kind: 'message',
        registeredAt: registeredAt.toISOString().replace('Z', '+00:00'),
        text: 'Яма',
        address: 'ул. Советская, 15',
      }),
      signal: AbortSignal.timeout(20_000),
    });
    return response.status;
  }

  async close(): Promise<void> {
    for (const program of this.programs) if (!program.isGone) await program.kill();
    await this.network.close();
    await this.gateway?.stop();
    this.ledger.close();
    await this.stand.close();
    await this.pool.end().catch(() => undefined);
    await this.dropDatabase();
    rmSync(this.work, { recursive: true, force: true });
  }
}

const DISK_MEGABYTES = 300;

async function databaseOf(work: string, { ownServer = false, smallDisk = false }: OfficeOptions) {
  if (!ownServer) {
    const fresh = await freshDatabase({ poolSize: 1 });
    return { url: fresh.url, server: null, drop: () => fresh.drop() };
  }
  const folder = path.join(work, SERVER);
  if (smallDisk && !mountSmall(folder, DISK_MEGABYTES))
    throw new Error('Nobody may mount a small disk here: not played');
  const server = await startEmbedded({ dataDir: folder, disposable: true });
  const client = new Client({ connectionString: server.url });
  await client.connect();
  await client.query('create database office');
  await client.end();
  const url = Object.assign(new URL(server.url), { pathname: '/office' }).href;
  const drop = async () => {
    await server.stop();
    if (smallDisk) unmount(folder);
  };
  return { url, server, drop };
}
