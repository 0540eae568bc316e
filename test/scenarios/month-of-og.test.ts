import { statement } from '../../src/database/database';
import { toPlainDate as day } from '../../src/regulation/calendar';
import type { EngagementContent } from '../../src/regulation/engagement/content';
import type { Engagement } from '../../entities/engagement';
import { keepEngagement } from '../support/engagements';
import { holds } from '../support/office-work';
import type { Phone } from '../support/phone';
import { INTAKE_TOKEN, World } from '../support/world';

// December of whoever makes polls, a vote, hearings and a direct line at once: what every morning says is what a calendar on the wall would say, and
// nothing of it is told twice.

const CHAT = -1_001_234_567_890;
let world: World;
let keeper: Phone;
let executor: Phone;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  await holds(world, 'worker', ['engagement'], false);
  [keeper, executor] = [world.phone('worker'), world.phone('executor')];
  await world.stand.control('PUT', `groups/${CHAT}`, {
    title: 'Исполком',
    members: [1005],
    botStatus: 'administrator',
  });
  await world.fresh.database.query(
    statement(
      'test.group-of-og',
      `insert into group_chat (title, messenger, chat_id) values ('Исполком', 'telegram', $1)`,
    ),
    [String(CHAT)],
  );
});
afterAll(() => world.stop());

interface Planned {
  readonly opensOn: string;
  readonly closesOn: string;
  readonly resultsBy: string;
  /** The working day on which somebody sums it up, at noon; null: nobody does. */
  readonly summedUp: string | null;
}
const POLL = { opensOn: '2026-12-02', closesOn: '2026-12-08', resultsBy: '2026-12-11', summedUp: '2026-12-10' };
const VOTE = { opensOn: '2026-12-07', closesOn: '2026-12-13', resultsBy: '2026-12-19', summedUp: '2026-12-18' };
/** Nobody sums it up: it is late, morning after morning. */
const DISCUSSION = { opensOn: '2026-12-03', closesOn: '2026-12-10', resultsBy: '2026-12-15', summedUp: null };
const LINE = { opensOn: '2026-12-01', closesOn: '2026-12-31', resultsBy: '2027-01-20', summedUp: null };
const ALL: readonly Planned[] = [POLL, VOTE, DISCUSSION, LINE];

const daysOf = ({ opensOn, closesOn, resultsBy }: Planned): Partial<EngagementContent> => ({
  opensOn: day(opensOn),
  closesOn: day(closesOn),
  resultsBy: day(resultsBy),
});
/** Written by forms, of which other scenarios tell, and placed by its card. */
async function keep(
  kind: Engagement['kind'],
  title: string,
  planned: Planned,
  content: Partial<EngagementContent> = {},
): Promise<number> {
  const written = { title, text: 'Скажите, что вы думаете.', ...content, ...daysOf(planned) };
  const id = await keepEngagement(world, { kind, stage: 'placing' }, written);
  await keeper.pressAnywhere(`x:ogOne:${id.toString(36)}`);
  await keeper.press('Разместить в ПОС', title);
  await keeper.press('Размещено', 'Разместить в ПОС');
  await keeper.say(`https://pos.gosuslugi.ru/og/${id}`);
  await keeper.sees(`В ПОС: https://pos.gosuslugi.ru/og/${id}`);
  return id;
}

const after = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
/** 2026: the last day that people work, on this day or before; 31.12 is a day off. */
function lastWorking(date: string): string {
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6 || date === '2026-12-31' ? lastWorking(after(date, -1)) : date;
}

/** By the wall calendar, at half past eight. */
function onTheWall(date: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const add = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  for (const { opensOn, closesOn, resultsBy, summedUp } of ALL) {
    if (summedUp !== null && date > summedUp) continue;
    if (date === opensOn) add('Открывается сегодня');
    if (date >= opensOn && date <= closesOn) {
      if (closesOn <= after(date, 1)) add('Последний день сегодня или завтра');
      else if (closesOn <= after(date, 3)) add('Последний день через 2–3 дня');
    }
    if (date <= closesOn) continue;
    if (date > resultsBy) add('Срок итогов истёк');
    else if (date >= lastWorking(resultsBy)) add('Подвести итоги сегодня');
  }
  if (date > '2026-12-16') add('Вопросы прямых линий без ответа в срок');
  return counts;
}
const SHOWN = [
  ...['Открывается сегодня', 'Последний день сегодня или завтра', 'Последний день через 2–3 дня'],
  ...['Подвести итоги сегодня', 'Срок итогов истёк', 'Вопросы прямых линий без ответа в срок'],
];

async function digestOf(date: string): Promise<string> {
  await world.passTo(`${date}T08:31:00+03:00`);
  const { body } = await world.stand.control('GET', `chats/${CHAT}/messages`);
  const texts = (body.messages as { text?: string }[]).flatMap(({ text }) => (text === undefined ? [] : [text]));
  const [, month, dayOfMonth] = date.split('-');
  return texts.find((text) => new RegExp(`^Сводка на .. ${dayOfMonth}\\.${month}\n`).test(text)) ?? '';
}
const countsIn = (digest: string): Record<string, number> =>
  Object.fromEntries(
    SHOWN.flatMap((what) => {
      const count = new RegExp(`${what}: (\\d+)`).exec(digest)?.[1];
      return count === undefined ? [] : [[what, Number(count)]];
    }),
  );

async function sumUp(id: number, results: string, ended: string): Promise<void> {
  await keeper.pressAnywhere(`x:ogTell:${id.toString(36)}`);
  await keeper.say(results);
  await keeper.press('Готово', 'Итоги: ');
  await keeper.press('Записать итоги', 'Всё верно?');
  await keeper.pressAnywhere(`x:ogOne:${id.toString(36)}`);
  await keeper.press('Итоги подведены', 'Этап: Подведение итогов');
  await keeper.say(ended);
  await keeper.sees('Этап: Завершено');
}

test('each morning of a month the digest has what a calendar on the wall has, and nobody hears a thing twice', async () => {
  const questions = [{ text: 'Каким быть парку?', options: ['Тихим', 'Спортивным'], several: false, own: false }];
  const poll = await keep('poll', 'О парке', POLL, { questions });
  const vote = await keep('site_vote', 'Двор или парк', VOTE, {
    options: [
      { name: 'Двор', about: 'ул. Ленина, 1' },
      { name: 'Парк Победы', about: '' },
    ],
  });
  await keep('discussion', 'Проект площади', DISCUSSION);
  const line = await keepEngagement(
    world,
    { kind: 'direct_line', stage: 'running', address: 'https://pos.gosuslugi.ru/og/9', placedNumber: 1 },
    {
      title: 'О дорогах',
      answering: 'Гарипов Р.М.',
      ...daysOf(LINE),
    },
  );
  const asked = Array.from({ length: 6 }, (_, index) => ({
    ...{ id: `q-${index}`, text: `Когда починят дорогу № ${index + 1}?`, askedAt: '2026-12-01T09:30:00+03:00' },
  }));
  const sent = await fetch(`${world.application.address}/api/direct-lines/${line}/questions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${INTAKE_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  });
  expect(sent.status).toBe(201);

  const told: Record<string, Record<string, number>> = {};
  const wall: Record<string, Record<string, number>> = {};
  const sounds: Record<string, number> = {};
  for (let date = '2026-12-02'; date <= '2026-12-30'; date = after(date, 1)) {
    if (lastWorking(date) !== date) continue;
    const before = await keeper.lastId();
    told[date] = countsIn(await digestOf(date));
    wall[date] = onTheWall(date);
    sounds[date] = await keeper.soundsSince(before);
    await world.passTo(`${date}T12:00:00+03:00`);
    if (date === '2026-12-14') {
      // All six at once, to the one whose roads they are; one is forgotten.
      await keeper.pressAnywhere(`x:line:${line.toString(36)}:new:0`);
      await keeper.press('Выбрать несколько', 'Вопросы: О дорогах');
      await keeper.say('дорогу');
      await keeper.press('Отметить все: 6', 'По запросу');
      await keeper.press('Поручить: 6', 'Отмечены:');
      await keeper.press('Петров П.П.', 'Кому поручить ответ?');
      await keeper.say('2');
      await executor.sees('Вам вопросы прямой линии: 6, ответ до 16.12');
    }
    if (date === POLL.summedUp) await sumUp(poll, '1.1: 40\n1.2: 35\nУчастников: 75', 'Парк будет тихим.');
    if (date === VOTE.summedUp) await sumUp(vote, 'Двор: 300\nПарк Победы: 512\nУчастников: 812', 'Победил парк.');
  }
  // Six questions are late together, and they are one line.
  for (const counts of Object.values(wall))
    if (counts['Вопросы прямых линий без ответа в срок'] !== undefined)
      counts['Вопросы прямых линий без ответа в срок'] = 6;
  expect(told).toEqual(wall);
  // One message of a morning at most rings for it.
  expect(Object.entries(sounds).filter(([, count]) => count > 1)).toEqual([]);

  const finished = statement(
    'test.og-finished',
    `select stage, count(*)::int as count from engagement group by 1 order by 1`,
  );
  expect(await world.fresh.database.query(finished)).toEqual([
    { stage: 'finished', count: 2 },
    { stage: 'running', count: 1 },
    { stage: 'summing_up', count: 1 },
  ]);
});
