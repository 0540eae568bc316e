import { writeXlsx } from 'hucre/xlsx';
import { toPlainDate } from '../../src/regulation/calendar';
import { statement } from '../../src/database/database';
import { keepEngagement } from '../support/engagements';
import { holds } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-02T10:00:00+03:00' });
  await holds(world, 'worker', ['engagement'], false);
  await keepEngagement(
    world,
    { kind: 'direct_line', stage: 'running', address: 'https://pos.gosuslugi.ru/og/1', placedNumber: 1 },
    { title: 'О снеге', opensOn: toPlainDate('2026-12-01'), closesOn: toPlainDate('2026-12-20') },
  );
});
afterAll(() => world.stop());

const keeper = () => world.phone('worker');
const counted = statement('test.line-file-count', 'select count(*)::int as count from line_question');
const count = async () => (await world.fresh.database.query<{ count: number }>(counted))[0]?.count;
const kept = statement(
  'test.line-file-kept',
  `select number, settlement, address, source, asked_at as "askedAt" from line_question where text = $1`,
);
const csv = (...lines: readonly string[]) => Buffer.from(`\ufeff${lines.join('\r\n')}`);

async function send(bytes: Buffer, name: string): Promise<void> {
  await keeper().pressAnywhere('x:lineFile:1');
  await keeper().sendFile(bytes, name);
}

test('a CSV is looked at first, with each row in error and why; the good rows come by one press, once', async () => {
  const file = csv(
    'Дата;Вопрос;Населённый пункт;Адрес;Кто спросил',
    '01.12.2026 09:15;Когда почистят улицу Речную?;Мамадыш;ул. Речная, 5;Иванов',
    ';   ;Мамадыш;;',
    'вчера;Будет ли автобус?;;;',
    ';Когда почистят двор?;;;',
    ';Когда почистят двор?;;;',
    `;${'Снег. '.repeat(800)};;;`,
    '03.12.2026 09:15;Когда почистят мост?;;;',
  );
  await send(file, 'вопросы.csv');
  const seen = await keeper().text('Вопросов к загрузке: 2.');
  expect(seen).toContain('Повторов в файле: 1, каждый вопрос войдёт один раз. Номера строк: 6.');
  expect(seen).toContain('Не загрузятся строки: 4.');
  expect(seen).toContain('⚠️ строка 3: вопроса нет');
  expect(seen).toContain('⚠️ строка 4: «вчера» не похоже на дату');
  expect(seen).toContain('⚠️ строка 7: вопрос длиннее 4000 знаков');
  expect(seen).toContain('⚠️ строка 8: день «03.12.2026 09:15» ещё не наступил');
  expect(await count()).toBe(0);
  const load = await keeper().remember('Загрузить', 'Вопросов к загрузке: 2.');
  await Promise.all([load(), load()]);
  await world.quiet();
  expect(await keeper().buttons('Вопросы: О снеге')).toContain('• Новые: 2');
  expect(await count()).toBe(2);
  expect(await world.fresh.database.query(kept, ['Когда почистят улицу Речную?'])).toEqual([
    {
      ...{ number: 1, settlement: 'Мамадыш', address: 'ул. Речная, 5', source: 'file' },
      askedAt: new Date('2026-12-01T09:15:00+03:00'),
    },
  ]);

  await send(file, 'вопросы-исправлено.csv');
  const again = await keeper().press('Загрузить', 'Вопросов к загрузке: 2.');
  expect(again).toEqual({ text: 'Новых вопросов: 0. Были и раньше: 2. Повторов в файле: 1.', showAlert: true });
});

test('ten thousand questions come out of a workbook, and one more is too many', async () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => [`Вопрос о дворе ${index}: когда почистят?`]);
  const workbook = async (lines: string[][]) =>
    Buffer.from(await writeXlsx({ sheets: [{ name: 'Лист', rows: [['Текст вопроса'], ...lines] }] }));
  await send(await workbook(rows), 'вопросы.xlsx');
  await keeper().press('Загрузить', 'Вопросов к загрузке: 10000.');
  expect(await keeper().buttons('Вопросы: О снеге')).toContain('• Новые: 10002');
  expect(await count()).toBe(10_002);
  await send(await workbook([...rows, ['Ещё один?']]), 'вопросы.xlsx');
  await keeper().sees('В файле больше 10000 строк. Пришлите частями.');
  await keeper().press('Отмена', 'В файле больше 10000 строк');
});

test('what is no table of questions is said, and nobody without the role brings any', async () => {
  await send(csv('Тема;Автор', 'Снег;Иванов'), 'темы.csv');
  await keeper().sees('Нет столбца «Вопрос».');
  await keeper().press('Отмена', 'Нет столбца «Вопрос».');
  expect((await world.phone('executor').pressAnywhere('x:lineFile:1')).showAlert).toBe(true);
});
