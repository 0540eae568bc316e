import { databaseOf, statement } from '../../src/database/database';
import { agree, assign, brief, enter, inWork, ringing, submit, task } from '../support/office-work';
import { PEOPLE, World, type Who } from '../support/world';

// Wednesday, working time.
let world: World;
beforeAll(async () => {
  world = await World.start({ now: '2026-11-25T10:00:00+03:00' });
});
afterAll(() => world.stop());

const COORDINATORS = ['coordinator', 'secondCoordinator'];
const openDuty = async (who: Who) => {
  const phone = world.phone(who);
  await phone.say('/menu');
  await phone.press('Параметры', 'Меню');
  await phone.press('Дежурный координатор', 'Ваши параметры');
};
async function onDuty(day: string, whose: string): Promise<void> {
  await openDuty('coordinator');
  await world.phone('coordinator').press(day, 'Дежурный координатор');
  await world.phone('coordinator').press(whose, 'Кто дежурит');
}

describe('with nobody on duty', () => {
  test('a new appeal sounds on every coordinator’s phone', async () => {
    expect(await ringing(world, () => world.appeal())).toEqual(COORDINATORS);
  });
});

describe('with a coordinator on duty', () => {
  beforeAll(() => onDuty('ср 25.11', brief('secondCoordinator')));

  test('the days say who it is, and whoever it is is told without a sound', async () => {
    await openDuty('coordinator');
    const days = await world.phone('coordinator').buttons('Дежурный координатор');
    expect(days[0]).toBe(`ср 25.11: ${brief('secondCoordinator')}`);
    expect(days[1]).toBe('чт 26.11: все');
    expect((await world.phone('secondCoordinator').sees('Вы дежурите: ср 25.11')).silent).toBe(true);
  });

  test('a new appeal comes to all and sounds on that phone alone', async () => {
    let number = '';
    expect(await ringing(world, async () => (number = await world.appeal()))).toEqual(['secondCoordinator']);
    await world.phone('coordinator').sees(number);
  });

  test('of tasks for ПОС the first sounds there, and those that follow within some hours come without', async () => {
    const [first, second] = [await inWork(world), await inWork(world)];
    for (const number of [first, second])
      await submit(world, number, { text: `Яма по обращению ${number.split('').join(' ')} внесена в план.` });
    expect(await ringing(world, () => agree(world, first))).toEqual(['secondCoordinator']);
    expect(await ringing(world, () => agree(world, second))).toEqual([]);
    await world.phone('coordinator').sees(`№ ${second}`);
    for (const number of [first, second]) await enter(world, number);
  });

  test('whom the office has named for ПОС is rung before them, and the task names them', async () => {
    const named = statement(
      'test.name-in-pos',
      `insert into setting (key, value) select 'office_answers', jsonb_build_object('named', jsonb_build_object('entersInPos', jsonb_build_array(a.person_id)))
       from account a where a.messenger = 'telegram' and a.user_id = $1
       on conflict (key) do update set value = setting.value || excluded.value`,
    );
    await databaseOf(world.desk).query(named, [String(PEOPLE.coordinator.telegramId)]);
    const number = await inWork(world);
    await submit(world, number, { text: `Светильник по обращению ${number.split('').join(' ')} заменён.` });
    expect(await ringing(world, () => agree(world, number))).toEqual(['coordinator']);
    expect(await world.phone('secondCoordinator').text(task('Внести в ПОС', number))).toContain(
      `В ПОС вносит: ${brief('coordinator')}`,
    );
    await enter(world, number);
    await databaseOf(world.desk).query(
      statement('test.name-nobody', `delete from setting where key = 'office_answers'`),
    );
  });

  test('while they are away all phones sound, and the day says so', async () => {
    const phone = world.phone('secondCoordinator');
    await phone.say('/menu');
    await phone.press('Отсутствие', 'Меню');
    await phone.press('Записать отсутствие', 'отсутствие');
    await phone.say('25.11');
    await phone.press('Один день', 'Какой день последний');
    await world.quiet();
    expect(await ringing(world, () => world.appeal())).toEqual(COORDINATORS);
    await openDuty('coordinator');
    expect((await world.phone('coordinator').buttons('Дежурный координатор'))[0]).toBe(
      `ср 25.11: ${brief('secondCoordinator')} (отсутствует)`,
    );
    await phone.say('/menu');
    await phone.press('Отсутствие', 'Меню');
    await phone.press('Отменить 25.11', 'отсутствие');
  });

  test('nobody else may say who it is', async () => {
    await world.phone('executor').say('/menu');
    await world.phone('executor').press('Параметры', 'Меню');
    expect(await world.phone('executor').buttons('Ваши параметры')).not.toContain('Дежурный координатор');
  });
});

describe('whoever has asked for no sound', () => {
  const quietly = async (caption: string) => {
    await world.phone('executor').say('/menu');
    await world.phone('executor').press('Параметры', 'Меню');
    await world.phone('executor').press(caption, 'Ваши параметры');
  };

  test('has everything of theirs without, until they ask for it again', async () => {
    const [first, second] = [await world.appeal(), await world.appeal()];
    await quietly('Без звука');
    expect(await ringing(world, () => assign(world, first))).toEqual([]);
    await world.phone('executor').sees(first);
    await quietly('Со звуком');
    expect(await ringing(world, () => assign(world, second))).toEqual(['executor']);
  });
});

test('a morning list may be moved within the first two working hours, and comes at that hour', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.say('/menu');
  await executor.press('Параметры', 'Меню');
  expect((await executor.buttons('Ваши параметры')).filter((caption) => caption.includes(':'))).toEqual([
    '✓ 08:15',
    '08:30',
    '09:00',
    '09:30',
    '10:00',
  ]);
  await executor.press('09:30', 'Ваши параметры');
  await world.passTo('2026-11-26T08:15:30+03:00');
  expect((await executor.messages()).filter(({ text }) => text?.startsWith('Дела на '))).toEqual([]);
  await world.passTo('2026-11-26T09:30:30+03:00');
  expect(await executor.text('Дела на ')).toContain(number);
});

describe('another hour that is chosen in the morning itself', () => {
  const lists = async () =>
    (await world.phone('executor').messages()).filter(({ text }) => text?.startsWith('Дела на '));
  const choose = async (hour: string) => {
    await world.phone('executor').say('/menu');
    await world.phone('executor').press('Параметры', 'Меню');
    await world.phone('executor').press(hour, 'Ваши параметры');
  };

  test('an earlier one that is over loses no list of the day, and what came overnight sounds in it', async () => {
    await world.passTo('2026-11-26T20:00:00+03:00');
    const number = await world.appeal();
    await assign(world, number);
    await world.passTo('2026-11-27T08:40:30+03:00');
    const before = await lists();
    await choose('08:15');
    await world.passTo('2026-11-27T09:30:30+03:00');
    await world.passTo('2026-11-27T10:00:30+03:00');
    const [list, ...others] = (await lists()).slice(before.length);
    expect([list?.silent, others]).toEqual([false, []]);
    expect(list?.text).toContain(number);
  });

  test('a later one brings no second list', async () => {
    await world.passTo('2026-11-30T08:15:30+03:00');
    const told = await lists();
    expect(told.at(-1)?.text).toContain('30.11');
    await world.passTo('2026-11-30T08:40:30+03:00');
    await choose('10:00');
    await world.passTo('2026-11-30T10:00:30+03:00');
    expect(await lists()).toHaveLength(told.length);
  });
});
