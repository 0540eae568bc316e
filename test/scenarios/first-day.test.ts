import { statement } from '../../src/database/database';
import { dayOf, plusDays } from '../../src/regulation/calendar';
import { day } from '../src/usecases/working-office';
import { card, open as openCard } from '../support/office-work';
import type { Phone, Toast } from '../support/phone';
import { OPEN, registryXlsx, type RegistryLine } from '../support/registry-files';
import { World } from '../support/world';

/*
 * The first day of an office: 480 open appeals, that ПОС has distributed already, with fourteen names of executors in it. Nine say who they
 * are, two may be two people each, three are of nobody in the bot.
 */

let world: World;
let coordinator: Phone;
beforeAll(async () => {
  world = await World.start();
  coordinator = world.phone('coordinator');
  for (const name of HIRED) await world.fresh.database.query(hire, [name]);
});
afterAll(() => world.stop());

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const hire = statement('test.hire', `insert into person (name, roles) values ($1, '{executor}')`);
const CLEAR = [
  'Абдуллин Айдар Азатович',
  'Белова Вера Борисовна',
  'Валиев Вадим Вильевич',
  'Гайсин Глеб Германович',
  'Давлетов Данил Дамирович',
  'Ермаков Егор Евгеньевич',
  'Жданов Жан Игоревич',
  'Зарипов Зуфар Зиннурович',
  'Ибатуллин Ильяс Ирекович',
];
const ALIKE = [
  'Иванов Пётр Сергеевич',
  'Иванов Павел Семёнович',
  'Каримов Рустам Фанисович',
  'Каримов Ринат Фаридович',
];
const HIRED = [...CLEAR, ...ALIKE];
/** As ПОС writes them: «Фамилия И.О.». */
const THERE = [
  ...CLEAR.map((name) => name.replace(/^(\S+) (.)\S* (.)\S*$/, '$1 $2.$3.')),
  'Иванов П.С.',
  'Каримов Р.Ф.',
  'Хасанов Р.Ф.',
  'Уволен У.У.',
  'Приёмная Е.И.',
];
const COUNT = 480;

const registered = day('2026-11-16');
const written = (date: string) => date.split('-').reverse().join('.');
const rowOf = (index: number): RegistryLine => {
  const received = plusDays(registered, index % 8);
  return {
    ...OPEN,
    Номер: String(48_000_001 + index),
    'Номер ЕПГУ': String(98_000_001 + index),
    'Дата поступления': written(received),
    'Дата планируемого завершения работ': written(plusDays(received, 30)),
    'Фаст-трек': 'Нет',
    ФЗ: index % 5 === 0 ? '59-ФЗ' : 'Обычное сообщение',
    'ФИО исполнителя': THERE[index % THERE.length]!,
  };
};

const countBy = statement(
  'test.first-day',
  `select p.name, count(*)::int as count from appeal a left join person p on p.id = a.executor_id where a.number like '480%' group by p.name order by p.name`,
);
const facts = statement('test.first-day-facts', `select count(*)::int as count from overdue where holder is not null`);

let presses = 0;
const press = (caption: string, on?: string | RegExp): Promise<Toast> => {
  presses += 1;
  return coordinator.press(caption, on);
};
/** Whom a name means, asked from the list of what is to be assigned. */
async function decide(name: string, who: string, typed?: string): Promise<void> {
  await press(`Кто это: ${name}?`, 'уже назначен');
  if (typed !== undefined) {
    presses += 1;
    await coordinator.say(typed);
  }
  await press(who, `Кто в боте «${name}»?`);
}

test('the clerk loads the file and decides about each name that is not clear once', async () => {
  const heard = await world.phone('secondCoordinator').lastId();
  await coordinator.sendFile(
    await registryXlsx(Array.from({ length: COUNT }, (_, index) => rowOf(index))),
    'первая.xlsx',
    XLSX,
  );
  await press('Загрузить', 'первая');
  await coordinator.sees(/первая[^]*Загружено/);
  await world.quiet();
  expect(await world.phone('secondCoordinator').soundsSince(heard)).toBe(1);
  await press('Сверка с ПОС', /первая[^]*Загружено/);
  await press('Назначить как в ПОС', 'Сверка с ПОС');
  expect(await coordinator.text('уже назначен')).toContain(
    '«Иванов П.С.» — 34 (Иванов Павел Семёнович, Иванов Пётр Сергеевич)',
  );
  await decide('Иванов П.С.', 'Иванов Пётр Сергеевич');
  await decide('Каримов Р.Ф.', 'Каримов Ринат Фаридович');
  await decide('Хасанов Р.Ф.', 'Сидоров С.С.', 'сидор');
  await decide('Уволен У.У.', 'Петров П.П.', 'петр');
  await decide('Приёмная Е.И.', 'Никто из бота');
});

test('one press gives each executor what is theirs in ПОС, and what is nobody’s stays to be distributed and told', async () => {
  await press('Назначить как в ПОС: 446', 'уже назначен');
  await coordinator.sees('Назначено как в ПОС: 446 обращений, исполнителей: 13.');
  const counts = await world.fresh.database.query<{ name: string | null; count: number }>(countBy);
  expect(new Map(counts.map(({ name, count }) => [name, count]))).toEqual(
    new Map([
      ...CLEAR.map((name, index): [string, number] => [name, index < 4 ? 35 : 34]),
      ['Иванов Пётр Сергеевич', 34],
      ['Каримов Ринат Фаридович', 34],
      ['Сидоров Сидор Сидорович', 34],
      ['Петров Пётр Петрович', 34],
      [null, 34],
    ]),
  );
  await press('Сверка с ПОС', 'Назначено как в ПОС');
  expect((await coordinator.buttons('Сверка с ПОС')).filter((caption) => / · \d+$/.test(caption))).toEqual([
    'Другой этап · 34',
  ]);
});

test('on the card, too, each of two is named in full', async () => {
  const index = THERE.indexOf('Иванов П.С.');
  await openCard(world, 'coordinator', String(48_000_001 + index));
  expect(await coordinator.text(card(String(48_000_001 + index)))).toContain('Исполнитель: Иванов Пётр Сергеевич');
  await coordinator.say('/control');
  await coordinator.press('Сверка с ПОС', 'Контроль');
});

test('a decision can be seen and changed: then the next press gives that executor theirs', async () => {
  await press('Имена в ПОС', 'Сверка с ПОС');
  expect(await coordinator.text('Имена в ПОС')).toContain('«Приёмная Е.И.» — 34: никто из бота (решено)');
  await press('Кто это: Приёмная Е.И.?', 'Имена в ПОС');
  await press('Белова В.Б.', 'Кто в боте «Приёмная Е.И.»?');
  expect(await coordinator.text('Имена в ПОС')).toContain('«Приёмная Е.И.» — 34: Белова В.Б. (решено)');
  await press('К расхождениям', 'Имена в ПОС');
  await press('Назначить как в ПОС: 34', 'Сверка с ПОС');
  await press('Назначить как в ПОС: 34', 'уже назначен');
  await coordinator.sees('Назначено как в ПОС: 34 обращения, исполнителей: 1.');
});

test('all of it took fewer than forty presses', () => {
  expect(presses).toBeLessThan(40);
});

test('what ends before the closing of the next working day is nobody’s', async () => {
  expect(dayOf(world.desk.clock.now(), world.desk.office.calendar())).toBe('2026-11-25');
  await world.passTo('2026-11-26T16:50:00+03:00');
  expect(await world.fresh.database.query(facts)).toEqual([{ count: 0 }]);
});
