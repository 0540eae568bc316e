import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase, type OpenDatabase } from '../../src/adapters/database';
import { createLog } from '../../src/adapters/log';
import { startApplication, type Application } from '../../src/application/application';
import { loadConfig } from '../../src/config';
import { statement, databaseOf } from '../../src/database/database';
import { wordsOf } from '../../src/i18n';
import { intakeWords } from '../../src/intake/complaints';
import { readRoster } from '../../src/intake/roster';
import { OUTBOX_CHANNEL } from '../../src/outbox/queue';
import type { Action } from '../../src/regulation/vocabulary';
import { loadRoster } from '../../src/usecases/office/load-roster';
import { openForm } from '../../src/usecases/kit/form-store';
import { officialById } from '../../src/usecases/kit/officials';
import { today } from '../../src/usecases/kit/ports';
import { StandClient } from '../src/stand/support';
import { performed } from '../src/usecases/working-office';
import { freshDatabase, type FreshDatabase } from './database';
import { Phone } from './phone';
import { pause, until } from './until';

const TOKEN = 'walked-office-intake';

export interface Roster {
  readonly users: readonly { readonly name: string; readonly telegramId: number }[];
}

/** What a person got: a message of the bot with the stand's date in whole seconds. */
export interface Received {
  readonly message_id: number;
  readonly date: number;
  readonly text?: string;
  readonly silent: boolean;
  readonly from?: { readonly is_bot: boolean };
}

/** An office whose clock stands still until it is moved, and whose bot can be stopped, killed and started again. */
export class WalkedOffice {
  private running: { readonly application: Application; readonly database: MortalDatabase } | null = null;
  private now = new Date(0);
  private formMessages = 0;

  private constructor(
    readonly fresh: FreshDatabase,
    readonly stand: StandClient,
    private readonly files: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async open(now: Date, roster: Roster, env: Readonly<Record<string, string>> = {}): Promise<WalkedOffice> {
    const office = new WalkedOffice(
      await freshDatabase({ poolSize: 3 }),
      await StandClient.start(),
      await mkdtemp(path.join(tmpdir(), 'murajagat-month-')),
      env,
    );
    await office.setTime(now);
    for (const { telegramId, name } of roster.users)
      await office.stand.control('PUT', `people/${telegramId}`, { name, languageCode: 'ru' });
    await office.start();
    const reading = readRoster(JSON.stringify(roster), intakeWords(wordsOf('ru')));
    if (!reading.ok) throw new Error(JSON.stringify(reading.complaints));
    const { desk } = office.application;
    await loadRoster(desk, reading.value.roster);
    // An admin has confirmed the shares, so whoever is late by them is named.
    await office.rows(`insert into setting (key, value) values ('stage_shares', $1)`, [
      JSON.stringify(desk.office.shares),
    ]);
    for (const { telegramId } of roster.users) await office.phone(telegramId).say('/start');
    return office;
  }

  get application(): Application {
    if (!this.running) throw new Error('The bot is down');
    return this.running.application;
  }

  async start(): Promise<void> {
    const database = mortal(await openDatabase({ url: this.fresh.url, poolSize: 10 }));
    const config = loadConfig({
      BOT_TOKEN: this.stand.stand.token,
      TELEGRAM_API_ROOT: this.stand.url,
      HTTP_PORT: '0',
      LOG_LEVEL: 'fatal',
      DATA_DIR: this.files,
      ...this.env,
    });
    if (config.mode !== 'polling') throw new Error('The walked office polls');
    const application = await startApplication({
      config,
      telegram: config.telegram,
      webhook: null,
      intakeTokens: [TOKEN],
      database,
      clock: { now: () => this.now },
      log: createLog((process.env.WORLD_LOG as 'fatal' | undefined) ?? 'fatal'),
      budgets: 'off',
      ticker: 'off',
      onFatal: (error) => {
        throw error;
      },
    });
    await application.ready;
    this.running = { application, database };
  }

  /** As SIGTERM does. */
  async stop(): Promise<void> {
    const { running } = this;
    this.running = null;
    await running?.application.stop();
    await running?.database.close();
  }

  /** Nothing that this process does reaches the database any more, from the first commit on after which `when` is so; then its tick breaks. */
  async killInTick(when: () => Promise<boolean>): Promise<void> {
    if (!this.running) throw new Error('The bot is down');
    this.running.database.dieAfter = when;
    const died = await this.application.tick().then(
      () => false,
      () => true,
    );
    if (!died) throw new Error('The tick went through: there was nothing to break');
    await this.stop();
  }

  /** Both clocks: the bot's stands still, the stand's runs on from there. */
  async setTime(now: Date): Promise<void> {
    this.now = now;
    await this.stand.control('PUT', 'clock', { now: now.toISOString() });
  }

  async tick(now: Date): Promise<void> {
    await this.setTime(now);
    await this.application.tick();
    await this.quiet();
  }

  /** Neither updates nor messages wait any more. */
  async quiet(): Promise<void> {
    await until('nothing is under way', async () => {
      const [row] = await this.fresh.database.query<{ waiting: number }>(waiting);
      if (row?.waiting === 0) return true;
      await pause(2);
      return false;
    });
  }

  phone(telegramId: number): Phone {
    return new Phone(this.stand, telegramId, async () => {
      await until(
        'updates are taken',
        async () => (await this.stand.result('getWebhookInfo')).pending_update_count === 0,
      );
      await this.quiet();
    });
  }

  /** @returns the ids of the appeals, in their order */
  async register(records: readonly object[]): Promise<number[]> {
    const response = await fetch(`${this.application.address}/api/appeals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(records.length === 1 ? records[0] : records),
    });
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
    const numbers = records.map((record) => (record as { number: string }).number);
    const rows = await this.rows<{ id: number; number: string }>(
      'select id, number from appeal where number = any($1::text[])',
      [numbers],
    );
    return numbers.map((number) => rows.find((row) => row.number === number)!.id);
  }

  /** One act, its form filled as the chat leaves it before its last press. It must succeed. */
  async act(
    personId: number,
    action: Action,
    appealId: number,
    answers: Record<string, unknown> | null,
  ): Promise<Readonly<Record<string, unknown>>> {
    const { desk } = this.application;
    const presser = await officialById(desk, personId);
    if (!presser) throw new Error(`There is no person ${personId}`);
    const [{ version } = { version: 0 }] = await this.rows<{ version: number }>(
      'select version from appeal where id = $1',
      [appealId],
    );
    const press = async (said: Record<string, unknown> | null) => {
      const form =
        said === null
          ? null
          : await databaseOf(desk).transaction((tx) =>
              openForm(tx, { personId, subject: action, appealId, version, answers: said, messageRef: null }, this.now),
            );
      if (form && FILE_OF.has(action)) await this.attach(form.id, personId, presser.chatId);
      return performed(desk, { presser, action, appealId, seenVersion: version, formId: form?.id ?? null });
    };
    let result = await press(answers);
    // A term ended meanwhile: it was done today.
    if (!result.ok && result.refusal === 'doneDayMissing') result = await press({ ...answers, doneOn: today(desk) });
    if (!result.ok)
      throw new Error(
        `${personId} may not ${action} with appeal ${appealId} at ${this.now.toISOString()}: ${result.refusal}`,
      );
    await this.rows('select pg_notify($1, $2)', [OUTBOX_CHANNEL, '']);
    return result.details;
  }

  private async attach(formId: number, personId: number, chatId: string): Promise<void> {
    this.formMessages += 1;
    await this.rows(
      `insert into attachment (form_id, origin, kind, compressed, size, sha256, messenger, file_ref, message_ref, uploaded_by_id, received_at)
       values ($1, 'official', 'document', false, 1, $2, 'telegram', $2, $3, $4, $5)`,
      [formId, `file-${formId}`, `${chatId}/${1_000_000 + this.formMessages}`, personId, this.now],
    );
  }

  async received(chatId: number): Promise<Received[]> {
    const { body } = await this.stand.control('GET', `chats/${chatId}/messages`);
    return (body.messages as Received[]).filter(({ from }) => from?.is_bot === true);
  }

  rows<Row = Record<string, any>>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.fresh.database.dataSource.query(sql, [...values]);
  }

  async close(): Promise<void> {
    await this.stop();
    await this.stand.close();
    await this.fresh.drop();
    await rm(this.files, { recursive: true, force: true });
  }
}

/** Acts that need a file. */
const FILE_OF: ReadonlySet<Action> = new Set(['organizationAnsweredApplicant']);

const waiting = statement(
  'walked-office-waiting',
  `select ((select count(*) from inbox_update where state = 'new') + (select count(*) from outbox_message where state in ('new', 'sending')))::int as waiting`,
);

interface MortalDatabase extends OpenDatabase {
  dieAfter: (() => Promise<boolean>) | null;
}

/** A database that a process can lose for good in the middle of its work, as it does when it is killed. */
function mortal(database: OpenDatabase): MortalDatabase {
  let dead = false;
  const alive = () => {
    if (dead) throw new Error('killed');
  };
  const self: MortalDatabase = {
    get dataSource() {
      alive();
      return database.dataSource;
    },
    dieAfter: null,
    // One pool for all: what dies is the process.
    apart: async () => self,
    abandon: () => database.abandon(),
    close: () => database.close(),
    async query<Row>(...query: Parameters<OpenDatabase['query']>) {
      alive();
      return database.query<Row>(...query);
    },
    async transaction(work) {
      alive();
      const result = await database.transaction(work);
      if (self.dieAfter && (await self.dieAfter())) dead = true;
      return result;
    },
  };
  return self;
}
