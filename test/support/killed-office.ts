import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StandClient } from '../src/stand/support';
import { freshDatabase, type FreshDatabase } from './database';
import { Phone } from './phone';
import { compileProgram, startProgram, type Program } from './program';
import { NEVER_MS, pause, until } from './until';

export const KILL_TOKEN = 'kill-intake-token';

/** Whoever works in an office of this kind, as its roster has them. */
export interface KillPerson {
  readonly name: string;
  readonly roles: readonly string[];
  readonly canApprove?: boolean;
  readonly telegramId: number;
}

/** The whole program as an office runs it, killed again and again while people tap on as they do on a bad network. */
export class KilledOffice {
  /** Somebody has just done something: the worst moment to die is soon after. */
  private acted: () => void = () => undefined;
  /** What people have seen to be done, all together. */
  private steps = 0;
  /** How many wait for what only a program that lives long enough does. */
  private calm = 0;
  kills = 0;

  private constructor(
    readonly stand: StandClient,
    private readonly compiled: ReturnType<typeof compileProgram>,
    private readonly fresh: FreshDatabase,
    private readonly work: string,
    private readonly env: Readonly<Record<string, string>>,
    private program: Program,
  ) {}

  /** Everybody has pressed «Начать». */
  static async start(people: readonly KillPerson[]): Promise<KilledOffice> {
    const compiled = compileProgram();
    const fresh = await freshDatabase({ poolSize: 4 });
    const stand = await StandClient.start();
    const work = mkdtempSync(path.join(tmpdir(), 'murajagat-kill-'));
    for (const { telegramId, name } of people)
      await stand.control('PUT', `people/${telegramId}`, { name, languageCode: 'ru' });
    writeFileSync(path.join(work, 'roster.json'), JSON.stringify({ users: people, organizations: [], categories: [] }));
    const env = {
      BOT_TOKEN: stand.stand.token,
      TELEGRAM_API_ROOT: stand.url,
      DATABASE_URL: fresh.url,
      DATA_DIR: path.join(work, 'data'),
      ROSTER_FILE: path.join(work, 'roster.json'),
      INTAKE_TOKEN: KILL_TOKEN,
      // All day and all night: what is loud is not what is tested here.
      WORKING_HOURS: '00:00-23:59',
    };
    const office = new KilledOffice(stand, compiled, fresh, work, env, startProgram(compiled.folder, env));
    await office.program.ready();
    for (const { telegramId } of people) await office.phone(telegramId).say('/start');
    return office;
  }

  async stop(): Promise<void> {
    await this.program.kill();
    await this.stand.close();
    await this.fresh.drop();
    this.compiled.remove();
    rmSync(this.work, { recursive: true, force: true });
  }

  phone(telegramId: number): Phone {
    return new Phone(this.stand, telegramId);
  }

  async rows<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.fresh.database.dataSource.query(sql, values);
  }

  /** Presses as people do on a bad network: looks, taps, waits a little, taps again, until the phone shows what was meant. */
  async tap(phone: Phone, caption: string, on: string | RegExp, shown: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + NEVER_MS;
    while (!(await shown())) {
      if (performance.now() > end) throw new Error(`«${caption}» came to nothing: ${await this.lookOf(phone)}`);
      const button = (await phone.messages())
        .reverse()
        .filter(({ text }) => (typeof on === 'string' ? text?.includes(on) : on.test(text ?? '')))
        .flatMap(({ message_id: messageId, reply_markup: keys }) =>
          (keys?.inline_keyboard.flat() ?? []).map(({ text, callback_data: data }) => ({ messageId, text, data })),
        )
        .find(({ text }) => text.includes(caption));
      if (button) {
        this.acted();
        void this.stand
          .control('POST', `people/${phone.id}/press`, { messageId: button.messageId, data: button.data })
          .catch(() => undefined);
      }
      const soon = performance.now() + 1_500;
      while (performance.now() < soon && !(await shown())) await pause(40);
    }
    this.steps += 1;
  }

  private async lookOf(phone: Phone): Promise<string> {
    const seen = (await phone.messages()).slice(-3).map(({ text, reply_markup: keys }) => ({
      text,
      keys: keys?.inline_keyboard.flat().map(({ text: key }) => key),
    }));
    const waiting = await this.rows(
      `select kind, state, key, reason, attempts from outbox_message where chat_id = $1::text and state <> 'sent'`,
      [phone.id],
    );
    const forms = await this.rows(
      `select f.id, f.subject, f.state, f.revision, f.message_ref as "messageRef" from form f join account on account.person_id = f.person_id
       where account.chat_id = $1::text order by f.id desc limit 3`,
      [phone.id],
    );
    const updates = await this.rows(`select key, state, last_error from inbox_update where state <> 'done'`);
    return `${JSON.stringify(seen, null, 1)}. Waiting or lost: ${JSON.stringify({ waiting, forms, updates }, null, 1)}. The program ${this.program.isGone ? 'has ended' : 'works'}: ${this.program.output.slice(-1_000)}`;
  }

  async say(phone: Phone, text: string): Promise<void> {
    this.acted();
    await this.stand.control('POST', `people/${phone.id}/send`, { text });
    this.steps += 1;
  }

  async sendPhotos(phone: Phone, count: number): Promise<void> {
    this.acted();
    await phone.sendPhotos(count);
  }

  /** Sends by HTTP, again and again until it is taken. */
  async post(where: string, body: object): Promise<void> {
    await until(`${where} has taken it`, async () => {
      const answer = await fetch(`${this.program.http}${where}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${KILL_TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }).catch(() => null);
      return answer !== null && answer.status < 300;
    });
  }

  /** Kills the program soon after what people do, and starts it anew, until all of these lives are over. */
  async killing(random: () => number, lives: readonly (() => Promise<void>)[]): Promise<void> {
    let finished = false;
    const killing = (async () => {
      while (!finished) {
        await new Promise<void>((resolve) => (this.acted = resolve));
        this.acted = () => undefined;
        if (finished) break;
        await pause(random() * 150);
        while (this.calm > 0 && !finished) await pause(40);
        await this.program.kill();
        this.kills += 1;
        this.program = startProgram(this.compiled.folder, this.env);
        await this.program.ready();
        // Not before something has come about: however long that takes, each kill finds people further on.
        const soon = this.steps + 1 + Math.floor(random() * 4);
        await until('people go on', () => finished || this.steps >= soon);
      }
    })();
    try {
      await Promise.all(lives.map((live) => live()));
    } finally {
      finished = true;
      this.acted();
      await killing;
    }
  }

  /** Nothing is killed meanwhile: the program's own tick comes every 15 s, and one killed sooner, again and again, has none. */
  async calmly(wait: () => Promise<void>): Promise<void> {
    this.calm += 1;
    try {
      await wait();
    } finally {
      this.calm -= 1;
    }
  }

  /** All that came in was handled, all that was to be said is said. */
  async rests(): Promise<void> {
    await until('nothing waits', async () => {
      const [row] = await this.rows<{ waiting: number }>(
        `select ((select count(*) from inbox_update where state = 'new') + (select count(*) from outbox_message where state in ('new', 'sending'))
             + (select count(*) from attachment where judged_at is null and kind = 'photo'))::int as waiting`,
      );
      return row?.waiting === 0 && (await this.stand.result('getWebhookInfo')).pending_update_count === 0;
    });
  }

  /** Nothing was given up: no update, no message, no form. */
  async losses(): Promise<{ readonly parked: unknown[]; readonly dead: unknown[]; readonly open: unknown[] }> {
    return {
      parked: await this.rows(`select key, last_error from inbox_update where state = 'parked'`),
      dead: await this.rows(`select kind, reason from outbox_message where state = 'dead'`),
      open: await this.rows(`select subject from form where state = 'open'`),
    };
  }
}
export const NO_LOSSES = { parked: [], dead: [], open: [] };
