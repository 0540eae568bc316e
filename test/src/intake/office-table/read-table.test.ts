import { readOfficeTable } from '../../../../src/intake/office-table/read-table';
import { templateSheets } from '../../../../src/intake/office-table/template';
import { sentSheets } from '../../../../src/intake/sent-tables/sent-sheets';
import type { Cell } from '../../../../src/intake/registry/cells';
import type { FileTable } from '../../../../src/intake/registry/judge-rows';
import type { KnownOffice, OfficeNow } from '../../../../src/usecases/office/tables';

const NOBODY: KnownOffice = { people: [], organizations: [] };

const sheet = (name: string | null, ...rows: readonly (readonly Cell[])[]): FileTable => ({
  name,
  rows: (async function* () {
    for (const [index, cells] of rows.entries()) yield { row: index + 1, cells };
  })(),
});
const read = (sheets: readonly FileTable[], known = NOBODY) => readOfficeTable(sentSheets(sheets), 'ru', known);
const faultsIn = async (sheets: readonly FileTable[], known = NOBODY) => {
  const result = await read(sheets, known);
  return result.ok ? [] : result.faults.map(({ place, reason }) => `${place ?? ''}: ${reason}`);
};

const HEAD = ['ФИО', 'Роли', 'Утверждает ответы', 'СНИЛС', 'Номер в Telegram', 'Руководитель'];
const BOSS = ['Гарипов Рашит Мухаметдинович', 'Руководитель', 'да', null, 6, null];

test('a number of which the spreadsheet has kept 15 digits is nobody’s, as a number and as it shows it', async () => {
  const head = ['ФИО', 'Роли', 'Номер в Telegram', 'Номер в MAX'];
  const faults = await faultsIn([
    sheet(
      'Люди',
      head,
      ['Первая Анна', 'исполнитель', null, 1234567890123456789],
      ['Вторая Анна', 'исполнитель', 1234567890123456, null],
      ['Третья Анна', 'исполнитель', null, '1,23457E+18'],
      ['Пятая Анна', 'исполнитель', 123456789012345, 12345678901],
    ),
  ]);
  expect(faults.filter((one) => one.includes('округлила'))).toHaveLength(3);
});

test('people, organizations and categories are read by their headings, in any order of sheets and columns', async () => {
  const result = await read([
    sheet(
      'Справочник',
      ['Фаст-трек', 'Категория', 'Подкатегория', 'Исполнитель', 'Примечание'],
      [10, 'Дороги', 'Ямы', 'Петров Пётр', 'чинить'],
    ),
    sheet(
      'Люди',
      ['Список на 2026 год'],
      HEAD,
      BOSS,
      [],
      ['Петров  Пётр', 'исполнитель; КУРАТОР', null, 11223344595, '7', BOSS[0]],
    ),
    sheet('Куда', ['Вид', 'Название'], ['неподведомственная', 'Минтранс РТ']),
    sheet('Черновик', ['что угодно'], [1]),
  ]);
  expect(result).toEqual({
    ok: true,
    ignored: ['Примечание'],
    roster: {
      users: [
        {
          name: BOSS[0],
          roles: ['supervisor'],
          canApprove: true,
          accounts: [{ messenger: 'telegram', userId: '6', chatId: '6' }],
        },
        {
          name: 'Петров Пётр',
          roles: ['executor', 'curator'],
          canApprove: false,
          supervisor: BOSS[0],
          snils: '11223344595',
          accounts: [{ messenger: 'telegram', userId: '7', chatId: '7' }],
        },
      ],
      organizations: [{ name: 'Минтранс РТ', kind: 'outside' }],
      categories: [{ category: 'Дороги', subcategory: 'Ямы', fastTrackDays: 10, executor: 'Петров Пётр' }],
      groups: [],
    },
  });
});

test.each<[string, readonly (readonly Cell[])[], string]>([
  [
    'two people of one number',
    [HEAD, BOSS, ['Петров Пётр', 'Исполнитель', '', '', '6']],
    '«Люди», строка 3, «Номер в Telegram»: этот номер уже стоит: «Люди», строка 2',
  ],
  [
    'two people of one СНИЛС',
    [HEAD, ['А Б', 'Куратор', '', '112-233-445 95'], ['В Г', 'Куратор', '', '11223344595']],
    '«Люди», строка 3, «СНИЛС»: этот СНИЛС уже есть: «Люди», строка 2',
  ],
  [
    'an unknown role',
    [HEAD, ['Петров Пётр', 'Исполнитель, Бригадир']],
    '«Люди», строка 2, «Роли»: роли «Бригадир» нет; бывают Координатор, Исполнитель, Руководитель, Куратор, Администратор, ОГ',
  ],
  ['no roles at all', [HEAD, ['Петров Пётр']], '«Люди», строка 2, «Роли»: не указано ни одной роли'],
  ['nobody’s name', [HEAD, ['', 'Исполнитель']], '«Люди», строка 2, «Фамилия, имя, отчество»: имя не заполнено'],
  [
    'a СНИЛС that can’t be',
    [HEAD, ['Петров Пётр', 'Исполнитель', '', '112-233-445 96']],
    '«Люди», строка 2, «СНИЛС»: такого СНИЛС не бывает: контрольное число не сходится; запишите одиннадцать цифр, например 112-233-445 95',
  ],
  [
    'a number in words',
    [HEAD, ['Петров Пётр', 'Исполнитель', '', '', '@petrov']],
    '«Люди», строка 2, «Номер в Telegram»: «@petrov»: номер состоит из цифр',
  ],
  [
    'a supervisor whom nobody knows',
    [HEAD, ['Петров Пётр', 'Исполнитель', '', '', '', 'Шафеев']],
    '«Люди», строка 2, «Руководитель»: сотрудника «Шафеев» нет ни в таблице, ни в боте; напишите имя так же, как в списке, или добавьте запись',
  ],
  [
    'approving without the role',
    [HEAD, ['Петров Пётр', 'Исполнитель', 'да']],
    '«Люди», строка 2, «Утверждает ответы»: утверждать может только тот, у кого есть роль «Руководитель»',
  ],
  [
    'neither yes nor no',
    [HEAD, ['Петров Пётр', 'Исполнитель', 'иногда']],
    '«Люди», строка 2, «Утверждает ответы»: «иногда»: напишите «да» или оставьте пустым',
  ],
])('%s: the row and the column are told', async (_, rows, fault) => {
  expect(await faultsIn([sheet('Люди', ...rows)])).toEqual([fault]);
});

test('all that is wrong is told at once, and a text file has rows without sheets', async () => {
  const bad = sheet(null, HEAD, ['Петров Пётр', 'Бригадир', '', '', '6'], ['Сидоров Иван', 'Исполнитель', '', '', '6']);
  expect(await faultsIn([bad])).toEqual([
    expect.stringMatching(/^строка 2, «Роли»: роли «Бригадир» нет/),
    'строка 3, «Номер в Telegram»: этот номер уже стоит: строка 2',
  ]);
});

test('a table without the column of approving says nothing of it', async () => {
  const [without, empty] = await Promise.all([
    read([sheet('Люди', ['ФИО', 'Роли'], ['Петров Пётр', 'Руководитель'])]),
    read([sheet('Люди', ['ФИО', 'Роли', 'Утверждает'], ['Петров Пётр', 'Руководитель', ' '])]),
  ]);
  expect(without).toMatchObject({ ok: true, roster: { users: [{ name: 'Петров Пётр', roles: ['supervisor'] }] } });
  expect(without.ok && without.roster.users[0]?.canApprove).toBeUndefined();
  expect(empty).toMatchObject({ ok: true, roster: { users: [{ canApprove: false }] } });
});

test('a СНИЛС that a spreadsheet took for a number has its zeros back, in a workbook and in a text', async () => {
  for (const said of [8765430300, '8765430300'])
    expect(await read([sheet('Люди', HEAD, ['Петров Пётр', 'Исполнитель', '', said])])).toMatchObject({
      ok: true,
      roster: { users: [{ snils: '08765430300' }] },
    });
});

test('whom the office has already may be referred to without being named anew', async () => {
  const known: KnownOffice = {
    people: [{ name: 'Шафеев Ильдар', roles: ['supervisor'] }],
    organizations: [{ name: 'МБУ «Благоустройство»', kind: 'subordinate' }],
  };
  const rows = sheet(
    'Люди',
    ['ФИО', 'Роли', 'Руководитель', 'Организация'],
    ['Петров Пётр', 'Исполнитель', 'Шафеев Ильдар', 'МБУ «Благоустройство»'],
  );
  expect(await read([rows], known)).toMatchObject({ ok: true, roster: { users: [{ supervisor: 'Шафеев Ильдар' }] } });
});

test.each<[string, readonly FileTable[], RegExp]>([
  [
    'a table of something else',
    [sheet('Лист1', ['Номер', 'Дата'], [1, 2])],
    /^: Нет ни одного листа с нужными заголовками/,
  ],
  ['headings alone', [sheet('Люди', HEAD)], /^: Заголовки есть, а строк под ними нет\./],
  [
    'more rows than an office has',
    [sheet('Люди', HEAD, ...Array.from({ length: 5_001 }, (__, at) => [`Человек ${at}`, 'Куратор']))],
    /^Люди: строк больше 5000/,
  ],
])('%s is refused in words', async (_, sheets, fault) => {
  expect(await faultsIn(sheets)).toEqual([expect.stringMatching(fault)]);
});

test.each(['ru', 'tt'] as const)('what the bot writes in %s it reads back as it was', async (locale) => {
  const office: OfficeNow = {
    users: [
      { name: 'Гарипов Рашит', position: 'руководитель', roles: ['supervisor', 'engagement'], canApprove: true },
      { name: 'Петров Пётр', roles: ['executor'], canApprove: false, supervisor: 'Гарипов Рашит', organization: 'МБУ' },
    ],
    organizations: [
      { name: 'МБУ', kind: 'subordinate' },
      { name: 'Минтранс', kind: 'outside' },
    ],
    categories: [{ category: 'Дороги', subcategory: 'Ямы', fact: 'Яма', fastTrackDays: 3, executor: 'Петров Пётр' }],
  };
  const sheets = templateSheets(office, locale).map(({ name, columns, rows }) =>
    sheet(
      name,
      columns.map(({ heading }) => heading),
      ...(rows as readonly (readonly Cell[])[]),
    ),
  );
  expect(await read(sheets)).toEqual({ ok: true, ignored: [], roster: { ...office, groups: [] } });
});
