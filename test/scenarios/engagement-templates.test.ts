import { toPlainDate } from '../../src/regulation/calendar';
import { keepEngagement } from '../support/engagements';
import { holds } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  await holds(world, 'worker', ['engagement'], false);
  await holds(world, 'otherExecutor', ['engagement'], false);
  await keepEngagement(
    world,
    { kind: 'direct_line', stage: 'finished' },
    {
      ...{ title: 'О дорогах', text: 'Задайте вопрос руководителю.', answering: 'Гарипов Р.М.' },
      ...{ opensOn: toPlainDate('2026-11-01'), closesOn: toPlainDate('2026-11-10') },
    },
  );
});
afterAll(() => world.stop());

const official = () => world.phone('worker');

test('a card is kept as a template, and another begins with it, asked only its title and days', async () => {
  await official().pressAnywhere('x:ogOne:1');
  await official().press('В шаблоны', 'О дорогах');
  await official().say('Прямая линия руководителя');
  const template = await official().text('Шаблон «Прямая линия руководителя»');
  expect(template).toContain('Отвечает: Гарипов Р.М.');
  expect(template).not.toContain('О дорогах');
  await official().press('Создать по шаблону', 'Шаблон «Прямая линия руководителя»');
  await official().say('О снеге');
  await official().press('Пропустить', 'Пришлите картинки');
  for (const day of ['05.12.2026', '10.12.2026', '20.12.2026']) await official().say(day);
  expect(await official().text('Так это увидит житель.')).toContain('Задайте вопрос руководителю.');
  await official().press('Сохранить черновик', 'Так это увидит житель.');
  await official().sees(/О снеге[\s\S]*Этап: Черновик/);
});

test('of one name there is one; it is named anew, taken out and put back', async () => {
  await official().pressAnywhere('x:ogOne:1');
  await official().press('В шаблоны', 'О дорогах');
  await official().say('прямая линия руководителя');
  // The same content under the same name is the same template.
  await official().sees('Шаблон «Прямая линия руководителя»');
  const other = world.phone('otherExecutor');
  await keepEngagement(world, { kind: 'news' }, { title: 'Каток', text: 'Открыт каток.' });
  await other.say('/menu');
  await other.pressAnywhere('x:ogOne:3');
  await other.press('В шаблоны', 'Каток');
  await other.say('Прямая линия руководителя');
  expect(await other.text('Как назвать шаблон?')).toContain('Шаблон с таким названием уже есть.');
  await other.say('Новость о катке');
  await other.press('Шаблоны', 'Шаблон «Новость о катке»');
  expect(await other.buttons('Шаблоны ОГ: 2')).toEqual([
    'Новость о катке · Новость',
    'Прямая линия руководителя · Прямая линия',
    'Создать',
  ]);
  await other.press('Прямая линия руководителя', 'Шаблоны ОГ: 2');
  await other.press('Переименовать', 'Шаблон «Прямая линия');
  await other.say('Линия главы');
  await other.press('Убрать', 'Шаблон «Линия главы»');
  await other.sees('Шаблон «Линия главы» убран.');
  const use = await other.pressAnywhere('x:ogTplUse:1');
  expect(use).toEqual({ text: 'Этого шаблона больше нет.', showAlert: true });
  await other.press('Вернуть', 'Шаблон «Линия главы» убран.');
  await other.sees('Шаблон «Линия главы»');
});

test('whoever has not the role has none of them', async () => {
  const executor = world.phone('executor');
  await executor.say('/menu');
  for (const press of ['x:ogTpls:0', 'x:ogTpl:1', 'x:ogTplUse:1', 'x:ogTplKeep:1', 'x:ogTplName:1', 'x:ogTplOff:1:on'])
    expect((await executor.pressAnywhere(press)).showAlert).toBe(true);
});
