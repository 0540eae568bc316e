import { forget } from '../../src/jobs/forget';
import { deadMessages, failedUpdates, realRefusals, rows } from '../support/evidence';
import { answered, card, inWork, open } from '../support/office-work';
import type { Phone } from '../support/phone';
import { WalkedOffice } from '../support/walked-office';
import { PEOPLE, ROSTER, World, type Who } from '../support/world';

const MORNING = new Date('2026-11-25T10:00:00+03:00');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

test.each([
  ['is stopped and started', (office: WalkedOffice) => office.stop()],
  [
    'dies as it has just removed them',
    (office: WalkedOffice) => office.setTime(late(6)).then(() => office.killInTick(async () => true)),
  ],
])('contacts that were shown go from the chat when their time is over and the bot %s', async (_, end) => {
  const office = await WalkedOffice.open(MORNING, ROSTER, { PERSONAL_DATA_IN_CHAT: 'on_request' });
  try {
    const number = '327441806';
    const applicant = { type: 'person', name: 'Иванов Пётр Сергеевич', phone: '+7 917 123-45-67' };
    const registeredAt = '2026-11-25T09:00:00+03:00';
    await office.register([{ number, kind: 'message', registeredAt, text: 'Яма', applicant }]);
    const [coordinator, executor] = [
      office.phone(PEOPLE.coordinator.telegramId),
      office.phone(PEOPLE.executor.telegramId),
    ];
    await coordinator.press('Назначить исполнителя', card(number));
    await coordinator.press('Петров П.П.', card(number));
    await executor.press('Показать контакты', card(number));
    await executor.sees(applicant.name);
    await end(office);
    await office.setTime(late(6));
    await office.start();
    await office.tick(late(6));
    expect(JSON.stringify(await executor.messages())).not.toContain('917 123');
    expect(JSON.stringify(await executor.messages())).not.toContain(applicant.name);
  } finally {
    await office.close();
  }
});

const late = (minutes: number): Date => new Date(MORNING.getTime() + minutes * MINUTE_MS);

describe('after five hundred days', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    // What is so old can be edited and not removed.
    world.expectsRefusals(/can't be deleted|not found/);
  });
  afterAll(() => world.stop());

  test('every button that is still in a chat is answered in words, although the rows behind it are forgotten', async () => {
    const done = await answered(world);
    const open = await inWork(world);
    await world.phone('executor').press('Комментарий и фото', card(open));
    await world.phone('executor').sendPhotos(2);
    await world.phone('executor').say('/my');
    const now = new Date(MORNING.getTime() + 500 * DAY_MS);
    world.at(now.toISOString());
    const forgotten = await forget({ database: world.fresh.database, now });
    expect([...forgotten.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(10);
    for (const who of Object.keys(PEOPLE) as Who[]) await pressAll(world.phone(who));
    await world.quiet();
    expect(await failedUpdates(world)).toEqual([]);
    expect(await realRefusals(world)).toEqual([]);
    expect(await deadMessages(world)).toEqual([]);
    await openCard(done);
    expect(await world.phone('coordinator').text(card(done))).toContain('Ответ направлен');
    expect(await rows(world, `select 1 from appeal where number in ($1, $2)`, [done, open])).toHaveLength(2);
  });

  const openCard = (number: string) => open(world, 'coordinator', number);

  async function pressAll(phone: Phone): Promise<void> {
    for (const { message_id: messageId, reply_markup: markup } of await phone.messages())
      for (const { callback_data: data } of markup?.inline_keyboard.flat() ?? []) {
        if (data === undefined) continue;
        const isThere = (await phone.messages()).some(({ message_id: id }) => id === messageId);
        if (!isThere) break;
        await phone.pressData(messageId, data);
        await world.quiet();
      }
  }
});
