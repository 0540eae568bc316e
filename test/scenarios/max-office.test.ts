import { statement } from '../../src/database/database';
import { CURATOR, GATHER } from '../support/folders';
import { assign, card, inWork, open } from '../support/office-work';
import { Phone } from '../support/phone';
import { until } from '../support/until';
import { World, type Who } from '../support/world';

const GROUP = -70_010_001;
const TITLE = 'Исполком: сводки';

let world: World;
beforeAll(async () => {
  world = await World.start({
    now: '2026-11-26T15:00:00+03:00',
    inMax: ['coordinator', CURATOR, 'executor', 'supervisor'],
  });
});
afterAll(() => world.stop());

async function newPhone(id: number, messenger: 'telegram' | 'max'): Promise<Phone> {
  const root = messenger === 'max' ? 'max/' : '';
  await world.stand.control('PUT', `${root}people/${id}`, { name: `Человек ${id}`, languageCode: 'ru' });
  return new Phone(world.stand, id, () => world.quiet(), messenger);
}

const accounts = statement(
  'test.accounts-of',
  'select messenger, user_id as "userId" from account a join person p on p.id = a.person_id where p.name = $1',
);
const accountsOf = (name: string) => world.fresh.database.query(accounts, [name]);

const sendHere = statement(
  'test.send-here',
  `insert into inbox_update (messenger, key, lane, place, payload, received_at, state)
   values ('max', 'message_created mid.closed', $1, 1, $2::jsonb, $3, 'new')`,
);

/** Adds somebody through the chat of MAX. @returns the link that the admin gets there */
async function inviteNew(name: string): Promise<string> {
  const admin = world.phone('supervisor');
  await admin.say('/admin');
  await admin.press('Добавить сотрудника', 'Управление');
  await admin.say(name);
  await admin.press('Исполнитель', name);
  await admin.press('Ссылка для входа', name);
  return /https:\S+/.exec(await admin.text('Ссылка для входа:'))?.[0] ?? '';
}

describe('an invitation', () => {
  test('made in MAX leads into MAX, and binds the account there', async () => {
    const link = await inviteNew('Новикова Нина Ивановна');
    const [, payload] = /^https:\/\/max\.ru\/stand_max_bot\?start=(i[\w-]{22})$/.exec(link) ?? [];
    const nina = await newPhone(1050, 'max');
    await nina.say('/start');
    expect(await nina.text('Этот бот для сотрудников')).toContain('1050');
    await nina.say(`/start ${payload}`);
    expect(await nina.text('Аккаунт подключён')).toContain('Нина Ивановна, здравствуйте.');
    await world.phone('supervisor').sees('Новикова Н.И.: аккаунт подключён');
    expect(await accountsOf('Новикова Нина Ивановна')).toEqual([{ messenger: 'max', userId: '1050' }]);
  });

  test('opened in Telegram binds the account of Telegram', async () => {
    const [, payload] = /start=(\S+)$/.exec(await inviteNew('Орлов Олег Олегович')) ?? [];
    const oleg = await newPhone(1051, 'telegram');
    await oleg.say(`/start ${payload}`);
    await oleg.sees('Олег Олегович, здравствуйте.');
    expect(await accountsOf('Орлов Олег Олегович')).toEqual([{ messenger: 'telegram', userId: '1051' }]);
  });
});

test('the number of somebody who is with Telegram is a stranger’s in MAX', async () => {
  const stranger = await newPhone(world.phone('approver').id, 'max');
  await stranger.say('/start');
  await stranger.sees('Этот бот для сотрудников');
});

test('a comment with an album, words and a place is given in MAX as anywhere', async () => {
  const number = await inWork(world);
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', card(number));
  await executor.sendPhotos(3, 'Щебень лёг.');
  const form = await executor.text('Принято фото: 3');
  expect(form).toContain('Щебень лёг.');
  await executor.press('Геопозиция', 'Принято фото');
  await executor.sharePlace(55.715, 51.412);
  await executor.sees('Геопозиция есть');
  expect(await executor.keysForPlace()).toEqual([]);
  await executor.press('Готово', 'Принято фото');
  expect((await executor.press('работы завершены', card(number))).text).toBe('Записано: работы завершены');
});

test('a picture of a paper is called as what MAX gives it as, so that it opens', async () => {
  const number = await inWork(world);
  const executor = world.phone('executor');
  await executor.press('Документ к обращению', card(number));
  await executor.sendPhotos(1);
  await executor.press('Готово', card(number));
  await executor.press('акт', card(number));
  await executor.say('Акт осмотра');
  await executor.press('Отправить', card(number));
  expect(await executor.text(card(number))).toContain('акт «Акт осмотра.webp»');
});

test('what MAX tells twice is done once, and a refusal is read in the chat as well', async () => {
  const number = await world.appeal();
  const coordinator = world.phone('coordinator');
  await coordinator.press('Назначить исполнителя', card(number));
  await world.stand.control('POST', 'max/faults', { kind: 'duplicate', method: 'message_callback', times: 1 });
  const choose = await coordinator.remember('Сидоров С.С.', card(number));
  expect((await choose()).text).toContain('Назначено: Сидоров С.С.');
  await world.quiet();
  expect(await world.phone('otherExecutor').sees(number)).toMatchObject({ silent: false });
  // of a version that is no more
  const message = await coordinator.sees(card(number));
  const { text } = await coordinator.pressData(message.message_id, 'no-such-button');
  await world.quiet();
  expect(await coordinator.text(`⚠️ ${text}`)).toBe(`⚠️ ${text}`);
});

test('a toast that comes alone is read in the chat; one beside a card that is drawn anew is not said twice', async () => {
  // the folder is sent while MAX still looks through it
  world.expectsRefusals(/attachment\.not\.ready/);
  const number = await world.appeal();
  const { text: assigned } = await assign(world, number);
  expect(assigned).toContain('Назначено');
  await open(world, CURATOR, number);
  const { text: gathering } = await world.phone(CURATOR).press(GATHER, card(number));
  expect(gathering).toBe('Собираю папку, пришлю сюда');
  const said = async (who: Who) => (await world.phone(who).messages()).map(({ text }) => text);
  expect((await said(CURATOR)).filter((text) => text === gathering)).toHaveLength(1);
  expect(await said('coordinator')).not.toContain(assigned);
});

test('of a voice message, which MAX does not hand over, the admins hear; /help says so where it is so', async () => {
  await world.stand.control('POST', `max/people/${world.phone('executor').id}/send`, { voice: { duration: 5 } });
  await world.phone('supervisor').sees('Из MAX пришло сообщение без текста');
  await world.phone('executor').say('/help');
  expect(await world.phone('executor').text('Что можно')).toContain('Голосовых сообщений');
  await world.phone('approver').say('/help');
  expect(await world.phone('approver').text('Что можно')).not.toContain('Голосовых сообщений');
});

describe('a group of MAX', () => {
  const posts = async () => {
    await world.quiet();
    const { body } = await world.stand.control('GET', `max/chats/${GROUP}/messages`);
    return (body.messages as { text?: string; from?: { is_bot: boolean }; silent: boolean }[]).filter(
      ({ from }) => from?.is_bot === true,
    );
  };
  const group = (botStatus: string) =>
    world.stand.control('PUT', `max/groups/${GROUP}`, { title: TITLE, members: [1005], botStatus });

  test('gets the digest once an admin has said so by one press', async () => {
    await group('administrator');
    const admin = world.phone('supervisor');
    await admin.press('Присылать сюда сводку', `Бота добавили в группу «${TITLE}»`);
    await world.passTo('2026-11-27T08:30:05+03:00');
    expect((await posts()).at(-1)).toMatchObject({ text: expect.stringContaining('Сводка на пт 27.11'), silent: true });
  });

  test('that has removed the bot gets no digest any more, and the admins hear why', async () => {
    world.expectsRefusals(/chat\.denied/);
    await group('kicked');
    const before = (await posts()).length;
    await world.passTo('2026-11-30T08:30:05+03:00');
    expect(await posts()).toHaveLength(before);
    await world.phone('supervisor').sees(`Группа «${TITLE}» больше не получает сводку`);
  });
});

test('somebody in MAX who stops the bot is not written to until they start it again', async () => {
  world.expectsRefusals(/chat\.denied/);
  const number = await world.appeal();
  await world.stand.control('POST', 'max/people/1003/block');
  await world.quiet();
  await assign(world, number);
  await world.stand.control('POST', 'max/people/1003/unblock');
  await world.phone('executor').say('/start');
  await world.phone('executor').sees(card(number));
});

test('a file that never comes, though MAX answers, is given up after two hours: its sender knows and goes on', async () => {
  await inWork(world);
  const executor = world.phone('executor');
  // Where MAX keeps its files, and where nothing but the line of these two is cut.
  const attachments = [1, 2].map((one) => ({
    type: 'image',
    payload: { url: `${world.stand.stand.max.apiRoot}/lost/${one}`, token: `${one}` },
  }));
  for (const one of [1, 2])
    await world.stand.control('POST', 'max/faults', { kind: 'reset-before', method: `GET /lost/${one}` });
  const update = {
    update_type: 'message_created',
    timestamp: 1_795_000_000_000,
    message: {
      sender: { user_id: executor.id, is_bot: false },
      recipient: { chat_id: 1, chat_type: 'dialog' },
      timestamp: 1_795_000_000_000,
      body: { mid: 'mid.closed', seq: 1, text: 'Яма', attachments },
    },
  };
  await world.fresh.database.query(sendHere, [
    String(executor.id),
    JSON.stringify(update),
    world.application.desk.clock.now(),
  ]);
  await executor.sees('Файл ещё не пришёл');
  world.later(2 * 3_600_000);
  await executor.sees('Файл не удалось получить за два часа');
  await executor.say('/menu');
  await executor.sees('Меню');
  await world.stand.control('DELETE', 'max/faults');
});

test('while one messenger answers, /health is 200 with a warning of the other; with none it is 503', async () => {
  const health = async () => {
    const response = await fetch(`${world.application.address}/health`);
    return { status: response.status, body: JSON.stringify(await response.json()) };
  };
  expect((await health()).status).toBe(200);
  await world.stand.control('POST', 'faults', { kind: 'reset-before' });
  await until('Telegram is warned of', async () => {
    const { status, body } = await health();
    return status === 200 && body.includes('Telegram has not answered');
  });
  await world.stand.control('POST', 'max/faults', { kind: 'reset-before' });
  await until('nobody is reached', async () => (await health()).status === 503);
  await world.stand.control('DELETE', 'max/faults');
  await world.stand.control('DELETE', 'faults');
});
