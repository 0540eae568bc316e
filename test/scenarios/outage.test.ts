import { fileOf, jpeg } from '../src/stand/support';
import { failedUpdates, rows } from '../support/evidence';
import { until } from '../support/until';
import { World, type Who } from '../support/world';

// An outage costs nobody a word: what was sent waits until it is over, and then all of it is done, once and in its order.

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());
afterEach(async () => {
  await world.stand.control('DELETE', 'faults');
  await world.quiet();
});

async function inWork(): Promise<string> {
  const number = await world.appeal();
  await world.phone('coordinator').press('Назначить исполнителя', number);
  await world.phone('coordinator').press('Петров П.П.', number);
  await world.phone('executor').press('Взять в работу', number);
  return number;
}
/** Fails until it is taken away. */
const breaks = (method: string, kind = '500') => world.stand.control('POST', 'faults', { kind, method });
const asked = async (method: string): Promise<number> => {
  const { body } = await world.stand.control('GET', 'requests?after=0');
  return body.requests.filter((request: { method: string }) => request.method === method).length;
};
/** Sends without waiting for what comes of it. */
const send = (who: Who, body: object | FormData) =>
  world.stand.control('POST', `people/${world.phone(who).id}/send`, body);
const saying = async (who: Who, part: string) =>
  (await world.phone(who).messages()).filter(({ text }) => text?.includes(part));
/** A try of an update has failed and waits for its next, so often. */
const failsFor = async (method: string, times: number) => {
  const before = await asked(method);
  await until(`${method} has failed ${times} times`, async () => (await asked(method)) >= before + times);
};

test('an album that is sent while nothing can be downloaded is kept whole and in order, and its sender is told once', async () => {
  const number = await inWork();
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', number);
  await breaks('getFile');
  const album = new FormData();
  for (const width of [801, 802, 803]) album.append('photo', fileOf(jpeg(width, 600), `${width}.jpg`, 'image/jpeg'));
  await send('executor', album);
  // More often than a fault of ours is tried.
  await failsFor('getFile', 4);
  await executor.sees('Файл ещё не пришёл');
  await world.stand.control('DELETE', 'faults');
  await world.quiet();
  await executor.sees('Принято фото: 3');
  expect(await saying('executor', 'Файл ещё не пришёл')).toHaveLength(1);
  const kept = await rows<{ place: string }>(
    world,
    `select split_part(t.message_ref, '/', 2)::bigint as place from attachment t join form f on f.id = t.form_id
     join appeal a on a.id = f.appeal_id where a.number = $1 order by t.id`,
    [number],
  );
  const places = kept.map(({ place }) => Number(place));
  expect(places).toHaveLength(3);
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(await failedUpdates(world)).toEqual([]);
  await executor.say('/cancel');
});

test('what a fault of ours has set aside is told to the admin once, in words, and is done at «Повторить»', async () => {
  const number = await inWork();
  const other = await world.appeal();
  const admin = world.phone('supervisor');
  const before = await admin.lastId();
  await rows(
    world,
    `create function broken() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$`,
  );
  await rows(world, 'create trigger broken before insert on form for each row execute function broken()');
  const presses = [
    await world.phone('executor').remember('Комментарий и фото', number, 10_000),
    await world.phone('coordinator').remember('Назначить исполнителя', other, 10_000),
  ];
  const answers = presses.map((press) => press().catch(() => null));
  await until(
    'both are set aside',
    async () => (await rows(world, `select 1 from inbox_update where state = 'parked'`)).length === 2,
  );
  await world.quiet();
  const notice = await admin.text('Не обработаны');
  expect(notice).toContain('Не обработаны 2 сообщения или нажатия');
  expect(notice).toContain(`Петров Пётр Петрович: нажатие «Комментарий и фото», обращение № ${number}`);
  expect(notice).toContain(`Кузнецова Юлия Юрьевна: нажатие «Назначить исполнителя», обращение № ${other}`);
  expect(await admin.soundsSince(before)).toBe(1);
  expect(await saying('supervisor', 'Не обработаны')).toHaveLength(1);
  const { body: seen } = await world.stand.control('GET', `chats/${world.phone('coordinator').id}/messages`);
  expect(JSON.stringify(seen)).not.toContain('Не обработаны');
  // A client that has no right presses what it was never shown.
  const data = (await saying('supervisor', 'Не обработаны'))[0]?.reply_markup?.inline_keyboard[0]?.[0]?.callback_data;
  expect((await world.phone('approver').pressAnywhere(data ?? '')).showAlert).toBe(true);
  await rows(world, 'drop trigger broken on form');
  await Promise.all(answers);
  expect(await admin.press('Повторить', 'Не обработаны')).toMatchObject({ text: 'Повторяю 2 действия' });
  await world.quiet();
  await admin.sees('Повторять больше нечего');
  await world.phone('coordinator').sees('Кому назначить');
  expect(await rows(world, `select 1 from inbox_update where state = 'parked'`)).toEqual([]);
  await world.phone('executor').say('/cancel');
});
