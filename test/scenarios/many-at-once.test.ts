import { statement } from '../../src/database/database';
import { card, open } from '../support/office-work';
import { INTAKE_TOKEN, World } from '../support/world';

let world: World;
beforeAll(async () => {
  // Wednesday
  world = await World.start({ now: '2026-11-25T10:00:00+03:00' });
});
afterAll(() => world.stop());

const facts = statement(
  'test.many.facts',
  `select a.number, o.kind, o.holder from overdue o join appeal a on a.id = o.appeal_id order by a.number`,
);
const stages = statement(
  'test.many.stages',
  `select to_char(min(stage_due_at) at time zone 'Europe/Moscow', 'DD.MM HH24:MI') as first, count(*)::int as count from appeal`,
);

/** Each three days long, and registered on that day. */
async function arrive(from: number, count: number, day: string): Promise<number> {
  const records = Array.from({ length: count }, (_, index) => ({
    number: String(from + index),
    kind: 'message',
    registeredAt: `${day}T10:00:00+03:00`,
    fastTrackDays: 3,
    text: 'Яма напротив дома.',
    address: `ул. Советская, ${index + 1}`,
    settlement: 'Мамадыш',
  }));
  const response = await fetch(`${world.application.address}/api/appeals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${INTAKE_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(records),
  });
  await world.quiet();
  return response.status;
}

test('of twenty-one new ones that come at once the coordinators hear once, and each may be distributed until the next day closes', async () => {
  const coordinator = world.phone('coordinator');
  const before = await coordinator.lastId();
  expect(await arrive(500_001, 21, '2026-11-22')).toBe(201);
  expect(await coordinator.soundsSince(before)).toBe(1);
  expect(await world.fresh.database.query(stages)).toEqual([{ first: '26.11 17:00', count: 21 }]);
  // all of that day, and until the next is nearly over
  await world.passTo('2026-11-25T17:05:00+03:00');
  expect(await coordinator.soundsSince(before)).toBe(1);
});

test('their wholes end on the day of the file: that was before the bot got them, and is nobody’s', async () => {
  await world.passTo('2026-11-26T08:05:00+03:00');
  const found = await world.fresh.database.query<{ number: string; kind: string; holder: string | null }>(facts);
  expect(found).toHaveLength(21);
  expect(new Set(found.map(({ kind, holder }) => `${kind} ${holder}`))).toEqual(new Set(['whole null']));
  await open(world, 'coordinator', '500001');
  expect(await world.phone('coordinator').text(card('500001'))).toContain('до приёма в бот');
});

test('of one more that comes alone the same is the coordinators’ own', async () => {
  expect(await arrive(600_001, 1, '2026-11-23')).toBe(201);
  await world.passTo('2026-11-27T08:05:00+03:00');
  const found = await world.fresh.database.query<{ number: string; kind: string; holder: string | null }>(facts);
  expect(found.filter(({ number, kind }) => number === '600001' && kind === 'whole')).toMatchObject([
    { holder: 'coordinator' },
  ]);
});
