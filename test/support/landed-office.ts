import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLog } from '../../src/adapters/log';
import { migrate } from '../../src/adapters/migrate';
import { startApplication, type Application } from '../../src/application/application';
import { loadConfig } from '../../src/config';
import { StandClient } from '../src/stand/support';
import type { FreshDatabase } from './database';
import { LANDED, landedDatabase } from './landed-database';
import { Phone } from './phone';
import { pause, until } from './until';

const INTAKE_TOKEN = 'landed-office-intake';
/** Of the environment of the office. */
const SETTINGS = { PERSONAL_DATA_IN_CHAT: 'on_request', WORKING_HOURS: '08:00-14:00' };
/** Moments of a few days at which something is due: far more than there are. */
const MOST_STEPS = 1_000;

export interface KeptMessage {
  readonly message_id: number;
  readonly date: number;
  readonly from: unknown;
  readonly text?: string;
  readonly caption?: string;
  readonly silent?: boolean;
  readonly reply_markup?: {
    readonly inline_keyboard?: readonly (readonly { readonly text: string; readonly callback_data?: string }[])[];
  };
}

/** messenger.json: everything that the phones showed, so that the messenger knows the numbers that the database knows. */
interface KeptMessenger {
  /** When the bot stopped. */
  readonly moment: string;
  /** As the stand keeps it, without the messages. */
  readonly state: {
    readonly token: string;
    readonly world: { readonly people: readonly { readonly id: number; readonly name: string }[] };
  };
  /** Bytes of photos and files, by the name under which the stand keeps them. */
  readonly contents: Readonly<Record<string, string>>;
  readonly chats: readonly { readonly chat: { readonly id: number }; readonly messages: readonly KeptMessage[] }[];
}

const readMessenger = async (): Promise<KeptMessenger> =>
  JSON.parse(await readFile(path.join(LANDED, 'messenger.json'), 'utf8')) as KeptMessenger;

/** The stand, started from the world in which the landed version spoke. */
async function landedMessenger(kept: KeptMessenger, folder: string): Promise<StandClient> {
  const stateFile = path.join(folder, 'stand.json');
  await mkdir(`${stateFile}.files`);
  for (const [name, bytes] of Object.entries(kept.contents))
    await writeFile(path.join(`${stateFile}.files`, name), Buffer.from(bytes, 'base64'));
  await writeFile(stateFile, JSON.stringify(kept.state));
  const bot = {
    id: Number(kept.state.token.split(':')[0]),
    is_bot: true,
    first_name: 'Учебный бот',
    username: 'stand_training_bot',
  };
  const lines = kept.chats.flatMap(({ chat, messages }) =>
    messages.map(({ from, ...message }) =>
      JSON.stringify({
        deleted: false,
        silent: false,
        editedTimes: 0,
        // The bot has always asked for no previews; it stands in the file nowhere.
        ...(from === 'bot' && 'text' in message ? { link_preview_options: { is_disabled: true } } : {}),
        ...message,
        chat,
        from: from === 'bot' ? bot : from,
      }),
    ),
  );
  await writeFile(`${stateFile}.messages`, lines.map((line) => `${line}\n`).join(''));
  const stand = await StandClient.start({ token: kept.state.token, stateFile });
  await stand.control('PUT', 'clock', { now: kept.moment });
  return stand;
}

/**
 * An office that the landed version has left in the middle of its life, and the present version in its place. Only people's
 * phones, HTTP and the database are looked at: whatever is inside may be built anew.
 */
export class LandedOffice {
  private running: Application | null = null;
  private instant: number;
  private setAt = performance.now();
  private readonly phones = new Map<number, Phone>();

  private constructor(
    readonly kept: KeptMessenger,
    readonly fresh: FreshDatabase,
    readonly stand: StandClient,
    private readonly folder: string,
  ) {
    this.instant = Date.parse(kept.moment);
  }

  /** Restored and migrated; nobody works in it yet. */
  static async restore(): Promise<LandedOffice> {
    const kept = await readMessenger();
    const folder = await mkdtemp(path.join(tmpdir(), 'murajagat-landed-'));
    const office = new LandedOffice(kept, await landedDatabase(), await landedMessenger(kept, folder), folder);
    await migrate(office.fresh.database);
    return office;
  }

  /** The same with the bot at work, when all that had waited is done. */
  static async open(): Promise<LandedOffice> {
    const office = await LandedOffice.restore();
    await office.start();
    await office.quiet();
    return office;
  }

  async start(): Promise<void> {
    const config = loadConfig({
      BOT_TOKEN: this.stand.stand.token,
      TELEGRAM_API_ROOT: this.stand.url,
      HTTP_PORT: '0',
      LOG_LEVEL: 'fatal',
      DATA_DIR: this.folder,
      ...SETTINGS,
    });
    if (config.mode !== 'polling') throw new Error('The landed office polls');
    await this.moveTo(new Date(this.instant));
    this.running = await startApplication({
      config,
      telegram: config.telegram,
      webhook: null,
      intakeTokens: [INTAKE_TOKEN],
      database: this.fresh.database,
      // It runs, as clocks do: what waits a second must come.
      clock: { now: () => this.now() },
      log: createLog((process.env.WORLD_LOG as 'fatal' | undefined) ?? 'fatal'),
      budgets: 'off',
      ticker: 'off',
      onFatal: (error) => {
        throw error;
      },
    });
    await this.running.ready;
  }

  private get application(): Application {
    if (!this.running) throw new Error('The bot has not been started');
    return this.running;
  }

  now(): Date {
    return new Date(Math.floor(this.instant + performance.now() - this.setAt));
  }

  /** Both clocks, the bot's and the messenger's. */
  async moveTo(to: Date): Promise<void> {
    this.instant = to.getTime();
    this.setAt = performance.now();
    await this.stand.control('PUT', 'clock', { now: to.toISOString() });
  }

  /** Walks there: what falls due in between is done at its own moment. */
  async walkTo(iso: string): Promise<void> {
    const end = Date.parse(iso);
    for (let steps = 0; ; steps += 1) {
      if (steps > MOST_STEPS) throw new Error(`Something is due at ${this.now().toISOString()} and never done`);
      const next = (await this.application.nextMomentAt(new Date(end)))?.getTime();
      if (next === undefined || next > end) break;
      const moment = Math.max(next, this.now().getTime() + 1_000);
      if (moment > end) break;
      await this.moveTo(new Date(moment));
      await this.application.tick();
      await this.quiet();
    }
    await this.moveTo(new Date(end));
    await this.application.tick();
    await this.quiet();
  }

  /** Nothing waits any more: neither updates nor messages. */
  async quiet(): Promise<void> {
    await until('nothing is under way', async () => {
      const { pending_update_count: pending } = await this.stand.result('getWebhookInfo');
      if (pending === 0) {
        const [row] = await this.rows<{ waiting: number }>(
          `select ((select count(*) from inbox_update where state = 'new')
              + (select count(*) from outbox_message where state in ('new', 'sending')))::int as waiting`,
        );
        if (row?.waiting === 0) return true;
      }
      await pause(5);
      return false;
    });
  }

  rows<Row = Record<string, unknown>>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.fresh.database.dataSource.query(sql, [...values]);
  }

  /** @param surname whose: as the people of messenger.json are called */
  phone(surname: string): Phone {
    const person = this.kept.state.world.people.find(({ name }) => name.startsWith(surname));
    if (!person) throw new Error(`There is nobody called ${surname}`);
    return this.phoneOf(person.id);
  }

  phoneOf(chatId: number): Phone {
    const phone = this.phones.get(chatId) ?? new Phone(this.stand, chatId, () => this.quiet());
    this.phones.set(chatId, phone);
    return phone;
  }

  /** What the phone or the group shows now, messages that were removed marked as such. */
  async shown(
    chatId: number,
  ): Promise<(KeptMessage & { readonly deleted: boolean; readonly from: { readonly is_bot: boolean } })[]> {
    return (await this.stand.control('GET', `chats/${chatId}/messages`)).body.messages;
  }

  async status(number: string): Promise<{ readonly stage: string }> {
    const response = await fetch(`${this.application.address}/api/appeals/${number}`, {
      headers: { authorization: `Bearer ${INTAKE_TOKEN}` },
    });
    return (await response.json()) as never;
  }

  async close(): Promise<void> {
    await this.running?.stop();
    await this.stand.close();
    await this.fresh.drop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
