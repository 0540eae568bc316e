import { agree, approve, card, inWork, submit } from '../support/office-work';
import { rows } from '../support/evidence';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test('the answer comes as a letter once an admin has written the office’s paper', async () => {
  const number = await inWork(world);
  await submit(world, number);
  const executor = world.phone('executor');
  expect(await executor.press('Письмо (PDF)', card(number))).toEqual({
    text: 'Бланк письма не заполнен. Администратор заполнит его в /admin → «Параметры» → «Бланк письма».',
    showAlert: true,
  });

  const admin = world.phone('supervisor');
  await admin.say('/admin');
  await admin.press('Параметры', 'Управление');
  await admin.press('Бланк письма');
  await admin.press('Название', 'Бланк письма');
  await admin.say('ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ\nТЕСТОВОГО РАЙОНА');
  expect(await admin.text('Бланк письма')).toContain('Название: ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ\nТЕСТОВОГО РАЙОНА');

  const press = await executor.remember('Письмо (PDF)', card(number));
  const letters = async () => {
    await world.quiet();
    const { body } = await world.stand.control('GET', `chats/${executor.id}/messages`);
    const messages: { document?: { file_name: string; file_size: number } }[] = Array.isArray(body)
      ? body
      : body.messages;
    return messages.flatMap(({ document }) => document ?? []);
  };
  await Promise.all([press(), press()]);
  expect((await letters()).map(({ file_name: name }) => name)).toEqual([`${number}-1-proekt.pdf`]);
  // asked for again, it comes again
  world.later(60_000);
  await press();
  const [one, other] = await letters();
  expect(other).toMatchObject({ file_name: one?.file_name, file_size: one?.file_size });

  // Approved it is no draft, and asked for days later it has the day of the answer.
  await agree(world, number);
  await approve(world, number);
  world.later(3 * 86_400_000);
  await executor.press('Письмо (PDF)', card(number));
  expect((await letters()).at(-1)?.file_name).toBe(`${number}-1.pdf`);
  const [letter] = await rows<{ day: string }>(
    world,
    `select to_char(issued_at at time zone 'Europe/Moscow', 'DD.MM') as day from letter where not is_draft`,
  );
  expect(letter).toEqual({ day: '25.11' });
});

test('what no letter can show is named to whoever writes it, and to whoever agrees and signs', async () => {
  const number = await inWork(world);
  const executor = world.phone('executor');
  await executor.press('Ответ на согласование', number);
  await executor.press('Не решено', number);
  await executor.say('Яма на ул. Советской, 15 внесена в план ⌀ → работ на декабрь 2026 года 👍');
  expect(await executor.text('Написано:')).toContain('В письме не напечатается 👍: замените словом.');
  await executor.say('/cancel');
  await submit(world, number, { text: 'Яма на ул. Советской, 15 внесена в план ⌀ → работ на декабрь 2026 года 👍🙏.' });
  expect(await world.phone('supervisor').text(card(number))).toContain(
    'В письме не напечатаются 👍 🙏: замените словами.',
  );
});

test('a request for documents is a letter to the body that is asked, without a word of the applicant', async () => {
  const number = await inWork(world);
  const executor = world.phone('executor');
  await executor.press('Запросить документы', card(number));
  await executor.say('Росреестр');
  await executor.say('выписка из ЕГРН на участок у дома 15');
  await executor.say('04.12');
  const { body: before } = await world.stand.control('GET', `chats/${executor.id}/messages`);
  await executor.press('Письмо: Росреестр', card(number));
  await world.quiet();
  const { body } = await world.stand.control('GET', `chats/${executor.id}/messages`);
  const fresh = body.messages.slice(before.messages.length) as { document?: { file_name: string } }[];
  expect(fresh.flatMap(({ document }) => document?.file_name ?? [])).toEqual([`${number}-zapros-1.pdf`]);
});
