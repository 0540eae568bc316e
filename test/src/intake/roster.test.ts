import { readFileSync } from 'node:fs';
import path from 'node:path';
import { wordsOf } from '../../../src/i18n';
import { intakeWords } from '../../../src/intake/complaints';
import { messengerOfGroups } from '../../../src/intake/messenger-chats';
import { readRoster } from '../../../src/intake/roster';
import type { RosterData } from '../../../src/usecases/office/loading';

const words = intakeWords(wordsOf('ru'));

const read = (input: unknown) => readRoster(JSON.stringify(input), words);
const complaintsAbout = (input: unknown) => {
  const reading = read(input);
  return reading.ok ? [] : reading.complaints;
};
const boss = { name: 'Гарипов Рашит Мухаметдинович', roles: ['supervisor'], canApprove: true };
const clerk = { name: 'Кузнецова Юлия Юрьевна', roles: ['executor'] };

test('a name and roles are enough', () => {
  expect(read({ users: [boss, clerk] })).toEqual({
    ok: true,
    value: {
      roster: { users: [boss, { ...clerk, canApprove: false }], organizations: [], categories: [], groups: [] },
      warnings: [],
    },
  });
});

test('blanks inside a name, a repeated role and dashes of a СНИЛС are made plain', () => {
  const reading = read({
    users: [
      {
        ...boss,
        name: ' Гарипов  Рашит\u00a0Мухаметдинович ',
        roles: ['supervisor', 'supervisor'],
        snils: '112-233-445 95',
      },
    ],
  });
  expect(reading.ok && reading.value.roster.users[0]).toEqual({ ...boss, snils: '11223344595' });
});

test('Telegram’s numbers are accounts and chats of Telegram inside', () => {
  const reading = read({ users: [{ ...boss, telegramId: 5 }], groups: [{ title: 'А', chatId: -6, note: 'Пример' }] });
  expect(reading.ok && reading.value.roster).toMatchObject({
    users: [{ accounts: [{ messenger: 'telegram', userId: '5', chatId: '5' }] }],
    groups: [{ title: 'А', messenger: 'telegram', chatId: '-6' }],
  });
});

test('a byte order mark before the JSON does not matter', () => {
  expect(readRoster('\ufeff{}', words).ok).toBe(true);
});

test('a roster in which nobody approves is loaded with a warning', () => {
  const reading = read({ users: [{ ...boss, canApprove: false }] });
  expect(reading.ok && reading.value.warnings).toEqual([expect.stringContaining('Никто не может утверждать ответы')]);
});

test('what is not JSON is refused with its place', () => {
  expect(readRoster('{"users": [}', words)).toEqual({
    ok: false,
    complaints: [
      { path: '', reason: expect.stringMatching(/^файл — не JSON: .+/), todo: 'проверьте запятые, кавычки и скобки' },
    ],
  });
});

test.each<[string, unknown, string, RegExp]>([
  ['a list instead of an object', [], '', /нужен тип «объект»/],
  ['an unknown section', { people: [] }, 'people', /такого поля нет/],
  ['an unknown field', { users: [{ ...boss, phone: '1' }] }, 'users[0].phone', /такого поля нет/],
  ['no name', { users: [{ roles: ['executor'] }] }, 'users[0].name', /не заполнено/],
  ['a blank name', { users: [{ ...boss, name: ' ' }] }, 'users[0].name', /имя не заполнено/],
  ['no roles', { users: [{ ...boss, roles: [], canApprove: false }] }, 'users[0].roles', /ни одной роли/],
  [
    'a role in Russian',
    { users: [{ ...clerk, roles: ['исполнитель'] }] },
    'users[0].roles[0]',
    /допустимые значения: coordinator/,
  ],
  ['canApprove in words', { users: [{ ...boss, canApprove: 'да' }] }, 'users[0].canApprove', /нужен тип «да или нет»/],
  [
    'an approver who is no supervisor',
    { users: [{ ...clerk, canApprove: true }] },
    'users[0].canApprove',
    /у кого есть роль supervisor/,
  ],
  [
    'one name twice',
    { users: [boss, clerk, { ...boss, name: ` ${boss.name}` }] },
    'users[2].name',
    /уже есть: users\[0\]/,
  ],
  [
    'one telegramId twice',
    {
      users: [
        { ...boss, telegramId: 5 },
        { ...clerk, telegramId: 5 },
      ],
    },
    'users[1].telegramId',
    /уже занят: users\[0\]/,
  ],
  ['a telegramId in quotes', { users: [{ ...boss, telegramId: '5' }] }, 'users[0].telegramId', /нужен тип «число»/],
  ['a maxId that is no number', { users: [{ ...boss, maxId: 'anna' }] }, 'users[0].maxId', /не номер в MAX/],
  ['a negative telegramId', { users: [{ ...boss, telegramId: -5 }] }, 'users[0].telegramId', /не меньше 1/],
  ['a wrong СНИЛС', { users: [{ ...boss, snils: '112-233-445 96' }] }, 'users[0].snils', /контрольное число/],
  ['a short СНИЛС', { users: [{ ...boss, snils: '112' }] }, 'users[0].snils', /контрольное число/],
  [
    'one СНИЛС twice',
    {
      users: [
        { ...boss, snils: '11223344595' },
        { ...clerk, snils: '112-233-445 95' },
      ],
    },
    'users[1].snils',
    /уже есть: users\[0\]/,
  ],
  [
    'an unknown supervisor',
    { users: [{ ...clerk, supervisor: 'Гарипов' }] },
    'users[0].supervisor',
    /среди users нет «Гарипов»/,
  ],
  [
    'a supervisor without the role',
    { users: [clerk, { ...clerk, name: 'Б', supervisor: clerk.name }] },
    'users[1].supervisor',
    /нет роли supervisor/,
  ],
  [
    'a person as their own supervisor',
    { users: [{ ...boss, supervisor: boss.name }] },
    'users[0].supervisor',
    /самому себе/,
  ],
  [
    'an unknown organization',
    { users: [{ ...clerk, organization: 'МБУ' }] },
    'users[0].organization',
    /среди organizations нет «МБУ»/,
  ],
  [
    'an official of an outside organization',
    { users: [{ ...clerk, organization: 'ГИБДД' }], organizations: [{ name: 'ГИБДД', kind: 'outside' }] },
    'users[0].organization',
    /неподведомственная/,
  ],
  [
    'a third kind of organization',
    { organizations: [{ name: 'МБУ', kind: 'other' }] },
    'organizations[0].kind',
    /subordinate, outside/,
  ],
  [
    'one organization twice',
    {
      organizations: [
        { name: 'МБУ', kind: 'outside' },
        { name: 'МБУ', kind: 'subordinate' },
      ],
    },
    'organizations[1].name',
    /уже есть: organizations\[0\]/,
  ],
  [
    'a term that is no fast track',
    { categories: [{ category: 'Дороги', fastTrackDays: 4 }] },
    'categories[0].fastTrackDays',
    /3, 5, 7, 10/,
  ],
  [
    'an unknown executor',
    { categories: [{ category: 'Дороги', executor: 'Никто' }] },
    'categories[0].executor',
    /среди users нет «Никто»/,
  ],
  [
    'an executor without the role',
    { users: [boss], categories: [{ category: 'Дороги', executor: boss.name }] },
    'categories[0].executor',
    /нет роли executor/,
  ],
  [
    'a fact without a subcategory',
    { categories: [{ category: 'Дороги', fact: 'Яма' }] },
    'categories[0].fact',
    /без подкатегории/,
  ],
  [
    'one category twice',
    { categories: [{ category: 'Дороги' }, { category: 'Дороги' }] },
    'categories[1].category',
    /уже есть: categories\[0\]/,
  ],
  ['a private chat as a group', { groups: [{ title: 'А', chatId: 5 }] }, 'groups[0].chatId', /отрицательный/],
  [
    'one chat twice',
    {
      groups: [
        { title: 'А', chatId: -5 },
        { title: 'Б', chatId: -5 },
      ],
    },
    'groups[1].chatId',
    /уже есть: groups\[0\]/,
  ],
])('%s is refused', (_, input, at, reason) => {
  expect(complaintsAbout(input)).toEqual([
    expect.objectContaining({ path: at, reason: expect.stringMatching(reason) }),
  ]);
});

test('every mistake is named at once', () => {
  const found = complaintsAbout({
    users: [{ ...clerk, supervisor: 'Нет', organization: 'Нет' }],
    categories: [{ category: 'Дороги', executor: 'Нет' }],
  });
  expect(found.map(({ path: at }) => at)).toEqual([
    'users[0].supervisor',
    'users[0].organization',
    'categories[0].executor',
  ]);
  expect(found.every(({ todo }) => todo !== undefined)).toBe(true);
});

/** What the bot does not look at, and whoever reads the file does. */
interface NotedLine {
  readonly canApprove?: boolean;
  readonly supervisor?: string;
  readonly note?: string;
}

describe('roster.example.json', () => {
  const text = readFileSync(path.join(__dirname, '../../../roster.example.json'), 'utf8');
  const reading = readRoster(text, words);
  const roster: RosterData = reading.ok
    ? reading.value.roster
    : { users: [], organizations: [], categories: [], groups: [] };

  test('is a right roster', () => {
    expect(reading).toMatchObject({ ok: true, value: { warnings: [] } });
  });

  test('has the people, roles and positions of Приложение 2', () => {
    const lines = roster.users
      .slice(0, 4)
      .map(({ name, roles, position }) => `${name}: ${roles.join(', ')}: ${position ?? ''}`);
    expect(lines).toEqual([
      'Гарипов Рашит Мухаметдинович: supervisor: руководитель Исполнительного комитета',
      'Шафеев Ильдар Рустамович: admin, supervisor, curator, coordinator: Управляющий делами Исполнительного комитета',
      'Насибулина Гульнара Ринатовна: admin, supervisor, curator, coordinator, executor: Заместитель начальника общего отдела Исполнительного комитета',
      'Кузнецова Юлия Юрьевна: coordinator, executor: Заведующая сектором по работе со СМИ и общественностью',
    ]);
  });

  test('says of everything that the decree does not say that it is assumed or an example', () => {
    const file = JSON.parse(text) as Readonly<Record<keyof RosterData, NotedLine[]>>;
    const assumed = file.users.filter(({ canApprove, supervisor }) => canApprove || supervisor !== undefined);
    const invented = [...file.users.slice(4), ...file.organizations, ...file.categories, ...file.groups];
    expect(assumed.length).toBeGreaterThan(0);
    for (const { note } of assumed) expect(note).toMatch(/Предположение|Пример/);
    for (const { note } of invented) expect(note).toMatch(/Пример/);
  });

  test('shows where the numbers of a person stand', () => {
    const shown = roster.users.filter(({ accounts, snils }) => accounts !== undefined && snils !== undefined);
    expect(shown).toHaveLength(1);
  });

  test('lets a subordinate organization be tried with executors of its own, and without', () => {
    const withExecutors = new Set(
      roster.users.filter(({ roles }) => roles.includes('executor')).map(({ organization }) => organization),
    );
    const subordinate = roster.organizations.filter(({ kind }) => kind === 'subordinate');
    expect(subordinate.some(({ name }) => withExecutors.has(name))).toBe(true);
    expect(subordinate.some(({ name }) => !withExecutors.has(name))).toBe(true);
  });
});

test('the same number in two messengers is two accounts and two groups, and one of MAX may be longer than a number', () => {
  const reading = read({
    users: [
      { ...boss, telegramId: 5 },
      { ...clerk, maxId: '9007199254740993' },
    ],
    groups: [
      { title: 'А', chatId: -6 },
      { title: 'Б', messenger: 'max', chatId: '-6' },
    ],
  });
  const roster = reading.ok ? reading.value.roster : null;
  expect(roster?.users[1]?.accounts).toEqual([
    { messenger: 'max', userId: '9007199254740993', chatId: '9007199254740993' },
  ]);
  expect(roster?.groups).toEqual([
    { title: 'А', messenger: 'telegram', chatId: '-6' },
    { title: 'Б', messenger: 'max', chatId: '-6' },
  ]);
});

test('a group that names no messenger is of MAX in an office that has MAX alone, and of Telegram in any other', () => {
  const groups = [
    { title: 'А', chatId: -6 },
    { title: 'Б', messenger: 'telegram', chatId: -7 },
  ];
  const read = (mode: string) => {
    const reading = readRoster(JSON.stringify({ groups }), words, messengerOfGroups({ mode }));
    return reading.ok && reading.value.roster.groups.map(({ messenger }) => messenger);
  };
  expect(read('withoutTelegram')).toEqual(['max', 'telegram']);
  expect(read('polling')).toEqual(['telegram', 'telegram']);
  const twice = JSON.stringify({ groups: [...groups, { title: 'В', messenger: 'max', chatId: -6 }] });
  expect(readRoster(twice, words, 'max')).toMatchObject({ ok: false, complaints: [{ path: 'groups[2].chatId' }] });
});

test('one person may be with both messengers', () => {
  const reading = read({ users: [{ ...boss, telegramId: 5, maxId: '5' }] });
  expect(reading.ok && reading.value.roster.users[0]?.accounts).toEqual([
    { messenger: 'telegram', userId: '5', chatId: '5' },
    { messenger: 'max', userId: '5', chatId: '5' },
  ]);
});
