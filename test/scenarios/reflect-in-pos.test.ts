import { assign, brief, card, inWork, ringing, takeIntoWork, write } from '../support/office-work';
import { OPEN, registryXlsx, type RegistryLine } from '../support/registry-files';
import { PEOPLE, World, type Who } from '../support/world';

// Wednesday, working time.
let world: World;
beforeAll(async () => {
  world = await World.start({ now: '2026-11-25T09:00:00+03:00' });
});
afterAll(() => world.stop());

const TITLE = 'Отразить в ПОС';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The list as it is opened from the menu; null: the menu has no way to it. */
async function list(who: Who): Promise<string | null> {
  const phone = world.phone(who);
  await phone.say('/menu');
  if (!(await phone.buttons('Меню')).includes(TITLE)) return null;
  await phone.press(TITLE, 'Меню');
  return phone.text(TITLE);
}
async function tick(who: Who): Promise<void> {
  if ((await list(who)) === null) return;
  const phone = world.phone(who);
  while ((await phone.buttons(TITLE)).includes('Отражено')) await phone.press('Отражено', TITLE);
}
const line = (number: string, more: RegistryLine = {}): RegistryLine => ({
  ...OPEN,
  Номер: number,
  'ФИО исполнителя': PEOPLE.executor.name,
  'Дата поступления': '25.11.2026',
  ...more,
});
async function load(name: string, rows: readonly RegistryLine[]): Promise<void> {
  const coordinator = world.phone('coordinator');
  await coordinator.sendFile(await registryXlsx(rows), name, XLSX);
  if (!(await coordinator.text(new RegExp(`${name}[^]*(Новых|Нового)`))).includes('Нового ничего нет')) {
    await coordinator.press('Загрузить', name);
    await coordinator.sees(new RegExp(`${name}[^]*Загружено`));
  }
  await world.quiet();
}

test('what was decided here is in one list of whoever repeats it in ПОС, and rings nobody', async () => {
  expect(await list('coordinator')).toBeNull();
  const number = await world.appeal();
  expect(await ringing(world, () => assign(world, number))).toEqual(['executor']);
  const coordinators = await list('coordinator');
  expect(coordinators).toContain(`№ ${number} · Назначить: ${brief('executor')}\n25.11 09:`);
  expect(coordinators).toContain(brief('coordinator'));
  expect(await list('secondCoordinator')).toContain(`№ ${number}`);
  expect(await list('executor')).toBeNull();
  expect(await ringing(world, () => takeIntoWork(world, number))).toEqual([]);
  expect(await list('executor')).toContain(`№ ${number} · Взять в работу`);
});

test('what one coordinator has ticked is in no coordinator’s list; a wrong line comes back', async () => {
  const phone = world.phone('coordinator');
  await list('coordinator');
  await phone.press('Отражено', TITLE);
  expect(await phone.text(TITLE)).toMatch(
    /Всё, что решено здесь, в ПОС отражено\.\n\nОтмечено: № \S+, назначение исполнителя\./,
  );
  expect(await list('secondCoordinator')).toBeNull();
});

test('a tick by mistake is taken back', async () => {
  const number = await world.appeal();
  await assign(world, number);
  const phone = world.phone('coordinator');
  await list('coordinator');
  await phone.press('Отражено', TITLE);
  await phone.press('Вернуть в список', TITLE);
  expect(await phone.text(TITLE)).toContain(`№ ${number}`);
  await tick('coordinator');
});

test('an assignment undone leaves no line, and the history has the ticks', async () => {
  const number = await world.appeal();
  await assign(world, number);
  expect(await list('coordinator')).toContain(`№ ${number}`);
  await world.phone('coordinator').press('Отменить назначение', card(number));
  expect(await list('coordinator')).toBeNull();
  await assign(world, number);
  await tick('coordinator');
  await world.phone('coordinator').press('История', card(number));
  expect(await world.phone('coordinator').text('Отмечено: отражено в ПОС')).toContain('Назначение исполнителя');
});

test('another assignment overtakes the one before; what ПОС never had need not be returned there', async () => {
  const number = await world.appeal();
  await assign(world, number);
  await assign(world, number, 'otherExecutor');
  const text = (await list('coordinator')) ?? '';
  expect(text).toContain(`№ ${number} · Назначить: ${brief('otherExecutor')}`);
  expect(text).not.toContain(brief('executor'));
  const phone = world.phone('otherExecutor');
  await phone.press('Вернуть на координацию', card(number));
  await write(phone, 'Это не наше, вопрос к другому отделу.');
  expect(await list('coordinator')).toBeNull();
  expect(await list('otherExecutor')).toBeNull();
});

test('of what ПОС has the executor’s return is in their list', async () => {
  const number = await inWork(world);
  await tick('coordinator');
  await tick('executor');
  await world.phone('executor').press('Вернуть на координацию', card(number));
  await write(world.phone('executor'), 'Это не наше, вопрос к другому отделу.');
  expect(await list('executor')).toContain(`№ ${number} · Вернуть на координацию`);
  await tick('executor');
});

describe('an export', () => {
  let shown = '';
  let otherwise = '';
  beforeAll(async () => {
    [shown, otherwise] = [await inWork(world), await inWork(world)];
    expect(await list('coordinator')).toContain(shown);
  });

  test('of the day itself that shows the same takes the lines away; one that shows otherwise may be older, and takes none', async () => {
    world.later(60_000);
    await load('среда.xlsx', [
      line(shown, { Стадия: 'В работе', Статус: 'В работе у исполнителя' }),
      line(otherwise, { Стадия: 'Новое', Статус: 'На координации', 'ФИО исполнителя': '-' }),
    ]);
    const coordinators = (await list('coordinator')) ?? '';
    expect(coordinators).not.toContain(shown);
    expect(coordinators).toContain(otherwise);
    const executors = (await list('executor')) ?? '';
    expect(executors).not.toContain(shown);
    expect(executors).toContain(otherwise);
  });

  test('of a later day that shows otherwise makes it a difference, and no line of this list', async () => {
    world.at('2026-11-26T11:00:00+03:00');
    await load('четверг.xlsx', [
      line(otherwise, { Стадия: 'Новое', Статус: 'На координации', 'ФИО исполнителя': '-' }),
      line('9900001', { 'Дата поступления': '26.11.2026' }),
    ]);
    expect((await list('coordinator')) ?? '').not.toContain(otherwise);
    expect(await list('executor')).toBeNull();
    await world.phone('coordinator').say('/control');
    await world.phone('coordinator').press('Сверка с ПОС', 'Контроль');
    await world.phone('coordinator').press('Другой этап', 'Сверка с ПОС');
    expect(await world.phone('coordinator').text('Другой этап')).toContain(otherwise);
  });
});

test('an admin says that it is not kept, and then nothing more is noted and nothing is shown', async () => {
  const admin = world.phone('supervisor');
  const number = await world.appeal();
  await assign(world, number);
  expect(await list('coordinator')).toContain(number);
  await admin.say('/admin');
  await admin.press('Параметры', 'Управление');
  await admin.press('Не вести «Отразить в ПОС»', 'Параметры');
  expect(await admin.text('Параметры')).toContain('Список «Отразить в ПОС» не ведётся.');
  expect(await list('coordinator')).toBeNull();
});
