import { World } from '../support/world';

// The phone of an admin is in strange hands for a minute, and the links that it makes go to a thief.

let world: World;
beforeAll(async () => {
  world = await World.start({ inBoth: ['approver'] });
  await world.fresh.database.dataSource.query(
    `update person set roles = array['coordinator', 'curator', 'admin'] where name like 'Насибулина%'`,
  );
  await world.appeal();
});
afterAll(() => world.stop());

const admin = () => world.phone('supervisor');
const second = () => world.phone('secondCoordinator');

/** What the thief presses, and where the link leads. */
async function linkFor(short: string, full: string): Promise<string> {
  await admin().say('/admin');
  await admin().press('Сотрудники', 'Управление');
  await admin().press(short, 'Сотрудники:');
  await admin().press('Ссылка для входа', new RegExp(`^${full}`));
  const [, start = ''] = /start=(i[\w-]+)/.exec(await admin().text(`Ссылка для входа: ${full}`)) ?? [];
  return `/start ${start}`;
}

test('nobody comes in as whoever approves: both of their phones and the other admin hear of it within the minute', async () => {
  const link = await linkFor('Гарипов Р.М.', 'Гарипов Рашит');
  const thief = await world.newcomer(1901, 'telegram');
  await thief.say(link);
  expect(await thief.text('Вход ждёт подтверждения')).toContain('через рабочий день');
  await thief.say('/menu');
  const told = '⚠️ Гарипов Р.М.: вход с другого аккаунта, Telegram';
  for (const messenger of ['telegram', 'max'] as const) {
    const phone = world.phone('approver', messenger);
    expect(await phone.text(told)).toContain('Кто: Шафеев И.Р., по ссылке для входа.');
    expect(await phone.buttons(told)).toEqual(['Это я', 'Это не я']);
  }
  expect(await second().buttons(told)).toEqual(['Подтвердить', 'Отклонить']);
  // Whose phone it is can take it back, and confirm nothing.
  expect(await admin().buttons(told)).toEqual(['Отклонить']);

  const late = await second().remember('Подтвердить', told);
  expect((await world.phone('approver', 'max').press('Это не я', told)).text).toBe('Отклонено');
  expect(await late()).toMatchObject({ text: 'Это уже решено.' });
  await world.quiet();
  expect(await thief.text('Вход не подтверждён')).toContain('администратору');
  expect(await world.phone('approver', 'max').text(told)).toContain('Отклонено (Гарипов Р.М.)');
});

test('whoever was replaced says «Это не я» in a chat that is nobody’s any more, and the other admin decides', async () => {
  const old = world.phone('otherExecutor');
  const thief = await world.newcomer(1902, 'telegram');
  await thief.say(await linkFor('Сидоров С.С.', 'Сидоров Сидор'));
  await thief.sees('Аккаунт подключён.');
  const told = '⚠️ Сидоров С.С.: вход с другого аккаунта, Telegram';
  expect(await old.buttons(told)).toEqual(['Это не я']);
  const notMe = await old.remember('Это не я', told);
  const again = await old.remember('Это не я', told);
  expect(await notMe()).toMatchObject({ text: 'Новый аккаунт закрыт, пока не решит администратор.' });
  expect(await again()).toMatchObject({ text: 'Это уже решено.' });
  await world.quiet();
  await thief.say('/menu');
  await thief.sees('Вход закрыт, пока администратор не решит');

  await admin().say('/admin');
  await admin().press('Доступ: ждут решения (1)', 'Управление');
  await admin().press('Вход: Сидоров С.С.', 'Доступ');
  const contested = /^⚠️ Сидоров С\.С\.: вход с другого аккаунта, Telegram[^]*Сказано «Это не я»/;
  expect(await admin().buttons(contested)).toEqual([]);
  expect((await second().press('Вернуть прежний', contested)).text).toBe('Отклонено');
  await world.quiet();
  await old.say('/menu');
  await old.sees('Сидоров С.С.');
  const before = await thief.lastId();
  await thief.say('/my');
  expect(
    (await thief.messages()).filter(({ message_id: id, from }) => id > before && from?.is_bot).length,
  ).toBeLessThan(2);
});

test('the right to approve is not given by one finger', async () => {
  const person = /^Сидоров Сидор/;
  await admin().say('/admin');
  await admin().press('Сотрудники', 'Управление');
  await admin().press('Сидоров С.С.', 'Сотрудники:');
  await admin().press('Руководитель', person);
  expect((await admin().press('Право утверждать', person)).text).toContain('нужно слово второго администратора');
  expect(await admin().buttons(person)).toContain('Право утверждать: Сидоров С.С.');
  expect(await admin().text(person)).not.toContain('Может утверждать');
  const told = '⚠️ Сидоров С.С.: право утверждать';
  // Their own word gives nobody a right.
  expect(await world.phone('otherExecutor').buttons(told)).toEqual(['Отклонить']);
  expect((await second().press('Подтвердить', told)).text).toBe('Подтверждено');
  await world.quiet();
  await admin().say('/admin');
  await admin().press('Сотрудники', 'Управление');
  await admin().press('Сидоров С.С.', 'Сотрудники:');
  expect(await admin().text(person)).toContain('Может утверждать ответы');
});
