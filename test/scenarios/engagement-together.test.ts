import { statement } from '../../src/database/database';
import { keepEngagement } from '../support/engagements';
import { holds } from '../support/office-work';
import { photo } from '../support/photos';
import type { Phone } from '../support/phone';
import { randomOf } from '../support/random';
import { World } from '../support/world';

// Two of ОГ change the same at once: the later one hears of it, and nothing of either is lost.
let world: World;
let first: Phone;
let second: Phone;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  await holds(world, 'worker', ['engagement'], false);
  await holds(world, 'otherExecutor', ['engagement'], false);
  [first, second] = [world.phone('worker'), world.phone('otherExecutor')];
  await keepEngagement(world, {}, { title: 'Открыт каток', text: 'Каток открыт с 10 до 21 часа.' });
});
afterAll(() => world.stop());

const CARD = /Открыт [а-я]+[\s\S]*Этап: Черновик/;
const PICTURES = 'Пришлите картинки';
async function begin(phone: Phone, part: string): Promise<void> {
  await phone.say('/menu');
  await phone.pressAnywhere('x:ogOne:1');
  await phone.press('Изменить', CARD);
  await phone.press(part, 'Что изменить?');
}
let seed = 10;
async function send(phone: Phone): Promise<void> {
  seed += 1;
  await phone.sendFile(await photo(randomOf(seed)), `${seed}.jpg`, 'image/jpeg');
  await world.quiet();
}
const counted = async (phone: Phone): Promise<string> => {
  await world.quiet();
  return phone.text(PICTURES);
};

const selectKept = statement(
  'test.kept-pictures',
  `select jsonb_array_length(content -> 'pictures') as count from engagement_version order by number desc limit 1`,
);
const kept = async () => (await world.fresh.database.query<{ count: number }>(selectKept))[0]?.count;

test('pictures that both have sent are there together, and one that either has taken out is not', async () => {
  await begin(first, 'картинки');
  await send(first);
  await send(first);
  await first.press('Готово', PICTURES);

  await begin(first, 'картинки');
  await begin(second, 'картинки');
  await send(first);
  await first.press('Убрать 1', PICTURES);
  await send(second);
  await second.press('Убрать 2', PICTURES);
  expect((await first.press('Готово', PICTURES)).showAlert).toBe(false);
  const meanwhile =
    'Картинки тем временем изменил другой сотрудник (Мастеров М.М.). Здесь его правки и ваши вместе. Посмотрите и нажмите «Готово».';
  const before = await second.lastId();
  expect(await second.press('Готово', PICTURES)).toEqual({ text: meanwhile, showAlert: true });
  expect(await counted(second)).toContain('Картинок: 2');
  expect(await counted(second)).toContain(meanwhile);
  const shown = (await second.messages()).filter(({ message_id: id, photo: sizes }) => id > before && sizes);
  expect(shown).toHaveLength(2);
  expect((await second.press('Готово', PICTURES)).showAlert).toBe(false);
  await second.sees(CARD);
  expect(await kept()).toBe(2);
});

test('whoever has begun before others changed something else, or the very same so, hears of nothing', async () => {
  await begin(second, 'картинки');
  await begin(first, 'заголовок');
  await first.say('Открыт бассейн');
  await send(second);
  expect((await second.press('Готово', PICTURES)).showAlert).toBe(false);
  await second.sees(/Открыт бассейн[\s\S]*Этап: Черновик/);
  expect(await kept()).toBe(3);
});

test('of two who write the same words anew the later one hears what stands there, and may write theirs all the same', async () => {
  await begin(first, 'текст');
  await begin(second, 'текст');
  await first.say('С 9 до 20 часов.');
  await first.press('Готово', 'Написано:');
  await second.say('С 11 до 22 часов.');
  const said = await second.press('Готово', 'Написано:');
  expect(said.text).toContain(
    'Это тем временем изменил другой сотрудник (Мастеров М.М.). Сейчас там: «С 9 до 20 часов.»',
  );
  expect(said.showAlert).toBe(true);
  await second.press('Готово', 'Написано:');
  await second.press('История', /Открыт бассейн[\s\S]*Этап: Черновик/);
  await second.sees(/История: Открыт бассейн/);
  await second.pressAnywhere('x:ogOne:1');
  await second.press('Как увидит житель', /Открыт бассейн[\s\S]*Этап: Черновик/);
  await second.sees('С 11 до 22 часов.');

  await begin(first, 'заголовок');
  await begin(second, 'заголовок');
  await first.say('Открыт манеж');
  await second.say('Открыт стадион');
  await second.sees('Сейчас там: «Открыт манеж»');
  await second.say('Открыт стадион');
  await second.sees(/Открыт стадион[\s\S]*Этап: Черновик/);
});

test('named is whoever has changed the very same, and not who wrote something else after them', async () => {
  await holds(world, 'executor', ['engagement'], false);
  const third = world.phone('executor');
  await begin(second, 'заголовок');
  await begin(first, 'заголовок');
  await first.say('Открыт тир');
  await first.sees(/Открыт тир[\s\S]*Этап: Черновик/);
  await begin(third, 'текст');
  await third.say('С 8 до 20 часов.');
  await third.press('Готово', 'Написано:');
  await third.sees(/Открыт тир[\s\S]*Этап: Черновик/);
  await second.say('Открыта арена');
  await second.sees('другой сотрудник (Мастеров М.М.). Сейчас там: «Открыт тир»');
});
