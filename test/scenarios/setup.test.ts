import { readXlsx, writeXlsx, type CellValue } from 'hucre/xlsx';
import { statement } from '../../src/database/database';
import type { Loose } from '../src/stand/support';
import { brief, holds } from '../support/office-work';
import { readPdf } from '../support/pdf-pages';
import type { Phone } from '../support/phone';
import { World } from '../support/world';

let world: World;
let admin: Phone;
beforeAll(async () => {
  world = await World.start();
  admin = world.phone('supervisor');
});
afterAll(() => world.stop());

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const peopleNamed = statement(
  'test.setup-people',
  'select name, roles, can_approve as "canApprove" from person where name = any($1) order by name',
);
const officeEntries = statement(
  'test.setup-journal',
  `select action, capacity, journal_entry.told as details from journal_entry where appeal_id is null and person_id is not null order by id`,
);
const entries = () => world.fresh.database.query<{ action: string; details: object }>(officeEntries);
const people = (...names: string[]) => world.fresh.database.query(peopleNamed, [names]);

async function lastDocument(): Promise<{ name: string; bytes: Uint8Array }> {
  const { body } = await world.stand.control('GET', `chats/${admin.id}/messages`);
  const messages: Loose[] = Array.isArray(body) ? body : body.messages;
  const sent = messages.filter(({ document, from }) => document && from?.is_bot).at(-1)?.document;
  const { file_path: place } = await world.stand.result('getFile', { file_id: sent.file_id });
  const { url, stand } = world.stand;
  const response = await fetch(`${url}/file/bot${stand.token}/${place}`);
  return { name: sent.file_name, bytes: new Uint8Array(await response.arrayBuffer()) };
}

const workbook = async (sheets: Readonly<Record<string, CellValue[][]>>): Promise<Buffer> =>
  Buffer.from(await writeXlsx({ sheets: Object.entries(sheets).map(([name, rows]) => ({ name, rows })) }));

describe('«Настройка»', () => {
  test('is offered to an admin at their first start, and to nobody else', async () => {
    await world.fresh.database.query(statement('test.never-started', 'update account set started_at = null'));
    await admin.say('/start');
    expect(await admin.text('Исполком ещё не настроен')).toContain('сделано 3 из 17');
    await world.phone('coordinator').say('/start');
    expect(await world.phone('coordinator').text('здравствуйте')).not.toContain('не настроен');
  });

  test('shows each step with its mark, and a step what the bot assumes until it is done', async () => {
    await admin.say('/admin');
    await admin.press('Настройка: 3 из 17', 'Управление');
    const office = await admin.text('Исполком: 3 из 8');
    expect(office).toContain(
      '▫️ Название и бланк: без названия письма не печатаются.\n✅ Сотрудники\n✅ Организации\n✅ Категории\n▫️ Группа: ',
    );
    await admin.press('Известно только вам: 0 из 9', 'Исполком: 3 из 8');
    await admin.press('Кто вносит ответы в ПОС', 'Известно только вам: 0 из 9');
    expect(await admin.text('кто вносит ответы')).toContain(
      '⚠️ Пока предположение: вносит координатор под своей учётной записью.',
    );
  });

  test('takes an answer in words, keeps it when it is left, and changes it later', async () => {
    await admin.press('Ответить', 'кто вносит ответы');
    await admin.press('Отмена', 'под чьей учётной записью? Одной строкой');
    await admin.press('Ответить', 'кто вносит ответы');
    await admin.say('Кузнецова Ю.Ю. под учётной записью отдела');
    expect(await admin.text('Известно только вам: 1 из 9')).toContain('✅ Кто вносит ответы в ПОС');
    await admin.press('Кто вносит ответы в ПОС', 'Известно только вам: 1 из 9');
    expect(await admin.text('кто вносит ответы')).toContain(
      'Сейчас: Кузнецова Ю.Ю. под учётной записью отдела\n✅ Сделано',
    );
    expect(await admin.buttons('кто вносит ответы')).toEqual([
      brief('coordinator'),
      brief('secondCoordinator'),
      'Изменить ответ',
      'Назад',
    ]);
    expect((await entries()).at(-1)).toMatchObject({ details: { answered: 'entersInPos', before: null } });
  });

  test('people are named by a tick: it is told whom, and a second tick takes it back', async () => {
    await admin.press(brief('secondCoordinator'), 'кто вносит ответы');
    expect(await admin.text('кто вносит ответы')).toContain(
      `Сейчас: ${brief('secondCoordinator')}, Кузнецова Ю.Ю. под`,
    );
    expect((await entries()).at(-1)).toMatchObject({
      details: { named: 'entersInPos', text: brief('secondCoordinator') },
    });
    await admin.press(`✓ ${brief('secondCoordinator')}`, 'кто вносит ответы');
    expect(await admin.text('кто вносит ответы')).toContain('Сейчас: Кузнецова Ю.Ю. под');
  });

  test('what a step opens leads back to it, and shares come to 100 with a decimal', async () => {
    await admin.press('Назад', 'кто вносит ответы');
    await admin.press('Доли этапов', 'Известно только вам: 1 из 9');
    await admin.press('Открыть', 'Какую часть общего срока');
    const shares = [...(await admin.text('На координации: 10 %')).matchAll(/: ([\d,]+)\s%/g)].map(([, percent]) =>
      Number(percent?.replace(',', '.')),
    );
    expect(shares.reduce((sum, one) => sum + one, 0)).toBeCloseTo(100, 6);
    await admin.press('Назад', 'На координации: 10 %');
    expect(await admin.text('Какую часть общего срока')).toContain('Сейчас: На координации 10 %, ');
    await admin.press('Назад', 'Какую часть общего срока');
    await admin.press('Управляющий делами', 'Известно только вам: 1 из 9');
    await admin.press('Открыть', 'Куратор, которому докладывают');
    await admin.press('К настройке');
    await admin.press('Назад', 'Куратор, которому докладывают');
    await admin.press('Исполком: 3 из 8', 'Известно только вам: 1 из 9');
    await admin.press('Резервные копии', 'Исполком: 3 из 8');
    await admin.press('Копии снимают средства сервера', 'Копии снимает бот');
    await admin.press('Резервные копии', 'Исполком: 4 из 8');
    expect(await admin.text('Копии снимает бот')).toContain('Сейчас: снимают средства сервера\n✅ Сделано');
    await admin.press('Назад', 'Копии снимает бот');
    await admin.press('Известно только вам: 1 из 9', 'Исполком: 4 из 8');
    await admin.press('Кто вносит ответы в ПОС', 'Известно только вам: 1 из 9');
  });

  test('a confirmation holds for what was confirmed: another approver asks for it anew', async () => {
    await admin.press('Назад', 'кто вносит ответы');
    await admin.press('Кто утверждает', 'Известно только вам: 1 из 9');
    expect(await admin.text('Кто из руководителей утверждает')).toContain('Сейчас: Гарипов Р.М.');
    const again = await admin.remember('Подтвердить', 'Кто из руководителей утверждает');
    await admin.press('Подтвердить', 'Кто из руководителей утверждает');
    await admin.sees('✅ Кто утверждает');
    const count = (await entries()).length;
    await again();
    expect(await entries()).toHaveLength(count);
    await world.fresh.database.query(
      statement('test.another-approver', `update person set can_approve = true where name like 'Шафеев%'`),
    );
    await admin.say('/admin');
    await admin.press('Настройка: 5 из 17', 'Управление');
    await admin.press('Известно только вам: 1 из 9', 'Исполком: 4 из 8');
    await admin.sees('▫️ Кто утверждает');
  });

  test('the sheet to be signed has what is said, and what is assumed until it is', async () => {
    await admin.press('Лист на подпись', 'Известно только вам: 1 из 9');
    const { name, bytes } = await lastDocument();
    expect(name).toBe('nastroika-2026-11-25.pdf');
    const text = readPdf(bytes).pages.join(' ');
    expect(text).toContain('Кто вносит ответы в ПОС: Кузнецова Ю.Ю. под учётной записью отдела');
    expect(text).toMatch(/Предположения[^]*Кто подписывает в ПОС: подписывает тот, кто утвердил/);
    expect(text).toContain('Руководитель исполнительного комитета');
    expect(text).toMatch(/Доли этапов: доли стоят по умолчанию[^]*Сейчас: На координации 10 %/);
    expect(text).toContain('Резервные копии: снимают средства сервера');
  });
});

describe('two admins at once', () => {
  const other = () => world.phone('coordinator');
  beforeAll(() => holds(world, 'coordinator', ['coordinator', 'admin'], false));
  afterAll(() => holds(world, 'coordinator', ['coordinator'], false));

  test('whoever answers second hears who has answered what, and theirs waits until they say so', async () => {
    await admin.say('/admin');
    await admin.pressAnywhere('x:setupStep:commentsInPos');
    await admin.press('Ответить', 'кто переносит в ПОС');
    await other().say('/admin');
    await other().pressAnywhere('x:setupSet:commentsInPos');
    await admin.say('Приёмная');
    await admin.sees('✅ Кто комментирует в ПОС');
    await other().say('Отдел');
    expect(await other().text('Пока вы писали')).toContain(
      'на этот вопрос ответили (Шафеев И.Р.): «Приёмная». Если верно другое, ответьте ещё раз.',
    );
    expect(await other().text('Пока вы писали')).toContain('Сейчас: Приёмная');
    await other().press('Изменить ответ', 'Пока вы писали');
    await other().say('Отдел');
    await other().sees('✅ Кто комментирует в ПОС');
    expect((await entries()).at(-1)).toMatchObject({ details: { text: 'Отдел', before: 'Приёмная' } });
  });

  test('«Подтвердить» confirms what the screen shows: what has changed since is shown first', async () => {
    await admin.say('/admin');
    await admin.pressAnywhere('x:setupStep:approvers');
    expect(await admin.text('Кто из руководителей утверждает')).toContain('Сейчас: Гарипов Р.М., Шафеев И.Р.');
    await holds(world, 'coordinator', ['coordinator', 'admin', 'supervisor'], true);
    const toast = await admin.press('Подтвердить', 'Кто из руководителей утверждает');
    expect(toast.text).toBe('С тех пор изменилось то, что вы подтверждаете. Посмотрите ещё раз и подтвердите.');
    expect(await admin.text('Кто из руководителей утверждает')).toContain(brief('coordinator'));
    expect((await admin.press('Подтвердить', 'Кто из руководителей утверждает')).text).toBe('Отмечено');
  });
});

describe('people and categories from a spreadsheet', () => {
  test('the template has the office as it is, and sent back changes nothing', async () => {
    await admin.say('/admin');
    await admin.press('Из таблицы Excel', 'Управление');
    await admin.press('Прислать бланк', 'Пришлите таблицу Excel');
    const { name, bytes } = await lastDocument();
    expect(name).toBe('Сотрудники и категории.xlsx');
    const { sheets } = await readXlsx(bytes);
    expect(sheets.map((sheet) => sheet.name)).toEqual(['Сотрудники', 'Организации', 'Категории', 'Как заполнять']);
    expect(sheets[0]?.rows.map(([person]) => person)).toContain('Петров Пётр Петрович');
    await admin.sendFile(Buffer.from(bytes), name, XLSX);
    expect(await admin.text('Если загрузить:')).toContain('Всё уже так, как в таблице.');
    await admin.press('Отмена', 'Если загрузить:');
  });

  test('errors are told by row, a mended table takes its place, and one press loads it', async () => {
    const head = ['ФИО', 'Должность', 'Роли', 'Номер в Telegram'];
    const categories = [
      ['Категория', 'Подкатегория', 'Факт', 'Фаст-трек'],
      ['Благоустройство', 'Освещение', 'Не горит фонарь', 5],
    ];
    const wrong = [
      head,
      ['Новикова Нина Ивановна', 'специалист', 'Исполнитель', '2001'],
      ['Орлов Олег Олегович', '', 'Бригадир', '2001'],
    ];
    await admin.say('/admin');
    await admin.press('Из таблицы Excel', 'Управление');
    await admin.sendFile(await workbook({ Сотрудники: wrong, Категории: categories }), 'люди.xlsx', XLSX);
    const faults = await admin.text('В таблице 2 ошибки');
    expect(faults).toContain('⚠️ «Сотрудники», строка 3, «Роли»: роли «Бригадир» нет');
    expect(faults).toContain(
      '⚠️ «Сотрудники», строка 3, «Номер в Telegram»: этот номер уже стоит: «Сотрудники», строка 2',
    );
    expect(await people('Новикова Нина Ивановна')).toEqual([]);

    const right = [
      wrong[0]!,
      wrong[1]!,
      ['Орлов Олег Олегович', '', 'Исполнитель, куратор', '2002'],
      ['Сидоров Сидор Сидорович', 'мастер', 'Куратор', ''],
    ];
    await admin.sendFile(await workbook({ Сотрудники: right, Категории: categories }), 'люди 2.xlsx', XLSX);
    const preview = await admin.text('Если загрузить:');
    expect(preview).toContain('Добавлено: 2 сотрудника\nДобавлено: 1 категория\nИзменено: 1 сотрудник');
    expect(preview).toContain('Новые: Новикова Н.И., Орлов О.О.');
    expect(preview).toContain('⚠️ Роль снимается: Сидоров С.С. (исполнитель)');
    expect(await people('Новикова Нина Ивановна')).toEqual([]);

    const again = await admin.remember('Загрузить', 'Если загрузить:');
    expect((await admin.press('Загрузить', 'Если загрузить:')).text).toBe('Загружено');
    await admin.sees('Людям без номера мессенджера');
    await again();
    expect(await people('Новикова Нина Ивановна', 'Орлов Олег Олегович', 'Сидоров Сидор Сидорович')).toEqual([
      { name: 'Новикова Нина Ивановна', roles: ['executor'], canApprove: false },
      { name: 'Орлов Олег Олегович', roles: ['executor', 'curator'], canApprove: false },
      { name: 'Сидоров Сидор Сидорович', roles: ['curator'], canApprove: false },
    ]);
    const loaded = (await entries()).filter(({ action }) => action === 'loadRoster');
    expect(loaded).toMatchObject([{ capacity: 'admin', details: { added: { people: 2, categories: 1 } } }]);
  });

  test('an office’s own table takes no account, nor a right that it does not speak of, and says what it does take', async () => {
    const send = async (...rows: CellValue[][]) => {
      await admin.sendFile(await workbook({ Люди: rows }), 'свои люди.xlsx', XLSX);
      return admin.text('Если загрузить:');
    };
    const [head, row] = [
      ['ФИО', 'Роли', 'Телеграм', 'Номер в Telegram'],
      ['Шафеев Ильдар Рустамович', 'Руководитель', '', '7070'],
    ];
    await admin.say('/admin');
    await admin.press('Из таблицы Excel', 'Управление');
    const without = await send(head, row);
    expect(without).toContain(
      '⚠️ Номер 7070 для «Шафеев Ильдар Рустамович» не записан: этот сотрудник уже вошёл с другим.',
    );
    expect(without).toContain('⚠️ Роль администратора у «Шафеев Ильдар Рустамович» оставлена');
    expect(without).not.toContain('Право утверждать');
    const withColumn = await send([...head, 'Утверждает'], [...row, '']);
    expect(withColumn).toContain('⚠️ Право утверждать снимается: Шафеев И.Р.');
    await admin.press('Отмена', 'Если загрузить:');
  });

  test('what is no table is refused with what to do, and the dialog waits on', async () => {
    await admin.say('/admin');
    await admin.press('Из таблицы Excel', 'Управление');
    await admin.sendFile(Buffer.from('%PDF-1.4\0'), 'приказ.pdf', 'application/pdf');
    expect(await admin.text('Таблица не прочитана')).toContain('⚠️ Это не таблица. Пришлите XLSX или CSV.');
    const whole = await workbook({
      Сотрудники: [
        ['ФИО', 'Роли'],
        ['Новый Н.Н.', 'Куратор'],
      ],
    });
    await admin.sendFile(whole.subarray(0, whole.length / 2), 'люди.xlsx', XLSX);
    await admin.sees('Файл повреждён или пришёл не весь');
    await admin.press('Отмена', 'Таблица не прочитана');
    await admin.sees('Исполком: 4 из 8');
  });
});
