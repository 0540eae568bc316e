import sharp from 'sharp';
import type { Loose } from '../src/stand/support';
import { rows } from '../support/evidence';
import { card, inWork } from '../support/office-work';
import type { Phone } from '../support/phone';
import { photo } from '../support/photos';
import { randomOf } from '../support/random';
import { PEOPLE, World } from '../support/world';

const random = randomOf(11);
const POINT = { latitude: 55.71, longitude: 51.41 };

let world: World;
let curator: Phone;
beforeAll(async () => {
  world = await World.start();
  curator = world.phone('secondCoordinator');
});
afterAll(() => world.stop());

/** A report of photos that were sent as files; returns their rows, the first that came first. */
async function report(number: string, files: readonly (readonly [name: string, bytes: Buffer])[]): Promise<number[]> {
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', card(number));
  for (const [name, bytes] of files) await executor.sendFile(bytes, name, 'image/jpeg');
  await executor.say('Сделано.');
  await executor.press('Готово', number);
  await executor.press('работы завершены', number);
  const sent = await rows<{ id: number }>(
    world,
    'select t.id from attachment t join appeal a on a.id = t.appeal_id where a.number = $1 order by t.id',
    [number],
  );
  return sent.map(({ id }) => id);
}
const judged = (id: number, distance: number, reuseOf: number | null = null) =>
  rows(
    world,
    `insert into evidence (attachment_id, time, place, distance, place_by, reuse, reuse_of_id, judged_at)
     values ($1, 'unconfirmed', 'elsewhere', $2, 'picture', $3, $4, now())
     on conflict (attachment_id) do update set place = excluded.place, distance = excluded.distance, place_by = excluded.place_by,
       reuse = excluded.reuse, reuse_of_id = excluded.reuse_of_id`,
    [id, distance, reuseOf === null ? 'none' : 'same', reuseOf],
  );
/** What the examination of its bytes has found. */
const seenAt = (id: number, latitude: number) =>
  rows(
    world,
    `insert into picture (sha256, outcome, format, width, height, latitude, longitude, absurd, examined_at)
     select sha256, 'picture', 'jpeg', 640, 480, $2, 51.41, '{}', now() from attachment where id = $1
     on conflict (sha256) do update set latitude = excluded.latitude, longitude = excluded.longitude`,
    [id, latitude],
  );

const chat = async (): Promise<Loose[]> => {
  const { body } = await world.stand.control('GET', `chats/${PEOPLE.secondCoordinator.telegramId}/messages`);
  return body.messages.filter(({ deleted }: Loose) => !deleted);
};
/** What has come to the curator meanwhile and is still there. */
async function coming(press: () => Promise<unknown>): Promise<Loose[]> {
  const last = (await chat()).at(-1)?.message_id ?? 0;
  await press();
  return (await chat()).filter(({ message_id: id }) => id > last);
}
const bytesOf = async (fileId: string): Promise<Buffer> =>
  Buffer.from(await (await fetch(`${world.stand.url}/stand/files/${fileId}`)).arrayBuffer());
const buttonsOf = ({ reply_markup: markup }: Loose): string[] =>
  (markup?.inline_keyboard ?? []).flat().map(({ text }: Loose) => text);

test('a report and the applicant’s photo are looked at together, in pairs, on the map, and as files', async () => {
  const number = await inWork(world, POINT);
  const [before, after] = [await photo(random), await photo(random, 1800, 1350)];
  const ids = await report(number, [
    ['IMG_1.jpg', before],
    ['IMG_2.jpg', after],
    ['смета.pdf', Buffer.from('%PDF-1.7')],
  ]);
  const [complaint = 0, done = 0, estimate = 0] = ids;
  // One has come by HTTP: no messenger knows it.
  await rows(
    world,
    `update attachment set origin = 'applicant', messenger = null, file_ref = null, message_ref = null, uploaded_by_id = null where id = $1`,
    [complaint],
  );
  await rows(world, 'delete from evidence where attachment_id = $1', [complaint]);
  await rows(world, `update attachment set kind = 'document' where id = $1`, [estimate]);
  await rows(world, `update attachment set mark = 'after' where id = $1`, [done]);
  await judged(done, 2_400);
  await seenAt(done, 55.6884);

  const show = await curator.remember('Показать фото', card(number));
  const [line, left, right, file] = await coming(async () => {
    const taps = await Promise.all([show(), show()]);
    expect(taps.map(({ text }) => text)).toContain('Уже отправлено, смотрите выше');
    await world.quiet();
  });
  expect(line.text.split('\n')).toEqual([
    `№ ${number} · 2 фото · 1 файл`,
    expect.stringMatching(/^1 · Заявитель · Получено 25\.11 10:\d\d$/),
    expect.stringMatching(
      /^2 · Отчёт, «после», Петров П\.П\. · Получено 25\.11 10:\d\d, снято в 2,4 км от места обращения · Время не подтверждено$/,
    ),
  ]);
  expect(buttonsOf(line)).toEqual(['Сравнить фото 1 и 2', 'На карте', 'Оригиналы файлами']);
  expect(left.caption).toMatch(`№ ${number}. Фото 1 из 2\nЗаявитель\n`);
  expect(right.caption).toMatch(`№ ${number}. Фото 2 из 2\nОтчёт, «после», Петров П.П.\n`);
  expect([left, right].map(({ photo: sizes }) => sizes.at(-1).width)).toEqual([640, 1280]);
  expect(left.media_group_id).toBe(right.media_group_id);
  expect(file).toMatchObject({ caption: `№ ${number}`, document: { file_name: 'смета.pdf' } });

  const [pair, ...nothing] = await coming(() => curator.press('Сравнить фото 1 и 2'));
  expect(nothing).toEqual([]);
  expect(pair.caption).toBe(`Слева: № ${number}, фото 1\nСправа: № ${number}, фото 2`);
  expect(await sharp(await bytesOf(pair.photo.at(-1).file_id)).metadata()).toMatchObject({
    format: 'jpeg',
    width: 1280,
  });

  const [here, there] = await coming(() => curator.press('На карте'));
  expect(here.venue).toEqual({
    location: POINT,
    title: `Место обращения, № ${number}`,
    address: 'Мамадыш, ул. Советская, 15',
  });
  expect(there.venue).toMatchObject({ location: { latitude: 55.6884 }, title: 'Фото 2: 2,4 км от места обращения' });

  const originals = await coming(() => curator.press('Оригиналы файлами'));
  expect(originals.map(({ document }) => document.file_name)).toEqual(['IMG_1.jpg', 'IMG_2.jpg']);
  expect(await bytesOf(originals[0].document.file_id)).toEqual(before);

  // Nothing is uploaded twice.
  world.later(60_000);
  const again = await coming(async () => {
    await show();
    await world.quiet();
  });
  expect(again.slice(1, 3).map(({ photo: sizes }) => sizes.at(-1).file_id)).toEqual(
    [left, right].map(({ photo: sizes }) => sizes.at(-1).file_id),
  );
});

test('a photo that was in use before stands beside its twin, and the way to the other appeal is under it', async () => {
  const same = await photo(random);
  const [first, second] = [await inWork(world), await inWork(world)];
  const [twin = 0] = await report(first, [['IMG_1.jpg', same]]);
  const [reused = 0] = await report(second, [['IMG_9.jpg', same]]);
  await judged(reused, 10, twin);
  await curator.press('Показать фото', card(second));
  const [pair] = await coming(() => curator.press(`Сравнить фото 1 с № ${first}`));
  expect(pair.caption).toBe(`Слева: № ${second}, фото 1\nСправа: № ${first}, фото 1`);
  expect(buttonsOf(pair)).toEqual([`Открыть № ${second}`, `Открыть № ${first}`]);
  const [opened] = await coming(() => curator.press(`Открыть № ${first}`));
  expect(opened.text).toMatch(card(first));
  // The appeal has no point, and nothing says where the photo was taken.
  expect(await curator.buttons(`№ ${second} · 1 фото`)).not.toContain('На карте');
});

test('what is no picture is shown as the file that it is, and compared with nothing', async () => {
  const number = await inWork(world);
  const ids = await report(number, [
    ['IMG_1.jpg', Buffer.from('no picture')],
    ['IMG_2.jpg', await photo(random)],
  ]);
  for (const [index, mark] of ['before', 'after'].entries())
    await rows(
      world,
      `update attachment set kind = 'photo', mark = $2, judged_at = coalesce(judged_at, now()) where id = $1`,
      [ids[index], mark],
    );
  const [, shown, file] = await coming(() => curator.press('Показать фото', card(number)));
  expect(shown.caption).toContain('Фото 2 из 2');
  expect(file).toMatchObject({ document: { file_name: 'IMG_1.jpg' }, caption: expect.stringContaining('Фото 1 из 2') });
  const [failed, ...nothing] = await coming(() => curator.press('Сравнить фото 1 и 2'));
  expect(nothing).toEqual([]);
  expect(failed.text).toBe(
    'Сравнить не получилось: одно из фото не открывается. Посмотрите их по кнопке «Показать фото».',
  );
});

test('of a button that names what is not there, nothing is shown', async () => {
  const refused = { showAlert: true };
  expect(await curator.pressAnywhere('x:compare:zz:zy')).toMatchObject({
    text: 'Одного из этих фото больше нет',
    ...refused,
  });
  expect(await curator.pressAnywhere('x:map:zz')).toMatchObject(refused);
  expect(await curator.pressAnywhere('x:originals:zz')).toMatchObject(refused);
  expect(await curator.pressAnywhere('f:zz')).toMatchObject({ text: 'Фото и файлов нет', ...refused });
});
