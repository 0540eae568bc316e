import { statement } from '../../src/database/database';
import { Phone } from '../support/phone';
import { PEOPLE, World } from '../support/world';

let world: World;
let coordinator: Phone;
beforeAll(async () => {
  world = await World.start();
  coordinator = world.phone('coordinator');
});
afterAll(() => world.stop());

const registered = statement(
  'test.by-hand',
  `select a.*, j.person_id as registrar, j.details ->> 'source' as source, n.name as applicant, n.email
  from appeal a join journal_entry j on j.appeal_id = a.id and j.action = 'register' left join applicant n on n.appeal_id = a.id where a.number = $1`,
);
const countAppeals = statement('test.count-appeals', 'select count(*)::int as count from appeal');
const formsOfPerson = statement(
  'test.forms-by-hand',
  `select f.state, f.answers::text as answers from form f join account on account.person_id = f.person_id where account.user_id = $1::text and f.subject = 'new' order by f.id desc limit 1`,
);
const again = statement(
  'test.handle-again',
  `update inbox_update set state = 'new', done_at = null, payload = jsonb_build_object('update_id', place, 'message', $1::jsonb)
  where id = (select max(id) from inbox_update where lane = $2) returning id`,
);
const read = async (number: string) =>
  (await world.fresh.database.query<Record<string, unknown>>(registered, [number]))[0];
const count = async () => (await world.fresh.database.query<{ count: number }>(countAppeals))[0]?.count;
const locate = async (who: keyof typeof PEOPLE, latitude: number, longitude: number) => {
  await world.stand.control('POST', `people/${PEOPLE[who].telegramId}/send`, { location: { latitude, longitude } });
  await world.quiet();
};

/** Up to the question about the text. */
async function start(phone: Phone, number: string): Promise<void> {
  await phone.say('/new');
  await phone.say(number);
  await phone.press('Сообщение', 'Что это?');
  await phone.press('Сейчас', 'Когда зарегистрировано');
}

test('an appeal is registered question by question, and everybody else hears of it', async () => {
  await coordinator.say('/new');
  expect(await coordinator.buttons('Напишите номер')).toEqual(['Отмена']);
  await coordinator.say('5550001');
  expect((await coordinator.press('Сообщение', 'Что это?')).showAlert).toBe(false);
  await coordinator.say('24.11 9:30');
  expect(await coordinator.text('Какая категория')).toContain('Зарегистрировано 24.11 09:30');
  await coordinator.press('Дороги', 'Какая категория');
  await coordinator.say('содержание ДОРОГ');
  await coordinator.press('Яма', 'Какой факт');
  await coordinator.say('Яма у школы.');
  await coordinator.say('Звонить 8 917 123-45-67.');
  const preview = await coordinator.text('Напишите текст');
  expect(preview).toContain('Яма у школы.\nЗвонить');
  expect(preview).not.toContain('123-45-67');
  await coordinator.press('Готово', 'Напишите текст');
  await coordinator.say('Мамадыш');
  await coordinator.say('Советская, 7');
  await locate('coordinator', 55.7123, 51.4123);
  await coordinator.press('Пропустить', 'Есть фото');
  const confirmation = await coordinator.text('Проверьте и подтвердите');
  expect(confirmation).toContain('Фаст-трек 10 дней, срок до 04.12');
  expect(confirmation).toContain('Дороги · Содержание дорог · Яма');
  expect(confirmation).toContain('55.71230');
  expect(confirmation).not.toMatch(/заявител/i);

  expect(await coordinator.press('Подтвердить', 'Проверьте')).toEqual({
    text: 'Зарегистрировано, срок до 04.12',
    showAlert: false,
  });
  const card = await coordinator.sees('№ 5550001');
  expect(card).toMatchObject({ silent: true });
  expect(card.text).toContain('На координации');
  expect((await coordinator.messages()).filter(({ text }) => text?.includes('Новое обращение') === true)).toHaveLength(
    0,
  );
  expect(await world.phone('secondCoordinator').sees('№ 5550001')).toMatchObject({ silent: false });
  expect(await read('5550001')).toMatchObject({
    kind: 'message',
    registered_at: new Date('2026-11-24T09:30:00+03:00'),
    category: 'Дороги',
    subcategory: 'Содержание дорог',
    fact: 'Яма',
    fast_track_days: 10,
    text: 'Яма у школы.\nЗвонить 8 917 123-45-67.',
    settlement: 'Мамадыш',
    address: 'Советская, 7',
    latitude: 55.7123,
    longitude: 51.4123,
    source: 'by_hand',
    applicant: null,
  });
});

test('photos of the applicant come with it: an album and one more are one question, and the card counts them', async () => {
  await start(coordinator, '5550006');
  await coordinator.press('Пропустить', 'Какая категория');
  await coordinator.say('Яма во дворе');
  await coordinator.press('Готово', 'Напишите текст');
  for (const question of ['Какой населённый пункт', 'Какой адрес', 'Отправьте геопозицию'])
    await coordinator.press('Пропустить', question);
  await coordinator.sendPhotos(3);
  expect(await coordinator.text('Есть фото')).toContain('Фото заявителя: 3');
  await coordinator.say('вот они');
  expect(await coordinator.text('Есть фото')).toContain('Здесь нужно фото');
  await coordinator.sendPhotos(1);
  expect(await coordinator.text('Есть фото')).toContain('Фото заявителя: 4');
  expect((await coordinator.messages()).filter(({ text }) => text?.includes('Есть фото') === true)).toHaveLength(1);
  await coordinator.press('Готово', 'Есть фото');
  expect(await coordinator.text('Проверьте')).toContain('Фото заявителя: 4');
  await coordinator.press('Подтвердить', 'Проверьте');
  expect(await coordinator.text('№ 5550006')).toContain('Фото заявителя: 4');
  await coordinator.press('История', '№ 5550006');
  expect(await coordinator.text('Получены фото заявителя')).toContain('4 фото');
});

test('a document that comes with the applicant’s photos is counted, in the dialog and on the card', async () => {
  await start(coordinator, '5559101');
  await coordinator.press('Пропустить', 'Какая категория');
  await coordinator.say('Яма, снимки в файле.');
  await coordinator.press('Готово', 'Напишите текст');
  for (const question of ['Какой населённый пункт', 'Какой адрес', 'Отправьте геопозицию'])
    await coordinator.press('Пропустить', question);
  await coordinator.sendFile(Buffer.from('%PDF-1.7\n%stub\n'), 'снимки.pdf', 'application/pdf');
  expect(await coordinator.text('Есть фото')).toContain('Принято файлов: 1');
  expect(await coordinator.buttons('Есть фото')).toEqual(['Готово', 'Назад', 'Отмена']);
  await coordinator.press('Готово', 'Есть фото');
  expect(await coordinator.text('Проверьте')).toContain('Принято файлов: 1');
  await coordinator.press('Подтвердить', 'Проверьте');
  expect(await coordinator.text('№ 5559101')).toContain('1 файл');
});

test('what ПОС leaves open may be skipped; a 59-ФЗ has no fast track', async () => {
  await coordinator.say('/new 5550002');
  await coordinator.press('Обращение 59-ФЗ', 'Что это?');
  await coordinator.press('Сегодня', 'Когда зарегистрировано');
  expect(await coordinator.buttons('Во сколько')).toEqual(expect.arrayContaining(['08:00', '10:00', 'Сейчас']));
  expect(await coordinator.buttons('Во сколько')).not.toContain('11:00');
  await coordinator.press('08:00', 'Во сколько');
  await coordinator.press('Пропустить', 'Какая категория');
  await coordinator.say('Текст обращения');
  await coordinator.press('Готово', 'Напишите текст');
  for (const question of ['Какой населённый пункт', 'Какой адрес', 'Отправьте геопозицию', 'Есть фото'])
    await coordinator.press('Пропустить', question);
  expect(await coordinator.text('Проверьте')).toContain('Срок 30 дней, до 25.12');
  await coordinator.press('Подтвердить', 'Проверьте');
  expect(await read('5550002')).toMatchObject({
    kind: 'appeal59',
    category: null,
    subcategory: null,
    latitude: null,
    fast_track_days: null,
    term_days: 30,
  });
});

test('a number that is already here is said at once, with a button to open it', async () => {
  const number = await world.appeal();
  await coordinator.say(`/new ${number}`);
  expect(await coordinator.text('уже зарегистрирован')).toContain('Напишите номер');
  await coordinator.press(`Открыть № ${number}`, 'уже зарегистрирован');
  await coordinator.sees('На координации');
  await coordinator.say('5550003');
  expect(await coordinator.text('Что это?')).toContain('№ 5550003');
  await coordinator.say('/cancel');
});

test('a number that comes by itself meanwhile is not registered twice', async () => {
  await start(coordinator, '5550004');
  await coordinator.press('Пропустить', 'Какая категория');
  await coordinator.say('Текст обращения');
  await coordinator.press('Готово', 'Напишите текст');
  for (const question of ['Какой населённый пункт', 'Какой адрес', 'Отправьте геопозицию', 'Есть фото'])
    await coordinator.press('Пропустить', question);
  await world.appeal({ number: '5550004', text: 'Раньше вас' });
  expect(await coordinator.press('Подтвердить', 'Проверьте')).toEqual({
    text: 'Такой номер уже есть, открываю его',
    showAlert: true,
  });
  expect(await read('5550004')).toMatchObject({ text: 'Раньше вас', source: 'http' });
});

test('«Подтвердить» tapped twice registers once', async () => {
  await start(coordinator, '5550005');
  await coordinator.press('Пропустить', 'Какая категория');
  await coordinator.say('Текст обращения');
  await coordinator.press('Готово', 'Напишите текст');
  for (const question of ['Какой населённый пункт', 'Какой адрес', 'Отправьте геопозицию', 'Есть фото'])
    await coordinator.press('Пропустить', question);
  const before = (await count()) ?? 0;
  const tap = await coordinator.remember('Подтвердить', 'Проверьте');
  const toasts = (await Promise.all([tap(), tap(), tap()])).map(({ text }) => text);
  await world.quiet();
  // Each tap is told what the first has done.
  expect(toasts[0]).toMatch(/^Зарегистрировано/);
  expect(toasts).toEqual([toasts[0], toasts[0], toasts[0]]);
  expect(await count()).toBe(before + 1);
});

test('a message that comes twice answers one question', async () => {
  await coordinator.say('/new');
  await coordinator.say('5550040');
  await coordinator.press('Сообщение', 'Что это?');
  await coordinator.say('25.11 09:00');
  await coordinator.press('Дороги', 'Какая категория');
  await coordinator.say('Дворы');
  await coordinator.sees('Какой факт');
  // As after a crash between the answer and its mark: the very update is handled anew.
  const { body } = await world.stand.control('GET', `chats/${PEOPLE.coordinator.telegramId}/messages`);
  const sent = (Array.isArray(body) ? body : body.messages).find(({ text }: { text?: string }) => text === 'Дворы');
  expect(await world.fresh.database.query(again, [JSON.stringify(sent), PEOPLE.coordinator.telegramId])).toHaveLength(
    1,
  );
  await coordinator.say('Качели');
  const asked = await coordinator.text('Напишите текст');
  expect(asked).toContain('Дороги · Дворы · Качели');
  await coordinator.say('/cancel');
});

describe('the summary takes back what was said', () => {
  /** Everything but the photos, with a category found by parts of its words. */
  async function toSummary(number: string, kind: string): Promise<void> {
    await coordinator.say(`/new ${number}`);
    await coordinator.press(kind, 'Что это?');
    await coordinator.press('Сейчас', 'Когда зарегистрировано');
    await coordinator.say('дор яма');
    await coordinator.press('1', 'Какая категория');
    await coordinator.say('Яма у школы');
    await coordinator.press('Готово', 'Напишите текст');
    for (const question of ['Какой населённый пункт', 'Какой адрес', 'Отправьте геопозицию', 'Есть фото'])
      await coordinator.press('Пропустить', question);
  }

  test('a category is found by parts of its words at any level, and chosen by its number with all that is above it', async () => {
    await start(coordinator, '5550720');
    await coordinator.say('дор яма');
    expect(await coordinator.text('Какая категория')).toContain('1. Дороги · Содержание дорог · Яма');
    expect(await coordinator.buttons('Какая категория')).toEqual(expect.arrayContaining(['1', 'Показать все']));
    await coordinator.press('1', 'Какая категория');
    expect(await coordinator.text('Напишите текст')).toContain('Дороги · Содержание дорог · Яма');
    await coordinator.say('/cancel');
  });

  test('many that are found come by pages, and their numbers go on', async () => {
    await world.fresh.database.dataSource.query(
      `insert into category (category, subcategory, fact) select 'Отходы', 'Вывоз мусора', 'Площадка ' || n from generate_series(1, 9) n`,
    );
    await start(coordinator, '5550721');
    await coordinator.say('площадка');
    expect(await coordinator.buttons('Какая категория')).toEqual(expect.arrayContaining(['1', '7', '1/2']));
    await coordinator.press('▶', 'Какая категория');
    expect(await coordinator.text('Какая категория')).toContain('9. Отходы · Вывоз мусора · Площадка 9');
    await coordinator.press('9', 'Какая категория');
    expect(await coordinator.text('Напишите текст')).toContain('Площадка 9');
    await coordinator.say('/cancel');
  });

  test('any field is asked again, and all others stay', async () => {
    await toSummary('5550722', 'Сообщение');
    const before = await coordinator.text('Проверьте');
    expect(before).toContain('Место не указано');
    await coordinator.press('✏️ Изменить', 'Проверьте');
    await coordinator.press('Адрес', 'Проверьте');
    await coordinator.say('Лесная, 3');
    expect(await coordinator.text('Проверьте')).toContain('Лесная, 3');
    await coordinator.press('✏️ Изменить', 'Проверьте');
    await coordinator.press('Номер', 'Проверьте');
    await coordinator.say('5550723');
    await coordinator.press('✏️ Изменить', 'Проверьте');
    await coordinator.press('Номер ЕПГУ', 'Проверьте');
    await coordinator.say('6668478383');
    await coordinator.press('✏️ Изменить', 'Проверьте');
    await coordinator.press('Категория', 'Проверьте');
    await coordinator.press('Дороги', 'Какая категория');
    await coordinator.press('Пропустить', 'Какая подкатегория');
    const after = await coordinator.text('Проверьте');
    for (const part of ['№ 5550723', '6668478383', 'Лесная, 3', 'Яма у школы', 'Срок 30 дней'])
      expect(after).toContain(part);
    await coordinator.press('Подтвердить', 'Проверьте');
    expect(await read('5550723')).toMatchObject({
      category: 'Дороги',
      subcategory: null,
      fact: null,
      address: 'Лесная, 3',
      epgu_number: '6668478383',
      text: 'Яма у школы',
    });
    expect(await read('5550722')).toBeUndefined();
  });

  test('«Назад» from a field that is asked again leads to the summary, and its value stays', async () => {
    await toSummary('5550724', 'Сообщение');
    await coordinator.press('✏️ Изменить', 'Проверьте');
    await coordinator.press('Назад', 'Проверьте');
    await coordinator.press('✏️ Изменить', 'Проверьте');
    await coordinator.press('Категория', 'Проверьте');
    await coordinator.press('Назад', 'Какая категория');
    expect(await coordinator.text('Проверьте')).toContain('Дороги · Содержание дорог · Яма');
    await coordinator.press('Назад', 'Проверьте');
    await coordinator.sees('Есть фото');
    await coordinator.say('/cancel');
  });

  test('a number that is in use is not taken there either, and what is bad is said', async () => {
    const number = await world.appeal();
    await toSummary('5550725', 'Сообщение');
    await coordinator.press('✏️ Изменить', 'Проверьте');
    await coordinator.press('Номер', 'Проверьте');
    await coordinator.say(number);
    expect(await coordinator.text('уже зарегистрирован')).toContain('Напишите номер');
    expect(await coordinator.buttons('уже зарегистрирован')).toContain(`Открыть № ${number}`);
    await coordinator.press('Назад', 'уже зарегистрирован');
    // the number that was there before the bad one
    expect(await coordinator.text('Проверьте')).toContain('№ 5550725');
    await coordinator.say('/cancel');
  });

  test('what is likely to be a slip is said: 59-ФЗ with a fast track, a term that is over, a category that nobody knows', async () => {
    await toSummary('5550726', 'Обращение 59-ФЗ');
    expect(await coordinator.text('Проверьте')).toContain('по этой категории срок 10 дней, но у 59-ФЗ фаст-трека нет');
    await coordinator.press('✏️ Изменить', 'Проверьте');
    await coordinator.press('Дата', 'Проверьте');
    await coordinator.say('25.09.2026 09:00');
    expect(await coordinator.text('Проверьте')).toContain('Срок уже истёк');
    await coordinator.press('✏️ Изменить', 'Проверьте');
    await coordinator.press('Категория', 'Проверьте');
    await coordinator.say('Ледовый каток');
    await coordinator.press('Пропустить', 'Какая подкатегория');
    expect(await coordinator.text('Проверьте')).toContain('Такой категории в списке ещё нет');
    await coordinator.press('✏️ Изменить', 'Проверьте');
    await coordinator.press('Вид', 'Проверьте');
    await coordinator.press('Сообщение', 'Что это?');
    expect(await coordinator.text('Проверьте')).not.toContain('фаст-трека нет');
    await coordinator.say('/cancel');
  });

  test('a place may be sent where the address is asked for, or typed as two numbers the right way round', async () => {
    await start(coordinator, '5550727');
    await coordinator.press('Пропустить', 'Какая категория');
    await coordinator.say('Яма');
    await coordinator.press('Готово', 'Напишите текст');
    await coordinator.press('Пропустить', 'Какой населённый пункт');
    await locate('coordinator', 55.7, 51.4);
    await coordinator.say('Советская, 1');
    expect(await coordinator.text('Есть фото')).toContain('55.70000');
    await coordinator.press('Пропустить', 'Есть фото');
    await coordinator.press('✏️ Изменить', 'Проверьте');
    await coordinator.press('Геопозиция', 'Проверьте');
    await coordinator.say('51.41, 155.71');
    await coordinator.press('✏️ Изменить', 'Проверьте');
    await coordinator.press('Геопозиция', 'Проверьте');
    await coordinator.say('37.6, 55.7');
    expect(await coordinator.text('Отправьте геопозицию')).toContain('широта и долгота перепутаны');
    await coordinator.say('55,72 51,43');
    expect(await coordinator.text('Проверьте')).toContain('55.72000, 51.43000');
    await coordinator.say('/cancel');
  });
});

const LONG = 'ы'.repeat(4000);
const HTML = '<b>жирный</b> & <script>alert("x")</script> <a href="https://example.org">ссылка</a>';

describe('what does not fit is said, and the question stays', () => {
  test('a number', async () => {
    await coordinator.say('/new');
    for (const bad of ['без цифр', LONG, '<b>1</b>', '№', '😀😀']) {
      await coordinator.say(bad);
      expect(await coordinator.text('Напишите номер')).toMatch(/⚠️ (Не подходит: от 1 до 40|Нужен текст словами)/);
    }
    await coordinator.sendPhotos(1);
    expect(await coordinator.text('Напишите номер')).toContain('Файлы добавите потом');
    await locate('coordinator', 55, 51);
    await coordinator.sees('Напишите номер');
    await coordinator.say('№ 5559102');
    expect(await coordinator.text('Что это?')).toContain('№ 5559102');
    await coordinator.say('/cancel');
  });

  test('a kind is chosen by a button', async () => {
    await coordinator.say('/new 5550010');
    await coordinator.say('Сообщение');
    expect(await coordinator.text('Что это?')).toContain('Выберите кнопкой');
  });

  test.each(
    [
      ['недавно', 'Не понял дату'],
      ['через неделю', 'ещё не наступило'],
      ['31.02.2026', 'Не понял дату'],
      ['25.11.2026 25:00', 'Не понял дату'],
      ['01.01.1999 10:00', 'дата раньше 2000 года'],
      ['26.11.2026 09:00', 'ещё не наступило'],
      ['26.11.2026', 'ещё не наступило'],
      ['23:59', 'ещё не наступило'],
      [LONG, 'Не понял дату'],
      ['😀', 'Не понял дату'],
      [HTML, 'Не понял дату'],
    ].map(([typed = '', complaint = '']) => [typed.slice(0, 20), typed, complaint] as const),
  )('a moment: %s', async (_, typed, complaint) => {
    await coordinator.say('/new 5550010');
    await coordinator.press('Сообщение', 'Что это?');
    await coordinator.say(typed);
    expect(await coordinator.text('Когда зарегистрировано')).toContain(complaint);
  });

  test('a time of a day', async () => {
    await coordinator.say('/new 5550010');
    await coordinator.press('Сообщение', 'Что это?');
    await coordinator.press('Календарь', 'Когда зарегистрировано');
    await coordinator.press('24', 'Когда зарегистрировано');
    await coordinator.say('двадцать');
    expect(await coordinator.text('Во сколько вт 24.11')).toContain('Не понял время');
    await coordinator.say('9.05');
    expect(await coordinator.text('Какая категория')).toContain('24.11 09:05');
    await coordinator.say('/cancel');
  });

  test('a day in words, with its hour', async () => {
    await coordinator.say('/new 5550010');
    await coordinator.press('Сообщение', 'Что это?');
    await coordinator.say('вчера 9:05');
    expect(await coordinator.text('Какая категория')).toContain('24.11 09:05');
    await coordinator.say('/cancel');
  });

  test('words are too long, or no words', async () => {
    await start(coordinator, '5550011');
    await coordinator.say('ы'.repeat(201));
    expect(await coordinator.text('Какая категория')).toContain('не длиннее 200 знаков');
    await coordinator.say('😀😀😀');
    expect(await coordinator.text('Какая категория')).toContain('Нужен текст словами');
    await coordinator.press('Дороги', 'Какая категория');
    await coordinator.press('Пропустить', 'Какая подкатегория');
    await coordinator.say('👍');
    const asked = await coordinator.sees('Напишите текст');
    expect(asked.text).toContain('Нужен текст словами');
    expect(asked.reply_markup?.inline_keyboard.flat().map(({ text }) => text)).toEqual(['Назад', 'Отмена']);
    await coordinator.sendPhotos(2);
    expect((await coordinator.messages()).filter(({ text }) => text?.includes('Напишите текст') === true)).toHaveLength(
      1,
    );
  });

  test('five messages of 4 000 characters fit, a sixth does not, and nothing is lost', async () => {
    for (let index = 0; index < 4; index += 1) await coordinator.say(LONG);
    await coordinator.say('ы'.repeat(3990));
    await coordinator.say('ещё сто'.repeat(20));
    expect(await coordinator.text('Напишите текст')).toContain('не длиннее 20000 знаков');
    await coordinator.press('Готово', 'Напишите текст');
    await coordinator.say(LONG.slice(0, 501));
    expect(await coordinator.text('Какой населённый пункт')).toContain('не длиннее 200 знаков');
    await coordinator.press('Отмена', 'Какой населённый пункт');
  });

  test('HTML is text in every field, down to the card', async () => {
    await start(coordinator, '5550012');
    for (const question of ['Какая категория', 'Какая подкатегория', 'Какой факт', 'Напишите текст']) {
      await coordinator.sees(question);
      await coordinator.say(HTML);
    }
    await coordinator.press('Готово', 'Напишите текст');
    await coordinator.say(HTML);
    await coordinator.say(HTML);
    await coordinator.press('Пропустить', 'Отправьте геопозицию');
    await coordinator.press('Пропустить', 'Есть фото');
    expect(await coordinator.text('Проверьте')).toContain(HTML);
    await coordinator.press('Подтвердить', 'Проверьте');
    expect(await coordinator.text('№ 5550012')).toContain(HTML);
    expect(await read('5550012')).toMatchObject({
      category: HTML,
      subcategory: HTML,
      fact: HTML,
      text: HTML,
      settlement: HTML,
      address: HTML,
    });
    await coordinator.say('/find script alert');
    expect(await coordinator.text('По запросу')).toContain('5550012');
  });

  test('a forged button changes nothing', async () => {
    await coordinator.say('/new 5550013');
    const question = await coordinator.sees('Что это?');
    const [data = ''] =
      question.reply_markup?.inline_keyboard.flat().map(({ callback_data }) => callback_data ?? '') ?? [];
    const [, form, revision] = data.split(':');
    for (const [move, value] of [
      ['p', 'appeal60'],
      ['d', ''],
      ['d', 'skip'],
      ['g', 'x'],
      ['m', '2026-13-99'],
      ['o', 'asTyped'],
      ['p', '2026-99-99'],
    ]) {
      expect(await coordinator.pressData(question.message_id, `q:${form}:${revision}:${move}:${value}`)).toMatchObject({
        text: expect.stringContaining('Кнопка устарела'),
      });
    }
    expect(await coordinator.text('Что это?')).toContain('5550013');
    await coordinator.say('/cancel');
  });
});

test('«Назад» asks again, and another category forgets what was under the first', async () => {
  await start(coordinator, '5550020');
  await coordinator.press('Дороги', 'Какая категория');
  await coordinator.press('Содержание дорог', 'Какая подкатегория');
  await coordinator.press('Назад', 'Какой факт');
  await coordinator.press('Назад', 'Какая подкатегория');
  await coordinator.say('Благоустройство');
  await coordinator.press('Пропустить', 'Какая подкатегория');
  expect(await coordinator.text('Напишите текст')).not.toContain('Содержание дорог');
  await coordinator.say('первая попытка');
  await coordinator.press('Написать заново', 'Напишите текст');
  await coordinator.say('вторая попытка');
  expect(await coordinator.text('Напишите текст')).not.toContain('первая');
  await coordinator.press('Отмена', 'Напишите текст');
});

test('typed words narrow the known categories; unknown ones are taken as they are', async () => {
  await start(coordinator, '5550021');
  await coordinator.say('дор');
  expect(await coordinator.buttons('Какая категория')).toEqual(
    expect.arrayContaining(['1', 'Взять как есть: дор', 'Показать все']),
  );
  await coordinator.press('Взять как есть', 'Какая категория');
  await coordinator.say('Тротуары');
  expect(await coordinator.text('Какой факт')).toContain('дор · Тротуары');
  const done = await world.fresh.database.query<{ state: string }>(formsOfPerson, [PEOPLE.coordinator.telegramId]);
  expect(done[0]?.state).toBe('open');
});

test('/cancel midway ends it: the question goes, its button is dead, and nothing is registered', async () => {
  const before = await count();
  await start(coordinator, '5550022');
  const skip = await coordinator.remember('Пропустить', 'Какая категория');
  await coordinator.say('/cancel');
  await coordinator.sees('Отменено');
  expect((await coordinator.messages()).filter(({ text }) => text?.includes('Какая категория') === true)).toHaveLength(
    0,
  );
  await skip().catch(() => undefined);
  await coordinator.say('Дороги');
  await coordinator.sees('Не понял, к чему это');
  expect(await count()).toBe(before);
});

test('is only for coordinators', async () => {
  for (const who of ['executor', 'approver'] as const) {
    await world.phone(who).say('/new 5550030');
    await world.phone(who).sees('Регистрировать обращения может координатор');
  }
});

describe('with PERSONAL_DATA_IN_CHAT=on_request', () => {
  let other: World;
  beforeAll(async () => {
    other = await World.start({ env: { PERSONAL_DATA_IN_CHAT: 'on_request' } });
  });
  afterAll(() => other.stop());

  test('the applicant is asked for, and neither the messages nor the dialog keep the answers', async () => {
    const phone = other.phone('coordinator');
    await start(phone, '6660001');
    await phone.press('Пропустить', 'Какая категория');
    await phone.say('Текст обращения');
    await phone.press('Готово', 'Напишите текст');
    for (const question of ['Какой населённый пункт', 'Какой адрес', 'Отправьте геопозицию'])
      await phone.press('Пропустить', question);
    await phone.sees('Как зовут заявителя');
    await phone.say('Иванов Пётр Сергеевич');
    await phone.sees('Какой у заявителя телефон');
    await phone.press('Пропустить', 'Какой у заявителя телефон');
    await phone.say('не почта');
    expect(await phone.text('электронная почта')).toContain('это не адрес электронной почты');
    await phone.say('ivanov@example.org');
    await phone.press('Пропустить', 'Есть фото');
    const confirmation = await phone.text('Проверьте');
    expect(confirmation).toContain('Заявитель: указан');
    await phone.press('Подтвердить', 'Проверьте');
    await phone.sees('№ 6660001');
    const { body } = await other.stand.control('GET', `chats/${PEOPLE.coordinator.telegramId}/messages`);
    const left = (Array.isArray(body) ? body : body.messages).filter(({ deleted }: { deleted: boolean }) => !deleted);
    expect(JSON.stringify(left)).not.toMatch(/Иванов|ivanov@|не почта/);
    expect((await other.fresh.database.query<Record<string, unknown>>(registered, ['6660001']))[0]).toMatchObject({
      applicant: 'Иванов Пётр Сергеевич',
      email: 'ivanov@example.org',
    });
    const [form] = await other.fresh.database.query<{ state: string; answers: string }>(formsOfPerson, [
      PEOPLE.coordinator.telegramId,
    ]);
    expect(form?.state).toBe('done');
    expect(form?.answers).not.toMatch(/Иванов|ivanov/);
  });

  test('what was said of an applicant goes when the network comes back, if it could not go at once', async () => {
    const phone = other.phone('coordinator');
    await start(phone, '6660002');
    await phone.press('Пропустить', 'Какая категория');
    await phone.say('Текст обращения');
    await phone.press('Готово', 'Напишите текст');
    for (const question of ['Какой населённый пункт', 'Какой адрес', 'Отправьте геопозицию'])
      await phone.press('Пропустить', question);
    await phone.press('Пропустить', 'Как зовут заявителя');
    await phone.press('Пропустить', 'Какой у заявителя телефон');
    await phone.sees('электронная почта');
    for (const method of ['deleteMessage', 'editMessageReplyMarkup', 'sendMessage'])
      await other.stand.control('POST', 'faults', { kind: 'reset-before', method, times: 1 });
    await phone.say('ivanov@example.org');
    await phone.sees('Есть фото');
    const { body } = await other.stand.control('GET', `chats/${PEOPLE.coordinator.telegramId}/messages`);
    const left = (Array.isArray(body) ? body : body.messages).filter(({ deleted }: { deleted: boolean }) => !deleted);
    expect(JSON.stringify(left)).not.toMatch(/ivanov@/);
    await phone.say('/cancel');
  });
});
