import { APPLICANT, DeliveringOffice, EMAIL } from '../support/delivering-office';
import { confirmed, GATEWAY_TOKEN, json } from '../support/gateway';
import { agree, approve, assign, card, inWork, open, submit, takeIntoWork, task } from '../support/office-work';
import { until } from '../support/until';
import { World } from '../support/world';

const office = new DeliveringOffice();
const { sign, approved, rowsOf, standing, carriers, history, stage } = office;
let { world, mail, gateway } = office;

beforeAll(async () => {
  ({ world, mail, gateway } = await office.start());
});
afterAll(() => office.stop());
beforeEach(() => office.mend());

/** The list «Не в ПОС», as a coordinator has it. */
async function notInPos(): Promise<string> {
  const coordinator = world.phone('coordinator');
  await coordinator.say('/control');
  await coordinator.press('Не в ПОС', 'Контроль');
  return coordinator.text(/Не в ПОС/);
}
const metric = async (line: string): Promise<number> => {
  const text = await (await fetch(`${world.application.address}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((one) => one.startsWith(`${line} `))
      ?.slice(line.length + 1),
  );
};

test('an outage of both is visible while it lasts, heals by itself, and nothing arrives twice', async () => {
  gateway.answer = json(500, {});
  mail.mood = { at: 'MAIL', code: 421, words: 'Down for the night' };
  const [number] = await approved();
  await carriers(number, { gateway: 'waiting', mail: 'waiting' });
  await until('both were tried', async () => (await rowsOf(number)).every(({ trouble }) => trouble !== null));
  expect(await rowsOf(number)).toMatchObject([{ trouble: 'failing' }, { trouble: 'busy' }]);

  await world.passTo('2026-11-26T09:59:00+03:00');
  await until('tried again', async () =>
    (await rowsOf(number)).every(({ tries, state }) => tries > 1 && state === 'waiting'),
  );
  await open(world, 'coordinator', number);
  const shown = await world.phone('coordinator').text(card(number));
  expect(shown).toMatch(/Шлюз ПОС: ждёт отправки, .* · неисправен \(HTTP 500\)/);
  expect(shown).toMatch(/Почта заявителя: ждёт отправки, .* · просит подождать/);
  expect(await metric('murajagat_shipments{carrier="gateway",state="waiting"}')).toBe(1);
  expect(await metric('murajagat_shipments_oldest_waiting_seconds{carrier="mail"}')).toBeGreaterThan(3_600);
  const health = (await (await fetch(`${world.application.address}/health`)).json()) as { warnings: string[] };
  expect(health.warnings.join('\n')).toContain('The POS gateway takes nothing since');
  expect((await world.status(number)).delivery).toMatchObject([
    {
      carriers: [
        { state: 'waiting', trouble: 'failing' },
        { state: 'waiting', trouble: 'busy' },
      ],
    },
  ]);
  const list = await notInPos();
  expect(list).toContain(number);
  expect(list).toContain('Ответ: бот отправляет через шлюз ПОС');

  gateway.answer = confirmed;
  mail.mood = null;
  world.at('2026-11-26T11:00:00+03:00');
  await carriers(number, { gateway: 'delivered', mail: 'delivered' });
  expect(await stage(number)).toBe('answered');
  expect(mail.letters).toHaveLength(1);
  expect(new Set(gateway.received.map(({ key }) => key)).size).toBe(1);
});

test('what the gateway accepts is asked about, and the stage waits for its word', async () => {
  gateway.answer = json(202, { status: 'accepted', askAfterSeconds: 60 });
  const [number] = await approved();
  await carriers(number, { gateway: 'accepted', mail: 'delivered' });
  expect(await stage(number)).toBe('delivery');
  gateway.answer = confirmed;
  world.later(61_000);
  await carriers(number, { gateway: 'delivered' });
  expect(gateway.received.map(({ method }) => method)).toEqual(['POST', 'GET']);
  expect(await stage(number)).toBe('answered');
});

test('a letter that is refused for good is told with what to do, and a coordinator confirms', async () => {
  mail.mood = { at: 'MAIL', code: 421, words: 'Down' };
  const [number] = await approved();
  await carriers(number, { gateway: 'delivered', mail: 'waiting' });
  await until('it was tried', async () =>
    (await rowsOf(number)).every(({ trouble, state }) => trouble !== null || state === 'delivered'),
  );
  mail.mood = { at: 'RCPT', code: 550, words: `No such user ${EMAIL}` };
  world.later(3_600_000);
  await carriers(number, { gateway: 'delivered', mail: 'refused' });
  expect(await stage(number)).toBe('delivery');
  const coordinator = world.phone('coordinator');
  const told = await coordinator.text(/Письмо заявителю не доставлено/);
  expect(told).toContain('адрес не принят');
  expect(told).toContain('Уточните у заявителя адрес');
  expect(told).toContain('в ПОС всё уже есть, осталось подтвердить «Отправлено»');
  expect(told).not.toContain('petrov');
  expect(await notInPos()).toContain('Ответ: уже в ПОС, осталось подтвердить «Отправлено»');
  await coordinator.press('К заданию', /Письмо заявителю не доставлено/);
  expect(await coordinator.text(task('Отправить в ПОС', number))).toContain('Это уже в ПОС, размещать не нужно.');
  expect(await coordinator.text(task('Отправить в ПОС', number))).not.toMatch(/Скопируйте|размещайте/);
  expect(await metric('murajagat_shipments{carrier="mail",state="failed"}')).toBe(1);
  await coordinator.press('✅ Отправлено', task('Отправить в ПОС', number));
  expect(await stage(number)).toBe('answered');
  await open(world, 'coordinator', number);
  expect(await coordinator.text(card(number))).toContain('письмо не доставлено');
  expect(await metric('murajagat_shipments{carrier="mail",state="failed"}')).toBe(0);
  expect(await history(number)).toContain('Ответ: письмо заявителю не доставлено · адрес не принят (');
  expect(await history(number)).not.toContain('petrov');
});

test('a letter that is refused while the gateway still tries is told so: nobody is asked to place what the bot sends', async () => {
  gateway.answer = json(503, {});
  mail.mood = { at: 'RCPT', code: 550, words: 'No such user' };
  const [number] = await approved();
  await carriers(number, { gateway: 'waiting', mail: 'refused' });
  const told = await world.phone('coordinator').text(new RegExp(`Письмо заявителю не доставлено[\\s\\S]*${number}`));
  expect(told).toContain('В ПОС отправляет бот. Когда там всё будет, подтвердите «Отправлено».');
  expect(await notInPos()).toContain('Ответ: бот отправляет через шлюз ПОС');
  gateway.answer = confirmed;
  world.later(3_600_000);
  await carriers(number, { gateway: 'delivered' });
  expect(await notInPos()).toContain('Ответ: уже в ПОС, осталось подтвердить «Отправлено»');
});

test('an answer that is returned before anything was sent is never sent', async () => {
  gateway.answer = json(503, {});
  mail.mood = { at: 'MAIL', code: 421, words: 'Down' };
  const [number] = await approved();
  await until('both were tried', async () => (await rowsOf(number)).every(({ trouble }) => trouble !== null));
  await returned(number);
  expect(await standing(number)).toEqual({ gateway: 'withdrawn', mail: 'withdrawn' });
  const before = gateway.received.length;
  gateway.answer = confirmed;
  mail.mood = null;
  world.later(3_600_000);
  await world.application.tick();
  expect(await standing(number)).toEqual({ gateway: 'withdrawn', mail: 'withdrawn' });
  expect([gateway.received.length, mail.letters.length]).toEqual([before, 0]);
});

test('an answer of which the letter is out is returned as one that was sent, and the card says what is out', async () => {
  gateway.answer = json(500, {});
  const [number] = await approved();
  await carriers(number, { gateway: 'waiting', mail: 'delivered' });
  const due = (await world.status(number)).terms.due;
  world.later(86_400_000);
  await returned(number);
  expect(await standing(number)).toEqual({ gateway: 'withdrawn', mail: 'delivered' });
  expect((await world.status(number)).terms.due).not.toBe(due);
  expect(await world.phone('coordinator').text(card(number))).toMatch(
    /отозвано, но уже отправлено:\n.*Почта заявителя: письмо отправлено/,
  );

  // The round began by the return: when the appeal was registered does not move its end.
  const anew = (await world.status(number)).terms.due;
  const coordinator = world.phone('coordinator');
  await coordinator.press('Исправить сведения', card(number));
  const parts = await coordinator.buttons(card(number));
  await coordinator.press(parts.find((caption) => caption.startsWith('Дата регистрации')) ?? '', card(number));
  await coordinator.say('24.11');
  expect(await coordinator.text(card(number))).not.toContain('Срок: был');
  await coordinator.press('Дальше', card(number));
  await coordinator.say('В ПОС записано иначе.');
  await coordinator.press('Подтвердить', card(number));
  await world.quiet();
  expect((await world.status(number)).terms.due).toBe(anew);
});

/** «Вернуть на повторное рассмотрение» by a coordinator. */
async function returned(number: string): Promise<void> {
  await open(world, 'coordinator', number);
  const coordinator = world.phone('coordinator');
  await coordinator.press('Вернуть на повторное рассмотрение', card(number));
  await coordinator.press('другое', card(number));
  await coordinator.say('Не названа дата работ.');
  const [forward = ''] = await coordinator.buttons('Написано:');
  await coordinator.press(forward, 'Написано:');
  expect(await stage(number)).toBe('assigned');
}

test('a letter of which nobody knows goes again later, and not for ever', async () => {
  mail.breaksAtEnd = true;
  const [number] = await approved();
  const tried = async (times: number) =>
    until(`tried ${times} times`, async () => {
      await world.application.tick();
      return (await rowsOf(number)).some(
        ({ carrier, tries, state }) => carrier === 'mail' && tries === times && state !== 'sending',
      );
    });
  await tried(1);
  world.later(14 * 60_000);
  await world.application.tick();
  await tried(1);
  world.later(2 * 60_000);
  await tried(2);
  world.later(3_600_000);
  await carriers(number, { gateway: 'delivered', mail: 'unknown' });
  expect(mail.letters).toHaveLength(3);
  expect(await world.phone('coordinator').text(/Неизвестно, дошло ли письмо заявителю/)).toContain(
    'Почтовый сервер не подтвердил, что принял письмо',
  );
});

test('a redirect, a passing and an extended term go by themselves, and of the first and the last the applicant reads', () =>
  noticesGo());

test('appeals that are answered as one: each number has its own delivery, and all move when the last of them is there', async () => {
  const first = await world.appeal({ applicant: APPLICANT });
  const second = await world.appeal({ applicant: { ...APPLICANT, email: 'sidorova@applicant.example' } });
  const coordinator = world.phone('coordinator');
  await coordinator.press('Объединить', card(second));
  await coordinator.say(first);
  await coordinator.press('Готово', card(second));
  await coordinator.press('Подтвердить', card(second));
  await assign(world, first);
  await takeIntoWork(world, first);
  await submit(world, first);
  await agree(world, first);
  gateway.answer = (response, received) =>
    (received.manifest?.number === second ? json(503, {}) : confirmed)(response, received);
  const [letter, signature] = await sign(first);
  await carriers(first, { gateway: 'delivered', mail: 'delivered' });
  expect([await stage(first), await stage(second)]).toEqual(['delivery', 'delivery']);

  gateway.answer = confirmed;
  world.later(3_600_000);
  await carriers(second, { gateway: 'delivered', mail: 'delivered' });
  expect([await stage(first), await stage(second)]).toEqual(['answered', 'answered']);
  const sent = new Map(gateway.received.map(({ manifest, files }) => [manifest?.number, [...files.values()]]));
  expect(sent).toEqual(new Map([first, second].map((number) => [number, [letter, signature]])));
  expect(gateway.known.size).toBeGreaterThanOrEqual(2);
  expect(mail.letters.map(({ to }) => [to].flat()[0]?.text).sort()).toEqual([EMAIL, 'sidorova@applicant.example']);
  expect(await history(second)).toContain('Ответ: шлюз подтвердил, что это в ПОС');
});

test('where answers are signed in ПОС, an answer is no carrier’s, and notices go all the same', async () => {
  const verifying = world;
  world = office.world = await World.start({
    env: {
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      MAIL_FROM: 'priem@office.example',
      POS_GATEWAY_URL: gateway.url,
      POS_GATEWAY_TOKEN: GATEWAY_TOKEN,
    },
  });
  try {
    await noticesGo();
    const number = await inWork(world, { applicant: APPLICANT });
    await submit(world, number);
    await agree(world, number);
    await approve(world, number);
    expect(await rowsOf(number)).toEqual([]);
  } finally {
    await world.stop();
    world = office.world = verifying;
  }
});

/** Everything that needs no signature of an answer. */
async function noticesGo(): Promise<void> {
  const [coordinator, supervisor, approver] = [
    world.phone('coordinator'),
    world.phone('supervisor'),
    world.phone('approver'),
  ];
  const redirected = await world.appeal({ applicant: APPLICANT });
  await coordinator.press('Перенаправить', redirected);
  await coordinator.press('Минтранс РТ', redirected);
  await coordinator.say('Дорога республиканская.');
  await coordinator.press('Оставить как есть', card(redirected));
  await coordinator.press('Шафеев И.Р.', redirected);
  await supervisor.press('Согласовать перенаправление', redirected);
  await supervisor.press('Гарипов Р.М.', redirected);
  await approver.press('Утвердить перенаправление', redirected);
  await approver.press('Подтвердить', redirected);
  await carriers(redirected, { gateway: 'delivered', mail: 'delivered' });
  expect(await stage(redirected)).toBe('redirected');

  const passed = await world.appeal({ applicant: APPLICANT });
  await coordinator.press('Передать в подведомственную', passed);
  await coordinator.press('МУП', passed);
  await carriers(passed, { gateway: 'delivered' });
  expect(await stage(passed)).toBe('with_organization');

  const extended = await inWork(world, { kind: 'appeal59', applicant: APPLICANT });
  await open(world, 'approver', extended);
  await approver.press('Продлить срок', card(extended));
  await approver.say('10');
  await approver.say('Ждём материалы.');
  await approver.press('Оставить как есть', card(extended));
  await approver.press('Подтвердить', card(extended));
  await carriers(extended, { gateway: 'delivered', mail: 'delivered' });

  expect(
    gateway.received.map(({ manifest }) => [manifest?.kind, manifest?.number, manifest?.organization ?? null]),
  ).toEqual([
    ['redirect_notice', redirected, 'Минтранс РТ'],
    ['organization', passed, 'МУП «Тепловые сети»'],
    ['extension_notice', extended, null],
  ]);
  const letters = mail.letters.map(({ text = '' }) => text);
  expect(letters).toHaveLength(2);
  expect(letters[0]).toContain('Ваше обращение перенаправлено по компетенции: Минтранс РТ.');
  expect(letters[1]).toContain('Срок рассмотрения вашего обращения продлён');
  // The office's own reason is nobody's outside it.
  expect(letters[1]).not.toContain('Ждём материалы.');
  for (const number of [redirected, passed, extended])
    expect((await world.status(number)).delivery).toMatchObject([{ placedAt: expect.any(String) as string }]);
  // Nobody was asked to do it by hand.
  const told = (await coordinator.messages()).filter(({ text = '' }) =>
    /^(Отправить|Передать|Разместить) в ПОС/.test(text),
  );
  expect(told.filter(({ text = '' }) => [redirected, passed, extended].some((one) => text.includes(one)))).toEqual([]);
}
