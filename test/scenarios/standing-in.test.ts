import { statement } from '../../src/database/database';
import {
  agree,
  assign,
  card,
  goesAway,
  holds,
  inWork,
  open,
  submit,
  takeIntoWork,
  write,
} from '../support/office-work';
import { Phone } from '../support/phone';
import { PEOPLE, World, type Who } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const personScreen = async (admin: Phone, name: string) => {
  await admin.say('/admin');
  await admin.press('Сотрудники', 'Управление');
  for (let page = 0; page < 5; page += 1) {
    if ((await admin.buttons('Сотрудники:')).some((caption) => caption.includes(name))) break;
    await admin.press('▶', 'Сотрудники:');
  }
  await admin.press(name, 'Сотрудники:');
};
const cancelAll = statement(
  'test.cancel-absences',
  'update absence set cancelled_at = now() where cancelled_at is null',
);
const backAtWork = () => world.fresh.database.query(cancelAll);
const everybodyAsBefore = async () => {
  await backAtWork();
  for (const who of Object.keys(PEOPLE) as Who[]) await holds(world, who, PEOPLE[who].roles, who === 'approver');
};
afterEach(everybodyAsBefore);

test('different people stand in role by role, each in the places of theirs, and the admin hears that nobody approves', async () => {
  // Nobody else has both roles.
  await holds(world, 'approver', ['executor', 'supervisor'], true);
  const [approver, executor, supervisor] = [
    world.phone('approver'),
    world.phone('executor'),
    world.phone('supervisor'),
  ];
  const asked = await inWork(world);
  await submit(world, asked, { agreeing: 'approver' });
  const works = await inWork(world, {}, 'approver');

  await approver.say('/menu');
  await approver.press('Отсутствие', 'Меню');
  await approver.press('Записать отсутствие', 'Ваше отсутствие');
  await approver.press('Сегодня', 'С какого дня');
  await approver.press('Неделя', 'Какой день последний');
  expect(await approver.buttons('Кто замещает как исполнитель?')).toContain('Петров П.П.');
  await approver.press('Петров П.П.', 'Кто замещает как исполнитель?');
  expect(await approver.buttons('Кто замещает как руководитель?')).toEqual([
    'Шафеев И.Р. · не утверждает',
    'Без заместителя',
    'Назад',
    'Отмена',
  ]);
  expect(await approver.press('Шафеев И.Р.', 'Кто замещает как руководитель?')).toEqual({
    text: 'Записано: 25.11–01.12. Утверждать ответы в эти дни будет некому, администратору сообщено.',
    showAlert: true,
  });
  expect(await approver.text('Ваше отсутствие')).toContain(
    '25.11–01.12, замещают Петров П.П. (исполнитель), Шафеев И.Р. (руководитель)',
  );
  await supervisor.sees('Гарипов Р.М. отсутствует 25.11–01.12, утверждать ответы');

  // What is theirs now is a button away.
  await executor.sees('Вы замещаете: Гарипов Р.М. (исполнитель), с 25.11 по 01.12.');
  await executor.press('Что теперь у вас', 'Вы замещаете');
  const mine = await executor.text(/^Мои: \d/);
  expect(mine).toContain(works);
  expect(mine).not.toContain(asked);
  await supervisor.press('Что теперь у вас', 'Вы замещаете');
  expect(await supervisor.text(/^Мои: \d/)).toContain(asked);

  await open(world, 'executor', asked);
  expect(await executor.buttons(card(asked))).not.toContain('✅ Согласовать');
  await open(world, 'supervisor', asked);
  await supervisor.press('Согласовать', card(asked));
});

test('what a deputy has agreed and approved is theirs on the card, in the history and in what others are told', async () => {
  await holds(world, 'worker', ['executor', 'supervisor'], true);
  await goesAway(world, 'supervisor', '2026-11-25', '2026-12-05', 'worker');
  await goesAway(world, 'approver', '2026-11-25', '2026-12-05', 'worker');
  const [executor, coordinator, deputy] = [world.phone('executor'), world.phone('coordinator'), world.phone('worker')];
  const number = await inWork(world);
  await executor.press('Доложить руководителю', card(number));
  await executor.press('Шафеев И.Р.', card(number));
  await world.quiet();
  await open(world, 'worker', number);
  await deputy.press('Принято', card(number));
  await world.quiet();
  expect(await executor.text(card(number))).toContain('Мастеров М.М. (замещает: Шафеев И.Р.), принято');

  await submit(world, number, { agreeing: 'supervisor' });
  // before they have, the card names whose turn it is
  expect(await coordinator.text(card(number))).toContain(
    'Согласующий: Шафеев И.Р. (отсутствует, замещает Мастеров М.М.)',
  );
  await open(world, 'worker', number);
  await deputy.press('Отклонить', card(number));
  await write(deputy, 'Нет даты.');
  await world.quiet();
  expect(await executor.text(card(number))).toMatch(/Ответ отклонён .*, Мастеров М\.М\. \(замещает: Шафеев И\.Р\.\)/);

  await submit(world, number, { agreeing: 'supervisor' });
  await open(world, 'worker', number);
  await agree(world, number, { as: 'worker' });
  await world.quiet();
  await open(world, 'coordinator', number);
  expect(await coordinator.text(card(number))).toContain(
    'Согласующий: Мастеров М.М. (замещает: Шафеев И.Р.)\nУтверждающий: Гарипов Р.М. (отсутствует, замещает Мастеров М.М.)',
  );
  await coordinator.press('История', card(number));
  expect(await coordinator.text(`История № ${number}`)).toContain(
    'Согласовано\nМастеров М.М. (замещает: Шафеев И.Р.), согласующий',
  );
});

test('an open card is redrawn when an absence begins and when it is cancelled, without a sound', async () => {
  const [executor, coordinator] = [world.phone('executor'), world.phone('coordinator')];
  const number = await inWork(world);
  await executor.say('/menu');
  await executor.press('Отсутствие', 'Меню');
  await executor.press('Записать отсутствие', 'Ваше отсутствие');
  await executor.press('Сегодня', 'С какого дня');
  await executor.press('Один день', 'Какой день последний');
  await executor.press('Сидоров С.С.', 'Кто замещает?');
  await world.quiet();
  expect(await coordinator.text(card(number))).toContain(
    'Исполнитель: Петров П.П. (отсутствует, замещает Сидоров С.С.)',
  );
  expect(await coordinator.buttons(card(number))).toContain('Заменить участника');
  await executor.press('Отменить 25.11', 'Ваше отсутствие');
  await world.quiet();
  expect(await coordinator.text(card(number))).not.toContain('отсутствует');
  expect(await coordinator.buttons(card(number))).not.toContain('Заменить участника');
});

test('whoever is replaced is told, and the form they had open ends with a word', async () => {
  const [executor, coordinator] = [world.phone('executor'), world.phone('coordinator')];
  const number = await inWork(world);
  await executor.press('Ответ на согласование', card(number));
  await executor.press('Не решено', card(number));
  await goesAway(world, 'executor', '2026-11-25', '2026-11-30');
  await open(world, 'coordinator', number);
  // Only the executor is to be replaced: that question answers itself.
  await coordinator.press('Заменить участника', card(number));
  await coordinator.press('Сидоров С.С.', card(number));
  await write(coordinator, 'Болен.');
  expect(await executor.text(`№ ${number} больше не у вас: участника заменили`)).toContain(
    'То, что вы начали вводить, закрыто и не отправлено.',
  );
});

test('an assignment that is taken away ends the form of the executor, and of whoever stands in', async () => {
  const [executor, other] = [world.phone('executor'), world.phone('otherExecutor')];
  await goesAway(world, 'executor', '2026-11-25', '2026-11-30', 'otherExecutor');
  const number = await world.appeal();
  const coordinator = world.phone('coordinator');
  await coordinator.press('Назначить исполнителя', card(number));
  await coordinator.press('Петров П.П.', card(number));
  await coordinator.press('Да, назначить', card(number));
  await takeIntoWork(world, number, 'otherExecutor');
  await other.press('Комментарий и фото', card(number));
  await assign(world, number, 'worker');
  expect(await other.text(`№ ${number} больше не у вас`)).toContain('закрыто и не отправлено');
  expect(await executor.text(`№ ${number} больше не у вас`)).not.toContain('закрыто');
});

test('a role is taken away only after it was said to whom the appeals go, and everybody hears', async () => {
  const [admin, coordinator, executor] = [
    world.phone('supervisor'),
    world.phone('coordinator'),
    world.phone('executor'),
  ];
  const number = await inWork(world);
  await personScreen(admin, 'Петров П.П.');
  await admin.press('✓ Исполнитель', 'Петров Пётр');
  expect(await admin.text('Снять роль «Исполнитель»: Петров П.П.')).toContain('Заменяют участников координаторы');
  expect((await admin.press('Подтвердить', 'Снять роль')).text).toMatch(/^Роль снята: Исполнитель, ждут замены: \d+$/);
  await executor.sees('С вас снята роль: исполнитель');
  expect((await coordinator.sees('Петров Пётр Петрович: роль снята. Остаётся')).silent).toBe(false);
  await world.quiet();
  expect(await executor.text('Обращения видят те, кто с ними работает')).not.toContain(number);

  // An admin who coordinates says it at once.
  await holds(world, 'coordinator', ['coordinator', 'admin'], false);
  const other = await inWork(world, {}, 'otherExecutor');
  await personScreen(coordinator, 'Сидоров С.С.');
  await coordinator.press('✓ Исполнитель', 'Сидоров Сидор');
  await coordinator.press('Мастеров М.М.', 'Исполнитель в');
  expect((await coordinator.press('Подтвердить', 'Снять роль')).text).toMatch(
    /^Роль снята: Исполнитель, передано: \d+$/,
  );
  expect((await world.phone('worker').sees(card(other))).text).toContain('Вас назначили вместо другого участника');
});

test('one’s own role of an admin is taken away after a question', async () => {
  await holds(world, 'coordinator', ['coordinator', 'admin'], false);
  const coordinator = world.phone('coordinator');
  await personScreen(coordinator, 'Кузнецова Ю.Ю.');
  await coordinator.press('✓ Администратор', 'Кузнецова Юлия');
  await coordinator.sees('Вернуть её сможет только другой администратор');
  await coordinator.press('Подтвердить', 'Снять роль «Администратор»');
  await coordinator.say('/admin');
  await coordinator.sees('Это доступно администратору');
});

test('a stranger’s number is entered in the employee’s card, and at the next /start they are known', async () => {
  const admin = world.phone('supervisor');
  await world.stand.control('PUT', 'people/1077', { name: 'Новенькая', languageCode: 'ru' });
  const stranger = new Phone(world.stand, 1077);
  await stranger.say('/start');
  expect(await stranger.text('Ваш номер: 1077')).toContain('администратору');
  await admin.say('/admin');
  await admin.press('Добавить сотрудника', 'Управление');
  await admin.say('Новенькая Нина Нуровна');
  await admin.press('Номер в мессенджере', 'Новенькая Нина');
  await admin.say('её номер');
  await admin.sees('Номер состоит только из цифр');
  await admin.say('1003');
  await admin.sees('Этот номер уже у «');
  await admin.say('1077');
  await admin.sees(/Новенькая Нина[\s\S]*бот не запущен/);
  await stranger.say('/start');
  await stranger.sees('Нина Нуровна, здравствуйте.');
});

test('whoever agreed is not replaced when the answer is at the approver, the executor is', async () => {
  const coordinator = world.phone('coordinator');
  const number = await inWork(world);
  await submit(world, number, { agreeing: 'supervisor' });
  await agree(world, number);
  await goesAway(world, 'supervisor', '2026-11-25', '2026-11-30');
  await goesAway(world, 'executor', '2026-11-25', '2026-11-30');
  await open(world, 'coordinator', number);
  await coordinator.press('Заменить участника', card(number));
  // One answer is possible, so it is given; «Назад» shows it.
  expect(await coordinator.text(card(number))).toContain('Участник: исполнитель\n');
  await coordinator.press('Назад', card(number));
  expect(await coordinator.buttons(card(number))).toEqual(['исполнитель', 'Отмена']);
});

test('where nobody can take the place of an approver who is away, coordinators hear of it with buttons and read who can give the right', async () => {
  const [coordinator, admin] = [world.phone('coordinator'), world.phone('supervisor')];
  const number = await inWork(world);
  await submit(world, number, { agreeing: 'supervisor' });
  await goesAway(world, 'approver', '2026-11-25', '2026-11-30');
  await agree(world, number);
  await world.quiet();
  const told = await coordinator.sees('утверждать ответы некому');
  expect(told.silent).toBe(false);
  expect(told.text).toContain(`Ждут утверждения: № ${number}.`);
  await coordinator.press('Заменить участника', 'утверждать ответы некому');
  expect(await coordinator.text('Выбирать не из кого')).toContain('даёт администратор: Шафеев И.Р.');

  await admin.press('Назначить замещающего', 'утверждать ответы некому');
  await admin.press('Шафеев И.Р.', 'Кто замещает?');
  expect(await admin.text('Отсутствие: Гарипов Р.М.')).toContain('замещает Шафеев И.Р.');
});
