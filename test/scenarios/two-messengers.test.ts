import { statement } from '../../src/database/database';
import { agree, assign, card, enter, inWork, open, sign, task } from '../support/office-work';
import { until } from '../support/until';
import { playWholeLife } from '../support/whole-life';
import { PEOPLE, World, type Who } from '../support/world';

// Two with MAX, two with Telegram, one with both, who has pressed Start in Telegram last.

let world: World;
beforeAll(async () => {
  world = await World.start({ inMax: ['coordinator', 'approver'], inBoth: ['executor'] });
});
afterAll(() => world.stop());

const telegram = () => world.phone('executor', 'telegram');
const max = () => world.phone('executor', 'max');
const secretIn = (text: string): string => /start=(i[\w-]{22})/.exec(text)?.[1] ?? '';

const taken = statement(
  'test.taken-into-work',
  `select j.id from journal_entry j join appeal a on a.id = j.appeal_id where a.number = $1 and j.action = 'takeIntoWork'`,
);
const homes = statement(
  'test.homes',
  `select account.messenger from account join person p on p.id = account.person_id where account.is_home and p.name = $1`,
);
async function homeOf(who: Who): Promise<string | undefined> {
  const [home] = await world.fresh.database.query<{ messenger: string }>(homes, [PEOPLE[who].name]);
  return home?.messenger;
}

/** Until everybody has moved who is to: what gets through is known only when something was tried. */
async function untilHome(who: Who, messenger: string): Promise<void> {
  await until(`${who} is written to in ${messenger}`, async () => {
    await world.application.tick();
    return (await homeOf(who)) === messenger;
  });
  await world.quiet();
}

test('an office of two messengers plays an appeal from registration to the approved answer', () =>
  playWholeLife(world));

describe('whoever is with both', () => {
  test('hears where Start was pressed last, looks and acts in the other, and has a card in each', async () => {
    const number = await world.appeal();
    const before = await max().lastId();
    await assign(world, number);
    expect(await telegram().sees(card(number))).toMatchObject({ silent: false });
    expect(await max().lastId()).toBe(before);
    await open(world, 'executor', number, max());
    expect((await max().press('Взять в работу', card(number))).text).toContain('В работе');
    await world.quiet();
    expect(await telegram().text(card(number))).toContain('В работе');
    expect(await telegram().buttons(card(number))).toContain('📷 Комментарий и фото');
  });

  test('presses the same in both at once: one act, words for the other', async () => {
    const number = await world.appeal();
    await assign(world, number);
    await open(world, 'executor', number, max());
    const presses = await Promise.all(
      [telegram(), max()].map((phone) => phone.remember('Взять в работу', card(number))),
    );
    const toasts = await Promise.all(presses.map((press) => press()));
    await world.quiet();
    expect(toasts.every(({ text }) => text !== null && text !== '')).toBe(true);
    expect(await world.fresh.database.query(taken, [number])).toHaveLength(1);
    expect((await world.status(number)).stage).toBe('in_progress');
  });

  test('goes on in the other with what was begun in one', async () => {
    const number = await inWork(world);
    await telegram().press('Комментарий и фото', card(number));
    await max().say('Щебень лёг, асфальт завтра.');
    await max().sees('Щебень лёг');
    await telegram().say('Ограждение поставили.');
    await telegram().sees('Ограждение поставили.');
    await telegram().press('Готово', number);
    expect((await telegram().press('работы ведутся', card(number))).text).toBe('Записано: работы ведутся');
    // Messages of the two have no order in common: what comes in one is not taken for what the other has brought before.
    await telegram().say('Щебень завтра ещё привезут.');
    await telegram().sees('К какому обращению?');
    await telegram().press('Не нужно', 'К какому обращению?');
  });

  test('says where it is more convenient: open cards go there, and the other says so', async () => {
    const number = await inWork(world);
    await telegram().say('/menu');
    await telegram().press('Параметры');
    expect(await telegram().text('Ваши параметры')).toContain('Бот пишет вам в Telegram.');
    const sounds = await max().lastId();
    expect((await telegram().press('MAX', 'Ваши параметры')).text).toBe('Бот пишет в MAX');
    await world.quiet();
    expect(await telegram().buttons(`№ ${number}: работа продолжается в MAX`)).toEqual([]);
    expect(await max().buttons(card(number))).toContain('📷 Комментарий и фото');
    expect(await max().soundsSince(sounds)).toBe(0);
    // their own word outlives a Start elsewhere
    await telegram().say('/start');
    await telegram().sees('Бот пишет вам в MAX');
    expect(await homeOf('executor')).toBe('max');
    await max().say('/menu');
    await max().press('Параметры');
    await max().press('Telegram', 'Ваши параметры');
    await world.quiet();
    expect(await max().buttons(`№ ${number}: работа продолжается в Telegram`)).toEqual([]);
    expect(await homeOf('executor')).toBe('telegram');
  });
});

describe('Telegram dies for an hour', () => {
  let number: string;
  let heardBefore: number;
  /** An appeal of which a comment with a photo was begun in Telegram. */
  let begun: string;

  test('who has MAX hears there, with a word why, after a quarter of an hour and not before', async () => {
    await world.passTo('2026-11-26T10:00:00+03:00');
    begun = await inWork(world);
    await telegram().press('Комментарий и фото', card(begun));
    await telegram().sendPhotos(1);
    await telegram().sees('Принято фото: 1');
    number = await world.appeal();
    heardBefore = await telegram().lastId();
    const before = await max().lastId();
    await world.breaks('telegram');
    await assign(world, number);
    await until('something was tried', async () => {
      const [tried] = await world.fresh.database.query<{ count: number }>(
        statement(
          'test.tried',
          `select count(*)::int as count from outbox_message where messenger = 'telegram' and state = 'new' and attempts > 0`,
        ),
      );
      return (tried?.count ?? 0) > 0;
    });
    await world.passTo('2026-11-26T10:13:00+03:00');
    expect(await max().lastId()).toBe(before);
    await world.passTo('2026-11-26T10:17:00+03:00');
    await untilHome('executor', 'max');
    const heard = (await max().messages()).filter(({ message_id: id }) => id > before);
    expect(heard[0]?.text).toContain('Telegram не отвечает');
    expect(await max().sees(card(number))).toMatchObject({ silent: false });
  });

  test('a machine that watches is told, and nobody takes the office for dead', async () => {
    await until('Telegram is warned of', async () => {
      const response = await fetch(`${world.application.address}/health`);
      return response.status === 200 && JSON.stringify(await response.json()).includes('Telegram has not answered');
    });
  });

  test('what was begun with a photo in Telegram goes on in MAX, and is seen there as a whole', async () => {
    await open(world, 'executor', begun, max());
    await max().sees('Принято фото: 1');
    await max().sendPhotos(1);
    await max().sees('Принято фото: 2');
    await max().press('Готово', 'Принято фото: 2');
    expect((await max().press('работы ведутся', card(begun))).text).toBe('Записано: работы ведутся');
    // MAX looks through what is uploaded, and the bot asks again
    world.expectsRefusals(/attachment\.not\.ready/);
    const coordinator = world.phone('coordinator');
    await open(world, 'coordinator', begun);
    const before = await coordinator.lastId();
    await coordinator.press('Показать фото', card(begun));
    await world.quiet();
    const photos = (await coordinator.messages()).filter(({ message_id: id, photo }) => id > before && photo);
    expect(photos).toHaveLength(2);
  });

  test('the appeal goes on to its answer with photos, by those who have MAX', async () => {
    await max().press('Взять в работу', card(number));
    await max().press('Комментарий и фото', card(number));
    await max().sendPhotos(2);
    await max().sees('Принято фото: 2');
    await max().say('Яма засыпана.');
    await max().press('Готово', card(number));
    await max().press('работы завершены', card(number));
    await max().press('Ответ на согласование', card(number));
    await max().press('Решено', card(number));
    await max().say('Яма на ул. Советской, 15 засыпана 26.11.2026.');
    await max().press('Готово', 'Написано');
    await max().press('Добавить прежние: 2', card(number));
    await max().press('Готово', card(number));
    expect((await max().press('Гарипов Р.М.', card(number))).text).toContain('Отправлено на согласование');
    await world.quiet();
    expect(await world.phone('approver').sees(card(number))).toMatchObject({ silent: false });
    await agree(world, number, { as: 'approver' });
    await enter(world, number);
    await sign(world, number);
    expect((await world.status(number)).stage).toBe('answered');
    expect(await world.phone('coordinator').text(task('Внести в ПОС', number))).toContain('Внесено в ПОС');
    await max().sees(`№ ${number}: ответ утверждён`);
  });

  test('when it answers again work goes home, and nothing is told twice', async () => {
    const other = await world.appeal();
    await assign(world, other);
    await max().sees(card(other));
    world.at('2026-11-26T11:05:00+03:00');
    await world.mends('telegram');
    await untilHome('executor', 'telegram');
    await max().sees('Telegram снова отвечает');
    expect(await max().buttons(`№ ${other}: работа продолжается в Telegram`)).toEqual([]);
    expect(await telegram().buttons(card(other))).toContain('▶️ Взять в работу');
    expect(await telegram().soundsSince(heardBefore)).toBe(0);
    // what only Telegram's people wait for has come there
    await world.phone('supervisor').say('/menu');
    await world.phone('supervisor').sees('Меню');
  });
});

describe('an office moves from Telegram to MAX in an afternoon', () => {
  const movers = ['supervisor', 'secondCoordinator', 'otherExecutor', 'worker'] as const satisfies readonly Who[];
  const links = new Map<Who, string>();
  /** What one of them has in work. */
  let theirs: string;

  test('one press of an admin sends everybody who is not there a link of their own', async () => {
    await world.passTo('2026-11-26T13:00:00+03:00');
    const number = await inWork(world, {});
    await open(world, 'supervisor', number);
    theirs = await inWork(world, {}, 'otherExecutor');
    for (const who of movers)
      await world.stand.control('PUT', `max/people/${PEOPLE[who].telegramId}`, {
        name: PEOPLE[who].name,
        languageCode: 'ru',
      });
    const admin = world.phone('supervisor');
    await admin.say('/admin');
    await admin.press('Пригласить в MAX: 4', 'Управление');
    expect((await admin.press('Пригласить всех в MAX')).text).toBe('Приглашение в MAX отправлено: 4 сотрудникам');
    await world.quiet();
    for (const who of movers) links.set(who, secretIn(await world.phone(who).text('приглашает вас в MAX')));
    expect(new Set(links.values()).size).toBe(4);
  });

  test('pressed by somebody else, in the wrong messenger, or twice, it opens nothing', async () => {
    const link = links.get('worker');
    await world.phone('approver').say(`/start ${link}`);
    await world.phone('approver').sees('Этот аккаунт уже подключён к другому сотруднику');
    const stranger = await world.newcomer(1090, 'telegram');
    await stranger.say(`/start ${link}`);
    await stranger.sees('Эта ссылка для другого мессенджера');
    const worker = world.phone('worker', 'max');
    await worker.say(`/start ${link}`);
    await worker.sees('Аккаунт подключён');
    await worker.say(`/start ${link}`);
    await worker.sees('Аккаунт подключён');
    const late = await world.newcomer(1091, 'max');
    await late.say(`/start ${link}`);
    await late.sees('По этой ссылке уже вошли');
    expect(await homeOf('worker')).toBe('max');
  });

  test('whoever opens theirs is written to there, and what stood open comes along', async () => {
    for (const who of movers.filter((one) => one !== 'worker')) {
      await world.phone(who, 'max').say(`/start ${links.get(who)}`);
      await world.phone(who, 'max').sees('Бот пишет вам сюда');
      expect(await world.phone(who, 'telegram').text('Теперь бот пишет вам в MAX')).toContain(
        'сообщите администратору',
      );
    }
    await world.quiet();
    const executor = world.phone('otherExecutor', 'max');
    expect(await world.phone('otherExecutor', 'telegram').buttons(`№ ${theirs}: работа продолжается в MAX`)).toEqual(
      [],
    );
    await executor.press('Комментарий и фото', card(theirs));
    await executor.sendPhotos(1, 'Щебень лёг.');
    await executor.press('Готово', 'Принято фото: 1');
    expect((await executor.press('работы ведутся', card(theirs))).text).toBe('Записано: работы ведутся');
    const before = await world.phone('otherExecutor', 'telegram').lastId();
    const number = await world.appeal();
    await world.phone('coordinator').press('Назначить исполнителя', card(number));
    await world.phone('coordinator').press('Сидоров С.С.', card(number));
    await world.quiet();
    expect(await world.phone('otherExecutor', 'max').sees(card(number))).toMatchObject({ silent: false });
    expect(await world.phone('otherExecutor', 'telegram').lastId()).toBe(before);
  });

  test('a link after its end opens nothing, and who has no right invites nobody', async () => {
    const nobody = await world.phone('coordinator').pressAnywhere('x:invitedAll:telegram');
    expect(nobody.text).toBe('Это доступно администратору.');
    const admin = world.phone('supervisor', 'max');
    await admin.say('/admin');
    await admin.press('Пригласить в Telegram', 'Управление');
    await admin.press('Пригласить всех в Telegram');
    await world.quiet();
    const link = secretIn(await world.phone('approver').text('приглашает вас в Telegram'));
    await world.passTo('2026-12-04T14:00:00+03:00');
    const approver = await world.newcomer(PEOPLE.approver.telegramId, 'telegram');
    await approver.say(`/start ${link}`);
    await approver.sees('Срок ссылки истёк');
  });
});
