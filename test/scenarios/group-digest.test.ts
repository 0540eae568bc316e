import { statement } from '../../src/database/database';
import { toPlainDate as day } from '../../src/regulation/calendar';
import { keepEngagement } from '../support/engagements';
import { inWork } from '../support/office-work';
import { World } from '../support/world';

const CHAT = -1_001_234_567_890;
const TITLE = 'Исполком: обращения';

let world: World;
let topic: number;

interface Post {
  readonly text?: string;
  readonly message_thread_id?: number;
  readonly silent: boolean;
  readonly from?: { readonly is_bot: boolean };
  readonly reply_markup?: {
    readonly inline_keyboard: readonly (readonly { readonly text: string; readonly url?: string }[])[];
  };
}

/** What the bot has written in the group. */
async function posts(): Promise<Post[]> {
  await world.quiet();
  const { body } = await world.stand.control('GET', `chats/${CHAT}/messages`);
  return (body.messages as Post[]).filter(({ text, from }) => from?.is_bot === true && text !== undefined);
}
const digests = async () => (await posts()).filter(({ text }) => text?.startsWith('Сводка'));
async function at(iso: string): Promise<void> {
  world.at(iso);
  await world.application.tick();
}
const group = (change: Readonly<Record<string, unknown>>) =>
  world.stand.control('PUT', `groups/${CHAT}`, { title: TITLE, isForum: true, members: [1005], ...change });
async function openGroup(): Promise<void> {
  const admin = world.phone('supervisor');
  await admin.say('/admin');
  await admin.press('Группы', 'Управление');
  await admin.press(TITLE, 'Группы:');
}

beforeAll(async () => {
  world = await World.start({ now: '2026-11-26T15:00:00+03:00' });
  await group({ botStatus: 'administrator' });
  // Number 1 is every forum's General.
  await world.stand.control('POST', 'people/1005/send', { chatId: CHAT, text: 'Коллеги, здравствуйте' });
  ({ message_thread_id: topic } = await world.stand.result('createForumTopic', { chat_id: CHAT, name: 'Сводки' }));
});
afterAll(() => world.stop());

test('an admin hears that the bot is in a group, and sends its digests to a topic by a link', async () => {
  world.expectsRefusals(/chat not found/);
  const admin = world.phone('supervisor');
  expect(await admin.buttons(`Бота добавили в группу «${TITLE}»`)).toEqual(['Присылать сюда сводку']);
  await admin.say('/admin');
  await admin.press('Группы', 'Управление');
  await admin.press('Добавить группу или тему', 'Групп пока нет');
  await admin.say('наша группа');
  await admin.sees('Это не похоже ни на ссылку');
  await admin.say('-1009999999999');
  await admin.sees('Бота в этой группе нет');
  await admin.say(`https://t.me/c/1234567890/${topic}`);
  expect(await admin.text(`${TITLE}, тема ${topic}`)).toContain('по рабочим дням в 8:30');
  expect(await posts()).toMatchObject([
    { text: expect.stringContaining('будет приходить сводка'), message_thread_id: topic, silent: true },
  ]);
});

test('at 8:30 the topic gets the digest, once whatever happens, and nothing of any applicant', async () => {
  await inWork(world);
  await world.appeal({ registeredAt: '2026-10-17T10:00:00+03:00', fact: 'Люк' });
  const dates = { opensOn: day('2026-11-01'), closesOn: day('2026-11-28'), resultsBy: day('2026-12-10') };
  await keepEngagement(world, { kind: 'poll', stage: 'running' }, { title: 'Каким быть катку', ...dates });
  await at('2026-11-27T08:29:30+03:00');
  expect(await digests()).toEqual([]);
  for (const time of ['08:30:05', '08:30:30', '11:00:00']) await at(`2026-11-27T${time}+03:00`);
  const [digest, ...more] = await digests();
  expect(more).toEqual([]);
  expect(digest).toMatchObject({ message_thread_id: topic, silent: true });
  expect(digest?.text).toMatch(
    /^Сводка на пт 27\.11\n\nНовых: 2\n\nВсего в работе: 2\nНа координации: 1\nВ работе: 1\n/,
  );
  expect(digest?.text).toContain('Обращения в работе не было, срок ничей: 1 · общий срок 1');
  // Of what ОГ makes it has numbers and no titles.
  expect(digest?.text).toContain('ОГ\nПоследний день сегодня или завтра: 1');
  expect(digest?.text).not.toContain('Каким быть катку');
  expect(digest?.text).not.toMatch(/Иванов|917|Советская|Мамадыш|Яма/);
});

test('its buttons lead to the private chat, where one sees what is one’s own', async () => {
  const [digest] = await digests();
  const links = new Map(
    digest?.reply_markup?.inline_keyboard.flat().map(({ text, url }) => [text, /\?start=(\S+)$/.exec(url ?? '')?.[1]]),
  );
  expect([...links.values()].every((payload) => payload !== undefined)).toBe(true);
  const coordinator = world.phone('coordinator');
  await coordinator.say(`/start ${links.get('Просрочено')}`);
  await coordinator.sees('Просрочено: 1');
  const executor = world.phone('executor');
  await executor.say(`/start ${links.get('На координации')}`);
  expect(await executor.text('Этот список вам не открыт')).toContain('Меню');
  await executor.say(`/start ${links.get('Открыть бота')}`);
  await executor.sees('Пётр Петрович, здравствуйте');
});

test('an admin moves its hour and its contents by buttons; nothing comes on a day off', async () => {
  const admin = world.phone('supervisor');
  await openGroup();
  await admin.press('Итоги', TITLE);
  expect(await admin.buttons(TITLE)).toContain('Итоги');
  await admin.press('Время: 8:30', TITLE);
  const half = await admin.remember('9:30', 'Когда присылать');
  expect((await half()).text).toBe('Сохранено');
  expect((await half()).text).toBe('Сохранено');
  await admin.sees(/в 9:30/);
  await at('2026-11-29T09:30:10+03:00');
  await at('2026-11-30T09:29:00+03:00');
  expect(await digests()).toHaveLength(1);
  await at('2026-11-30T09:30:10+03:00');
  const [, monday] = await digests();
  expect(monday?.text).toMatch(/^Сводка на пн 30\.11\n\nНовых нет\n/);
  expect(monday?.text).not.toContain('Итоги');
});

test('after an outage it still comes the same morning, and not in the evening', async () => {
  await at('2026-12-01T11:40:00+03:00');
  expect(await digests()).toHaveLength(3);
  await at('2026-12-02T17:30:00+03:00');
  expect(await digests()).toHaveLength(3);
});

test('another hour can be typed, in working time', async () => {
  const admin = world.phone('supervisor');
  await openGroup();
  await admin.press('Время: 9:30', TITLE);
  await admin.press('Другое время', 'Когда присылать');
  await admin.say('вечером');
  await admin.sees('не похоже на время');
  await admin.say('20:00');
  await admin.sees('Сводка приходит в рабочее время');
  await admin.say('8.45');
  await admin.sees(/в 8:45/);
});

test('a closed topic and a group without the bot are told to the admins once, and stop', async () => {
  world.expectsRefusals(/message thread not found|bot was kicked/);
  const admin = world.phone('supervisor');
  await world.fresh.database.query(
    statement('test.forget-topic', 'update group_chat set thread_id = thread_id::int + 1000'),
  );
  await at('2026-12-03T08:45:10+03:00');
  await admin.sees('её тема закрыта или удалена');
  await admin.press('Открыть настройки', 'её тема закрыта');
  expect((await admin.press('Включить сводку', TITLE)).text).toBe('Сохранено');
  // its other topic stops with it, and is not told of besides
  await world.fresh.database.query(
    statement(
      'test.another-topic',
      'insert into group_chat (title, messenger, chat_id, thread_id) select title, messenger, chat_id, thread_id::int + 1 from group_chat limit 1',
    ),
  );
  await group({ botStatus: 'kicked' });
  await at('2026-12-04T08:45:10+03:00');
  await admin.sees('бота в ней нет');
  // The first notice has become the screen of its button.
  const told = async () => (await admin.messages()).filter(({ text }) => text?.includes('больше не получает сводку'));
  expect(await told()).toHaveLength(1);
  await at('2026-12-07T08:45:10+03:00');
  await world.quiet();
  expect(await told()).toHaveLength(1);
});
