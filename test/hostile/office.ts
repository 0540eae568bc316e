import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { scripts } from '../../package.json';
import { systemClock } from '../../src/clock';
import { StandClient, type Loose } from '../src/stand/support';
import { freshDatabase, type FreshDatabase } from '../support/database';
import { assign, card } from '../support/office-work';
import { Phone } from '../support/phone';
import { compileProgram, startCommand, startProgram, type Program } from '../support/program';
import { pause, until } from '../support/until';
import { PEOPLE, ROSTER, type Who } from '../support/world';
import type { Machine } from './machine';
import { Wire } from './wire';

export const TOKENS = ['hostile-intake-token-one', 'hostile-intake-token-two'] as const;
const CALL_LIMIT_MS = 30_000;

/** Who works while strangers' bytes come in: on an appeal of their own, of which nobody else hears anything. */
const PRESSING: Who = 'otherExecutor';
/** Flags of `npm start`. */
const FLAGS = scripts.start.split(' ').filter((word) => word.startsWith('--'));

/**
 * In the suite's own copy of the program: a tenth of the patience with carriers, so that forty seconds of silence take four; and no budgets
 * of a chat, since one who presses forty times a second would wait for them and for nothing that strangers do.
 */
const HASTE: readonly (readonly [file: string, as: string, instead: string])[] = [
  ['application/application.js', "budgets = 'on'", "budgets = 'off'"],
  ['regulation/carriers.js', 'FIRST_WAIT = 15 * SECOND', 'FIRST_WAIT = SECOND'],
  ['jobs/shipping.js', 'POLL_MS = 5_000', 'POLL_MS = 500'],
  ['adapters/mail.js', 'SILENCE_MS = 40_000', 'SILENCE_MS = 4_000'],
  ['adapters/mail.js', 'LIMIT_MS = 55_000', 'LIMIT_MS = 5_500'],
  ['adapters/gateway.js', 'SILENCE_MS = 30_000', 'SILENCE_MS = 3_000'],
  ['adapters/gateway.js', 'ANSWER_MS = 45_000', 'ANSWER_MS = 4_500'],
];

/** The program as it is, in a hurry with whoever carries things for it. */
export function compileHasty(): ReturnType<typeof compileProgram> {
  const compiled = compileProgram();
  for (const [name, as, instead] of HASTE) {
    const file = path.join(compiled.folder, 'dist/src', name);
    const text = readFileSync(file, 'utf8');
    if (!text.includes(as)) throw new Error(`${name} says «${as}» in another way now`);
    writeFileSync(file, text.replace(as, instead));
  }
  return compiled;
}

export interface OfficeOptions {
  readonly compiled: ReturnType<typeof compileProgram>;
  readonly machine: Machine;
  /** How long whoever waits for words or for a good one waits. */
  readonly patienceSeconds: number;
  readonly prepare: (work: string) => Promise<{ readonly env?: Readonly<Record<string, string>> }>;
}

/** An office whose bot is the real program in a process of its own, on a small machine. Everything it is given comes over HTTP. */
export class HostileOffice {
  private readonly phones = new Map<number, Phone>();
  private numbers = 500_000;
  private press: { readonly messageId: number; readonly data: readonly string[] } | null = null;
  private presses = 0;

  private constructor(
    readonly program: Program,
    readonly fresh: FreshDatabase,
    readonly stand: StandClient,
    readonly wire: Wire,
    readonly work: string,
    private readonly patienceSeconds: number,
    /** Starts a command of the program on the same machine. */
    readonly command: (name: string, args: readonly string[]) => ReturnType<typeof startCommand>,
  ) {}

  static async open({ compiled, machine, patienceSeconds, prepare }: OfficeOptions): Promise<HostileOffice> {
    const work = mkdtempSync(path.join(tmpdir(), 'murajagat-hostile-'));
    chmodSync(work, 0o755);
    const folders = { INTAKE_DIR: path.join(work, 'intake') };
    mkdirSync(folders.INTAKE_DIR);
    writeFileSync(path.join(work, 'roster.json'), JSON.stringify(ROSTER));
    const { env = {} } = await prepare(work);
    const people = Object.values(PEOPLE).map(({ telegramId, name }) => ({
      id: telegramId,
      name,
      languageCode: 'ru',
      started: true,
    }));
    const stand = await StandClient.start({ people });
    const fresh = await freshDatabase({ poolSize: 4 });
    await fresh.database.dataSource.query(`insert into setting (key, value) values ('repeat_weeks', '{"weeks": 0}')`);
    const wire = new Wire(stand.stand);
    await wire.open();
    const environment = {
      BOT_TOKEN: stand.stand.token,
      TELEGRAM_API_ROOT: wire.url,
      DATABASE_URL: fresh.url,
      DATA_DIR: path.join(work, 'data'),
      ROSTER_FILE: path.join(work, 'roster.json'),
      INTAKE_TOKEN: TOKENS.join(','),
      WORKING_HOURS: '00:00-23:59',
      ...folders,
      ...env,
    };
    const program = startProgram(compiled.folder, environment, [...machine.within, process.execPath, ...FLAGS]);
    const command = (name: string, args: readonly string[]) =>
      startCommand(compiled.folder, name, args, environment, [...machine.within, process.execPath]);
    const office = new HostileOffice(program, fresh, stand, wire, work, patienceSeconds, command);
    try {
      await program.ready();
      await office.preparePress();
    } catch (error) {
      await office.close();
      throw error;
    }
    return office;
  }

  get intakeFolder(): string {
    return path.join(this.work, 'intake');
  }

  phone(who: Who): Phone {
    const id = PEOPLE[who].telegramId;
    const phone = this.phones.get(id) ?? new Phone(this.stand, id, () => this.quiet());
    this.phones.set(id, phone);
    return phone;
  }

  rows<Row = Loose>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.fresh.database.dataSource.query(sql, [...values]);
  }

  /** Neither an update nor a message waits. */
  async quiet(): Promise<void> {
    const sql = `select 1 from outbox_message where state in ('new', 'sending') union all select 1 from inbox_update where state = 'new' limit 1`;
    await until('nothing waits', async () => {
      this.mustRun();
      return this.wire.isEmpty && (await this.rows(sql)).length === 0;
    });
  }

  /** A new appeal through the HTTP intake; its number. */
  async appeal(fields: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const number = String((this.numbers += 1));
    const { status, text } = await this.post(JSON.stringify(this.record(number, fields)));
    if (status !== 201) throw new Error(`${status} ${text}`);
    await this.quiet();
    return number;
  }

  record(number: string, fields: Readonly<Record<string, unknown>> = {}): object {
    return {
      number,
      kind: 'message',
      registeredAt: new Date(systemClock.now().getTime() - 3_600_000).toISOString().replace('Z', '+00:00'),
      text: 'Яма напротив дома 15.',
      address: 'ул. Советская, 15',
      ...fields,
    };
  }

  async post(
    body: string | Uint8Array<ArrayBuffer> | FormData,
    headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
  ): Promise<{ readonly status: number; readonly text: string }> {
    const response = await fetch(`${this.program.http}/api/appeals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKENS[0]}`, ...(body instanceof FormData ? {} : headers) },
      body,
      signal: AbortSignal.timeout(CALL_LIMIT_MS),
    });
    return { status: response.status, text: await response.text() };
  }

  /** What somebody's chat shows now, captions of keyboards too; oldest first. */
  async texts(who: Who): Promise<string[]> {
    return (await this.phone(who).messages()).map(({ text, caption }) => text ?? caption ?? '');
  }

  /** One press of somebody who works meanwhile, by which a card is read and drawn anew. @returns milliseconds until it was answered */
  async pressOnce(): Promise<number> {
    if (!this.press) throw new Error('Nobody presses in this office');
    const { messageId, data } = this.press;
    const { body } = await this.stand.control('POST', `people/${PEOPLE[PRESSING].telegramId}/press`, {
      messageId,
      data: data[(this.presses += 1) % data.length],
    });
    this.mustRun();
    if (body.answered !== true) return CALL_LIMIT_MS;
    return body.ms;
  }

  /** @returns whether it came to be so, in the time that people have */
  async comes(isTrue: () => Promise<boolean>): Promise<boolean> {
    for (const end = performance.now() + this.patienceSeconds * 1_000; performance.now() < end; await pause(100)) {
      this.mustRun();
      if (await isTrue()) return true;
    }
    return false;
  }

  /** @throws BotEnded */
  mustRun(): void {
    if (this.program.isGone) throw new BotEnded(this.program.output.slice(-2_000));
  }

  async close(): Promise<void> {
    if (!this.program.isGone) await this.program.kill();
    await this.wire.close();
    await this.stand.close();
    await this.fresh.drop();
    rmSync(this.work, { recursive: true, force: true });
  }

  private async preparePress(): Promise<void> {
    const number = await this.appeal();
    await assign(this, number, PRESSING);
    const phone = this.phone(PRESSING);
    await phone.press('Взять в работу', number);
    const { message_id: messageId, reply_markup: markup } = await phone.sees(card(number));
    const keys = markup?.inline_keyboard.flat() ?? [];
    const data = ['Ещё', 'Сроки'].map((caption) => keys.find(({ text }) => text === caption)?.callback_data ?? '');
    this.press = { messageId, data };
  }
}

/** What no stranger may bring about. */
export class BotEnded extends Error {
  override readonly name = 'BotEnded';
}
