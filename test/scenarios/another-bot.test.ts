import { rows } from '../support/evidence';
import { card, inWork, open } from '../support/office-work';
import { photo } from '../support/photos';
import { randomOf } from '../support/random';
import { until } from '../support/until';
import { World } from '../support/world';

// The office has made a new bot and put its token where the old one's was: the same people, the same database. A stand of its own is that
// bot's Telegram: it knows no file of the old one, and counts the messages of each chat from the first.

const random = randomOf(5);

let number: string;
/** Messages in the old bot's chat with the coordinator. */
let last: number;
let world: World;
beforeAll(async () => {
  const before = await World.start();
  try {
    number = await inWork(before);
    const executor = before.phone('executor');
    await executor.press('Комментарий и фото', card(number));
    await executor.sendPhotos(1);
    await executor.sendFile(await photo(random), 'IMG_1.jpg', 'image/jpeg');
    await executor.say('Сделано.');
    await executor.press('Готово', number);
    await executor.press('работы завершены', number);
    await before.quiet();
    await open(before, 'coordinator', number);
    await before.phone('coordinator').press('Показать фото', card(number));
    await before.quiet();
    last = await before.phone('coordinator').lastId();
  } finally {
    await before.application.stop();
    await before.stand.close();
  }
  const { fresh: database, dataDir } = before;
  world = await World.start({ database, repeats: true, env: { DATA_DIR: dataDir } });
});
afterAll(() => world.stop());

test('no card of the old bot touches what the new one says', async () => {
  const coordinator = world.phone('coordinator');
  while ((await coordinator.lastId()) <= last) await coordinator.say('/menu');
  await open(world, 'executor', number);
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', card(number));
  await executor.say('Проверено.');
  await executor.press('Готово', number);
  await executor.press('работы завершены', number);
  await world.quiet();
  const shown = (await coordinator.messages()).filter(({ text }) => card(number).test(text ?? ''));
  expect(shown).toEqual([]);
  expect(
    await rows(world, `select 1 from card c join account a using (person_id) where a.chat_id = $1`, [
      String(coordinator.id),
    ]),
  ).toEqual([]);
});

test('photos that the old bot was sent, and has sent, are shown', async () => {
  const coordinator = world.phone('coordinator');
  await open(world, 'coordinator', number);
  await coordinator.press('Показать фото', card(number));
  await until('both are shown', async () => {
    const { body } = await world.stand.control('GET', `chats/${coordinator.id}/messages`);
    return (body.messages as { photo?: object }[]).filter(({ photo: one }) => one !== undefined).length === 2;
  });
});
