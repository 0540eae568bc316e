import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { createLog } from '../../src/adapters/log';
import { startApplication, type Application } from '../../src/application/application';
import type { Clock } from '../../src/clock';
import { loadConfig } from '../../src/config';
import { statement } from '../../src/database/database';
import { wordsOf } from '../../src/i18n';
import { intakeWords } from '../../src/intake/complaints';
import { readRoster } from '../../src/intake/roster';
import { OUTBOX_CHANNEL } from '../../src/outbox/queue';
import { loadRoster } from '../../src/usecases/office/load-roster';
import { StandClient } from '../src/stand/support';
import { freshDatabase, type FreshDatabase } from './database';
import { Phone } from './phone';
import { until } from './until';

export const INTAKE_TOKEN = 'world-intake-token';

/** An office of seven, each with a phone: enough for every capacity and somebody beside it. */
export const PEOPLE = {
  coordinator: { name: 'Кузнецова Юлия Юрьевна', roles: ['coordinator'], telegramId: 1001 },
  secondCoordinator: { name: 'Насибулина Гульнара Ринатовна', roles: ['coordinator', 'curator'], telegramId: 1002 },
  executor: {
    name: 'Петров Пётр Петрович',
    roles: ['executor'],
    telegramId: 1003,
    supervisor: 'Шафеев Ильдар Рустамович',
  },
  otherExecutor: { name: 'Сидоров Сидор Сидорович', roles: ['executor'], telegramId: 1004 },
  supervisor: { name: 'Шафеев Ильдар Рустамович', roles: ['supervisor', 'admin'], telegramId: 1005 },
  approver: { name: 'Гарипов Рашит Мухаметдинович', roles: ['supervisor'], canApprove: true, telegramId: 1006 },
  worker: {
    name: 'Мастеров Марат Маратович',
    roles: ['executor'],
    telegramId: 1007,
    organization: 'МБУ «Благоустройство»',
  },
} as const;
export type Who = keyof typeof PEOPLE;

type Messenger = 'telegram' | 'max';
/** Where the stand has the requests of a messenger. */
const ROOT = { telegram: '', max: 'max/' } as const satisfies Record<Messenger, string>;

const rosterOf = (inMax: readonly Who[], inBoth: readonly Who[]) => ({
  ...ROSTER,
  users: (Object.keys(PEOPLE) as Who[]).map((who) => {
    const { telegramId, ...person } = PEOPLE[who];
    const maxId = String(telegramId);
    if (inBoth.includes(who)) return { ...person, telegramId, maxId };
    return inMax.includes(who) ? { ...person, maxId } : { ...person, telegramId };
  }),
});

export const ROSTER = {
  users: Object.values(PEOPLE),
  organizations: [
    { name: 'МБУ «Благоустройство»', kind: 'subordinate' },
    { name: 'МУП «Тепловые сети»', kind: 'subordinate' },
    { name: 'Минтранс РТ', kind: 'outside' },
  ],
  categories: [
    {
      category: 'Дороги',
      subcategory: 'Содержание дорог',
      fact: 'Яма',
      fastTrackDays: 10,
      executor: PEOPLE.executor.name,
    },
  ],
};

export interface WorldOptions {
  /** Working time by default, so that what is loud is loud. */
  readonly now?: string;
  /** Its clock stands but for `at` and `later`: for what is told to the second. Nothing that waits a second comes then. */
  readonly standsStill?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** For presses and intake together: few, so that a handful of people use them all. */
  readonly connections?: number;
  /** Likely repeats by place are looked for; not by default, since all appeals of a world are about one pothole. */
  readonly repeats?: boolean;
  /** Who is with MAX; everybody else with Telegram. All of them: Telegram has no part at all. */
  readonly inMax?: readonly Who[];
  /** Who is with both, under one number, and has pressed Start in Telegram last. */
  readonly inBoth?: readonly Who[];
  /** Not one of the run's server: its own, to be dropped with the world. */
  readonly database?: FreshDatabase;
  /** Where the whole log goes, every level of it; absent: nowhere. */
  readonly logTo?: Writable;
  /** What is there before the bot: another process of it, say, which has the places that it got. */
  readonly beforehand?: (surroundings: Surroundings) => Promise<void>;
}

/** Where the bot of a world is to be started. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string>>;
  readonly fresh: FreshDatabase;
  readonly clock: Clock;
}

const whos = Object.keys(PEOPLE) as Who[];

/** One office for one test file: a private database, a stand, the bot between them; everything over real HTTP. */
export class World {
  private readonly phones = new Map<string, Phone>();
  /** Of these nothing is waited for: they are broken. */
  private readonly broken = new Set<Messenger>();
  private readonly expected: RegExp[] = [];
  private numbers = 327_441_800;

  private constructor(
    readonly fresh: FreshDatabase,
    readonly stand: StandClient,
    readonly application: Application,
    /** Of the bot; what it keeps lies in `files` under it. */
    readonly dataDir: string,
    private readonly time: { now: () => Date; set: (instant: number) => void },
    private readonly inMax: readonly Who[],
    private readonly isInMax: boolean,
  ) {}

  static async start({
    now = '2026-11-25T10:00:00+03:00',
    standsStill = false,
    env = {},
    connections = 12,
    repeats = false,
    inMax = [],
    inBoth = [],
    database,
    logTo,
    beforehand,
  }: WorldOptions = {}): Promise<World> {
    // It runs, as clocks do: what waits a second must come.
    let instant = Date.parse(now);
    let setAt = performance.now();
    const clock = { now: () => new Date(Math.floor(instant + (standsStill ? 0 : performance.now() - setAt))) };
    const fresh = database ?? (await freshDatabase({ poolSize: connections }));
    const stand = await StandClient.start();
    const files = await mkdtemp(path.join(tmpdir(), 'murajagat-files-'));
    await Promise.all(
      whos.flatMap((who) =>
        (inBoth.includes(who) ? ['max/', ''] : [inMax.includes(who) ? 'max/' : '']).map((root) =>
          stand.control('PUT', `${root}people/${PEOPLE[who].telegramId}`, {
            name: PEOPLE[who].name,
            languageCode: 'ru',
          }),
        ),
      ),
    );
    const { token, max } = stand.stand;
    const isInTelegram = whos.some((who) => !inMax.includes(who));
    const environment = {
      ...(isInTelegram ? { BOT_TOKEN: token, TELEGRAM_API_ROOT: stand.url } : {}),
      ...(inMax.length + inBoth.length > 0 ? { MAX_TOKEN: max.token, MAX_API_ROOT: max.apiRoot } : {}),
      HTTP_PORT: '0',
      LOG_LEVEL: 'fatal',
      DATA_DIR: files,
      ...env,
    };
    await beforehand?.({ env: environment, fresh, clock });
    const config = loadConfig(environment);
    if (config.mode !== 'polling' && config.mode !== 'withoutTelegram') throw new Error('The world polls');
    const application = await startApplication({
      config,
      telegram: config.mode === 'polling' ? config.telegram : null,
      webhook: null,
      intakeTokens: [INTAKE_TOKEN],
      database: fresh.database,
      clock,
      log: logTo ? createLog('trace', logTo) : createLog((process.env.WORLD_LOG as 'fatal' | undefined) ?? 'fatal'),
      budgets: 'off',
      ticker: 'off',
      onFatal: (error) => {
        throw error;
      },
    });
    const reading = readRoster(JSON.stringify(rosterOf(inMax, inBoth)), intakeWords(wordsOf('ru')));
    if (!reading.ok) throw new Error(JSON.stringify(reading.complaints));
    await loadRoster(application.desk, reading.value.roster);
    if (!repeats) await fresh.database.query(withoutRepeats);
    await application.ready;
    const world = new World(
      fresh,
      stand,
      application,
      files,
      {
        now: clock.now,
        set: (to) => {
          instant = to;
          setAt = performance.now();
        },
      },
      inMax,
      inMax.length + inBoth.length > 0,
    );
    await Promise.all(inBoth.map((who) => world.phone(who, 'max').say('/start')));
    await Promise.all(whos.map((who) => world.phone(who).say('/start')));
    return world;
  }

  get desk() {
    return this.application.desk;
  }

  /** @param messenger of somebody who is with both, or comes into another: not given, the one with which they began */
  phone(who: Who, messenger: Messenger = this.inMax.includes(who) ? 'max' : 'telegram'): Phone {
    const id = PEOPLE[who].telegramId;
    const key = `${messenger} ${id}`;
    const phone = this.phones.get(key) ?? new Phone(this.stand, id, () => this.quiet(), messenger);
    this.phones.set(key, phone);
    return phone;
  }

  /** Somebody whom the messenger knows and the office, perhaps, does not. */
  async newcomer(id: number, messenger: Messenger): Promise<Phone> {
    await this.stand.control('PUT', `${ROOT[messenger]}people/${id}`, { name: `Человек ${id}`, languageCode: 'ru' });
    return new Phone(this.stand, id, () => this.quiet(), messenger);
  }

  /** No request of the bot reaches this messenger any more, until it is mended. */
  async breaks(messenger: Messenger): Promise<void> {
    await this.stand.control('POST', `${ROOT[messenger]}faults`, { kind: 'reset-before' });
    this.broken.add(messenger);
  }

  async mends(messenger: Messenger): Promise<void> {
    await this.stand.control('DELETE', `${ROOT[messenger]}faults`);
    this.broken.delete(messenger);
  }

  /** Moves the bot's clock; what is due is done by the next tick, or by `tick()`. */
  at(iso: string): void {
    this.time.set(Date.parse(iso));
  }

  /** The same, and what is due by then is done and told. */
  async passTo(iso: string): Promise<void> {
    this.at(iso);
    await this.application.tick();
    await this.quiet();
  }

  later(milliseconds: number): void {
    this.time.set(this.time.now().getTime() + milliseconds);
  }

  /**
   * Nothing waits any more: neither updates, nor photos that people have sent for an appeal, nor messages. Where nothing is left but what
   * the bot holds back for a moment, since more may come (a form that photos have come for), the moment passes at once.
   */
  async quiet(): Promise<void> {
    await until('nothing is under way', async () => {
      // The tables are the cheaper to ask, and mostly the last to be empty.
      if ((await this.underWay()).waiting > 0 || (await this.isArriving())) return false;
      const { waiting, heldUntil } = await this.underWay();
      if (waiting > 0) return false;
      if (heldUntil === null) return true;
      // On a slow machine that moment has come while it was read: the clock would go back, and what came later be earlier.
      this.time.set(Math.max(heldUntil.getTime(), this.time.now().getTime()));
      await this.fresh.database.query(wakeSender, [OUTBOX_CHANNEL]);
      return false;
    });
  }

  private async underWay(): Promise<UnderWay> {
    const [row] = await this.fresh.database.query<UnderWay>(underWay, [this.time.now(), [...this.broken]]);
    if (!row) throw new Error('A select without a table has given no row');
    return row;
  }

  /** Confirmed means kept: what people sent is in the inbox by then, or handled. */
  private async isArriving(): Promise<boolean> {
    if (!this.broken.has('telegram') && (await this.stand.result('getWebhookInfo')).pending_update_count > 0)
      return true;
    if (this.broken.has('max') || !this.isInMax) return false;
    const { body } = await this.stand.control('GET', 'max/state');
    return body.waiting > 0;
  }

  /** A new appeal through the HTTP intake; returns its ПОС number. */
  async appeal(fields: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const number = String((this.numbers += 1));
    const body = {
      number,
      kind: 'message',
      registeredAt: new Date(this.time.now().getTime() - 3_600_000).toISOString().replace('Z', '+00:00'),
      category: 'Дороги',
      subcategory: 'Содержание дорог',
      fact: 'Яма',
      text: 'Яма напротив дома 15. Мой телефон 8 917 123-45-67.',
      address: 'ул. Советская, 15',
      settlement: 'Мамадыш',
      applicant: { type: 'person', name: 'Иванов Пётр Сергеевич', phone: '+7 917 123-45-67' },
      ...fields,
    };
    const response = await fetch(`${this.application.address}/api/appeals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${INTAKE_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
    await this.quiet();
    return number;
  }

  async status(
    number: string,
  ): Promise<{ stage: string; terms: Record<string, unknown>; delivery: { kind: string; placedAt: string | null }[] }> {
    const response = await fetch(`${this.application.address}/api/appeals/${number}`, {
      headers: { authorization: `Bearer ${INTAKE_TOKEN}` },
    });
    return (await response.json()) as never;
  }

  /** What Telegram refused. A card drawn anew as it was is none: see telegram's «not modified». */
  async refusals() {
    return (await this.stand.refusals()).filter(({ description }) => !description.includes('message is not modified'));
  }

  /** A refusal that this file's tests provoke: of somebody who has blocked the bot, say. All others fail `stop`. */
  expectsRefusals(description: RegExp): void {
    this.expected.push(description);
  }

  /** @throws when Telegram refused a request of the bot for a reason that it should have known */
  async stop(): Promise<void> {
    // Before the poller stops: its last confirmation ends the long poll that it has just given up, which Telegram answers with 409.
    const unexpected = (await this.refusals()).filter(
      ({ description }) => !this.expected.some((pattern) => pattern.test(description)),
    );
    await this.application.stop();
    await this.stand.close();
    await this.fresh.drop();
    await rm(this.dataDir, { recursive: true, force: true });
    if (unexpected.length > 0) throw new Error(`Telegram refused: ${JSON.stringify(unexpected, null, 1)}`);
  }
}

const withoutRepeats = statement(
  'world-without-repeats',
  `insert into setting (key, value) values ('repeat_weeks', '{"weeks": 0}')`,
);

interface UnderWay {
  readonly waiting: number;
  /** Of the first message that is held back for a moment; null: there is none. */
  readonly heldUntil: Date | null;
}
const underWay = statement(
  'world-under-way',
  `select ((select count(*) from inbox_update where state = 'new')
     + (select count(*) from outbox_message where (state = 'sending' or (state = 'new' and coalesce(due_at <= $1, true))) and messenger <> all ($2::text[]))
     + (select count(*) from attachment t where t.judged_at is null and t.kind = 'photo'
         and not exists (select from form f where f.id = t.form_id and f.state = 'kept')))::int as waiting,
     (select min(due_at) from outbox_message where state = 'new' and due_at > $1 and messenger <> all ($2::text[])) as "heldUntil"`,
);
const wakeSender = statement('world-wake-sender', `select pg_notify($1, '')`);
