import { statement } from '../../src/database/database';
import { PEOPLE, World, type Who } from '../support/world';
import { agree, appealId, assign, card, enter, sign, submit, takeIntoWork } from '../support/office-work';

/* A pair that is worked as one, from Wednesday to the Wednesday after: what people's phones tell of it, and what its facts are. */

let world: World;
let leading: string;
let follower: string;

beforeAll(async () => {
  world = await World.start();
  const coordinator = world.phone('coordinator');
  leading = await world.appeal();
  // Thirty days from 02.11 are over on Wednesday 02.12, the ten of the leading one on Saturday 05.12.
  follower = await world.appeal({ kind: 'appeal59', registeredAt: '2026-11-02T09:00:00+03:00' });
  await coordinator.press('Объединить', card(follower));
  await coordinator.say(leading);
  await coordinator.press('Готово', card(follower));
  await coordinator.press('Подтвердить', card(follower));
  await assign(world, leading);
});
afterAll(() => world.stop());

/** Every half an hour in which somebody may be told something. */
async function work(day: string, from = '08:00', until = '17:30'): Promise<void> {
  for (
    let at = Date.parse(`2026-${day}T${from}:00+03:00`);
    at <= Date.parse(`2026-${day}T${until}:00+03:00`);
    at += 1_800_000
  )
    await world.passTo(new Date(at + 15_000).toISOString());
}

const selectNags = statement(
  'test.nags-of-pair',
  `select r.reason, r.threshold, p.name, array_agg(distinct r.appeal_id) as ids from nag n join reminder r on r.id = n.reminder_id
   join person p on p.id = n.person_id where r.appeal_id = any($1::int[]) group by 1, 2, 3 order by 1, 2, 3`,
);
interface Nagged {
  reason: string;
  threshold: string;
  name: string;
  ids: number[];
}
const pair = async () => [await appealId(world, leading), await appealId(world, follower)];
const nags = async () => world.fresh.database.query<Nagged>(selectNags, [await pair()]);
const selectFacts = statement(
  'test.facts-of-pair',
  `select kind, appeal_id as "appealId", ended_at is null as runs from overdue where appeal_id = any($1::int[]) order by kind, appeal_id`,
);
const facts = async () =>
  world.fresh.database.query<{ kind: string; appealId: number; runs: boolean }>(selectFacts, [await pair()]);
const listOf = async (who: Who, day: string) =>
  (await world.phone(who).messages()).find(({ text }) => text?.startsWith(`Дела на ${day}`))?.text ?? null;

test('on the first days each nag comes once, of the nearest term, and what is missed is a fact of each', async () => {
  const [first, second] = await pair();
  await work('11-25', '10:30');
  await work('11-26');
  const told = await nags();
  expect(told.filter(({ reason }) => reason === 'duty').map(({ threshold }) => threshold)).toContain('overdue');
  // One of the two, the leading one where both end together.
  const twice = told.filter(({ ids }) => ids.length > 1);
  // Their stages end at different moments: the later one is told of once the first is over.
  expect(new Set(twice.map(({ reason }) => reason))).toEqual(new Set(['stage']));
  expect(told.filter(({ reason }) => reason === 'duty').flatMap(({ ids }) => ids)).not.toContain(second);
  expect((await facts()).filter(({ kind }) => kind === 'duty').map(({ appealId: id }) => id)).toEqual([first, second]);
});

test('the morning list has one line of the pair, which opens the one that leads', async () => {
  await work('11-27', '08:00', '08:30');
  const list = await listOf('executor', 'пт 27.11');
  expect(list).toContain(`№ ${leading} · Мамадыш, ул. Советская, 15 · и ещё № ${follower}`);
  expect(list?.match(/доклад руководителю/g)).toHaveLength(1);
  await world.phone('executor').press(`…${leading.slice(-7)}`, 'Дела на пт');
  const buttons = await world.phone('executor').buttons(card(leading));
  expect(buttons).toContain('📣 Доложить руководителю');
  // Whoever watches has each of them counted: each is late by itself.
  expect(await listOf('coordinator', 'пт 27.11')).toContain(`Петров П.П.: № ${leading}, № ${follower}`);
});

test('one report ends the lines of both', async () => {
  const executor = world.phone('executor');
  await executor.press('Доложить руководителю', card(leading));
  await executor.press('Шафеев', card(leading));
  await takeIntoWork(world, leading);
  expect((await facts()).filter(({ kind }) => kind === 'duty').map(({ runs }) => runs)).toEqual([false, false]);
  await work('11-27', '09:00');
  await work('11-30');
  expect((await listOf('executor', 'пн 30.11')) ?? '').not.toContain('доклад');
});

test('the whole is told of by the follower, whose due is the nearest, and the message says which one leads', async () => {
  const [first, second] = await pair();
  await work('12-01');
  const whole = (await nags()).filter(({ reason, name }) => reason === 'overall' && name === PEOPLE.executor.name);
  expect(whole.map(({ threshold, ids }) => [threshold, ids])).toEqual(
    expect.arrayContaining([
      ['oneDay', [second]],
      ['threeDays', [second]],
    ]),
  );
  expect(whole.flatMap(({ ids }) => ids)).not.toContain(first);
  const message = await world.phone('executor').text(`№ ${follower}, Мамадыш`);
  expect(message).toContain(`вместе с № ${leading}`);
});

test('one answer ends it for both, in time, and nobody is told of either any more', async () => {
  await work('12-02', '08:00', '09:00');
  expect(await listOf('executor', 'ср 02.12')).toContain('общий срок: сегодня');
  await submit(world, leading);
  await agree(world, leading);
  await enter(world, leading);
  await sign(world, leading);
  for (const number of [leading, follower]) expect((await world.status(number)).stage).toBe('answered');
  expect((await facts()).filter(({ kind, runs }) => kind === 'whole' || runs)).toEqual([]);
  const before = await nags();
  await work('12-02', '09:30');
  await work('12-03');
  expect(await nags()).toEqual(before);
  for (const who of ['executor', 'coordinator', 'supervisor', 'approver'] as const)
    expect((await listOf(who, 'чт 03.12')) ?? '').not.toContain(follower);
});
