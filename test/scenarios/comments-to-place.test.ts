import { databaseOf, statement } from '../../src/database/database';
import { assign, card, goesAway, holds, inWork, ringing, task, write } from '../support/office-work';
import { PEOPLE, World } from '../support/world';

// Wednesday, working time.
let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const LIST = /^Комментарии для ПОС/;
const COORDINATORS = ['coordinator', 'secondCoordinator'] as const;

async function comment(number: string, text: string, progress = 'осмотрено'): Promise<void> {
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', card(number));
  await write(executor, text);
  await executor.press(progress, card(number));
}

/** What the lists of comments say, on the phone of each coordinator. */
const lists = () =>
  Promise.all(
    COORDINATORS.map(async (who) =>
      (await world.phone(who).messages()).flatMap(({ text }) => (LIST.test(text ?? '') ? [text ?? ''] : [])),
    ),
  );

const unplaced = async () => {
  const coordinator = world.phone('coordinator');
  await coordinator.say('/control');
  await coordinator.press('Не в ПОС', 'Контроль');
  return (await coordinator.messages()).at(-1)?.text ?? '';
};

let one: string;
let other: string;

test('a comment is asked of its author at once, without a sound, and not of the coordinators', async () => {
  one = await inWork(world);
  other = await inWork(world);
  expect(
    await ringing(world, async () => {
      await comment(one, 'Яму огородили.');
      await comment(one, 'Асфальт заказан.', 'работы назначены');
      await comment(other, 'Осмотрели вместе с ДРСУ.');
      await comment(other, 'Убрали мусор.', 'работы ведутся');
    }),
  ).toEqual([]);
  const asked = await world.phone('executor').text(/^Разместить в ПОС[^]*Асфальт заказан/);
  expect(asked).toContain('Статус в ПОС: работы назначены');
  expect(asked).toMatch(/До 26\.11 \d\d:\d\d задание у автора комментария, потом и у координаторов\./);
  expect(await lists()).toEqual([[], []]);
  expect(await unplaced()).not.toContain(one);
});

test('the author says «Размещено», once for a double tap', async () => {
  const executor = world.phone('executor');
  const tap = await executor.remember('Размещено', /^Разместить в ПОС[^]*Убрали мусор/);
  expect((await Promise.all([tap(), tap()])).map(({ text }) => text)).toEqual(['Размещено', 'Размещено']);
  await world.quiet();
  expect(await executor.text(/^Разместить в ПОС[^]*Размещено \d/)).toContain('Петров П.П.');
});

test('whose appeal goes to another meanwhile: its comments stay their author’s', async () => {
  await assign(world, other, 'otherExecutor');
  expect((await world.phone('executor').buttons(/^Разместить в ПОС[^]*вместе с ДРСУ/)).join()).toContain('Размещено');
  expect(await lists()).toEqual([[], []]);
});

test('in the night nobody hears of them, whatever the program does then', async () => {
  await world.passTo('2026-11-26T03:00:00+03:00');
  expect(await lists()).toEqual([[], []]);
});

test('from the next opening on those that are not placed are one silent message of the coordinators', async () => {
  await world.passTo('2026-11-26T08:01:00+03:00');
  const shown = [
    'Комментарии для ПОС: 3',
    '',
    `1. № ${one}, осмотрено: Яму огородили.`,
    `2. № ${one}, работы назначены: Асфальт заказан.`,
    `3. № ${other}, осмотрено: Осмотрели вместе с ДРСУ.`,
  ].join('\n');
  expect(await lists()).toEqual([[shown], [shown]]);
  expect(await unplaced()).toContain(one);
});

test('each is placed from the list, which is shorter on every phone then; its author may still be faster', async () => {
  const [coordinator, second] = [world.phone('coordinator'), world.phone('secondCoordinator')];
  await coordinator.press('2', LIST);
  const asked = await coordinator.text(/^Разместить в ПОС/);
  expect(asked).toContain('Асфальт заказан.');
  expect(asked).not.toContain('задание у автора');
  expect((await coordinator.press('Размещено', /^Разместить в ПОС/)).text).toBe('Размещено');
  await world.phone('executor').press('Размещено', /^Разместить в ПОС[^]*Яму огородили/);
  const left = `Комментарии для ПОС: 1\n\n1. № ${other}, осмотрено: Осмотрели вместе с ДРСУ.`;
  expect(await lists()).toEqual([[left], [left]]);
  await second.press('1', LIST);
  await second.press('Размещено', /^Разместить в ПОС/);
  const none = 'Комментарии для ПОС: все размещены';
  expect(await lists()).toEqual([[none], [none]]);
  expect(await coordinator.buttons(LIST)).toEqual([]);
});

test('a comment that leaves the status as it is asks for none, and history tells which status was placed', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await comment(number, 'Ждём материалы.', 'без изменений');
  expect(await executor.text(task('Разместить в ПОС', number))).not.toContain('Статус в ПОС');
  await executor.press('Размещено', task('Разместить в ПОС', number));
  await comment(number, 'Начали.', 'работы ведутся');
  await executor.press('Размещено', /^Разместить в ПОС[^]*Начали/);
  await executor.press('История', card(number));
  expect(await executor.text('История')).toMatch(/Размещено в ПОС\n.*\nКомментарий об исполнении · работы ведутся/);
});

test('what a coordinator has written is the coordinators’ at once', async () => {
  await holds(world, 'otherExecutor', ['executor', 'coordinator'], false);
  const number = await inWork(world, {}, 'otherExecutor');
  const author = world.phone('otherExecutor');
  await author.press('Комментарий и фото', card(number));
  await write(author, 'Сделали сами.');
  await author.press('осмотрено', card(number));
  const coordinator = world.phone('coordinator');
  expect(await coordinator.text(LIST)).toContain('Сделали сами.');
  await coordinator.press('1', LIST);
  await coordinator.press('Размещено', task('Разместить в ПОС', number));
  await holds(world, 'otherExecutor', PEOPLE.otherExecutor.roles, false);
});

test('a morning at which nothing is left to ask brings no list', async () => {
  world.at('2026-11-26T16:00:00+03:00');
  const number = await inWork(world);
  const before = await lists();
  const newest = await world.phone('coordinator').lastId();
  world.at('2026-11-27T07:00:00+03:00');
  await comment(number, 'Покрасили.');
  await world.phone('executor').press('Размещено', /^Разместить в ПОС[^]*Покрасили/);
  await world.passTo('2026-11-27T08:30:00+03:00');
  expect(await lists()).toEqual(before);
  const later = (await world.phone('coordinator').messages()).filter(({ message_id: id }) => id > newest);
  expect(later.filter(({ text }) => LIST.test(text ?? ''))).toEqual([]);
});

test('what is written on Friday evening is the coordinators’ on Monday; of an author who may not place any more, at once', async () => {
  world.at('2026-11-27T16:00:00+03:00');
  const number = await inWork(world);
  world.at('2026-11-27T19:30:00+03:00');
  await comment(number, 'Осветили двор.');
  const coordinator = world.phone('coordinator');
  await world.passTo('2026-11-28T12:00:00+03:00');
  expect(await coordinator.text(LIST)).not.toContain('Осветили двор.');
  await world.passTo('2026-11-30T08:01:00+03:00');
  expect(await coordinator.text(LIST)).toContain('Осветили двор.');
  await comment(number, 'Проверили лампы.');
  expect(await coordinator.text(LIST)).not.toContain('Проверили лампы.');
  await holds(world, 'executor', ['supervisor'], false);
  await world.passTo('2026-11-30T12:00:00+03:00');
  expect(await coordinator.text(LIST)).toContain('Проверили лампы.');
});

test('of an author who is away the deputy is asked, and places it', async () => {
  await holds(world, 'executor', PEOPLE.executor.roles, false);
  world.at('2026-12-01T10:00:00+03:00');
  const number = await inWork(world);
  await goesAway(world, 'executor', '2026-12-01', '2026-12-01', 'otherExecutor');
  await comment(number, 'Осмотрели подвал.');
  const deputy = world.phone('otherExecutor');
  expect((await deputy.press('Размещено', task('Разместить в ПОС', number))).text).toBe('Размещено');
});

test('where the office has named who carries comments into ПОС they are theirs at once, and no author is asked', async () => {
  world.at('2026-12-02T10:00:00+03:00');
  const named = statement(
    'test.name-for-comments',
    `insert into setting (key, value) select 'office_answers', jsonb_build_object('named', jsonb_build_object('commentsInPos', jsonb_build_array(a.person_id)))
     from account a where a.messenger = 'telegram' and a.user_id = $1
     on conflict (key) do update set value = setting.value || excluded.value`,
  );
  await databaseOf(world.desk).query(named, [String(PEOPLE.coordinator.telegramId)]);
  const number = await inWork(world);
  await comment(number, 'Знак поставили.');
  await world.quiet();
  for (const texts of await lists()) expect(texts.join()).toContain('Знак поставили.');
  expect(
    (await world.phone('executor').messages()).filter(({ text }) => /^Разместить в ПОС[^]*Знак/.test(text ?? '')),
  ).toEqual([]);
});
