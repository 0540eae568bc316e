import { Phone } from '../support/phone';
import { anOfficeForEachTest, freePort, type ProgramOffice } from '../support/program-office';
import { pause, until } from '../support/until';

let office: ProgramOffice;
anOfficeForEachTest((opened) => (office = opened));

test('Telegram is not there at the start: /health says so, appeals are taken in, and when it comes the cards come', async () => {
  const [port, http] = [await freePort(), await freePort()];
  const program = office.start({ TELEGRAM_API_ROOT: `http://127.0.0.1:${port}`, HTTP_PORT: String(http) });
  await until('its HTTP answers', async () => (await office.health(http)).status !== 0);
  expect(await office.health(http)).toMatchObject({ status: 503, text: expect.stringContaining('Telegram') });
  expect(await office.register(http, '800000001')).toBe(201);
  await until('it says what it waits for', () => program.output.includes('Telegram пока не отвечает, повторяю.'));
  expect(program.output).not.toContain('Бот работает');
  const stand = await office.openStand(port);
  await program.ready();
  // Only what is so is said to be on.
  expect(program.output).toContain('Бот работает: Telegram ответил, это @');
  expect(program.output).toContain(`Приём обращений по HTTP: http://127.0.0.1:${http}/api/appeals`);
  expect(program.output).toContain(
    'Почта заявителям: выключена, пока не заданы SMTP_URL и MAIL_FROM\nОтправка в ПОС: координаторами, вручную',
  );
  expect((await office.health(http)).status).toBe(200);
  await new Phone(stand, 1001).sees('800000001');
  expect(await program.stop()).toBe(0);
});

test('Telegram goes away in the middle and comes back on the same address: /health says so, nothing is lost, the cards come right', async () => {
  const [port, http] = [await freePort(), await freePort()];
  let stand = await office.openStand(port);
  const program = office.start({ TELEGRAM_API_ROOT: stand.url, HTTP_PORT: String(http) });
  await program.ready();
  expect(await office.register(http, '800000002')).toBe(201);
  await new Phone(stand, 1001).press('Назначить исполнителя', '800000002');
  await new Phone(stand, 1001).sees('Кому назначить');
  // The first press brings the waiting cards as well: the form stands in the one that stays.
  await office.quiet();
  await new Phone(stand, 1001).sees('Кому назначить');
  const pick = await new Phone(stand, 1001).remember('Петров П.П.', '800000002', 10_000);
  // The act is done, its answer is lost on the way.
  await stand.control('POST', 'faults', { kind: 'reset-before', method: 'answerCallbackQuery', times: 1 });
  await stand.control('POST', 'faults', { kind: 'reset-before', method: 'editMessageText', times: 1 });
  void pick().catch(() => undefined);
  await until(
    'it is assigned',
    async () => (await office.rows(`select 1 from journal_entry where action = 'assign'`)).length === 1,
  );
  await pause(300);
  await office.shut(stand);
  expect(await office.register(http, '800000003')).toBe(201);
  await until('/health says so', async () => (await office.health(http)).status === 503);
  expect((await office.health(http)).text).toContain('Telegram');

  stand = await office.openStand(port);
  await until('/health is well again', async () => (await office.health(http)).status === 200);
  const coordinator = new Phone(stand, 1001);
  await coordinator.sees('800000003');
  await until('the card shows what was done', async () =>
    (await coordinator.messages()).some(
      ({ text }) => text?.includes('800000002') && text.includes('Назначено') && text.includes('Петров'),
    ),
  );
  await office.quiet();
  expect(await office.rows(`select 1 from journal_entry where action = 'assign'`)).toHaveLength(1);
  expect(await office.rows(`select key, last_error from inbox_update where state = 'parked'`)).toEqual([]);
  expect(await program.stop()).toBe(0);
});

test('429, 500, resets, duplicates and late updates: each thing is done once and every card arrives', async () => {
  const stand = await office.openStand();
  const program = office.start({ TELEGRAM_API_ROOT: stand.url });
  await program.ready();
  const http = Number(new URL(program.http).port);
  const [coordinator, executor] = [new Phone(stand, 1001), new Phone(stand, 1003)];
  for (const fault of [
    { kind: '429', probability: 0.1, retryAfter: 1 },
    { kind: '500', probability: 0.1 },
    { kind: 'reset-before', probability: 0.05 },
    { kind: 'reset-after', probability: 0.05 },
    { kind: 'duplicate', probability: 0.3 },
    { kind: 'slow', probability: 0.1, delayMs: 300 },
  ])
    await stand.control('POST', 'faults', fault);
  const numbers = ['810000001', '810000002', '810000003'];
  for (const number of numbers) expect(await office.register(http, number)).toBe(201);
  const tap = async (phone: Phone, caption: string, number: string, isDone: () => Promise<boolean>) => {
    await until(`«${caption}» on ${number}`, async () => {
      if (await isDone()) return true;
      const button = (await phone.messages())
        .reverse()
        .filter(({ text }) => text?.includes(number))
        .flatMap(({ message_id: messageId, reply_markup: keys }) =>
          (keys?.inline_keyboard.flat() ?? []).map((key) => ({ messageId, ...key })),
        )
        .find(({ text }) => text.includes(caption));
      if (button)
        await Promise.race([
          stand.control('POST', `people/${phone.id}/press`, {
            messageId: button.messageId,
            data: button.callback_data,
          }),
          pause(700),
        ]);
      return isDone();
    });
  };
  const stageOf = async (number: string) =>
    (await office.rows<{ stage: string }>('select stage from appeal where number = $1', [number]))[0]?.stage;
  for (const number of numbers) {
    await tap(
      coordinator,
      'Назначить исполнителя',
      number,
      async () =>
        (
          await office.rows(
            `select 1 from form f join appeal a on a.id = f.appeal_id where a.number = $1 and f.state = 'open'`,
            [number],
          )
        ).length > 0,
    );
    await tap(coordinator, 'Петров П.П.', number, async () => (await stageOf(number)) === 'assigned');
    await tap(executor, 'Взять в работу', number, async () => (await stageOf(number)) === 'in_progress');
  }
  await stand.control('DELETE', 'faults');
  await office.quiet();
  expect(
    await office.rows(
      `select action, count(*)::int as count from journal_entry where appeal_id is not null group by 1 order by 1`,
    ),
  ).toEqual(['assign', 'register', 'takeIntoWork'].map((action) => ({ action, count: numbers.length })));
  for (const number of numbers) {
    for (const phone of [coordinator, executor]) {
      expect({
        number,
        phone: phone.id,
        texts: (await phone.messages()).filter(({ text }) => text?.includes(number)).map(({ text }) => text),
      }).toMatchObject({ texts: expect.arrayContaining([expect.stringContaining('В работе')]) });
    }
  }
  expect(await program.stop()).toBe(0);
});
