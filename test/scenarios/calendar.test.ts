import { statement } from '../../src/database/database';
import { dayKind, toPlainDate } from '../../src/regulation/calendar';
import { calendarCheck } from '../../src/usecases/terms/calendar';
import { until } from '../support/until';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const journal = statement(
  'test.calendar-journal',
  `select journal_entry.told as details from journal_entry where action = 'changeOffice' and journal_entry.told ? 'day' order by id`,
);
const replans = statement('test.replans', "select state from reminder where reason = 'replan'");
const entries = () => world.fresh.database.query<{ details: Record<string, unknown> }>(journal);
const kindOf = (day: string) => dayKind(toPlainDate(day), world.desk.office.calendar());
const openCalendar = async () => {
  const admin = world.phone('supervisor');
  await admin.say('/admin');
  await admin.press('Календарь', 'Управление');
  return admin;
};

test('a month shows what is off, short, in doubt and changed, and turns', async () => {
  const admin = await openCalendar();
  expect(await admin.text('Календарь')).toContain('19 рабочих дней');
  const november = await admin.buttons('Календарь');
  expect(november).toEqual(expect.arrayContaining(['Ноябрь 2026', '3−', '4·', '5−', '6·', '7·', '25']));
  for (let turn = 0; turn < 3; turn += 1) await admin.press('▶', 'Календарь');
  expect(await admin.buttons('Календарь')).toEqual(expect.arrayContaining(['Февраль 2027', '20?−', '22·?', '23·']));
  await admin.press('Загруженные годы', 'Календарь');
  const years = await admin.text('Загруженные годы');
  expect(years).toContain('2026: все дни официальные');
  expect(years).toContain('2027: 6 предварительных дней (20.02, 22.02, 09.03, 16.05, 05.11, 31.12)');
  expect(years).toContain('1448-XII');
});

test('a day is changed by one press, twice pressed is once, and taken back as in the calendar', async () => {
  const admin = await openCalendar();
  await admin.press('30', 'Календарь');
  expect(await admin.text('пн 30.11')).toMatch(/рабочий день\nПочему: обычный день недели\nРабочее время: 08:00–17:00/);
  const off = await admin.remember('Выходной', 'пн 30.11');
  expect((await off()).text).toBe('30.11: выходной');
  expect((await off()).text).toBe('День уже такой');
  const text = await admin.text('пн 30.11');
  expect(text).toMatch(
    /пн 30\.11: выходной\nПочему: решение администратора\nВнесено 25\.11 10:0\d: Шафеев И\.Р\.\nВ производственном календаре: рабочий день \(обычный день недели\)/,
  );
  expect(text).toContain('Выходные подряд: 3 дня, 28.11–30.11. Это длинные выходные.');
  expect(text).toContain('Следующий рабочий день: вт 01.12');
  await until('the bot counts with the new day', async () => kindOf('2026-11-30') === 'off');

  await admin.press('Примечание', 'пн 30.11');
  await admin.say('приказ № 12');
  expect(await admin.text('пн 30.11')).toContain('Примечание: приказ № 12');
  await admin.press('К месяцу', 'пн 30.11');
  expect(await admin.buttons('Календарь')).toContain('30·✎');

  await admin.press('30·✎', 'Календарь');
  expect((await admin.press('Как в календаре', 'пн 30.11')).text).toBe('30.11: как в производственном календаре');
  await until('the bot counts as the file says', async () => kindOf('2026-11-30') === 'working');
  // all that is planned is planned anew at the next tick
  expect(await world.fresh.database.query(replans)).toEqual([{ state: 'planned' }]);
  await world.application.tick();
  expect(await world.fresh.database.query(replans)).toEqual([{ state: 'done' }]);
  expect((await entries()).map(({ details }) => [details.day, details.to, details.note])).toEqual([
    ['2026-11-30', 'off', null],
    ['2026-11-30', 'off', 'приказ № 12'],
    ['2026-11-30', 'asInFile', null],
  ]);
});

test('a date is typed; a bad one is answered with what is expected; a provisional day is confirmed', async () => {
  const admin = await openCalendar();
  await admin.press('Проверить день', 'Календарь');
  await admin.sees('Какой день проверить?');
  for (const bad of ['31.11', 'когда-нибудь', '29.02.2027', '25.12.1026', '25/12/2026/1']) {
    await admin.say(bad);
    await admin.sees('Такой даты нет. Нужны день и месяц, можно с годом');
  }
  await admin.say('9.3.27');
  expect(await admin.text('вт 09.03.2027: выходной')).toMatch(/Почему: Ураза-байрам\n⚠️ Дата ещё не официальная/);
  expect((await admin.press('Подтвердить', 'вт 09.03.2027')).text).toBe('09.03.2027: выходной');
  const confirmed = await admin.text('вт 09.03.2027: выходной');
  expect(confirmed).not.toContain('не официальная');
  expect(confirmed).toContain('В производственном календаре: выходной (Ураза-байрам)');

  await admin.press('Проверить день', 'вт 09.03.2027');
  await admin.say('29.02.2028');
  const leap = await admin.text('вт 29.02.2028: рабочий день');
  expect(leap).toContain('Календарь 2028 года не загружен');
  await admin.press('Проверить день', 'вт 29.02.2028');
  await admin.say('28.11.2026');
  expect(await admin.text('сб 28.11: выходной')).toContain(
    'Почему: выходной день недели\nВыходные подряд: 2 дня, 28.11–29.11.\n',
  );
  await admin.press('Проверить день', 'сб 28.11');
  await admin.say('4.11');
  expect(await admin.text('ср 04.11: выходной')).toMatch(/Почему: День народного единства\nСледующий рабочий день/);
  await admin.press('Проверить день', 'ср 04.11');
  await admin.say('29.02.2028');
  await admin.press('К месяцу', 'вт 29.02.2028');
  expect(await admin.buttons('Календарь')).toContain('Февраль 2028, не загружен');

  await admin.press('Проверить день', 'Календарь');
  await admin.say('25.12.2025');
  const past = await admin.sees('чт 25.12.2025');
  expect(past.text).toContain('Менять можно дни с 01.01.2026 по 31.12.2028.');
  expect((await admin.pressData(past.message_id, 'x:daySet:2025-12-25:off')).text).toBe('Дни прошлых лет не меняются.');
  expect((await admin.pressData(past.message_id, 'x:daySet:2029-12-25:off')).text).toContain('слишком далеко');
  for (const forged of ['x:daySet:2026-12-25:holiday', 'x:daySet:2026-02-30:off', 'x:day', 'x:dayNote:9999-12-31'])
    expect((await admin.pressData(past.message_id, forged)).showAlert).toBe(true);
});

test('who is no admin sees and changes nothing', async () => {
  const executor = world.phone('executor');
  await executor.say('/menu');
  const message = await executor.sees(/./);
  const before = (await entries()).length;
  for (const data of ['x:calendar', 'x:day:2026-12-25', 'x:daySet:2026-12-25:off', 'x:dayCheck', 'x:calendarYears'])
    expect(await executor.pressData(message.message_id, data)).toEqual({
      text: 'Это доступно администратору.',
      showAlert: true,
    });
  expect(await entries()).toHaveLength(before);
});

test('the admins hear of an unloaded year 60 days ahead, once a week, and when a term is computed with it', async () => {
  const check = (at: string) =>
    world.fresh.database.transaction((tx) => calendarCheck(tx, world.desk, new Date(`${at}T08:00:00+03:00`)));
  const heard = async (part: string) =>
    (await world.phone('supervisor').messages()).filter(({ text }) => text?.includes(part)).length;
  await check('2027-11-01');
  await world.quiet();
  expect(await heard('До 2028 года меньше 60 дней')).toBe(0);
  for (const day of ['2027-11-02', '2027-11-03', '2027-11-03', '2027-11-08']) await check(day);
  await until('the first warning has come', async () => (await heard('До 2028 года меньше 60 дней')) === 2);

  world.at('2027-12-28T10:00:00+03:00');
  const number = await world.appeal();
  await world.appeal();
  await until('the use is told', async () => (await heard('Срок посчитан без производственного календаря 2028')) === 1);
  expect(await world.phone('coordinator').text(number)).toContain('календарь 2028 года не загружен');
  expect((await world.status(number)).terms).toMatchObject({ unloadedYears: [2028], provisionalDays: ['2027-12-31'] });
  await world.phone('coordinator').say('/my');
  await world.phone('coordinator').sees(/Срок до 07\.01\.2028/);
});

test('a term that rests on days in doubt says so', async () => {
  world.at('2027-02-12T10:00:00+03:00');
  const number = await world.appeal();
  const card = await world.phone('coordinator').text(number);
  expect(card).toContain('Срок до 22.02, последний рабочий день 20.02');
  expect(card).toContain('предварительные дни календаря: 20.02, 22.02');
  expect((await world.status(number)).terms).toMatchObject({
    unloadedYears: [],
    provisionalDays: ['2027-02-20', '2027-02-22'],
  });
});
