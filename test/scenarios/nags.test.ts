import { encode } from '../../bots/conversation/button-table';
import { databaseOf, statement } from '../../src/database/database';
import { appealId, assign, brief, goesAway, inWork, open, ringing, takeIntoWork } from '../support/office-work';
import { PEOPLE, World, type Who } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
  // An admin has confirmed the shares, so whoever is late by them is named.
  await databaseOf(world.desk).query(confirmShares, [JSON.stringify(world.desk.office.shares)]);
});
afterAll(() => world.stop());

const confirmShares = statement('test-confirm-shares', `insert into setting (key, value) values ('stage_shares', $1)`);
const hourNags = statement(
  'test-last-hour-nag',
  `select r.id from reminder r join nag n on n.reminder_id = r.id
   where r.threshold = 'hour' and n.withdrawn_at is null order by r.id desc limit 1`,
);

/** Messages of nags that came to these people while this was done. */
async function nagsDuring(who: readonly Who[], act: () => Promise<unknown>): Promise<Record<string, string[]>> {
  const before = await Promise.all(who.map((one) => world.phone(one).lastId()));
  await act();
  const after = await Promise.all(
    who.map(async (one, index) => {
      const fresh = (await world.phone(one).messages()).filter(({ message_id: id }) => id > (before[index] ?? 0));
      const texts = fresh.flatMap(({ text }) => (text === undefined || /(^|\n)№ \d+ · /.test(text) ? [] : [text]));
      return [one, texts] as const;
    }),
  );
  return Object.fromEntries(after.filter(([, texts]) => texts.length > 0));
}
const EVERYBODY = Object.keys(PEOPLE) as Who[];

test('an appeal that nobody assigns: coordinators at half and at 80 % of the stage, then the curator too, and the history says so', async () => {
  // registered an hour ago for ten days, to Saturday 05.12: 7 + 18 + 45 working hours, of which a tenth is 7 h from 11:00
  await world.passTo('2026-11-25T11:00:00+03:00');
  const number = await world.appeal();
  const place = `№ ${number}, Мамадыш, ул. Советская, 15`;
  await world.passTo('2026-11-25T16:35:00+03:00');
  expect(await nagsDuring(EVERYBODY, () => world.passTo('2026-11-25T16:36:30+03:00'))).toEqual({
    coordinator: [`${place}\nРаспределите до 26.11 09:00: срок скоро истечёт`],
    secondCoordinator: [`${place}\nРаспределите до 26.11 09:00: срок скоро истечёт`],
  });
  await world.passTo('2026-11-26T08:20:00+03:00');
  expect(await ringing(world, () => world.passTo('2026-11-26T09:00:30+03:00'))).toEqual([
    'coordinator',
    'secondCoordinator',
  ]);
  await world.phone('secondCoordinator').sees(`${place}\n❗️ Не распределено, срок истёк 26.11 09:00`);
  const coordinator = world.phone('coordinator');
  // the later nag of the same term has taken the place of the earlier one
  expect((await coordinator.messages()).some(({ text }) => text?.includes('срок близко'))).toBe(false);
  await coordinator.press('История', new RegExp(`(^|\\n)№ ${number} · `));
  expect(await coordinator.text('История')).toContain(
    'Сообщено о просрочке\nСрок этапа · до 26.11 09:00\nКому: Кузнецова Ю.Ю., Насибулина Г.Р.',
  );
  expect(await coordinator.text('История')).toContain(
    'Срок истёк\nСрок этапа · до 26.11 09:00\nБыло у: Кузнецова Ю.Ю., Насибулина Г.Р.',
  );
  await coordinator.press('К карточке', 'История');
  expect((await world.status(number)).terms.missed).toEqual([
    { term: 'stage', due: expect.any(String), endedAt: null },
  ]);
  // after 48 hours Telegram does not let it go any more
  world.expectsRefusals(/can't be deleted for everyone/);
  const { body } = await world.stand.control('GET', 'clock');
  await world.stand.control('PUT', 'clock', { now: new Date(Date.parse(body.now) + 49 * 3_600_000).toISOString() });
  await assign(world, number);
  await coordinator.sees('Напоминание снято: оно больше не нужно.');
  expect((await coordinator.messages()).some(({ text }) => text?.includes('Не распределено'))).toBe(false);
  expect(
    await nagsDuring(['coordinator', 'secondCoordinator'], () => world.passTo('2026-11-26T11:30:00+03:00')),
  ).toEqual({});
  await takeIntoWork(world, number);
  await world.phone('executor').press('Доложить руководителю', number);
});

test('two duties that fall together are one message; put off for an hour, it comes again with what still stands; reported, it is silent', async () => {
  world.at('2026-12-01T10:00:00+03:00');
  const executor = world.phone('otherExecutor');
  const first = await inWork(world, {}, 'otherExecutor');
  const second = await inWork(world, {}, 'otherExecutor');
  expect(Object.keys(await nagsDuring(EVERYBODY, () => world.passTo('2026-12-01T14:31:00+03:00')))).toContain(
    'otherExecutor',
  );
  const text = await executor.text('2 напоминания');
  expect(text).toContain(`№ ${first}, Мамадыш, ул. Советская, 15\nДоложите руководителю до 02.12 10:00`);
  expect(text).toContain(`№ ${second}, Мамадыш, ул. Советская, 15\nДоложите руководителю до 02.12 10:00`);

  expect((await executor.press('Напомнить через час', '2 напоминания')).text).toBe('Напомню 01.12 15:31');
  expect(await executor.text('2 напоминания')).toContain('Напомню 01.12 15:31');
  expect(await executor.buttons('2 напоминания')).toEqual([`…${first.slice(-7)}`, `…${second.slice(-7)}`]);

  await open(world, 'otherExecutor', first);
  await executor.press('Доложить руководителю', first);
  await executor.press(brief('supervisor'), first);
  // what is done is not asked for any more
  expect(await executor.text('Напомню')).toBe(
    `№ ${second}, Мамадыш, ул. Советская, 15\nДоложите руководителю до 02.12 10:00\n\nНапомню 01.12 15:31`,
  );
  expect(await nagsDuring(['otherExecutor'], () => world.passTo('2026-12-01T15:31:30+03:00'))).toEqual({
    otherExecutor: [`№ ${second}, Мамадыш, ул. Советская, 15\nДоложите руководителю до 02.12 10:00`],
  });
  // told again, it may be put off again: until tomorrow, which is still before its end
  expect((await executor.press('Напомнить завтра', 'Доложите руководителю')).text).toBe('Напомню 02.12 08:15');
  // as the office opens the list is a quarter of an hour away: it comes with it
  await world.passTo('2026-12-02T08:15:05+03:00');
  const list = await executor.sees(/^Дела на ср 02\.12/);
  expect(list.text).toContain(`№ ${second}`);
  expect(list.silent).toBe(false);
});

test('«Отложить» silences no overdue, and is nothing to whom the message is not', async () => {
  const executor = world.phone('otherExecutor');
  // the list of the morning is told before it
  await world.passTo('2026-12-02T08:15:30+03:00');
  await world.passTo('2026-12-02T09:00:30+03:00');
  // an hour that is not left is not offered
  expect(await executor.buttons('Остался рабочий час')).toEqual(['Открыть']);
  const [nag] = await world.fresh.database.query<{ id: number }>(hourNags);
  const putOff = encode({ kind: 'snooze', reminderId: nag!.id, snooze: 'hour' });
  expect((await executor.pressAnywhere(putOff)).text).toBe('Срок слишком близко, позже напомнить нельзя');
  expect((await world.phone('executor').pressAnywhere(putOff)).text).toBe(
    'Напоминать не о чем: всё сделано или срок уже истёк',
  );
  // the other executor is reminded of a stage meanwhile
  await world.passTo('2026-12-02T09:55:00+03:00');
  // whose move it is hears it; to whom it is escalated it comes without a sound
  let overdue: Record<string, string[]> = {};
  expect(
    await ringing(world, async () => {
      overdue = await nagsDuring(EVERYBODY, () => world.passTo('2026-12-02T10:00:30+03:00'));
    }),
  ).toEqual(['otherExecutor']);
  expect(overdue.otherExecutor?.join()).toContain('❗️ Руководителю не доложено, срок истёк 02.12 10:00');
  for (const who of ['coordinator', 'secondCoordinator'] as const)
    expect(overdue[who]?.join()).toContain(
      '❗️ Руководителю не доложено, срок истёк 02.12 10:00\nСейчас у: Сидоров С.С.',
    );
  expect(await executor.buttons('Руководителю не доложено')).toEqual(['Открыть']);
});

test("an absent executor's deputy is reminded too, and knows for whom", async () => {
  world.at('2026-12-07T10:00:00+03:00');
  const number = await world.appeal();
  await assign(world, number, 'executor');
  await goesAway(world, 'executor', '2026-12-07', '2026-12-20', 'worker');
  const told = await nagsDuring(['executor', 'worker'], () => world.passTo('2026-12-07T14:31:00+03:00'));
  expect(told.executor?.join()).toContain(`№ ${number}, Мамадыш, ул. Советская, 15`);
  expect(told.executor?.join()).toContain('Доложите руководителю до 08.12 10:00');
  expect(told.worker?.join()).toContain('Доложите руководителю до 08.12 10:00\nВы замещаете: Петров П.П.');
  expect(await appealId(world, number)).toBeGreaterThan(0);
});

test('ten half-ways in a row all come, and the first of them sounds', async () => {
  world.at('2026-12-22T10:00:00+03:00');
  const first = await world.appeal();
  await assign(world, first, 'otherExecutor');
  world.at('2026-12-22T10:04:00+03:00');
  const second = await world.appeal();
  await assign(world, second, 'otherExecutor');
  await world.passTo('2026-12-22T13:00:00+03:00');
  expect(await ringing(world, () => world.passTo('2026-12-22T14:30:30+03:00'))).toEqual(['otherExecutor']);
  expect(await ringing(world, () => world.passTo('2026-12-22T14:34:30+03:00'))).toEqual([]);
  await world.phone('otherExecutor').sees('Доложите руководителю до 23.12 10:04');
});
