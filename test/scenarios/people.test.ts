import { answerFromServer, readOpenAccess } from '../../src/usecases/office/access';
import { statement } from '../../src/database/database';
import { holds } from '../support/office-work';
import { Phone } from '../support/phone';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const NEWCOMER = 1050;
const commandsOf = async (id: number): Promise<string[]> => {
  const response = await fetch(
    `${world.stand.url}/bot${world.stand.stand.token}/getMyCommands?scope=${encodeURIComponent(JSON.stringify({ type: 'chat', chat_id: id }))}`,
  );
  const { result } = (await response.json()) as { result: { command: string }[] };
  return result.map(({ command }) => command);
};
const openPerson = async (admin: Phone, name: string) => {
  await admin.say('/admin');
  await admin.press('Сотрудники', 'Управление');
  for (
    let page = 0;
    page < 5 && !(await admin.buttons('Сотрудники:')).some((caption) => caption.includes(name));
    page += 1
  )
    await admin.press('▶', 'Сотрудники:');
  await admin.press(name, 'Сотрудники:');
};

async function newPhone(id: number): Promise<Phone> {
  await world.stand.control('PUT', `people/${id}`, { name: `Человек ${id}`, languageCode: 'ru' });
  return new Phone(world.stand, id);
}

const journalActions = statement(
  'test.people-journal-actions',
  'select action, journal_entry.told as details from journal_entry where appeal_id is null order by id desc limit 20',
);
const actedForOthers = statement(
  'test.acted-for-others',
  'select j.action, p.name as by, o.name as instead, j.capacity from journal_entry j join person p on p.id = j.person_id join person o on o.id = j.on_behalf_of_id',
);
const invitations = statement('test.invitations', 'select secret_hash as "secretHash" from invitation');

/** Adds somebody through the chat and returns the link that the admin gets. */
async function inviteNew(name: string, role: string): Promise<string> {
  const admin = world.phone('supervisor');
  await admin.say('/admin');
  await admin.press('Добавить сотрудника', 'Управление');
  await admin.sees('фамилию, имя и отчество');
  await admin.say(name);
  await admin.sees(new RegExp(`${name}[\\s\\S]*Ролей нет`));
  expect((await admin.press(role, name)).text).toContain(`Роль дана: ${role}`);
  await admin.press('Ссылка для входа', name);
  const text = await admin.text('Ссылка для входа:');
  return /start=(\S+)/.exec(text)?.[1] ?? '';
}

test('whoever was entered with their number has the menu of their commands from their first /start', async () => {
  await world.quiet();
  expect(await commandsOf(world.phone('supervisor').id)).toContain('admin');
  expect(await commandsOf(world.phone('executor').id)).toEqual(['menu', 'my', 'find', 'language', 'help', 'cancel']);
});

test('a stranger hears one polite answer with their number, and an invitation lets them in once', async () => {
  const stranger = await newPhone(NEWCOMER);
  await stranger.say('/start');
  expect(await stranger.text('Этот бот для сотрудников')).toContain(String(NEWCOMER));
  await stranger.say('/admin');
  await world.quiet();
  expect((await stranger.messages()).every(({ text }) => text?.includes('Этот бот для сотрудников'))).toBe(true);

  const payload = await inviteNew('Новикова Нина Ивановна', 'Исполнитель');
  const [row] = await world.fresh.database.query<{ secretHash: string }>(invitations);
  expect(payload).toMatch(/^i[\w-]{22}$/);
  expect(row?.secretHash).not.toContain(payload.slice(1));

  await stranger.say(`/start ${payload}`);
  expect(await stranger.text('Аккаунт подключён')).toContain('Нина Ивановна, здравствуйте.');
  await world.phone('supervisor').sees('Новикова Н.И.: аккаунт подключён');
  await world.quiet();
  expect(await commandsOf(NEWCOMER)).toEqual(['menu', 'my', 'find', 'language', 'help', 'cancel']);

  const other = await newPhone(NEWCOMER + 1);
  await other.say(`/start ${payload}`);
  expect(await other.text('По этой ссылке уже вошли')).toContain(String(NEWCOMER + 1));
});

test('an account that is somebody already takes nobody else’s place, and the link still works for its person', async () => {
  const payload = await inviteNew('Орлов Олег Олегович', 'Исполнитель');
  const executor = world.phone('executor');
  await executor.say(`/start ${payload}`);
  expect(await executor.text('уже подключён к другому')).toContain('Пётр Петрович');
  const orlov = await newPhone(NEWCOMER + 2);
  await orlov.say(`/start ${payload}`);
  await orlov.sees('Олег Олегович, здравствуйте.');
});

test('a link is void when a newer one is made', async () => {
  const first = await inviteNew('Зимин Захар Захарович', 'Исполнитель');
  const admin = world.phone('supervisor');
  await admin.press('Ссылка для входа', 'Зимин Захар');
  const late = await newPhone(NEWCOMER + 3);
  await late.say(`/start ${first}`);
  await late.sees('Срок ссылки истёк или её заменила новая');
});

test('roles are toggles, once per press, and the command menu follows them', async () => {
  const admin = world.phone('supervisor');
  expect(await commandsOf(1004)).not.toContain('new');
  await openPerson(admin, 'Сидоров С.С.');
  const give = await admin.remember('Координатор', 'Сидоров Сидор');
  expect((await give()).text).toContain('Роль дана: Координатор');
  expect((await give()).text).toContain('Роль дана: Координатор');
  expect(await admin.buttons('Сидоров Сидор')).toContain('✓ Координатор');
  await world.quiet();
  expect(await commandsOf(1004)).toContain('new');
  expect((await admin.press('✓ Координатор', 'Сидоров Сидор')).text).toContain('Роль снята');
  await world.quiet();
  expect(await commandsOf(1004)).not.toContain('new');
});

test('who is no admin is refused by the server, whatever the button', async () => {
  const executor = world.phone('executor');
  await executor.say('/admin');
  const message = await executor.sees('Это доступно администратору');
  for (const data of [
    'x:admin',
    'x:people:0',
    'x:role:3:admin:1',
    'x:disabled:5:-:-:-',
    'x:invite:5',
    'x:words:addPerson',
    'x:settings',
    'x:__proto__',
    'x:role',
    'x:person:zzzzzz',
    'x:term:1:3',
  ]) {
    expect((await executor.pressData(message.message_id, data)).showAlert).toBe(true);
  }
});

test('the last admin stays one', async () => {
  const admin = world.phone('supervisor');
  await openPerson(admin, 'Шафеев');
  expect(await admin.press('✓ Администратор', 'Шафеев Ильдар')).toMatchObject({
    showAlert: true,
    text: expect.stringContaining('последний администратор'),
  });
  await admin.press('Отключить', 'Шафеев Ильдар');
  expect(await admin.press('Подтвердить', 'Отключить: Шафеев')).toMatchObject({
    showAlert: true,
    text: expect.stringContaining('последний администратор'),
  });
  expect(await admin.buttons('Шафеев Ильдар')).toContain('✓ Администратор');
});

test('a deputy acts for the absent, and the journal says for whom', async () => {
  const [executor, deputy, coordinator] = [
    world.phone('executor'),
    world.phone('otherExecutor'),
    world.phone('coordinator'),
  ];
  const number = await world.appeal();
  await coordinator.press('Назначить исполнителя', number);
  await coordinator.press('Петров П.П.', number);
  await executor.sees(number);

  await executor.say('/menu');
  await executor.press('Отсутствие', 'Меню');
  await executor.press('Записать отсутствие', 'Ваше отсутствие');
  await executor.say('31.02');
  expect(await executor.text('С какого дня')).toContain('Не понял дату. Напишите, например, 26.11.2026.');
  await executor.press('Сегодня', 'С какого дня');
  await executor.say('20.11.2026');
  await executor.sees('Последний день раньше первого');
  await executor.press('Неделя', 'Какой день последний');
  expect(await executor.buttons('Кто замещает?')).not.toContain('Гарипов Р.М.');
  await executor.say('Несуществующий');
  expect(await executor.text('Кто замещает?')).toContain('По запросу «несуществующий» никого не нашлось.');
  expect((await executor.press('Сидоров С.С.', 'Кто замещает?')).text).toBe('Записано: 25.11–01.12');
  expect(await executor.text('Ваше отсутствие')).toContain('25.11–01.12, замещает Сидоров С.С.');
  await deputy.sees('Вы замещаете: Петров П.П., с 25.11 по 01.12.');

  await executor.press('Записать отсутствие', 'Ваше отсутствие');
  await executor.say('30.11');
  await executor.say('05.12.2026');
  await executor.sees('На эти дни отсутствие уже записано');
  await executor.say('/cancel');

  await deputy.say(`/find ${number}`);
  expect((await deputy.press('Взять в работу', number)).text).toContain('В работе');
  await deputy.press('История', number);
  expect(await deputy.text(/Взято в работу/)).toContain('Сидоров С.С. (замещает: Петров П.П.)');
  expect(await world.fresh.database.query(actedForOthers)).toEqual([
    { action: 'takeIntoWork', by: 'Сидоров Сидор Сидорович', instead: 'Петров Пётр Петрович', capacity: 'executor' },
  ]);
});

test('an admin cancels an absence, and both hear of it', async () => {
  const [admin, executor, deputy] = [world.phone('supervisor'), world.phone('executor'), world.phone('otherExecutor')];
  await openPerson(admin, 'Петров П.П.');
  await admin.press('Отсутствие', 'Петров Пётр');
  expect((await admin.press('Отменить 25.11', 'Отсутствие: Петров')).text).toBe('Отсутствие отменено');
  await executor.sees('Ваше отсутствие 25.11–01.12 отменено');
  await deputy.sees('Замещение отменено: Петров П.П.');
});

test('whoever is switched off hears so; their appeals wait for the coordinators, who are told', async () => {
  const [admin, executor, coordinator] = [
    world.phone('supervisor'),
    world.phone('executor'),
    world.phone('coordinator'),
  ];
  await openPerson(admin, 'Петров П.П.');
  await admin.press('Отключить', 'Петров Пётр');
  await admin.sees('Заменяют участников координаторы');
  expect((await admin.press('Подтвердить', 'Отключить: Петров')).text).toBe('Доступ отключён, ждут замены: 1');
  const told = await coordinator.sees('Петров Пётр Петрович: доступ отключён. Осталось 1 открытое обращение');
  expect(told.silent).toBe(false);
  await world.quiet();
  expect(await commandsOf(1003)).toEqual([]);
  await executor.say('/my');
  await executor.sees('Ваш доступ отключён');
  await coordinator.press('№', 'Осталось 1 открытое обращение');
  await coordinator.sees(/Петров П\.П\./);
  await admin.press('Включить', 'Петров Пётр');
  await world.quiet();
  expect(await commandsOf(1003)).toContain('my');
});

test('a coordinator who administers says to whom the appeals go, each journaled', async () => {
  const [admin, coordinator, other] = [
    world.phone('supervisor'),
    world.phone('coordinator'),
    world.phone('otherExecutor'),
  ];
  await openPerson(admin, 'Кузнецова');
  expect((await admin.press('Администратор', 'Кузнецова Юлия')).text).toContain('нужно слово второго администратора');
  // There is no second one yet: the server's word.
  const [waiting] = await readOpenAccess(world.desk);
  const said = { changeId: waiting?.id ?? 0, word: 'yes', seen: 'waits' } as const;
  expect(await answerFromServer(world.desk, said)).toBe('done');
  await world.quiet();
  const number = await world.appeal();
  await coordinator.press('Назначить исполнителя', number);
  await coordinator.press('Мастеров М.М.', number);
  await openPerson(coordinator, 'Мастеров');
  await coordinator.press('Отключить', 'Мастеров Марат');
  await coordinator.press('Сидоров С.С.', 'Исполнитель в 1 обращении');
  await coordinator.sees(/сполнитель: Сидоров С\.С\./);
  expect((await coordinator.press('Подтвердить', 'Отключить: Мастеров')).text).toBe('Доступ отключён, передано: 1');
  expect((await other.sees(number)).text).toContain('Вас назначили вместо другого участника');
  const entries = await world.fresh.database.query<{ action: string }>(journalActions);
  expect(entries.map(({ action }) => action)).toContain('disablePerson');
});

test('an admin keeps the books in the chat', async () => {
  const admin = world.phone('supervisor');
  await admin.say('/admin');
  await admin.press('Категории', 'Управление');
  await admin.press('Добавить категорию', 'Категории:');
  await admin.say('Дороги / Уборка / Снег / Лёд');
  await admin.sees('Уровней не больше трёх');
  await admin.say('Дороги / Уборка снега');
  await admin.press('3 дн.', 'Дороги / Уборка снега');
  await admin.press('Исполнитель', 'Дороги / Уборка снега');
  await admin.press('Петров П.П.', 'Кто обычный исполнитель');
  expect(await admin.text('Дороги / Уборка снега')).toMatch(/Фаст-трек: 3 дня\nОбычный исполнитель: Петров П\.П\./);

  await admin.say('/admin');
  await admin.press('Организации', 'Управление');
  await admin.press('Добавить организацию', 'Организации:');
  await admin.say('МБУ <b>Парки</b> & Ко');
  await admin.press('Подведомственная', 'какая это организация');
  expect(await admin.buttons('Организации:')).toContain('МБУ <b>Парки</b> & Ко · подведомственная');
  await admin.press('Добавить организацию', 'Организации:');
  await admin.say('мбу <b>парки</b> & ко');
  await admin.press('Подведомственная', 'какая это организация');
  expect(await admin.text('почти не отличить')).toContain(
    '«мбу <b>парки</b> & ко» почти не отличить от «МБУ <b>Парки</b> & Ко»',
  );

  await admin.say('/admin');
  await admin.press('Параметры', 'Управление');
  await admin.press('Технические', 'Параметры');
  const settings = await admin.text('Эти параметры задаются');
  expect(settings).toContain('Токен бота: •••');
  expect(settings).not.toContain(world.stand.stand.token);
});

test('a link in /start opens the appeal’s card for those who work with appeals', async () => {
  const number = await world.appeal();
  const [row] = await world.fresh.database.query<{ id: number }>(
    statement('test.appeal-id', 'select id from appeal where number = $1'),
    [number],
  );
  const executor = world.phone('otherExecutor');
  await executor.say(`/start a${(row?.id ?? 0).toString(36)}`);
  await executor.sees(number);
  await executor.say('/start azzzzz');
  await executor.sees('Такого обращения нет');
  // larger than any id of ours can be
  await executor.say('/start azzzzzz');
  expect((await executor.messages()).at(-1)?.text).toContain('Сидор Сидорович, здравствуйте.');
  await executor.say('/help');
  const help = await executor.text('Что можно');
  expect(help).toContain('/find');
  expect(help).not.toContain('/admin');
});

test('the bot speaks Tatar to whoever chose it, command menu included', async () => {
  const approver = world.phone('approver');
  await approver.say('/language');
  await approver.press('Татарча', 'Выберите язык');
  await approver.sees('Тел: татарча');
  await approver.say('/start');
  await approver.sees('Рашит Мухаметдинович, исәнмесез.');
  await world.quiet();
  await approver.press('Русский', 'Тел: татарча');
  await approver.sees('Язык: русский');
});

test('roles are named as words of a sentence, and an abbreviation as it is written', async () => {
  await holds(world, 'otherExecutor', ['executor', 'engagement'], false);
  await world.phone('otherExecutor').say('/start');
  await world.phone('otherExecutor').sees('Ваши роли: исполнитель, ОГ.');
});

test('whoever has blocked the bot is marked until they come back', async () => {
  const admin = world.phone('supervisor');
  await world.stand.control('POST', 'people/1006/block', {});
  await world.quiet();
  await admin.say('/admin');
  await admin.press('Сотрудники', 'Управление');
  await admin.press('⚠️ Гарипов', 'Сотрудники:');
  await admin.sees('бот заблокирован');
  await world.stand.control('POST', 'people/1006/unblock', {});
  await world.quiet();
  await admin.press('Назад', 'Гарипов Рашит');
  expect((await admin.buttons('Сотрудники:')).some((caption) => caption.startsWith('Гарипов'))).toBe(true);
});
