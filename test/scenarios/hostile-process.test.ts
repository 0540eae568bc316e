import { cpSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../src/clock';
import type { StandClient } from '../src/stand/support';
import { freshDatabase } from '../support/database';
import { confirmed, GATEWAY_TOKEN, startGateway } from '../support/gateway';
import { startMailServer } from '../support/mail-server';
import { ANSWER, card, write } from '../support/office-work';
import { Phone } from '../support/phone';
import type { Program } from '../support/program';
import { anOfficeForEachTest, freePort, type ProgramOffice } from '../support/program-office';
import { TestAuthority } from '../support/signing';
import { until } from '../support/until';

const SECRET = 'a-secret-of-the-webhook-0123456789';

let office: ProgramOffice;
anOfficeForEachTest((opened) => (office = opened));

test('SIGTERM in the middle of work: it ends within 10 s with 0, and what was not begun waits for the next process', async () => {
  const stand = await office.openStand();
  const program = office.start({ TELEGRAM_API_ROOT: stand.url });
  await program.ready();
  const http = Number(new URL(program.http).port);
  for (let index = 0; index < 4; index += 1) await office.register(http, `82000000${index}`);
  await stand.control('POST', 'faults', { kind: 'slow', probability: 1, delayMs: 400 });
  const presses = Array.from({ length: 3 }, (_, index) =>
    stand.control('POST', 'people/1001/send', { text: `/find ${index}` }),
  );
  await Promise.all(presses);
  expect(await program.stop()).toBe(0);
  expect(program.output).not.toMatch(/unhandled|TypeError/i);
  await stand.control('DELETE', 'faults');
  const next = office.start({ TELEGRAM_API_ROOT: stand.url });
  await next.ready();
  await office.quiet();
  expect(await office.rows(`select state, reason from outbox_message where state in ('dead', 'ambiguous')`)).toEqual(
    [],
  );
  expect(await next.stop()).toBe(0);
});

test('a second poller with the same token: both say plainly what is wrong, neither asks in a hot loop', async () => {
  const stand = await office.openStand();
  const first = office.start({ TELEGRAM_API_ROOT: stand.url });
  await first.ready();
  const other = await freshDatabase({ poolSize: 2 });
  try {
    const second = office.start({
      TELEGRAM_API_ROOT: stand.url,
      DATABASE_URL: other.url,
      DATA_DIR: path.join(office.work, 'other'),
    });
    const began = performance.now();
    await second.ready();
    const says = ({ output }: Program) => output.includes('Another process polls with this token');
    await until('both say so', () => says(first) && says(second));
    const { body } = await stand.control('GET', 'requests?after=0');
    const polls = body.requests.filter(({ method }: { method: string }) => method === 'getUpdates');
    // each keeps still for 5 s at least when it was refused
    expect(polls.length).toBeLessThan(2 * (2 + (performance.now() - began) / 5_000));
    expect(await second.stop()).toBe(0);
    // Alone again, it goes on.
    await stand.control('POST', 'people/1001/send', { text: '/menu' });
    await until('it answers', async () => (await new Phone(stand, 1001).messages()).length > 0);
    expect(await first.stop()).toBe(0);
  } finally {
    await other.drop();
  }
});

test.each(['shipment-claimed', 'shipment-carried'])(
  'kill -9 at «%s», again and again: those after it deliver, the gateway knows one delivery, and every letter is the same one',
  async (at) => {
    cpSync(
      path.join(__dirname, '../faults/inside/failpoint.cjs'),
      path.join(office.compiled.folder, 'dist/src/process/failpoint.js'),
    );
    const [stand, mail, gateway] = [await office.openStand(), await startMailServer(), await startGateway()];
    const env = {
      TELEGRAM_API_ROOT: stand.url,
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      MAIL_FROM: 'priem@office.example',
      POS_GATEWAY_URL: gateway.url,
      POS_GATEWAY_TOKEN: GATEWAY_TOKEN,
    };
    try {
      gateway.answer = confirmed;
      const first = office.start({ ...env, FAILPOINT: `${at}:1` });
      await first.ready();
      expect(first.output).toContain(
        `Почта заявителям: отправляет бот, от priem@office.example\nОтправка в ПОС: через шлюз ${new URL(gateway.url).host}\n`,
      );
      await extend(stand, Number(new URL(first.http).port), '84000001');
      await first.gone();
      const second = office.start({ ...env, FAILPOINT: `${at}:1` });
      await second.gone();
      // Two at once, as after a roll-out: one of them sends.
      const pair = [office.start(env), office.start(env)];
      const states = async () =>
        (await office.rows<{ state: string }>('select state from shipment')).map(({ state }) => state);
      await until('both have it', async () => (await states()).every((state) => state === 'delivered'));
      await office.quiet();
      expect(await states()).toHaveLength(2);
      expect(gateway.known.size).toBe(1);
      expect(new Set(mail.letters.map(({ messageId }) => messageId)).size).toBe(1);
      // One for each life that may have handed it over, and not one more.
      expect(mail.letters.length).toBeLessThanOrEqual(3);
      expect(
        await office.rows(
          `select action, count(*)::int from journal_entry where action in ('place', 'carry') group by 1 order by 1`,
        ),
      ).toEqual([
        { action: 'carry', count: 1 },
        { action: 'place', count: 1 },
      ]);
      for (const program of pair) expect(await program.stop()).toBe(0);
    } finally {
      await mail.stop();
      await gateway.stop();
    }
  },
);

/** An appeal under 59-ФЗ is worked until its term is extended, of which the applicant reads. */
async function extend(stand: StandClient, http: number, number: string): Promise<void> {
  const [coordinator, executor, approver] = [new Phone(stand, 1001), new Phone(stand, 1003), new Phone(stand, 1006)];
  const applicant = { type: 'person', name: 'Иванов Пётр', email: 'petrov@applicant.example' };
  expect(await office.register(http, number, { kind: 'appeal59', applicant })).toBe(201);
  await coordinator.sees(number);
  await coordinator.press('Назначить исполнителя', number);
  await coordinator.press('Петров П.П.', number);
  await executor.sees(number);
  await executor.press('Взять в работу', number);
  await approver.say(`/find ${number}`);
  await approver.sees(card(number));
  await approver.press('Продлить срок', card(number));
  await approver.say('10');
  await approver.say('Ждём материалы.');
  await approver.press('Оставить как есть', card(number));
  // The program may die of it before it answers.
  const confirm = await approver.remember('Подтвердить', card(number), 10_000);
  await confirm().catch(() => undefined);
}

test('two processes on one database by webhook: everything is done once, and one goes on when the other is killed', async () => {
  const stand = await office.openStand();
  const [one, two] = [await freePort(), await freePort()];
  // As behind a balancer: Telegram knows one address, either process may get an update.
  const balancer = await startBalancer([one, two]);
  const env = {
    TELEGRAM_API_ROOT: stand.url,
    BOT_MODE: 'webhook',
    WEBHOOK_URL: `http://127.0.0.1:${balancer.port}/telegram/webhook`,
    WEBHOOK_SECRET: SECRET,
  };
  const processes = [
    office.start({ ...env, HTTP_PORT: String(one) }),
    office.start({ ...env, HTTP_PORT: String(two) }),
  ] as const;
  try {
    for (const program of processes) await program.ready();
    const coordinator = new Phone(stand, 1001);
    const numbers = Array.from({ length: 6 }, (_, index) => `83000000${index}`);
    for (const [index, number] of numbers.entries()) {
      if (index === 3) await processes[0].kill();
      expect(await office.register(two, number)).toBe(201);
      await coordinator.sees(number);
      await coordinator.press('Назначить исполнителя', number);
      // Of the form: by now the card itself may offer him, after the likes of it, and asks first.
      const pick = await coordinator.remember('Петров П.П.', new RegExp(`${number}[^]*Кому назначить`));
      const toasts = await Promise.all([pick(), pick()]);
      expect(toasts.filter(({ text }) => text?.startsWith('Назначено'))).toHaveLength(2);
    }
    await office.quiet();
    expect(
      await office.rows(
        `select a.number, count(*)::int as count from journal_entry j join appeal a on a.id = j.appeal_id where j.action = 'assign' group by 1 order by 1`,
      ),
    ).toEqual(numbers.map((number) => ({ number, count: 1 })));
    const cards = await new Phone(stand, 1003).messages();
    const counts = numbers.map((number) => cards.filter(({ text }) => text?.includes(number)).length);
    // What the killed process was sending to this chat at that moment, one message at most, comes again.
    expect(counts.slice(3)).toEqual([1, 1, 1]);
    expect(Math.min(...counts)).toBe(1);
    expect(counts.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(numbers.length + 1);
    expect(await processes[1].stop()).toBe(0);
  } finally {
    await balancer.close();
  }
});

test('a wrong configuration is exit 2 with every variable; a missing database is exit 1, in words; a refused token ends nothing', async () => {
  const bad = office.start({
    BOT_MODE: 'webhook',
    HTTP_PORT: 'many',
    FOUR_EYES: 'maybe',
    WORKING_HOURS: '9-5',
    TELEGRAM_API_ROOT: 'nowhere',
  });
  expect(await bad.gone()).toBe(2);
  for (const variable of ['WEBHOOK_URL', 'HTTP_PORT', 'FOUR_EYES', 'WORKING_HOURS', 'TELEGRAM_API_ROOT'])
    expect(bad.output).toContain(variable);
  expect(bad.output).not.toMatch(/\n\s+at /);

  const stand = await office.openStand();
  const refused = office.start({ BOT_TOKEN: `72000000:${'y'.repeat(30)}`, TELEGRAM_API_ROOT: stand.url });
  await until('it says so', () => refused.output.includes('токен из BOT_TOKEN пока не принимает'));
  expect(await refused.stop()).toBe(0);

  const nowhere = office.start({
    TELEGRAM_API_ROOT: stand.url,
    DATABASE_URL: `postgres://nobody:secret-word@127.0.0.1:${await freePort()}/none`,
  });
  expect(await nowhere.gone()).toBe(1);
  expect(nowhere.output).toMatch(/^База 127\.0\.0\.1:\d+\/none не открывается: .* Проверьте DATABASE_URL/m);
  expect(nowhere.output).not.toContain('secret-word');
  expect(nowhere.output).not.toMatch(/\n\s+at /);
});

test('kill -9 between a good check and its commit, and within the approval: nothing is half done, the same file sent again approves', async () => {
  const trust = mkdtempSync(path.join(office.work, 'trust-'));
  const authority = new TestAuthority('УЦ района');
  await authority.trustIn(trust, 'unqualified');
  const stand = await office.openStand();
  const env = { TELEGRAM_API_ROOT: stand.url, SIGNATURE_TRUST_DIR: trust };
  const program = office.start(env);
  await program.ready();
  const { number, phones, letter } = await letterToSign(program, stand);
  expect(program.output).toContain('Подпись: файлом подписи, его проверяет бот');
  const signature = authority.certify('Гарипов Рашит Мухаметдинович').sign(letter, systemClock.now());
  const standing = async () => {
    const [row] = await office.rows<{ stage: string; kept: number; owned: number; approvals: number }>(
      `select a.stage, (select count(*)::int from signature) as kept,
         (select count(*)::int from signature g join attachment t on t.id = g.attachment_id where t.appeal_id = a.id) as owned,
         (select count(*)::int from journal_entry j where j.appeal_id = a.id and j.action = 'approveAnswer') as approvals
       from appeal a where a.number = $1`,
      [number],
    );
    return row;
  };

  await office.killWaiting(program, `select from form where state = 'open' for update`, () =>
    stand.control('POST', 'people/1006/send', fileForm(signature)),
  );
  expect(await standing()).toEqual({ stage: 'answer_approval', kept: 0, owned: 0, approvals: 0 });

  const second = office.start(env);
  await second.ready();
  await phones.approver.sendFile(signature, 'ответ.pdf.sig');
  await phones.approver.sees(/Подпись верна/);
  await office.quiet();
  expect(await standing()).toEqual({ stage: 'answer_approval', kept: 1, owned: 0, approvals: 0 });
  await office.killWaiting(second, `select from appeal for update`, async () => {
    const approve = await phones.approver.remember('✅ Утвердить', /Подпись верна/, 10_000);
    await approve().catch(() => undefined);
  });
  expect(await standing()).toEqual({ stage: 'answer_approval', kept: 1, owned: 0, approvals: 0 });

  const third = office.start(env);
  await third.ready();
  await office.quiet();
  // the press was kept, and may have come again by itself
  if ((await standing())?.stage === 'answer_approval') await phones.approver.press('✅ Утвердить', /Подпись верна/);
  await office.quiet();
  expect(await standing()).toEqual({ stage: 'delivery', kept: 1, owned: 1, approvals: 1 });
  expect(await third.stop()).toBe(0);
});

const fileForm = (bytes: Buffer): FormData => {
  const form = new FormData();
  form.append('document', new File([new Uint8Array(bytes)], 'ответ.pdf.sig'));
  return form;
};

/** An answer that waits for its approver, who has pressed «Утвердить» and been given the letter. */
async function letterToSign(program: Program, stand: StandClient) {
  const number = '830000001';
  const phoneOf = (id: number) => new Phone(stand, id, () => office.quiet());
  const phones = { coordinator: phoneOf(1001), executor: phoneOf(1003), approver: phoneOf(1006) };
  const { coordinator, executor, approver } = phones;
  await approver.say('/admin');
  await approver.press('Параметры', 'Управление');
  await approver.press('Бланк письма');
  await approver.press('Название', 'Бланк письма');
  await approver.say('ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ');
  await office.register(Number(new URL(program.http).port), number);
  await office.quiet();
  await coordinator.press('Назначить исполнителя', card(number));
  await coordinator.press('Петров П.П.', card(number));
  await executor.press('Взять в работу', card(number));
  await executor.press('Ответ на согласование', card(number));
  await executor.press('Не решено', card(number));
  await write(executor, ANSWER);
  await executor.press('Пропустить', card(number));
  await executor.press('Гарипов Р.М.', card(number));
  await approver.press('Согласовать', card(number));
  await approver.press('Гарипов Р.М.', card(number));
  await approver.press('Утвердить', card(number));
  const [document] = (await approver.messages()).flatMap((message) => message.document ?? []);
  return { number, phones, letter: await stand.download(document?.file_id ?? '') };
}

async function startBalancer(ports: readonly number[]): Promise<{ port: number; close(): Promise<void> }> {
  const { createServer: createHttp, request } = await import('node:http');
  let turn = 0;
  const server = createHttp((incoming, answer) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const attempt = (left: number): void => {
        const port = ports[(turn += 1) % ports.length];
        const onward = request(
          { port, host: '127.0.0.1', method: incoming.method, path: incoming.url, headers: incoming.headers },
          (response) => {
            answer.writeHead(response.statusCode ?? 502);
            response.pipe(answer);
          },
        );
        onward.on('error', () => (left > 0 ? attempt(left - 1) : answer.writeHead(502).end()));
        onward.end(Buffer.concat(chunks));
      };
      attempt(1);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
