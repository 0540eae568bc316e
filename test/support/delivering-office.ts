import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { statement } from '../../src/database/database';
import { confirmed, GATEWAY_TOKEN, startGateway, type TestGateway } from './gateway';
import { startMailServer, type MailServer } from './mail-server';
import { agree, appealId, card, inWork, open, submit, type Draft } from './office-work';
import { TestAuthority, type TestSigner } from './signing';
import { until } from './until';
import { PEOPLE, World } from './world';

const SNILS = '11223344595';
export const EMAIL = 'petrov@applicant.example';
export const APPLICANT = { type: 'person', name: 'Иванов Пётр Сергеевич', email: EMAIL };

const giveSnils = statement('test-give-snils', 'update person set snils = $2 where name = $1');
const shipments = statement(
  'test-shipments',
  `select s.carrier, s.state, s.trouble, s.tries from shipment s join delivery y on y.id = s.delivery_id where y.appeal_id = $1 order by s.id`,
);

interface Shipped {
  readonly carrier: string;
  readonly state: string;
  readonly trouble: string | null;
  readonly tries: number;
}
export interface Sent {
  readonly document?: { readonly file_name: string; readonly file_id: string };
}

/** An office whose approver signs here, and whose answers go by a gateway and by e-mail. */
export class DeliveringOffice {
  world!: World;
  mail!: MailServer;
  gateway!: TestGateway;
  private trust!: string;
  private approver!: TestSigner;

  readonly start = async (): Promise<this> => {
    this.trust = await mkdtemp(path.join(tmpdir(), 'murajagat-trust-'));
    const accredited = new TestAuthority('Аккредитованный УЦ');
    await accredited.trustIn(this.trust, 'qualified');
    this.approver = accredited.certify(PEOPLE.approver.name, SNILS);
    this.mail = await startMailServer();
    this.gateway = await startGateway();
    this.world = await World.start({
      env: {
        SIGNATURE_TRUST_DIR: this.trust,
        SMTP_URL: `smtp://127.0.0.1:${this.mail.port}`,
        MAIL_FROM: 'Исполком <priem@office.example>',
        POS_GATEWAY_URL: this.gateway.url,
        POS_GATEWAY_TOKEN: GATEWAY_TOKEN,
      },
    });
    const admin = this.world.phone('supervisor');
    await admin.say('/admin');
    await admin.press('Параметры', 'Управление');
    await admin.press('Бланк письма');
    await admin.press('Название', 'Бланк письма');
    await admin.say('ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ\nТЕСТОВОГО РАЙОНА');
    await this.world.fresh.database.query(giveSnils, [PEOPLE.approver.name, SNILS]);
    return this;
  };

  readonly stop = async (): Promise<void> => {
    await this.world.stop();
    await this.mail.stop();
    await this.gateway.stop();
    await rm(this.trust, { recursive: true, force: true });
  };

  /** What the test before has broken may rest still. */
  readonly mend = (): void => {
    this.world.later(3_600_000);
    Object.assign(this.mail, { mood: null, breaksAtEnd: false });
    this.mail.letters.length = 0;
    this.gateway.answer = confirmed;
    this.gateway.received.length = 0;
  };

  /** Approves the answer with a signature. @returns the letter and its signature */
  readonly sign = async (number: string): Promise<readonly [Buffer, Buffer]> => {
    const { world } = this;
    const phone = world.phone('approver');
    await phone.press('Утвердить', card(number));
    await world.quiet();
    const documents = ((await phone.messages()) as readonly Sent[]).flatMap(({ document }) => document ?? []);
    const letter = documents.filter(({ file_name: name }) => name.startsWith(number)).at(-1);
    const { file_path: where } = await world.stand.result('getFile', { file_id: letter?.file_id });
    const response = await fetch(`${world.stand.url}/file/bot${world.stand.stand.token}/${String(where)}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    const signature = this.approver.sign(bytes, world.desk.clock.now());
    await phone.sendFile(signature, 'ответ.sig');
    await phone.press('✅ Утвердить', /Подпись верна/);
    return [bytes, signature];
  };

  readonly approved = async (draft: Draft = {}, fields: object = {}): Promise<readonly [string, Buffer, Buffer]> => {
    const number = await inWork(this.world, { applicant: APPLICANT, ...fields });
    await submit(this.world, number, draft);
    await agree(this.world, number);
    return [number, ...(await this.sign(number))];
  };

  readonly rowsOf = async (number: string): Promise<Shipped[]> =>
    this.world.fresh.database.query<Shipped>(shipments, [await appealId(this.world, number)]);

  readonly standing = async (number: string): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries((await this.rowsOf(number)).map(({ carrier, state }) => [carrier, state]));

  /** Until the carriers stand so; each look is a tick. */
  readonly carriers = async (number: string, expected: Readonly<Record<string, string>>): Promise<void> => {
    await until(`${number} is ${JSON.stringify(expected)}`, async () => {
      await this.world.application.tick();
      const now = await this.standing(number);
      return Object.entries(expected).every(([carrier, state]) => now[carrier] === state);
    });
    await this.world.quiet();
  };

  readonly history = async (number: string): Promise<string> => {
    const coordinator = this.world.phone('coordinator');
    await open(this.world, 'coordinator', number);
    await coordinator.press('История', card(number));
    const told = await coordinator.text('История');
    await coordinator.press('К карточке', 'История');
    return told;
  };

  readonly stage = async (number: string): Promise<string> => (await this.world.status(number)).stage;
}
