import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/clock';
import { StandClient } from '../src/stand/support';
import { freshDatabase, type FreshDatabase } from './database';
import { compileProgram, startProgram, type Program } from './program';
import { until } from './until';

const INTAKE = 'program-office-intake-token';
const PEOPLE = [
  { name: 'Кузнецова Юлия Юрьевна', roles: ['coordinator'], telegramId: 1001 },
  { name: 'Петров Пётр Петрович', roles: ['executor'], telegramId: 1003 },
  { name: 'Гарипов Рашит Мухаметдинович', roles: ['supervisor', 'admin'], canApprove: true, telegramId: 1006 },
];

/** An office whose bot is the real program, in a process of its own, between a stand and a database that can come and go. */
export class ProgramOffice {
  readonly token = `71${Math.floor(Math.random() * 1e8)}:AAprogramoffice${'x'.repeat(20)}`;
  private readonly stands = new Set<StandClient>();
  private readonly programs: Program[] = [];

  private constructor(
    readonly compiled: ReturnType<typeof compileProgram>,
    readonly fresh: FreshDatabase,
    readonly work: string,
  ) {}

  static async open(compiled: ReturnType<typeof compileProgram>): Promise<ProgramOffice> {
    const work = mkdtempSync(path.join(tmpdir(), 'murajagat-office-'));
    writeFileSync(path.join(work, 'roster.json'), JSON.stringify({ users: PEOPLE, organizations: [], categories: [] }));
    return new ProgramOffice(compiled, await freshDatabase({ poolSize: 4 }), work);
  }

  /** @returns everything that its processes have written */
  async close(): Promise<string> {
    for (const program of this.programs) await program.kill();
    for (const stand of this.stands) await stand.close();
    await this.fresh.drop();
    rmSync(this.work, { recursive: true, force: true });
    return this.programs.map(({ output }) => output).join('');
  }

  /** The same Telegram each time: chats and updates are kept while it is shut. */
  async openStand(port = 0): Promise<StandClient> {
    const people = PEOPLE.map(({ telegramId, name }) => ({ id: telegramId, name, languageCode: 'ru', started: true }));
    const stand = await StandClient.start({
      port,
      token: this.token,
      stateFile: path.join(this.work, 'stand.json'),
      people,
    });
    this.stands.add(stand);
    return stand;
  }

  async shut(stand: StandClient): Promise<void> {
    this.stands.delete(stand);
    await stand.close();
  }

  /** @param command as `startProgram` takes it */
  start(env: Readonly<Record<string, string>>, command: readonly string[] = []): Program {
    const settings = {
      BOT_TOKEN: this.token,
      DATABASE_URL: this.fresh.url,
      DATA_DIR: path.join(this.work, 'data'),
      ROSTER_FILE: path.join(this.work, 'roster.json'),
      INTAKE_TOKEN: INTAKE,
      WORKING_HOURS: '00:00-23:59',
      ...env,
    };
    const program = startProgram(this.compiled.folder, settings, command);
    this.programs.push(program);
    return program;
  }

  rows<Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.fresh.database.dataSource.query(sql, [...values]);
  }

  /**
   * kill -9 while what this does waits for a row that somebody else has locked: it had come so far, and no further.
   * @param locking SQL that locks it
   */
  async killWaiting(program: Program, locking: string, act: () => Promise<unknown>): Promise<void> {
    const other = this.fresh.database.dataSource.createQueryRunner();
    await other.startTransaction();
    try {
      await other.query(locking);
      const acting = act();
      const waiting = `select from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and wait_event_type = 'Lock'`;
      await until('it waits for the row', async () => (await this.rows(waiting)).length > 0);
      await program.kill();
      await acting;
    } finally {
      await other.rollbackTransaction();
      await other.release();
    }
    // What the dead process has begun, its server ends when it comes to tell of it.
    const left = `select from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid()`;
    await until('nothing of it is left', async () => (await this.rows(left)).length === 0);
  }

  /** Neither an update nor a message waits. */
  async quiet(): Promise<void> {
    const sql = `select 1 from outbox_message where state in ('new', 'sending') union all select 1 from inbox_update where state = 'new'`;
    await until('nothing waits', async () => (await this.rows(sql)).length === 0);
  }

  async health(port: number): Promise<{ status: number; text: string }> {
    const response = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null);
    return response === null ? { status: 0, text: '' } : { status: response.status, text: await response.text() };
  }

  /** Registers an appeal; the HTTP status. */
  async register(port: number, number: string, fields: Readonly<Record<string, unknown>> = {}): Promise<number> {
    const registeredAt = systemClock.now().toISOString().replace('Z', '+00:00');
    const response = await fetch(`http://127.0.0.1:${port}/api/appeals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${INTAKE}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        number,
        kind: 'message',
        registeredAt,
        text: 'Яма. Телефон 8 917 123-45-67',
        // Each its own place: a card of one must not name another as its likely repeat, for whoever looks for a card by its number.
        address: `ул. № ${number}, 1`,
        ...fields,
      }),
    });
    return response.status;
  }
}

/** Below those that Linux gives to whoever asks for any: nobody is given it by chance before the program opens it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

/** Every test of this file has an office of its own, of one compiled program; `take` hands it over. */
export function anOfficeForEachTest(take: (office: ProgramOffice) => void): void {
  let compiled: ReturnType<typeof compileProgram>;
  let office: ProgramOffice;
  beforeAll(() => {
    compiled = compileProgram();
  });
  afterAll(() => compiled.remove());
  beforeEach(async () => {
    office = await ProgramOffice.open(compiled);
    take(office);
  });
  afterEach(async () => {
    const output = await office.close();
    // Whatever went wrong, the log holds neither the token nor anybody's telephone.
    expect(output).not.toContain(office.token.split(':')[1]);
    expect(output).not.toContain('123-45-67');
  });
}
