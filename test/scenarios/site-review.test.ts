import { parse } from 'csv-parse/sync';
import { statement } from '../../src/database/database';
import { addEngagementEntry } from '../../src/usecases/kit/journal';
import { statisticsLag } from '../../src/usecases/statistics/follow';
import { endedEngagement, COUNTED, VOTE } from '../support/ended-engagement';
import { answered, holds } from '../support/office-work';
import type { Phone } from '../support/phone';
import { bareTable, tablesOfCsv, tablesOfDocx, tablesOfHtml, wordsOfDocx } from '../support/read-review';
import { until } from '../support/until';
import { World } from '../support/world';

// A curator makes what the site of a district tells its citizens of a month, in either messenger.

const TOPICS = statement(
  'test.review-topics',
  `select category, count(*)::int as count from appeal
   where to_char(registered_at at time zone 'Europe/Moscow', 'YYYY-MM') = $1 group by category`,
);
const ANSWERED = statement(
  'test.review-answered',
  `select count(*)::int as count from journal_entry
   where action = 'approveAnswer' and to_char(at at time zone 'Europe/Moscow', 'YYYY-MM') = $1`,
);

let world: World;
beforeAll(async () => {
  world = await World.start({ now: '2026-10-12T09:00:00+03:00', inMax: ['coordinator'] });
  // MAX takes its time with each file, and is asked again
  world.expectsRefusals(/attachment\.not\.ready/);
  await holds(world, 'worker', ['engagement'], false);
  for (let index = 0; index < 3; index += 1) await world.appeal({ category: 'Дороги' });
  await world.passTo('2026-11-09T09:00:00+03:00');
  for (let index = 0; index < 4; index += 1) await answered(world, { category: 'Дороги' });
  for (let index = 0; index < 3; index += 1) await world.appeal({ category: 'Вода', settlement: 'Нижняя Ошма' });
  await world.appeal({ category: 'Личное =1+1', settlement: 'Нижняя Ошма', address: 'ул. Тайная, 7' });
  const vote = await endedEngagement(world, 'site_vote', 'finished', VOTE, COUNTED);
  await addEngagementEntry(world.fresh.database, {
    ...{ at: world.desk.clock.now(), engagementId: vote, action: 'end', personId: null, capacity: 'clock' },
    ...{ onBehalfOfId: null, clause: '2', fromStage: 'running', toStage: 'summing_up', version: 1, formId: null },
    details: {},
  });
  await world.passTo('2026-12-01T10:00:00+03:00');
  await until('nothing waits to be counted', async () => (await statisticsLag(world.fresh.database))?.count === 0);
});
afterAll(() => world.stop());

interface Sent {
  readonly name: string;
  readonly bytes: Buffer;
}
async function sentTo(phone: Phone, download: (id: string) => Promise<Buffer>): Promise<readonly Sent[]> {
  const documents = (await phone.messages())
    .flatMap(({ document }) => document ?? [])
    // the month’s report comes by itself
    .filter(({ file_name: name }) => name.startsWith('Обзор'));
  return Promise.all(documents.map(async ({ file_name: name, file_id: id }) => ({ name, bytes: await download(id) })));
}
const curator = () => world.phone('secondCoordinator');

async function askOfNovember(phone: Phone): Promise<void> {
  await phone.say('/report');
  await phone.press('◀', 'Отчёт за декабрь 2026 года');
  expect((await phone.press('Обзор для сайта', 'Отчёт за ноябрь 2026 года')).text).toBe('Готовлю обзор');
  await world.quiet();
}

test('a month that goes on has no review yet, days and parts have no button of one', async () => {
  await curator().say('/report');
  expect(await curator().press('Обзор для сайта', 'Отчёт за декабрь 2026 года')).toEqual({
    text: 'Период ещё идёт. Обзор для сайта можно сделать, когда он закончится.',
    showAlert: true,
  });
  await curator().press('Неделя', 'Отчёт за декабрь 2026 года');
  expect(await curator().buttons('Отчёт за неделю')).not.toContain('Обзор для сайта');
});

test('three files tell the month alike, and what they tell is what the tables of the office have', async () => {
  await askOfNovember(curator());
  const files = await sentTo(curator(), (id) => world.stand.download(id));
  expect(files.map(({ name }) => name)).toEqual([
    'Обзор 01.11–30.11.2026.docx',
    'Обзор 01.11–30.11.2026.html',
    'Обзор 01.11–30.11.2026.csv',
  ]);
  const [docx, html, csv] = files.map(({ bytes }) => bytes) as [Buffer, Buffer, Buffer];
  const tables = tablesOfCsv(csv.toString('utf8')).map(bareTable);
  expect(tablesOfHtml(html.toString('utf8')).map(bareTable)).toEqual(tables);
  expect((await tablesOfDocx(docx)).map(bareTable)).toEqual(tables);

  const rows = new Map(tables.flatMap(({ rows: all }) => all.map(([name, ...cells]) => [name, cells])));
  const topics = await world.fresh.database.query<{ category: string; count: number }>(TOPICS, ['2026-11']);
  const received = topics.reduce((sum, { count }) => sum + count, 0);
  const before = (await world.fresh.database.query<{ count: number }>(TOPICS, ['2026-10']))[0]?.count ?? 0;
  const done = (await world.fresh.database.query<{ count: number }>(ANSWERED, ['2026-11']))[0]?.count ?? 0;
  expect([received, before, done]).toEqual([8, 3, 4]);
  expect(rows.get('Поступило обращений')).toEqual(['8', '3', '5']);
  expect(rows.get('Рассмотрено')?.slice(0, 2)).toEqual(['4', '0']);
  // one of «Личное» is told together with the three of «Вода»
  expect(rows.get('Дороги')).toEqual(['4', '3', '1']);
  expect(rows.get('Другие темы вместе')).toEqual(['4', '0', '']);
  expect(rows.get('Голосования по объектам благоустройства')).toEqual(['1', '0', '1']);
  expect(rows.get('Участников опросов, голосований и слушаний')).toEqual(['812', '0', '812']);
  expect(html.toString('utf8')).toContain('За ноябрь 2026 года поступило 8 обращений, на 5 больше, чем в октябре.');

  const all = [await wordsOfDocx(docx), html.toString('utf8'), csv.toString('utf8')].join('\n');
  expect(all).not.toMatch(/Личное|Тайная|Советская|Иванов|Петров|Кузнецова|Насибулина|ОГ-|№|123-45-67/);
  expect(parse(csv.toString('utf8'), { bom: true, delimiter: ';' }).length).toBeGreaterThan(8);
});

test('asked for again, and by somebody else in MAX, it is the same to the byte, and goes to nobody else', async () => {
  const executors = await world.phone('executor').lastId();
  await askOfNovember(curator());
  const coordinator = world.phone('coordinator');
  await askOfNovember(coordinator);
  const files = await sentTo(curator(), (id) => world.stand.download(id));
  expect(files).toHaveLength(6);
  files.slice(3).forEach(({ bytes }, at) => expect(Buffer.compare(bytes, files[at]!.bytes)).toBe(0));
  const names = (await coordinator.messages()).flatMap(({ document }) => document?.file_name ?? []);
  expect(names.slice(-3)).toEqual(files.slice(0, 3).map(({ name }) => name));
  expect(await world.phone('executor').lastId()).toBe(executors);
});

test('a quarter is beside the quarter before, of which there is nothing here', async () => {
  await world.passTo('2027-01-11T10:00:00+03:00');
  await curator().say('/report');
  await curator().press('Квартал', 'Отчёт за январь 2027 года');
  await curator().press('◀', 'Отчёт за I квартал 2027 года');
  await curator().press('Обзор для сайта', 'Отчёт за IV квартал 2026 года');
  await world.quiet();
  const html = (await sentTo(curator(), (id) => world.stand.download(id))).at(-2)!;
  expect(html.name).toBe('Обзор 01.10–31.12.2026.html');
  expect(html.bytes.toString('utf8')).toContain('За IV квартал 2026 года поступило 11 обращений.');
  expect(tablesOfHtml(html.bytes.toString('utf8'))[0]?.columns).toEqual(['IV кв. 2026']);
});

test('whoever may not see the report gets no review, whatever they press', async () => {
  const executor = world.phone('executor');
  await executor.pressAnywhere('x:statFile:month:2026-11-01:2026-11-30:review');
  await world.quiet();
  expect((await executor.messages()).flatMap(({ document }) => document ?? [])).toEqual([]);
});
