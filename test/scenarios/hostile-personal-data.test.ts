import { Writable } from 'node:stream';
import { bring, message, rows } from '../support/evidence';
import { agree, enter } from '../support/office-work';
import type { Phone } from '../support/phone';
import { NEVER_MS } from '../support/until';
import { PEOPLE, World, type Who } from '../support/world';

const heard: string[] = [];
const logTo = new Writable({
  write(chunk, _encoding, done) {
    heard.push(String(chunk));
    done();
  },
});

/** What no chat, log or outbox may hold, in whichever spelling people write it. */
const SECRETS = [
  'Иванов Пётр Сергеевич',
  'Иванов П',
  '917 123-45-67',
  '9171234567',
  '123-45-67',
  'petr.ivanov@example.com',
  'ivanov@mail',
  '9205 123456',
  '92 05 123456',
  '123456',
  '4276 1600 1234 5678',
  '112-233-445 95',
  '11223344595',
  'Пролетарская',
];
const DIRTY =
  'тел. 8 (917) 123-45-67, почта petr.ivanov@example.com, паспорт 92 05 123456, карта 4276 1600 1234 5678, СНИЛС 112-233-445 95';
/** What officials write is an official text: it has the office's own contacts in it, and others that its writer lets stand. */
const OFFICIAL = 'приёмная 8 (85563) 3-10-00, isp@tatar.ru, ИНН 1626000000';
const CONTRACTOR = 'подрядчик 8 905 222-33-44';
const OFFICE_CONTACTS = '+7 (85563) 3-10-00, tatar.ru, 1626000000';
const APPLICANT = {
  type: 'person',
  name: 'Иванов Пётр Сергеевич',
  phone: '+7 917 123-45-67',
  email: 'petr.ivanov@example.com',
  address: 'г. Мамадыш, ул. Пролетарская, 7, кв. 3',
};

let world: World;
const open = (personalData: 'never' | 'on_request') =>
  World.start({ env: { PERSONAL_DATA_IN_CHAT: personalData, OFFICE_CONTACTS }, logTo });
afterEach(() => world.stop());

async function everyMessage(): Promise<string[]> {
  const said: string[] = [];
  for (const who of Object.keys(PEOPLE) as Who[]) {
    const { body } = await world.stand.control('GET', `chats/${PEOPLE[who].telegramId}/messages`);
    const messages = Array.isArray(body) ? body : body.messages;
    // What people type themselves is theirs; everything that the bot says, buttons and removed messages included.
    said.push(
      ...messages
        .filter(({ from }: { from?: { is_bot: boolean } }) => from?.is_bot)
        .map((it: object) => JSON.stringify(it)),
    );
  }
  return said;
}
function expectClean(what: string, texts: readonly string[]): void {
  for (const secret of SECRETS) {
    const found = texts.find((text) => text.includes(secret));
    expect({ what, secret, found: found?.slice(0, 900) }).toEqual({ what, secret, found: undefined });
  }
}
async function pressIfOffered(phone: Phone, caption: string, on: string): Promise<void> {
  if ((await phone.buttons(on)).some((button) => button.includes(caption))) await phone.press(caption, on);
}
const escaped = (text: string) => text.replace(/[()]/g, '\\$&');
const idOf = async (number: string) =>
  (await rows<{ id: number }>(world, 'select id from appeal where number = $1', [number]))[0]?.id ?? 0;

test("a long life with the applicant's data in every text of theirs: none of it in any chat, log line or outbox row; what officials write is shown as they wrote it", async () => {
  heard.length = 0;
  world = await open('never');
  const [coordinator, executor, supervisor, approver] = [
    world.phone('coordinator'),
    world.phone('executor'),
    world.phone('supervisor'),
    world.phone('approver'),
  ];
  const number = await world.appeal({
    category: `Дороги ${DIRTY}`,
    subcategory: `Ямы ${DIRTY}`,
    fact: `Яма ${DIRTY}`,
    text: `Яма. ${DIRTY}`,
    address: `ул. Советская, 15, ${DIRTY}`,
    settlement: `Мамадыш, ${DIRTY}`.slice(0, 150),
    applicant: APPLICANT,
  });

  // Redirected to an organization whose name was typed with a telephone, rejected.
  await coordinator.press('Перенаправить', number);
  await coordinator.say(`Минцифры, ${DIRTY}`.slice(0, 190));
  await coordinator.press('Минцифры', number);
  await coordinator.say(`Не наше. ${OFFICIAL}`);
  // Its name would be masked in the template, so there is none.
  expect(await coordinator.buttons(number)).not.toContain('Оставить как есть');
  await coordinator.say(`Обращение передано. ${OFFICIAL}`);
  await coordinator.press('Готово', number);
  await coordinator.press('Шафеев И.Р.', number);
  await supervisor.press('Отклонить', number);
  await supervisor.say(`Наше. ${OFFICIAL}`);
  await supervisor.press('Отправить', number);
  await coordinator.sees(`Наше. ${OFFICIAL}`);

  await coordinator.press('Назначить исполнителя', number);
  await coordinator.say('8 917 123-45-67');
  await coordinator.say('Петр');
  await coordinator.press('Петров П.П.', number);
  await executor.press('Взять в работу', number);
  await executor.press('Доложить руководителю', number);
  await executor.press('Шафеев И.Р.', number);
  await supervisor.press('Дать указание', number);
  await supervisor.say(`Позвоните: ${OFFICIAL}`);
  await supervisor.press('Без срока', number);

  await executor.press('Выезд', number);
  await executor.press('Завтра', number);
  await executor.press('09:00', number);
  await executor.say(`ул. Советская, 15, ${OFFICIAL}`);
  await executor.say(`МБУ, ${OFFICIAL}`);
  await executor.press('Сторонние: МБУ', number);
  await executor.press('Шафеев И.Р.', number);
  await executor.press('Отправить', number);
  await executor.press('Итог выезда', number);
  await executor.say(`Осмотрено. ${OFFICIAL}`);
  await executor.press('Отправить', number);
  await executor.press('Запросить документы', number);
  await executor.say(`Росреестр, ${OFFICIAL}`);
  await executor.say(`Выписку на ${OFFICIAL}`);
  await executor.press('Завтра', number);
  await executor.press('Документы получены', number);
  await executor.press('Росреестр', number);

  await executor.press('Комментарий и фото', number);
  await executor.sendPhotos(2, `Подпись: ${OFFICIAL}`);
  await executor.say(`Щебень, ${CONTRACTOR}`);
  await executor.press('Оставить как есть', number);
  await executor.press('Готово', number);
  await executor.press('работы завершены', number);
  await executor.sees(new RegExp(`В работе[^]*Щебень, ${CONTRACTOR}`));
  await executor.press('Ответ на согласование', number);
  await executor.press('Решено', number);
  await executor.say(`Яма засыпана. ${OFFICIAL}`);
  await executor.press('Готово', number);
  await executor.press('Добавить прежние: 2', number);
  await executor.press('Готово', number);
  await executor.press('Шафеев И.Р.', number);
  await supervisor.press('Изменить проект', number);
  await supervisor.say(`Яма засыпана щебнем. ${OFFICIAL}`);
  await supervisor.press('Отправить', number);
  await agree(world, number);
  await pressIfOffered(supervisor, 'Правки', number);
  await coordinator.sees(new RegExp(`Внести в ПОС[^]*Яма засыпана щебнем. ${escaped(OFFICIAL)}`));
  await enter(world, number);
  await approver.press('Утвердить', number);
  await approver.press('С правкой в ПОС', number);
  await approver.say(`Яма засыпана щебнем вчера. ${OFFICIAL}`);
  await approver.press('Отправить', number);
  await world.quiet();
  expect((await world.status(number)).stage).toBe('answered');

  const second = world.phone('secondCoordinator');
  await second.press('Вернуть на повторное рассмотрение', number);
  await second.press('другое', number);
  await second.say(`Ещё раз. ${OFFICIAL}`);
  await second.press('Отправить', number);
  for (const phone of [coordinator, executor, supervisor]) {
    await phone.press('История', number);
    for (let page = 0; page < 4; page += 1) await pressIfOffered(phone, '▶', 'История');
    await phone.say('/my');
    await phone.say('/find Мамадыш');
    await phone.say('/find 8 917 123-45-67');
    await phone.say('/find petr.ivanov@example.com');
    await phone.say('/cancel');
    await phone.say(`Просто так: ${DIRTY}`);
  }
  await coordinator.say('/control');
  await coordinator.say('/report');
  await bring(
    world,
    message(PEOPLE.executor.telegramId, {
      contact: { phone_number: '+79171234567', first_name: 'Иванов', last_name: 'Пётр' },
    }),
  );
  await world.quiet();

  const chats = await everyMessage();
  expectClean('chats', chats);
  for (const text of ['Не наше.', 'Позвоните:', 'ул. Советская, 15,', 'Осмотрено.', 'Выписку на', 'Ещё раз.'])
    expect({ text, shown: chats.some((said) => said.includes(`${text} ${OFFICIAL}`)) }).toEqual({ text, shown: true });
  expectClean('log', heard);
  expect(heard.join()).not.toMatch(/3-10-00|222-33-44|isp@tatar/);
  expectClean(
    'outbox',
    (await rows<{ row: string }>(world, 'select to_jsonb(m)::text as row from outbox_message m')).map(({ row }) => row),
  );
  // «Показать контакты» is not even offered, and a forged press is refused.
  expect(JSON.stringify(await executor.messages())).not.toContain('Показать контакты');
  const id = (await idOf(number)).toString(36);
  const [any] = await executor.messages();
  expect(await executor.pressData(any?.message_id ?? 0, `c:${id}`)).toMatchObject({ showAlert: true });
  expectClean('chats', await everyMessage());
});

test('on request: contacts come to whoever works on the appeal, journaled, for five minutes; to nobody else, and never in a group', async () => {
  heard.length = 0;
  world = await open('on_request');
  const number = await world.appeal({ text: `Яма. ${DIRTY}`, applicant: APPLICANT });
  const id = await idOf(number);
  const [coordinator, executor, other] = [
    world.phone('coordinator'),
    world.phone('executor'),
    world.phone('otherExecutor'),
  ];
  await coordinator.press('Назначить исполнителя', number);
  await coordinator.press('Петров П.П.', number);

  const shown = () =>
    rows<{ person: number }>(
      world,
      `select account.user_id::int as person from journal_entry j join account on account.person_id = j.person_id where j.action = 'showContacts' order by j.id`,
    );
  for (const phone of [other, world.phone('worker')]) {
    const [any] = await phone.messages();
    expect(await phone.pressData(any?.message_id ?? 0, `c:${id.toString(36)}`)).toMatchObject({ showAlert: true });
  }
  await world.stand.control('PUT', 'groups/-1001234888', { title: 'Планёрка', members: [PEOPLE.executor.telegramId] });
  const board = await world.stand.result('sendMessage', {
    chat_id: -1001234888,
    text: 'Доска',
    reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: `c:${id.toString(36)}` }]] },
  });
  expect(
    (
      await world.stand.control('POST', `people/${PEOPLE.executor.telegramId}/press`, {
        chatId: -1001234888,
        messageId: board.message_id,
        data: `c:${id.toString(36)}`,
        waitMs: NEVER_MS,
      })
    ).body,
  ).toMatchObject({ showAlert: true });
  expect(await shown()).toEqual([]);

  await executor.press('Показать контакты', number);
  const contacts = await executor.sees('Иванов Пётр Сергеевич');
  expect(contacts).toMatchObject({ silent: true, text: expect.stringContaining('+7 917 123-45-67') });
  expect(await shown()).toEqual([{ person: PEOPLE.executor.telegramId }]);
  expectClean(
    'the others',
    (await everyMessage()).filter((text) => !text.includes('Сообщение исчезнет')),
  );

  world.later(4 * 60_000);
  await world.application.tick();
  await world.quiet();
  await executor.sees('Иванов Пётр Сергеевич');
  world.later(61_000);
  // Telegram fails at that very moment: the contacts may not stay because of it.
  await world.stand.control('POST', 'faults', { kind: '500', method: 'deleteMessage', times: 1 });
  await world.application.tick();
  await world.quiet();
  expect(JSON.stringify(await executor.messages())).not.toContain('Иванов Пётр');

  // Shown once more, and the bot is away for three days: nothing can be deleted any more, the words go.
  world.expectsRefusals(/can't be deleted for everyone/);
  await executor.press('Показать контакты', number);
  await executor.sees('Иванов Пётр Сергеевич');
  world.later(72 * 3_600_000);
  const { body } = await world.stand.control('GET', 'clock');
  await world.stand.control('PUT', 'clock', { now: new Date(Date.parse(body.now) + 72 * 3_600_000).toISOString() });
  await world.application.tick();
  await world.quiet();
  expect(JSON.stringify(await executor.messages())).not.toContain('Иванов Пётр');
  expectClean('log', heard);
  expectClean(
    'outbox',
    (await rows<{ row: string }>(world, 'select to_jsonb(m)::text as row from outbox_message m')).map(({ row }) => row),
  );
});
