import { deadMessages, bring, doneSoFar, failedUpdates, message, realRefusals, rows } from '../support/evidence';
import { agree, approve, task, write } from '../support/office-work';
import { PEOPLE, World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
  // Presses brought past the stand are unknown to it.
  world.expectsRefusals(/query is too old/);
});
afterAll(() => world.stop());
afterEach(async () => {
  await world.quiet();
  expect(await failedUpdates(world)).toEqual([]);
  expect(await realRefusals(world)).toEqual([]);
  expect(await deadMessages(world)).toEqual([]);
  await world.phone('executor').say('/cancel');
});

const HTML = `<b>жирно</b> &lt;i&gt; </blockquote><script>alert(1)</script> <a href="tg://user?id=1">x</a> & "кавычки" 'апостроф' *звёзды* _низ_ [а](б) \`код\` {{name}} $t(common:failed)`;
async function inWork(fields: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const number = await world.appeal(fields);
  await world.phone('coordinator').press('Назначить исполнителя', number);
  await world.phone('coordinator').press('Петров П.П.', number);
  await world.phone('executor').press('Взять в работу', number);
  return number;
}
const formOf = async (personId: number) =>
  (
    await rows<{ id: number; answers: Record<string, unknown>; state: string }>(
      world,
      `select f.id, f.answers, f.state from form f join account on account.person_id = f.person_id where account.user_id = $1::text order by f.id desc limit 1`,
      [personId],
    )
  )[0];

test('HTML, markdown and templates in every field of an appeal and of every form are words', async () => {
  const long = 'Очень длинное название '.repeat(6).trim();
  const number = await inWork({
    category: `К ${HTML}`,
    subcategory: `П ${HTML}`,
    fact: `Ф ${HTML}`,
    text: HTML.repeat(10),
    address: HTML,
    settlement: HTML.slice(0, 90),
  });
  const executor = world.phone('executor');
  expect(await executor.text(number)).toContain('<script>alert(1)</script>');
  await executor.press('Перенаправить', number);
  await executor.say(`${long} <b>${HTML}`.slice(0, 200));
  await executor.press(long.slice(0, 10), number);
  await executor.say(HTML);
  expect(await executor.text('Причина')).toContain('<script>alert(1)</script>');
  expect(await executor.text('Прочтёт заявитель')).toContain(`${long} <b><b>жирно</b>`);
  await executor.press('Оставить как есть', number);
  await executor.press('Шафеев И.Р.', number);
  const supervisor = world.phone('supervisor');
  expect(await supervisor.text(number)).toContain('</blockquote><script>');
  await supervisor.press('Отклонить', number);
  await supervisor.say(HTML);
  await supervisor.press('Отправить', number);
  await executor.press('Выезд', number);
  await executor.press('Завтра', number);
  await executor.press('09:00', number);
  await executor.say(HTML);
  await executor.say(HTML);
  await executor.press('Отправить', number);
  await executor.press('Запросить документы', number);
  await executor.say(HTML);
  await executor.say(HTML);
  await executor.press('Завтра', number);
  await executor.press('Комментарий и фото', number);
  await executor.say(HTML);
  expect(await executor.text('Написано')).toContain('{{name}} $t(common:failed)');
  await executor.press('Готово', number);
  await executor.press('работы ведутся', number);
  await executor.press('История', number);
  expect(await executor.text('История')).toContain('<script>');
  await executor.sees(/Разместить в ПОС[\s\S]*<script>/);
  await executor.say(`/find ${HTML}`.slice(0, 150));
});

test.each([
  ['emoji only', '👍👍👍'],
  ['dots', '…………'],
  ['marks of writing from right to left', '\u202e\u202d\u200f\u2067'],
  ['invisible letters', '\u200b\u200c\u2060\ufeff'],
  ['one flag', '🇷🇺'],
])('an answer of %s is not an answer', async (_, text) => {
  const number = await inWork();
  const executor = world.phone('executor');
  await executor.press('Ответ на согласование', number);
  await executor.press('Не решено', number);
  const before = await doneSoFar(world);
  await bring(world, message(executor.id, { text }));
  expect(await doneSoFar(world)).toEqual(before);
  expect(await executor.buttons(number)).toEqual(['Назад', 'Отмена']);
  expect(await executor.text(number)).toMatch(/словами|Напишите ответ/);
  await executor.say('/cancel');
});

test('what was refused as no words does not stay in the reason that the supervisor reads', async () => {
  const number = await inWork();
  const executor = world.phone('executor');
  await executor.press('Ответ на согласование', number);
  await executor.press('Решено', number);
  await executor.say('Работы ведёт подрядчик.');
  await executor.say('👍');
  expect(await executor.text(number)).toContain('Нужен текст словами.');
  await executor.press('Готово', number);
  await executor.press('Без фото', number);
  await executor.say('😀');
  expect(await executor.text(number)).toContain('Нужен текст словами.');
  await executor.say('Работы скрыты под асфальтом.');
  await executor.press('Шафеев И.Р.', number);
  const card = await world.phone('supervisor').text(number);
  expect(card).toContain('Без фото: Работы скрыты под асфальтом.');
  expect(card).not.toMatch(/👍|😀/u);
});

test('NUL, halves of surrogate pairs, control characters: what is left of the words is kept', async () => {
  const number = await inWork();
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', number);
  await bring(world, message(executor.id, { text: 'Яма\u0000 засы\ud83d пана\u0007\u001b[31m щебнем' }));
  expect(await executor.text(number)).toMatch(/Яма.* засы.* пана.*щебнем/);
  await executor.press('Готово', number);
  await executor.press('работы завершены', number);
  expect(
    (
      await rows<{ text: string }>(
        world,
        `select y.text from delivery y join appeal a on a.id = y.appeal_id where a.number = $1`,
        [number],
      )
    )[0]?.text,
  ).toMatch(/^Яма/);
});

test('a message of a long text that was refused is named until the text is whole or written anew', async () => {
  const number = await inWork();
  const executor = world.phone('executor');
  await executor.press('Ответ на согласование', number);
  await executor.press('Не решено', number);
  const page = (which: string) => `${which} страница. ${'Дорога отремонтирована. '.repeat(150)}`.trimEnd();
  await executor.say(page('Первая'));
  await executor.say(page('Вторая'));
  await executor.say(page('Третья'));
  await executor.say('Четвёртая страница: срок до весны.');
  const missing = (which: string) => `⚠️ В тексте нет сообщения «${which} страница`;
  expect(await executor.text(number)).toContain(missing('Третья'));
  expect(await executor.text(number)).not.toContain('не добавлено');
  await executor.say('Третья страница, короче.');
  expect(await executor.text(number)).not.toContain('В тексте нет сообщения');
  await executor.press('Написать заново', number);

  // So is one with dots in it.
  await executor.say('Звоните: +7 ••• •••-••-67.');
  await executor.say('Ремонт закончен.');
  expect(await executor.text(number)).toContain('⚠️ В тексте нет сообщения «Звоните: +7 ••• •••-••-67.».');
  await executor.press('Написать заново', number);
  expect(await executor.text(number)).not.toContain('⚠️');
  await executor.press('Отмена', number);
});

test('5,000 characters fit an answer in two messages; 20,000 do not, and are told how many may be', async () => {
  const number = await inWork();
  const executor = world.phone('executor');
  await executor.press('Ответ на согласование', number);
  await executor.press('Не решено', number);
  const part = 'Дорога на улице Советской отремонтирована. '.repeat(60).slice(0, 2_500).trimEnd();
  await executor.say(part);
  await executor.say(part);
  for (let index = 0; index < 6; index += 1) await executor.say(part);
  expect(await executor.text(number)).toContain('Это сообщение не добавлено: вместе вышло бы знаков');
  const kept = (await formOf(executor.id))?.answers.answerText as string;
  expect(kept.length).toBeGreaterThan(9_000 - 2_500);
  expect(kept.length).toBeLessThanOrEqual(10_000);
  // What does not fit may be followed by what does.
  await executor.press('Готово', number);
  await executor.press('Пропустить', number);
  await executor.press('Шафеев И.Р.', number);
  const supervisor = world.phone('supervisor');
  await supervisor.sees(number);
  await supervisor.press('Изменить проект', number);
  await write(supervisor, `${part} Исправлено.`);
  await agree(world, number);
  await world.phone('coordinator').sees(task('Внести в ПОС', number));
  expect((await approve(world, number)).text).toBe('Утверждено');
});

test('an appeal of the longest fields makes a card that Telegram takes', async () => {
  const number = await inWork({
    text: '🙂<&'.repeat(3_000),
    address: '<&"'.repeat(150),
    category: '&'.repeat(180),
    subcategory: '<'.repeat(180),
    fact: '"'.repeat(180),
    settlement: '🙂'.repeat(80),
  });
  expect(await world.phone('executor').text(number)).toContain('В работе');
});

test('a text where a choice is asked, a photo where words are asked, words where a photo is asked: said kindly, kept nowhere', async () => {
  const number = await inWork();
  const executor = world.phone('executor');
  await executor.press('Ответ на согласование', number);
  await executor.say('Решено');
  expect(await executor.text(number)).toContain('выбор кнопкой');
  await executor.press('Решено', number);
  await executor.say('Яма засыпана.');
  await executor.press('Готово', number);
  await executor.say('Фото потом пришлю');
  expect(await executor.text(number)).toContain('нужно фото');
  expect((await formOf(executor.id))?.answers).not.toHaveProperty('withoutPhoto');
  await executor.say('/cancel');
  await executor.press('Вернуть на координацию', number);
  await executor.sendPhotos(1);
  await executor.sees('фото не нужно');
});

test('stickers, voices, contacts, places, polls, forwards: what is not taken is said once', async () => {
  const number = await inWork();
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', number);
  const sticker = {
    file_id: 's',
    file_unique_id: 's',
    width: 1,
    height: 1,
    is_animated: false,
    is_video: false,
    type: 'regular',
  };
  for (const content of [
    { sticker },
    { voice: { file_id: 'v', file_unique_id: 'v', duration: 1 } },
    { contact: { phone_number: '+7', first_name: 'К' } },
    { location: { latitude: 55, longitude: 51 } },
    { dice: { emoji: '🎲', value: 3 } },
    { poll: { id: '1', question: '?' } },
    {},
  ]) {
    const before = (await executor.messages()).length;
    await bring(world, message(executor.id, content));
    expect((await executor.messages()).length - before).toBeLessThanOrEqual(1);
  }
  await executor.sees('Такие вложения');
  const origin = { type: 'hidden_user', sender_user_name: 'Кто-то', date: 1 };
  await bring(world, message(executor.id, { text: 'Пересланные слова', forward_origin: origin }));
  expect(await executor.text(number)).toContain('Пересланные слова');
  await executor.press('Готово', number);
});

test('an edited message and other kinds of updates break nothing', async () => {
  const from = { id: PEOPLE.executor.telegramId, is_bot: false, first_name: 'П' };
  const chat = { id: PEOPLE.executor.telegramId, type: 'private' };
  await bring(world, { edited_message: { message_id: 5, date: 1, edit_date: 2, chat, from, text: 'Иначе' } });
  await bring(world, { callback_query: { id: '77', from, chat_instance: '1', data: 'a:tk:1:1' } });
  await bring(world, { callback_query: { id: '78', from, chat_instance: '1', game_short_name: 'g' } });
  await bring(world, {
    my_chat_member: {
      chat: { id: -10055, type: 'supergroup', title: 'Г' },
      from,
      date: 1,
      old_chat_member: { status: 'left', user: from },
      new_chat_member: { status: 'member', user: from },
    },
  });
  await bring(world, {
    message: { message_id: 6, date: 1, chat: { id: -10055, type: 'supergroup', title: 'Г' }, from, text: '/my' },
  });
});

test('a file over 20 MB is refused before it is fetched, a smaller one of any kind is kept', async () => {
  const number = await inWork();
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', number);
  await world.stand.control('GET', 'requests?after=0');
  await executor.sendFile(Buffer.alloc(25 * 1024 * 1024, 7), 'видео.mp4', 'video/mp4');
  await executor.sees('больше 20 МБ');
  const { body } = await world.stand.control('GET', 'requests?after=0');
  expect(body.requests.filter(({ method }: { method: string }) => method === 'getFile')).toEqual([]);
  await executor.sendFile(Buffer.from('%PDF-1.7'), `${'я'.repeat(100)}<b>.pdf`, 'application/pdf');
  await executor.sees('Принято файлов: 1');
  await executor.sendFile(Buffer.alloc(0), 'пусто.txt', 'text/plain').catch(() => undefined);
});

test('a photo that cannot be fetched at first is kept once it can', async () => {
  const number = await inWork();
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', number);
  await world.stand.control('POST', 'faults', { kind: '500', method: 'getFile', times: 1 });
  await executor.sendPhotos(1);
  await executor.sees('Принято фото: 1');
});

test('an album of ten while the form is cancelled in the middle: one word about it, nothing left hanging', async () => {
  const number = await inWork();
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', number);
  const before = (await executor.messages()).length;
  await Promise.all([executor.sendPhotos(10), executor.say('/cancel')]);
  await world.quiet();
  // What came after the end is kept and asked about.
  expect(['cancelled', 'kept']).toContain((await formOf(executor.id))?.state);
  // The card, «отменено», and one question about the photos: not ten.
  expect((await executor.messages()).length - before).toBeLessThanOrEqual(3);
  expect(
    await rows(world, 'select 1 from attachment t join appeal a on a.id = t.appeal_id where a.number = $1', [number]),
  ).toEqual([]);
  await executor.sendPhotos(10);
  await world.quiet();
  expect((await executor.messages()).length - before).toBeLessThanOrEqual(4);
});

test('a command in the middle of a form is a command', async () => {
  const number = await inWork();
  const executor = world.phone('executor');
  for (const command of ['/my', '/menu', '/help', '/language', '/start', '/cancel']) {
    await executor.press('Комментарий и фото', number);
    await executor.say(command);
    expect(JSON.stringify((await formOf(executor.id))?.answers)).not.toContain(command);
    await executor.say('/cancel');
  }
  await executor.press('Комментарий и фото', number);
  await executor.say('/нет такой команды');
  await executor.say('/unknown_command');
  await executor.sees('Такой команды нет');
  await executor.say('/cancel');
  expect((await world.status(number)).stage).toBe('in_progress');
});

test('a form of yesterday takes neither a press nor words, and says so', async () => {
  const number = await inWork();
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', number);
  await executor.say('Вчерашние слова');
  const done = await executor.remember('Готово', number);
  const before = await doneSoFar(world);
  world.later(25 * 3_600_000);
  expect((await done()).text).toMatch(/\S/);
  await world.quiet();
  await executor.say('Сегодняшние слова');
  await executor.sendPhotos(1);
  await world.quiet();
  expect(await doneSoFar(world)).toEqual(before);
  expect(await executor.buttons(number)).toContain('📷 Комментарий и фото');
});
