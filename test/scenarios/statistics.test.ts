import { statisticsAnswer, type StatisticsAnswer } from '../../src/intake/statistics-answer';
import { answered, inWork } from '../support/office-work';
import { until } from '../support/until';
import { World } from '../support/world';

const TOKEN = 'world-report-token';

let world: World;
beforeAll(async () => {
  world = await World.start({ env: { REPORT_TOKEN: TOKEN } });
});
afterAll(() => world.stop());

async function ask(query: string): Promise<StatisticsAnswer> {
  const response = await fetch(`${world.application.address}/api/statistics?${query}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  return statisticsAnswer.parse(await response.json());
}

test('what people have pressed on their phones is what the figures and /report tell a moment later', async () => {
  await answered(world);
  await inWork(world, { category: 'Вода' }, 'otherExecutor');
  const { rows, total, asOf } = await ask('from=2026-11-25&to=2026-11-25&by=executor');
  expect(rows.map(({ key, received, answered: { notResolved }, open }) => [key, received, notResolved, open])).toEqual([
    ['Петров П.П.', 1, 1, 0],
    ['Сидоров С.С.', 1, 0, 1],
  ]);
  expect(total).toMatchObject({ received: 2, answered: { notResolved: 1 }, open: 1, keptInTerm: 1 });
  expect(asOf).toMatch(/^2026-11-25T\d\d:\d\d:\d\d\+03:00$/);
  const coordinator = world.phone('coordinator');
  await coordinator.say('/report');
  expect(await coordinator.text('Отчёт за ноябрь')).toMatch(/Поступило: 2\nОтвет направлен: 1\n/);
});

test('the bot follows by itself, and whoever watches sees how far', async () => {
  await world.appeal();
  const metric = async (name: string) =>
    new RegExp(`^${name} (\\S+)$`, 'm').exec(await (await fetch(`${world.application.address}/metrics`)).text())?.[1];
  await until('everything is counted', async () => (await metric('murajagat_statistics_waiting')) === '0');
  expect(await metric('murajagat_statistics_counted')).toBe('1');
  expect(await metric('murajagat_statistics_lag_seconds')).toBe('0');
});
