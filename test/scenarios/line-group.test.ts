import { addGroup } from '../../src/usecases/digests/groups';
import { officialByAccount } from '../../src/usecases/kit/officials';
import { tieGroup } from '../../src/usecases/lines/question-groups';
import { toPlainDate } from '../../src/regulation/calendar';
import { statement } from '../../src/database/database';
import { keepEngagement } from '../support/engagements';
import { holds } from '../support/office-work';
import type { Phone } from '../support/phone';
import { World } from '../support/world';
import { fileOf, jpeg } from '../src/stand/support';

const GROUP = -70_020_001;
const TITLE = 'Жители Нагорной';
const [ANNA, BORIS] = [5001, 5002];
const MASTER = 1007;

let world: World;
let keeper: Phone;
let line = 0;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-02T10:00:00+03:00', inMax: ['worker', 'executor'] });
  await holds(world, 'worker', ['engagement'], false);
  keeper = world.phone('worker');
  line = await newLine('О дорогах');
  for (const id of [ANNA, BORIS]) await world.newcomer(id, 'max');
  await at('2026-12-02T10:00:00+03:00');
});
afterAll(() => world.stop());

const newLine = (title: string, closesOn = '2026-12-10') =>
  keepEngagement(
    world,
    { kind: 'direct_line', stage: 'running', address: 'https://pos.gosuslugi.ru/og/1', placedNumber: 1 },
    { title, opensOn: toPlainDate('2026-12-01'), closesOn: toPlainDate(closesOn) },
  );

/** Both clocks; that of MAX is a little ahead, so that what comes after a press is written after it. */
async function at(iso: string): Promise<void> {
  world.at(iso);
  await phonesAt(new Date(Date.parse(iso) + 60_000));
}
const phonesAt = (moment: Date) => world.stand.control('PUT', 'clock', { now: moment.toISOString() });

const group = (botStatus: string, change: object = {}) =>
  world.stand.control('PUT', `max/groups/${GROUP}`, {
    title: TITLE,
    members: [ANNA, BORIS, MASTER],
    botStatus,
    ...change,
  });

interface Shown {
  readonly message_id: number;
  readonly text?: string;
  readonly silent: boolean;
  readonly from?: { readonly is_bot: boolean };
}
async function saidByBot(chat = GROUP): Promise<Shown[]> {
  await world.quiet();
  const { body } = await world.stand.control('GET', `max/chats/${chat}/messages`);
  return (body.messages as Shown[]).filter(({ from }) => from?.is_bot === true);
}
/** @returns the number of the message */
async function says(person: number, text: string, how: object = {}): Promise<number> {
  const { status, body } = await world.stand.control('POST', `max/people/${person}/send`, {
    chatId: GROUP,
    text,
    ...how,
  });
  expect([status, JSON.stringify(body)]).toEqual([200, expect.any(String)]);
  await world.quiet();
  return (body.messages as { message_id: number }[])[0]?.message_id ?? 0;
}

const selectQuestions = statement(
  'test.group-questions',
  `select number, text, state, source, had_files as "hadFiles" from line_question where engagement_id = $1 order by number`,
);
interface Row {
  readonly number: number;
  readonly text: string;
  readonly state: string;
  readonly source: string;
  readonly hadFiles: boolean;
}
const rows = (of = line) => world.fresh.database.query<Row>(selectQuestions, [of]);
const texts = async (of = line) => (await rows(of)).map(({ text }) => text);
const open = (of = line) => keeper.pressAnywhere(`x:line:${of.toString(36)}:all:0`);

async function tie(of = line): Promise<void> {
  await open(of);
  await keeper.press('Собирать из группы', 'Вопросы: ');
  await keeper.press(TITLE, 'Вопросы из групп');
  await keeper.press('Начать сбор', `Бот напишет в группе «${TITLE}»`);
}

describe('before the group is tied', () => {
  test('what is asked there is not kept, and the bot says nothing', async () => {
    await group('administrator');
    await says(ANNA, 'Когда отремонтируют дорогу на Нагорной?');
    expect(await rows()).toEqual([]);
    expect(await saidByBot()).toEqual([]);
  });

  test('the bot has to be an administrator there: whoever ties it hears what lacks', async () => {
    await group('member');
    await open();
    await keeper.press('Собирать из группы', 'Вопросы: О дорогах');
    await keeper.press(TITLE, 'Вопросы из групп: О дорогах');
    const preview = await keeper.text(`Бот напишет в группе «${TITLE}»`);
    expect(preview).toContain('Здесь можно задать вопрос прямой линии «О дорогах», по 10.12.2026 включительно.');
    const refused = await keeper.press('Начать сбор', 'Бот напишет в группе');
    expect(refused.text).toContain('Сделайте его администратором с правом читать все сообщения');
    expect(await saidByBot()).toEqual([]);
  });

  test('nobody without the ОГ role ties one, even by a forged button', async () => {
    const stranger = world.phone('otherExecutor');
    const id = line.toString(36);
    for (const data of [`x:lineGrs:${id}:0`, `x:lineGr:${id}:1`, `x:lineTie:${id}:1`, `x:lineFree:${id}:1`])
      expect((await stranger.pressAnywhere(data)).showAlert).toBe(true);
    expect(await saidByBot()).toEqual([]);
  });
});

describe('a group that is tied', () => {
  beforeAll(async () => {
    await at('2026-12-02T11:00:00+03:00');
    await group('administrator');
    await tie();
  });

  test('hears so by one silent message, and a question is in the list of the line', async () => {
    const [said, ...more] = await saidByBot();
    expect(said).toMatchObject({ silent: true, text: expect.stringContaining('со знаком вопроса') });
    expect(more).toEqual([]);
    await says(ANNA, 'Когда отремонтируют дорогу на Нагорной? Мой телефон 8 917 123-45-67.');
    expect(await rows()).toMatchObject([{ number: 1, state: 'new', source: 'group', hadFiles: false }]);
    await open();
    expect(await keeper.buttons('Вопросы: О дорогах')).toEqual(
      expect.arrayContaining(['• Все', 'Новые: 1', 'Группы: 1']),
    );
    await keeper.press('№ 1', 'Вопросы: О дорогах');
    const card = await keeper.text('Вопрос № 1');
    expect(card).toContain('Когда отремонтируют дорогу');
    expect(card).not.toContain('123-45-67');
    expect(await saidByBot()).toHaveLength(1);
  });
});

describe('of what is said in a tied group', () => {
  const before = async (): Promise<readonly [number, number]> => [(await rows()).length, (await saidByBot()).length];

  test('talk is no question: thanks, emoji, a statement, an answer to a neighbour, what was passed on', async () => {
    const was = await before();
    const asked = await says(BORIS, 'Снега намело много');
    for (const text of [
      'Спасибо!',
      '👍👍👍',
      'Почему?',
      'Вчера чистили',
      'https://example.ru/?page=2 интересная статья',
    ])
      await says(ANNA, text);
    await says(ANNA, 'А вы на какой улице живёте?', { replyToMessageId: asked });
    await says(ANNA, 'Когда включат отопление в школе?', { forwardedFrom: { name: 'Новости' } });
    expect(await before()).toEqual(was);
  });

  test('an answer to the bot’s own message is said to the office, and the mark may be left out', async () => {
    const [said] = await saidByBot();
    await says(ANNA, 'Будет ли тротуар у школы?', { replyToMessageId: said?.message_id });
    await says(BORIS, 'Здравствуйте, когда починят мост через Вятку');
    expect((await texts()).slice(-2)).toEqual([
      'Будет ли тротуар у школы?',
      'Здравствуйте, когда починят мост через Вятку',
    ]);
  });

  test('what an official says there is no question, command or not, and nobody is answered', async () => {
    const was = await before();
    for (const text of ['Кто видел, когда проехала машина?', '/menu', '/start']) await says(MASTER, text);
    await says(ANNA, '/menu');
    expect(await before()).toEqual(was);
  });

  test('what MAX tells twice is kept once', async () => {
    const [questions] = await before();
    await world.stand.control('POST', 'max/faults', { kind: 'duplicate', method: 'message_created', times: 1 });
    await says(BORIS, 'Где поставят контейнеры для мусора?');
    expect(await rows()).toHaveLength(questions + 1);
  });

  test('a question with a photo is kept without it, and whoever reads it is told', async () => {
    const form = new FormData();
    form.set('chatId', String(GROUP));
    form.set('caption', 'Почему не чистят эту улицу зимой?');
    form.append('photo', fileOf(jpeg(800, 600), 'яма.jpg', 'image/jpeg'));
    const sent = await fetch(`${world.stand.url}/stand/max/people/${ANNA}/send`, { method: 'POST', body: form });
    expect([sent.status, await sent.text()]).toEqual([200, expect.any(String)]);
    await world.quiet();
    const last = (await rows()).at(-1);
    expect(last).toMatchObject({ text: 'Почему не чистят эту улицу зимой?', hadFiles: true });
    await open();
    await keeper.press('Все', 'Вопросы: О дорогах');
    await keeper.press(`№ ${last?.number}`, 'Вопросы: О дорогах');
    await keeper.sees('С вопросом были фото или файлы: бот их не сохранил');
    const attachments = statement('test.group-attachments', 'select id from attachment');
    expect(await world.fresh.database.query(attachments)).toEqual([]);
  });

  test('an update of a kind that nobody knows changes nothing', async () => {
    const was = await before();
    await world.stand.control('POST', `max/people/${ANNA}/tell/poll_answered`);
    await world.quiet();
    expect(await before()).toEqual(was);
  });
});

describe('a message that changes', () => {
  const edit = async (person: number, messageId: number, text: string) => {
    await world.stand.control('POST', `max/people/${person}/edit`, { chatId: GROUP, messageId, text });
    await world.quiet();
  };
  const takeAway = async (person: number, messageId: number) => {
    await world.stand.control('POST', `max/people/${person}/take-away`, { chatId: GROUP, messageId });
    await world.quiet();
  };

  test('mends its question while nobody has decided anything, and a press of before it is stale', async () => {
    const message = await says(ANNA, 'Когда почистят улицу Речную?');
    const { number = 0 } = (await rows()).at(-1) ?? {};
    await edit(ANNA, message, 'Когда почистят улицу Лесную?');
    expect((await rows()).at(-1)).toMatchObject({ number, text: 'Когда почистят улицу Лесную?', state: 'new' });
    const toAnswer = statement('test.group-question', 'select id, version from line_question where number = $1');
    const [question] = await world.fresh.database.query<{ id: number; version: number }>(toAnswer, [number]);
    const { id = 0, version = 0 } = question ?? {};
    const stale = await keeper.pressAnywhere(`x:lineAct:${id.toString(36)}:${(version - 1).toString(36)}:dc`);
    expect(stale.text).toBe('Вопрос изменился, посмотрите его ещё раз.');
    await keeper.pressAnywhere(`x:lineAct:${id.toString(36)}:${version.toString(36)}:an`);
    await keeper.say('Лесную почистят до пятницы, пятого декабря.');
    await keeper.press('Готово', 'Написано:');
    await edit(ANNA, message, 'Когда почистят улицу Заводскую?');
    await takeAway(ANNA, message);
    expect((await rows()).at(-1)).toMatchObject({ text: 'Когда почистят улицу Лесную?', state: 'answered' });
  });

  test('becomes a question by it, while the line gathers', async () => {
    const message = await says(BORIS, 'Автобус номер пять');
    const before = (await rows()).length;
    await edit(BORIS, message, 'Автобус номер пять будет ходить по выходным?');
    expect(await rows()).toHaveLength(before + 1);
  });

  test('is declined when it is taken away in the group, by its author or another, and can be brought back', async () => {
    const message = await says(ANNA, 'Когда уберут сухое дерево у клуба?');
    await takeAway(BORIS, message);
    const taken = (await rows()).at(-1);
    expect(taken).toMatchObject({ state: 'declined' });
    await open();
    await keeper.press('Отклонённые', 'Вопросы: О дорогах');
    await keeper.press(`№ ${taken?.number}`, 'Вопросы: О дорогах');
    await keeper.sees('Отклонён: сообщение удалено в группе');
    await keeper.press('Вернуть в новые', `Вопрос № ${taken?.number}`);
    expect((await rows()).at(-1)).toMatchObject({ state: 'new' });
  });
});

test('whoever asks five hundred times within an hour is heard ten times, and the others go on', async () => {
  await at('2026-12-02T14:00:00+03:00');
  const before = (await rows()).length;
  for (let number = 1; number <= 14; number += 1) await says(BORIS, `Когда почистят дом ${number} по улице Садовой?`);
  await says(ANNA, 'Когда откроют каток у школы?');
  expect((await rows()).length - before).toBe(11);
  await open();
  await keeper.press('Группы: 1', 'Вопросы: О дорогах');
  await keeper.sees(`${TITLE}: не взято вопросов и исправлений: 4.`);
  await at('2026-12-02T15:01:00+03:00');
  await says(BORIS, 'Когда начнётся ремонт моста через реку?');
  expect((await texts()).at(-1)).toBe('Когда начнётся ремонт моста через реку?');
  expect(await saidByBot()).toHaveLength(1);
});

describe('a chat of the office is no group of citizens', () => {
  test('what gathers questions gets no digest', async () => {
    const admin = world.phone('supervisor');
    const refused = statement('test.no-digest-there', 'select id from group_chat where chat_id = $1');
    const official = await officialByAccount(world.desk, 'telegram', String(admin.id));
    const added = await addGroup(world.desk, official!, {
      ...{ messenger: 'max', chatId: String(GROUP), threadId: null, title: TITLE },
    });
    expect(added).toEqual({ ok: false, refusal: 'gathers' });
    expect(await world.fresh.database.query(refused, [String(GROUP)])).toEqual([]);
  });

  test('where the digest comes no questions are gathered, and a group of Telegram is never offered', async () => {
    const OFFICE = -70_020_002;
    await world.stand.control('PUT', `max/groups/${OFFICE}`, {
      ...{ title: 'Аппарат', members: [MASTER], botStatus: 'administrator' },
    });
    await world.stand.control('PUT', 'groups/-1009', {
      ...{ title: 'Жители в Telegram', members: [1005], botStatus: 'administrator' },
    });
    await world.quiet();
    await open();
    await keeper.press('Группы: 1', 'Вопросы: О дорогах');
    expect((await keeper.buttons('Вопросы из групп')).join()).toContain('Аппарат');
    const choosing = await keeper.remember('Аппарат', 'Вопросы из групп');
    const official = await officialByAccount(world.desk, 'telegram', '1005');
    const added = await addGroup(world.desk, official!, {
      ...{ messenger: 'max', chatId: String(OFFICE), threadId: null, title: 'Аппарат' },
    });
    expect(added.ok).toBe(true);
    await choosing();
    const offered = (await keeper.buttons('Вопросы из групп')).join();
    expect(offered).not.toContain('Аппарат');
    expect(offered).not.toContain('Telegram');
    const known = statement('test.office-group', 'select id from question_group where chat_id = $1');
    const [office] = await world.fresh.database.query<{ id: number }>(known, [String(OFFICE)]);
    const tied = await tieGroup(
      world.desk,
      (await officialByAccount(world.desk, 'max', '1007'))!,
      line,
      office?.id ?? 0,
      'Аппарат',
    );
    expect(tied).toEqual({ ok: false, refusal: 'digest' });
  });
});

const asBefore = statement(
  'test.tied-as-before',
  `update question_group set untied_at = null, tied_at = tied_at + interval '1 second' where chat_id = $1`,
);
const ended = statement('test.end-line', `update engagement set stage = 'summing_up' where id = $1`);
describe('a tie ends', () => {
  test('when the bot loses its right: ОГ hears once, with a sound, and the group nothing: the line goes on', async () => {
    const [from, said] = [await keeper.lastId(), (await saidByBot()).length];
    await group('member');
    await world.quiet();
    await group('member', { title: `${TITLE} ` });
    await keeper.sees(`Бот не видит сообщений группы «${TITLE}», вопросы там больше не собираются`);
    expect(await keeper.soundsSince(from)).toBe(1);
    await keeper.sees('не взято вопросов и исправлений: 4.');
    expect(await saidByBot()).toHaveLength(said);
    const before = await rows();
    await group('administrator');
    await says(ANNA, 'Когда отремонтируют клуб на Нагорной?');
    expect(await rows()).toEqual(before);
  });

  test('when the bot is removed: ОГ hears once, and the group is offered no more until it is back', async () => {
    await at('2026-12-03T10:00:00+03:00');
    await tie();
    const said = (await saidByBot()).length;
    const from = await keeper.lastId();
    await group('kicked');
    await world.quiet();
    await keeper.sees(`Бота удалили из группы «${TITLE}», вопросы там больше не собираются`);
    expect(await keeper.soundsSince(from)).toBe(1);
    expect(await saidByBot()).toHaveLength(said);
    await open();
    await keeper.press('Собирать из группы', 'Вопросы: О дорогах');
    expect((await keeper.buttons('Вопросы из групп')).join()).not.toContain(TITLE);
    await group('administrator');
    await world.quiet();
    await open();
    await keeper.press('Собирать из группы', 'Вопросы: О дорогах');
    expect((await keeper.buttons('Вопросы из групп')).join()).toContain(TITLE);
  });

  test('when nobody has told of it, as soon as the groups of the line are looked at', async () => {
    await tie();
    await group('member');
    await world.quiet();
    // As where MAX says nothing of a right that is taken away.
    await world.fresh.database.query(asBefore, [String(GROUP)]);
    const from = await keeper.lastId();
    await open();
    await keeper.press('Группы: 1', 'Вопросы: О дорогах');
    await keeper.sees('Выберите группу MAX.');
    expect((await keeper.buttons('Вопросы из групп')).join()).not.toContain('Закончить сбор');
    await world.quiet();
    expect(await keeper.lastId()).toBeGreaterThan(from);
    await group('administrator');
    await world.quiet();
  });

  test('when an official ends it: the group hears so, nobody’s phone rings', async () => {
    await at('2026-12-04T10:00:00+03:00');
    await tie();
    const from = await keeper.lastId();
    await open();
    await keeper.press('Группы: 1', 'Вопросы: О дорогах');
    await keeper.press(`Закончить сбор: ${TITLE}`, 'Вопросы из групп');
    expect((await saidByBot()).at(-1)).toMatchObject({ silent: true, text: expect.stringContaining('не собираются') });
    expect(await keeper.soundsSince(from)).toBe(0);
    const before = await rows();
    await says(ANNA, 'Когда вывезут снег с улицы Речной?');
    expect(await rows()).toEqual(before);
  });

  test('with the last day of the line: what was asked in time and comes late is kept, what comes after it is not', async () => {
    await at('2026-12-10T16:00:00+03:00');
    await tie();
    await world.breaks('max');
    await phonesAt(new Date('2026-12-10T23:50:00+03:00'));
    await says(ANNA, 'Когда достроят садик на Лесной улице?').catch(() => undefined);
    await phonesAt(new Date('2026-12-11T00:10:00+03:00'));
    await world.mends('max');
    await world.fresh.database.query(ended, [line]);
    await at('2026-12-11T00:10:00+03:00');
    await world.application.tick();
    await world.quiet();
    await says(ANNA, 'Когда достроят бассейн на Лесной улице?');
    expect((await texts()).at(-1)).toBe('Когда достроят садик на Лесной улице?');
    expect((await saidByBot()).at(-1)?.text).toContain('Спасибо всем, кто спросил.');
    await keeper.sees(`Сбор вопросов в группе «${TITLE}» закончен: прямая линия не идёт`);
    await world.application.tick();
    await world.quiet();
    expect((await saidByBot()).filter(({ text }) => text?.includes('Спасибо всем')).length).toBe(2);
  });
});

test('an official who is with Telegram ties a group of MAX as well', async () => {
  await at('2026-12-11T12:00:00+03:00');
  await holds(world, 'otherExecutor', ['engagement'], false);
  const another = await newLine('О школах', '2026-12-20');
  const phone = world.phone('otherExecutor');
  await phone.pressAnywhere(`x:line:${another.toString(36)}:all:0`);
  await phone.press('Собирать из группы', 'Вопросы: О школах');
  await phone.press(TITLE, 'Вопросы из групп');
  await phone.press('Начать сбор', 'Бот напишет в группе');
  await says(ANNA, 'Когда откроют новую школу на Лесной?');
  expect(await texts(another)).toEqual(['Когда откроют новую школу на Лесной?']);
});
