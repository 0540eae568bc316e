import type { EngagementContent } from '../../src/regulation/engagement/content';
import { keepEngagement, personIdOf } from '../support/engagements';
import { holds } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  await holds(world, 'worker', ['engagement'], false);
});
afterAll(() => world.stop());

const official = () => world.phone('worker');
const supervisor = () => world.phone('supervisor');

const keep = (row: Parameters<typeof keepEngagement>[1], content: Partial<EngagementContent>) =>
  keepEngagement(world, row, content);

test('of two hundred, ОГ has what waits for ПОС, a stage or a kind by two presses', async () => {
  for (let index = 0; index < 200; index += 1)
    await keep(
      { kind: index < 3 ? 'poll' : 'news', stage: index < 12 ? 'placing' : 'draft' },
      { title: `Вещь ${index}` },
    );
  await official().say('/menu');
  await official().press('ОГ: 200', 'Меню');
  await official().press('Отбор', 'ОГ: в работе 200');
  expect(await official().buttons('Что показать?')).toEqual([
    'Внести в ПОС · 12',
    'Черновик · 188',
    'На размещении · 12',
    'Новость · 197',
    'Опрос · 3',
    'Показать все: 200',
  ]);
  await official().press('Внести в ПОС · 12', 'Что показать?');
  await official().press('▶', 'ОГ: в работе 12 · Внести в ПОС');
  await official().sees(/ОГ: в работе 12 · Внести в ПОС/);
  expect(await official().buttons('ОГ: в работе 12 · Внести в ПОС')).toContain('2/2');
});

test('/find finds them by words of any part and by number, ended ones last', async () => {
  const yard = await keep(
    { kind: 'site_vote', stage: 'finished' },
    { title: 'Что благоустроить', options: [{ name: 'Двор «Ёлочка»', about: 'ул. Новосёлов,5' }] },
  );
  const poll = await keep(
    { kind: 'poll' },
    { title: 'О дворах', questions: [{ text: 'Нужна ли горка?', options: ['Да', 'Нет'], several: false, own: false }] },
  );
  await official().say('/find двор');
  expect(await official().buttons('ОГ по запросу «двор»: 2')).toEqual([
    'О дворах · Черновик',
    'Что благоустроить · Завершено',
    expect.anything(),
  ]);
  for (const query of ['новоселов', 'елочка', `ОГ ${yard}`]) {
    await official().say(query);
    if (query.startsWith('ОГ')) await official().sees(`ОГ-${yard}`);
    else expect(await official().buttons(`ОГ по запросу «${query}»: 1`)).toContain('Что благоустроить · Завершено');
  }
  await official().say('/find горки');
  await official().press('О дворах', 'ОГ по запросу «горки»: 1');
  await official().sees(`ОГ-${poll}`);
  await official().say('/find ураган');
  await official().sees('В ОГ ничего не нашлось.');
});

test('a supervisor finds what was sent to them beside appeals, and others find nothing of it', async () => {
  const agreeingId = await personIdOf(world, 'supervisor');
  await keep({ kind: 'poll', stage: 'agreement', agreeingId }, { title: 'Опрос о Советской улице' });
  await keep({ kind: 'poll' }, { title: 'Другой опрос о Советской улице' });
  await world.appeal({ address: 'Советская улица, 5' });
  await supervisor().say('/find советская');
  await supervisor().press('ОГ: 1', 'По запросу «советская»: ');
  expect(await supervisor().buttons('ОГ по запросу «советская»: 1')).toContain(
    'Опрос о Советской улице · Согласование',
  );
  await world.phone('executor').say('/find советская');
  const found = await world.phone('executor').buttons('По запросу «советская»: ');
  expect(found.filter((caption) => caption.startsWith('ОГ'))).toEqual([]);
  await world.phone('executor').say('/find другой опрос');
  await world.phone('executor').sees('По запросу «другой опрос» ничего не нашлось.');
});
