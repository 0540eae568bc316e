import { statement } from '../../src/database/database';
import { PEOPLE, World } from '../support/world';
import { card, open as openCard } from '../support/office-work';
import { gatherFolder, wordsIn } from '../support/folders';
import type { Phone } from '../support/phone';
import { FINISHED, LAYOUT_2022, OPEN, registryXlsx, type Heading, type RegistryLine } from '../support/registry-files';

let world: World;
let coordinator: Phone;
beforeAll(async () => {
  world = await World.start();
  coordinator = world.phone('coordinator');
});
afterAll(() => world.stop());

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const { executor, otherExecutor } = PEOPLE;
const NUMBERS = ['1', '2', '3', '4', '5', '6', '7', '8'].map((last) => `800000${last}`);
const line = (last: number, more: RegistryLine = {}): RegistryLine => ({
  ...OPEN,
  Номер: `800000${last}`,
  'ФИО исполнителя': executor.name,
  ...more,
});
/** Nobody has it there. */
const waiting = { 'ФИО исполнителя': '-', Статус: 'На координации', Стадия: 'Новое' };
const done: RegistryLine = {
  Стадия: 'Завершено',
  Статус: 'Отправлен ответ заявителю',
  'Дата фактического завершения работ': '25.11.2026',
  'Тип решения': 'Решено',
};

async function load(name: string, rows: readonly RegistryLine[], layout?: readonly Heading[]): Promise<string> {
  await coordinator.sendFile(await registryXlsx(rows, layout), name, XLSX);
  const text = await coordinator.text(new RegExp(`${name}[^]*(Новых|Нового)`));
  if (!text.includes('Нового ничего нет')) {
    await coordinator.press('Загрузить', name);
    await coordinator.sees(new RegExp(`${name}[^]*Загружено`));
  }
  return text;
}
const state = statement(
  'test.reconciled',
  `select a.number, a.stage, p.name as executor, (a.due_at at time zone 'Europe/Moscow')::date::text as due, a.duty_due_at as duty, a.fast_track_days as days
   from appeal a left join person p on p.id = a.executor_id where a.number = any($1::text[]) order by a.number`,
);
const appeals = () => world.fresh.database.query<Record<string, unknown>>(state, [NUMBERS]);
const errorFiles = statement(
  'test.error-files',
  `select count(*)::int as count from outbox_message where kind = 'registryErrors'`,
);
const fileNamed = statement('test.file-named', 'select id from registry_file where name = $1');
/** «Сверка с ПОС», kind by kind. */
async function differences(): Promise<string[]> {
  await coordinator.say('/control');
  await coordinator.press('Сверка с ПОС', 'Контроль');
  return (await coordinator.buttons('Сверка с ПОС')).filter((caption) => / · \d+$/.test(caption));
}
/** The screen of one appeal's differences. */
async function open(kind: string, number: string): Promise<string> {
  await coordinator.press(kind, 'Сверка с ПОС');
  await coordinator.press(number, kind);
  return coordinator.text(`Расхождения: № ${number}`);
}

test('the first file registers what it names; what has an executor there is suggested', async () => {
  await load('первая.xlsx', [
    line(1, { 'ФИО исполнителя': 'Петров П.П.' }),
    line(2),
    line(3, { 'ФИО исполнителя': otherExecutor.name, Стадия: 'Назначено', Статус: 'Назначено исполнителю' }),
    line(4, waiting),
    line(5, waiting),
    line(6, { ...waiting, 'Дата планируемого завершения работ': '04.12.2026' }),
    line(7, { ...FINISHED, Номер: '8000007', 'Оценка ответа заявителем': '-' }),
    line(8, { 'ФИО исполнителя': 'Неизвестный Н.Н.' }),
  ]);
  expect(await differences()).toEqual(['Назначены в ПОС · 4']);
});

test('the card says what ПОС says, and by which export; whom ПОС names is the first offer', async () => {
  await openCard(world, 'coordinator', '8000002');
  const text = await coordinator.text(card('8000002'));
  expect(text).toContain('По выгрузке от 24.11: Назначен исполнитель · Петров Пётр Петрович · план 04.12');
  expect((await coordinator.buttons(card('8000002')))[0]).toBe('👤 Назначить как в ПОС: Петров П.П.');
  await coordinator.press('Назначить как в ПОС: Петров П.П.', card('8000002'));
  expect(await coordinator.buttons(card('8000002'))).toContain('Отмена');
  await coordinator.press('Отмена', card('8000002'));
  await openCard(world, 'coordinator', '8000008');
  expect((await coordinator.buttons(card('8000008'))).join()).not.toContain('как в ПОС');
});

test('one press for many: a preview by executor, one message to each, no duty, in work where ПОС says so', async () => {
  const heard = await world.phone('executor').lastId();
  await coordinator.press('Назначить как в ПОС: 3', 'Сверка с ПОС');
  const preview = await coordinator.text('уже назначен');
  expect(preview).toContain('3 обращения на координации в ПОС уже назначены:\nПетров П.П. — 2\nСидоров С.С. — 1');
  expect(preview).toContain('Таких исполнителей в боте нет, укажите один раз, кто это:\n«Неизвестный Н.Н.» — 1');
  const again = await coordinator.remember('Назначить как в ПОС: 3', 'уже назначен');
  expect((await coordinator.press('Назначить как в ПОС: 3', 'уже назначен')).text).toBe('Назначаю');
  expect((await again()).text).toMatch(/Уже назначаю|Список изменился/);
  await coordinator.sees('Назначено как в ПОС: 3 обращения, исполнителей: 2.');
  await world.phone('executor').sees('К вам из ПОС перенесены 2 обращения');
  expect(await world.phone('executor').soundsSince(heard)).toBe(1);
  expect((await appeals()).slice(0, 3)).toEqual([
    expect.objectContaining({ stage: 'in_progress', executor: executor.name, duty: null }),
    expect.objectContaining({ stage: 'in_progress', executor: executor.name, duty: null }),
    expect.objectContaining({ stage: 'assigned', executor: otherExecutor.name, duty: null }),
  ]);
  expect(await differences()).toEqual(['Назначены в ПОС · 1']);
});

test('the second file, in the other order of columns, shows exactly what differs', async () => {
  world.later(60_000);
  await load(
    'вторая.xlsx',
    [
      line(1, { 'ФИО исполнителя': otherExecutor.name }),
      line(2, done),
      line(3, { 'ФИО исполнителя': otherExecutor.name, 'Дата планируемого завершения работ': '14.12.2026' }),
      line(4, { ...waiting, Стадия: 'В работе', Статус: 'На согласовании' }),
      line(6, { ...waiting, 'Дата планируемого завершения работ': '04.12.2026' }),
      line(7, { ...FINISHED, Номер: '8000007', 'Оценка ответа заявителем': '2', 'Повторное рассмотрение': 'Да' }),
      line(8, { 'ФИО исполнителя': 'Неизвестный Н.Н.' }),
    ],
    LAYOUT_2022,
  );
  expect(await differences()).toEqual([
    'Завершены в ПОС · 1',
    'Назначены в ПОС · 1',
    'Другой исполнитель · 1',
    'Другой этап · 1',
    'Другой срок · 1',
    'Повторное рассмотрение · 1',
    'Нет в выгрузке · 1',
  ]);
});

test('low marks are no message: they stand in their list, on the card and in the history at once', async () => {
  const curator = world.phone('secondCoordinator');
  expect((await curator.messages()).filter(({ text }) => text?.includes('Низкая оценка'))).toEqual([]);
  await curator.say('/find 8000007');
  expect(await curator.text('№ 8000007 · Ответ направлен')).toContain('Оценка заявителя: 2 из 5');
  await curator.press('История', '№ 8000007 · Ответ направлен');
  expect(await curator.text('Оценка заявителя в ПОС')).toContain('2 из 5');
  await curator.say('/control');
  await curator.press('Низкие оценки · 1', 'Контроль сроков');
  expect(await curator.text('Низкие оценки: 1')).toContain('№ 8000007');
});

test('another executor, an answer and a term are taken over by one press each', async () => {
  expect(await open('Другой исполнитель', '8000001')).toContain('в ПОС: Сидоров Сидор Сидорович\nв боте: Петров П.П.');
  expect((await coordinator.press('Назначить: Сидоров С.С.')).text).toMatch(/^Назначено: Сидоров С.С./);
  await world.phone('otherExecutor').sees('К вам из ПОС перенесено 1 обращение');
  await world.phone('executor').sees('8000001');
  await differences();
  await open('Завершены в ПОС', '8000002');
  expect((await coordinator.press('Ответ уже в ПОС')).text).toBe('Завершено: ответ в ПОС');
  expect(await coordinator.text('Расхождения: № 8000002')).toContain('Расхождений больше нет.');
  // Whoever checks it finds that it was answered, and where its words are.
  expect(wordsIn(await gatherFolder(world, '8000002'), '00 Опись.pdf')).toMatch(
    /Ответы, отправленные заявителю Ответ уже в ПОС: записано \S+ \S+, Кузнецова Ю\.Ю\. День ответа в ПОС: 25\.11\.2026 Тип: Решено Текст ответа в боте не хранится\./,
  );
  await differences();
  expect(await open('Другой срок', '8000003')).toContain('в ПОС: до 14.12\nв боте: до 04.12');
  expect(await coordinator.buttons('Расхождения: № 8000003')).toEqual([
    'Взять срок ПОС: до 14.12',
    'Оставить срок бота: до 04.12',
    'Вернуть как было',
    'Открыть обращение',
    'К расхождениям',
  ]);
  expect((await coordinator.press('Взять срок ПОС')).text).toBe('Срок теперь до 14.12');
  expect((await appeals()).slice(0, 3)).toEqual([
    expect.objectContaining({ stage: 'in_progress', executor: otherExecutor.name }),
    expect.objectContaining({ stage: 'answered' }),
    expect.objectContaining({ due: '2026-12-14' }),
  ]);
});

test('«Оставить как есть» holds until something changes', async () => {
  await differences();
  await open('Другой этап', '8000004');
  const again = await coordinator.remember('Оставить как есть');
  expect((await coordinator.press('Оставить как есть')).text).toBe('Оставлено как есть');
  expect((await again()).text).toBe('Этого расхождения уже нет');
  await differences();
  await open('Нет в выгрузке', '8000005');
  await coordinator.press('Оставить как есть');
  await differences();
  await open('Повторное рассмотрение', '8000007');
  await coordinator.press('Оставить как есть');
  await differences();
  await open('Назначены в ПОС', '8000008');
  expect(await coordinator.text('Расхождения: № 8000008')).toContain('Исполнителя с таким именем в боте нет.');
  await coordinator.press('Оставить как есть');
  expect(await differences()).toEqual([]);
  world.later(60_000);
  await load('третья.xlsx', [line(4, { ...waiting, Стадия: 'В работе', Статус: 'На утверждении' })]);
  expect(await differences()).toEqual(['Другой этап · 1']);
});

test('a file that says what the bot says shows nothing', async () => {
  world.later(60_000);
  await load('равная.xlsx', [
    line(1, { 'ФИО исполнителя': otherExecutor.name }),
    line(2, done),
    line(3, { 'ФИО исполнителя': otherExecutor.name, 'Дата планируемого завершения работ': '14.12.2026' }),
    line(4, waiting),
    line(5, waiting),
    line(6, waiting),
    line(7, { ...FINISHED, Номер: '8000007', 'Оценка ответа заявителем': '2' }),
    line(8, waiting),
  ]);
  expect(await differences()).toEqual([]);
  await coordinator.say('/control');
  await coordinator.press('Сверка с ПОС', 'Контроль');
  expect(await coordinator.text('Сверка с ПОС')).toBe('Сверка с ПОС\nРасхождений с ПОС нет.');
});

test('«Загрузки» say what came, by whom, and what each has changed; its rows in error come once more', async () => {
  await load('с ошибкой.xlsx', [line(9), line(9, { Номер: '8000010', 'Дата поступления': '31.02.2026' })]);
  await differences();
  await coordinator.press('Загрузки', 'Сверка с ПОС');
  const list = await coordinator.text('Загрузки из ПОС');
  expect(list).toContain('Кузнецова Ю.Ю.\n«с ошибкой.xlsx» · загружена\nНовых: 1 · С ошибками: 1');
  const captions = await coordinator.buttons('Загрузки из ПОС');
  // the latest first: «с ошибкой», «равная», «третья», «вторая», «первая»
  await coordinator.press(captions[0]!, 'Загрузки из ПОС');
  const before = (await world.fresh.database.query<{ count: number }>(errorFiles))[0]!.count;
  await coordinator.press('Строки с ошибками', 'с ошибкой.xlsx');
  await coordinator.sees('с ошибкой.xlsx');
  expect((await world.fresh.database.query<{ count: number }>(errorFiles))[0]!.count).toBe(before + 1);
  await coordinator.press('К загрузкам', 'с ошибкой.xlsx');
  const { message_id: id } = await coordinator.sees('Загрузки из ПОС');
  const [second] = await world.fresh.database.query<{ id: number }>(fileNamed, ['вторая.xlsx']);
  await coordinator.pressData(id, `x:import:${second!.id.toString(36)}`);
  expect(await coordinator.text(/Файл «вторая.xlsx»[^]*Кузнецова/)).toContain('Изменились с прошлой выгрузки: 5');
  await coordinator.press('Изменились · 5', /Файл «вторая.xlsx»[^]*Кузнецова/);
  const changes = await coordinator.text('Изменились в «вторая.xlsx»');
  expect(changes).toContain('№ 8000001\nисполнитель: Петров П.П. → Сидоров Сидор Сидорович\n');
  expect(changes).toContain('план: 04.12 → 14.12\n');
  expect(changes).toContain('№ 8000007\nоценка: пусто → 2\nповторное рассмотрение: нет → да');
});

test('curators read of low marks and of terms that were taken over in their next morning list', async () => {
  const curator = world.phone('secondCoordinator');
  await world.passTo('2026-11-26T08:15:05+03:00');
  const list = await curator.text('Дела на чт 26.11');
  expect(list).toContain('Низкая оценка заявителя в выгрузке «вторая.xlsx»: 1');
  expect(list).toMatch(/№ 8000003.*14\.12/);
  await curator.press('Низкие оценки · 1', 'Дела на чт 26.11');
  expect(await curator.text('Низкая оценка')).toContain('«вторая.xlsx»: 1\n№ 8000007 — 2 из 5');
});
