import { readXlsx } from 'hucre/xlsx';
import sharp from 'sharp';
import { stampOf } from '../../src/usecases/kit/redraw';
import { statisticsLag } from '../../src/usecases/statistics/follow';
import { answered, assign, card } from '../support/office-work';
import { readPdf } from '../support/pdf-pages';
import { until } from '../support/until';
import { World } from '../support/world';

/** Everything is: a transaction of another test on this server may have held it back. */
const counted = (): Promise<void> =>
  until('nothing waits to be counted', async () => (await statisticsLag(world.fresh.database))?.count === 0);

let world: World;
const late: string[] = [];
const done: string[] = [];
/** A month is played: three answers, and seven appeals that lay too long in coordination and were closed then. */
beforeAll(async () => {
  world = await World.start({ now: '2026-11-02T09:00:00+03:00' });
  // As long as nobody has, what is late by a stage is no figure.
  await world.phone('supervisor').pressAnywhere(`x:shares:${stampOf(world.desk.office.shares)}`);
  for (let index = 0; index < 3; index += 1) done.push(await answered(world, { address: `ул. Лесная, ${index + 1}` }));
  for (let index = 0; index < 7; index += 1)
    late.push(await world.appeal({ address: `ул. Советская, ${index + 1}`, settlement: 'Мамадыш', kind: 'appeal59' }));
  await world.passTo('2026-11-06T16:59:00+03:00');
  await world.passTo('2026-11-09T10:00:00+03:00');
  const coordinator = world.phone('coordinator');
  for (const number of late) {
    await coordinator.say(`/find ${number}`);
    await coordinator.press('Закрыть без ответа', card(number));
    await coordinator.press('отозвано заявителем', card(number));
    await coordinator.say('Заявитель отозвал');
    await coordinator.press('Подтвердить', card(number));
  }
  await world.passTo('2026-11-30T16:00:00+03:00');
  await world.quiet();
  await counted();
});
afterAll(() => world.stop());

const curator = () => world.phone('secondCoordinator');

test('the curator asks for the month, and from «Пропущено: 7» opens the seven cards', async () => {
  await curator().say('/report');
  const text = await curator().text('Отчёт за ноябрь 2026 года');
  expect(text).toContain('Поступило: 10');
  expect(text).toContain('Ответ направлен: 3');
  expect(text).toContain('Закрыто без ответа: 7');
  expect(text).toContain('Пропущено сроков: 7');
  // coordination is all coordinators': nobody's name stands beside it
  expect(text).not.toMatch(/Кузнецова|Насибулина/);

  await curator().press('Пропущено: 7', 'Отчёт за ноябрь 2026 года');
  const list = await curator().text('Пропущено: 7');
  for (const number of late) expect(list).toContain(`№ ${number}`);
  expect(list.match(/Пропущен срок: этап «На координации»/g)).toHaveLength(7);
  expect(list).not.toMatch(/Кузнецова|Насибулина/);
  for (const number of late) {
    await curator().press(`…${number.slice(-7)}`, 'Пропущено: 7');
    expect(await curator().text(card(number))).toContain('Закрыто без ответа');
  }
});

test('any other figure opens what it has counted', async () => {
  await curator().press('К отчёту', 'Пропущено: 7');
  await curator().press('Ответ направлен: 3', 'Отчёт за ноябрь 2026 года');
  const list = await curator().text('Ответ направлен: 3');
  for (const number of done) expect(list).toContain(`№ ${number}`);
  await curator().press('К отчёту', 'Ответ направлен: 3');
  await curator().press('По исполнителям', 'Отчёт за ноябрь 2026 года');
  await curator().press('Петров П.П.', 'По исполнителям');
  expect(await curator().text('Исполнитель: Петров П.П.')).toContain('Ответ направлен: 3');
  // another slice is two taps away, and stays with the next period
  await curator().press('По видам', 'Исполнитель: Петров П.П.');
  await curator().press('Сообщение', 'По видам');
  const met = await curator().text('Исполнитель: Петров П.П.\nВид: Сообщение');
  expect(met).toContain('Ответ направлен: 3');
  await curator().press('Ответ направлен: 3', 'Вид: Сообщение');
  for (const number of done) expect(await curator().text('Ответ направлен: 3')).toContain(`№ ${number}`);
  await curator().press('К отчёту', 'Ответ направлен: 3');
  await curator().press('Квартал', 'Вид: Сообщение');
  expect(await curator().text('Отчёт за IV квартал 2026 года')).toContain('Вид: Сообщение');
  await curator().press('✕ Сообщение', 'Отчёт за IV квартал');
  await curator().press('Весь отчёт', 'Исполнитель: Петров П.П.');
  await curator().press('Месяц', 'Отчёт за IV квартал');
});

test('a report of one person comes as a workbook, a paper and pictures of theirs alone', async () => {
  await curator().press('По исполнителям', 'Отчёт за ноябрь 2026 года');
  await curator().press('Петров П.П.', 'По исполнителям');
  for (const format of ['XLSX', 'PDF', 'Диаграммы']) {
    await curator().press(format, 'Исполнитель: Петров П.П.');
    await world.quiet();
  }
  const sent = (await files()).filter(({ name }) => name.includes('Петров'));
  expect(sent.map(({ name }) => name)).toEqual([
    'Отчёт 01.11–30.11.2026, Петров П.П.xlsx',
    'Отчёт 01.11–30.11.2026, Петров П.П.pdf',
  ]);
  const { sheets } = await readXlsx(sent[0]!.bytes);
  const rowsOf = (name: string) => sheets.find((sheet) => sheet.name === name)!.rows.slice(1);
  expect(rowsOf('Обращения').map(([number]) => number)).toEqual(done);
  expect(rowsOf('Пропущенные сроки')).toEqual([]);
  expect(readPdf(sent[1]!.bytes).pages.join(' ')).toContain('Исполнитель: Петров П.П.');
  expect((await curator().messages()).filter(({ photo }) => photo)).toHaveLength(5);
  await curator().press('Весь отчёт', 'Исполнитель: Петров П.П.');
});

test('own days are asked for, and what is wrong with them is said', async () => {
  await curator().press('Свои даты', 'Отчёт за ноябрь 2026 года');
  await curator().sees('С какого дня?');
  await curator().say('01.11.1986');
  await curator().sees('Больше 40 лет за раз не посчитать');
  await curator().say('09.11.2026');
  await curator().sees('По какой день включительно?');
  await curator().say('08.11.2026');
  await curator().sees('Последний день раньше первого, 09.11.2026');
  await curator().say('10.11.2026');
  expect(await curator().text('Отчёт за 09.11–10.11.2026')).toContain('Закрыто без ответа: 7');
  await curator().say('/report');
});

test('own days may be said at once, and a range that is not understood is called that', async () => {
  await curator().press('Свои даты', 'Отчёт за ноябрь 2026 года');
  await curator().sees('С какого дня?');
  await curator().say('с первого по десятое');
  await curator().sees('Эти даты разобрать не получилось. Напишите первую, потом последнюю');
  await curator().say('10.11–09.11');
  await curator().sees('Последний день раньше первого, 10.11.2026');
  await curator().say('09.11 - 10.11.2026');
  expect(await curator().text('Отчёт за 09.11–10.11.2026')).toContain('Закрыто без ответа: 7');
  await curator().say('/report');
  await curator().press('Свои даты', 'Отчёт за ноябрь 2026 года');
  await curator().say('с 9 ноября по 10 ноября');
  expect(await curator().text('Отчёт за 09.11–10.11.2026')).toContain('Закрыто без ответа: 7');
  await curator().say('/report');
});

test('own days are of the same slices as the report that they were asked from', async () => {
  await curator().press('По видам', 'Отчёт за ноябрь 2026 года');
  await curator().press('Обращение, 59-ФЗ', 'По видам');
  await curator().press('По категориям', 'Вид: Обращение, 59-ФЗ');
  const [category = ''] = (await curator().buttons('По категориям')).slice(0, 1);
  await curator().press(category, 'По категориям');
  await curator().press('Свои даты', 'Вид: Обращение, 59-ФЗ');
  await curator().say('02.11.2026');
  await curator().sees('По какой день включительно?');
  await curator().say('10.11.2026');
  const text = await curator().text('Отчёт за 02.11–10.11.2026');
  expect(text).toContain(`Вид: Обращение, 59-ФЗ\nКатегория: ${category}`);
  expect(text).toContain('Поступило: 7');
  await curator().say('/report');
});

async function files(): Promise<readonly { readonly name: string; readonly bytes: Buffer }[]> {
  const sent = (await curator().messages()).flatMap(({ document }) => document ?? []);
  return Promise.all(
    sent.map(async ({ file_name: name, file_id: id }) => ({ name, bytes: await world.stand.download(id) })),
  );
}

test('the workbook has the figures, charts, and the rows without anything of an applicant', async () => {
  expect((await curator().press('XLSX', 'Отчёт за ноябрь 2026 года')).text).toBe('Готовлю таблицу');
  await world.quiet();
  const file = (await files()).find(({ name }) => name === 'Отчёт 01.11–30.11.2026.xlsx');
  const { sheets } = await readXlsx(file!.bytes);
  expect(sheets.map(({ name }) => name)).toEqual([
    'Итоги',
    'По дням',
    'Исполнители',
    'Организации',
    'Населённые пункты',
    'Этапы',
    'Категории',
    'Пропущенные сроки',
    'Обращения',
  ]);
  // numbers, so that a spreadsheet reckons with them
  expect(sheets[0]?.rows[1]?.slice(0, 2)).toEqual(['Поступило', 10]);
  const missed = sheets[0]!.rows.filter(([what]) => String(what).startsWith('Пропущено сроков'));
  expect(missed.map(([what, count]) => `${String(what)} — ${String(count)}`)).toEqual([
    'Пропущено сроков — 7',
    'Пропущено сроков: общий срок — 0',
    'Пропущено сроков: доклад руководителю — 0',
    'Пропущено сроков: 7 дней на перенаправление — 0',
    'Пропущено сроков: этапы — 7',
  ]);
  expect(sheets[1]?.charts).toHaveLength(2);
  // days and shares are dates and numbers, so that a clerk goes on with them
  expect(sheets[1]?.rows[1]?.[0]).toEqual(new Date('2026-11-01T00:00:00Z'));
  const inTerm = sheets[0]!.rows.filter(([what]) => String(what).startsWith('В общий срок'));
  expect(inTerm.map(([what, value]) => [what, value])).toEqual([
    ['В общий срок, доля', 1],
    ['В общий срок, соблюдено', 3],
    ['В общий срок, всего', 3],
  ]);
  expect(sheets[4]?.rows[1]?.slice(0, 2)).toEqual(['Мамадыш', 10]);
  expect(sheets[7]?.rows).toHaveLength(8);
  const [headings, ...appeals] = sheets[8]!.rows;
  expect(appeals.map(([number]) => number)).toEqual([...done, ...late]);
  const valueOf = (heading: string) => appeals.at(-1)?.[headings!.indexOf(heading)];
  expect(['Населённый пункт', 'Место', 'В срок или нет'].map(valueOf)).toEqual([
    'Мамадыш',
    'Мамадыш, ул. Советская, 7',
    'в срок',
  ]);
  expect(JSON.stringify(sheets.map(({ rows }) => rows))).not.toMatch(/Иванов|123-45-67|Яма напротив/);
});

test('the paper has the month in words and the pictures that go with it', async () => {
  expect((await curator().press('PDF', 'Отчёт за ноябрь 2026 года')).text).toBe('Готовлю документ');
  await world.quiet();
  const file = (await files()).find(({ name }) => name === 'Отчёт 01.11–30.11.2026.pdf');
  const text = readPdf(file!.bytes).pages.join(' ');
  expect(text).toMatch(/Контрольная сумма журнала на \d\d\.\d\d\.\d{4} \d\d:\d\d: записей \d+, [0-9a-f]{64}/);
  expect(text).toContain('За ноябрь 2026 года поступило 10 обращений');
  expect(text).toContain('Пропущено 7 сроков, из них по этапам 7.');
  expect(text).toContain('Рисунок 2. Двенадцать месяцев и год назад');
  // who, where, by how much: seven that coordinators had, and one table for each of the two slices
  for (const number of late) expect(text).toContain(number);
  expect(text).toMatch(/По исполнителям.*Петров П\.П\..*По категориям.*Пропущены сроки: 7 обращений/s);
  expect(readPdf(file!.bytes).pages).toHaveLength(2);
  // each says into what its time went; coordination is all coordinators'
  expect(text.replace(/\s+/g, ' ').match(/дольше всего у координаторов: \d+ ч/g)).toHaveLength(7);
  expect(text).toContain('Подготовлено: Насибулина Г.Р.');
});

test('the pictures are an album of five', async () => {
  expect((await curator().press('Диаграммы', 'Отчёт за ноябрь 2026 года')).text).toBe('Готовлю диаграммы');
  await world.quiet();
  const album = (await curator().messages()).filter(({ photo }) => photo).slice(-5);
  expect(album).toHaveLength(5);
  expect(new Set(album.map(({ media_group_id: id }) => id)).size).toBe(1);
  expect(album[0]?.caption).toContain('Отчёт за ноябрь 2026 года');
  const { width } = await sharp(await world.stand.download(album[0]!.photo!.at(-1)!.file_id)).metadata();
  expect(width).toBeGreaterThanOrEqual(1_080);
});

test('who asks twice while it is made gets it once', async () => {
  const before = (await files()).length;
  const toasts = await Promise.all([1, 2, 3].map(() => curator().press('XLSX', 'Отчёт за ноябрь 2026 года')));
  await world.quiet();
  const asked = toasts.filter(({ text }) => text === 'Готовлю таблицу').length;
  expect(toasts.every(({ text }) => text === 'Готовлю таблицу' || text === 'Уже готовлю, пришлю сюда же.')).toBe(true);
  expect((await files()).length - before).toBe(asked);
});

test('an executor is told that the report is not theirs', async () => {
  await world.phone('executor').say('/report');
  await world.phone('executor').sees('Отчёт открыт кураторам и координаторам.');
  await assign(world, await world.appeal());
});

test('on the first working day of the next month it comes by itself, without a sound, to the curators alone', async () => {
  const people = ['secondCoordinator', 'coordinator', 'executor'] as const;
  const before = await Promise.all(people.map((who) => world.phone(who).lastId()));
  await world.passTo('2026-12-01T08:59:00+03:00');
  await world.passTo('2026-12-01T09:01:00+03:00');
  const since = async (index: number) =>
    (await world.phone(people[index]!).messages()).filter(({ message_id: id }) => id > before[index]!);
  const [report] = (await since(0)).slice(-1);
  expect(report).toMatchObject({ text: expect.stringContaining('Отчёт за ноябрь 2026 года'), silent: true });
  // It has the head of the journal, which comes in no message of its own then; the paper for the Руководитель is given by its button.
  expect(report?.text).toMatch(/Контрольная сумма журнала, .*\nЗаписей: \d+\n[0-9a-f]{64}/);
  const papers = (await files()).length;
  await curator().press('PDF', 'Отчёт за ноябрь 2026 года');
  await world.quiet();
  expect((await files()).slice(papers).map(({ name }) => name)).toEqual([expect.stringMatching(/\.pdf$/)]);
  expect(JSON.stringify([await since(1), await since(2)])).not.toContain('Отчёт за');

  await curator().press('Пропущено: 7', 'Отчёт за ноябрь 2026 года');
  expect(await curator().text('Пропущено: 7')).toContain(`№ ${late[0]!}`);
});
