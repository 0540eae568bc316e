import { createClockGuard, hasStepped } from '../../../src/jobs/clock-guard';
import { runDueReminders } from '../../../src/jobs/tick';
import type { Reading } from '../../../src/process/heard-time';
import { confirmClock } from '../../../src/usecases/upkeep/after-restore';
import { officialById } from '../../../src/usecases/kit/officials';
import { recordingLog } from '../../support/recording-log';
import { MORNING, openOffice, type PersonName, type WorkingOffice } from '../usecases/working-office';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

test.each([
  ['as much time as passed', 15_000, 15_000, false],
  ['a program that was stopped for ten minutes, whose steady clock went on', 10 * MINUTE, 10 * MINUTE, false],
  ['a machine that slept, whose steady clock did not go on', 10 * MINUTE, 0, true],
  ['a machine set right after its start', 5 * MINUTE, 0, false],
  ['forward by a month', 31 * DAY, 15_000, true],
  ['back by a day', -DAY, 15_000, true],
  ['back by six minutes', -6 * MINUTE, 0, true],
])('%s: by %i ms while %i ms passed is a step: %s', (_, wall, steady, expected) => {
  const before = { wall: MORNING, steady: 1_000 };
  expect(hasStepped(before, { wall: new Date(MORNING.getTime() + wall), steady: 1_000 + steady })).toBe(expected);
});

describe('the guard of an office', () => {
  let office: WorkingOffice;
  let stepped: number;
  let passed: number;
  let heard: Reading | null;
  beforeEach(async () => {
    [stepped, passed, heard] = [0, 0, null];
    office = await openOffice();
  });
  afterEach(() => office.fresh.drop());

  const wall = () => new Date(MORNING.getTime() + stepped + passed);
  const desk = () => ({ ...office.desk, clock: { now: wall } });
  const start = () =>
    createClockGuard({
      desk: desk(),
      log: recordingLog(),
      heard: () => heard,
      steady: () => passed,
      wake: () => undefined,
    });
  const pass = (ms: number) => (passed += ms);
  /** A messenger says the time that is right, whatever this machine has. */
  const messengerSays = () => (heard = { wall: new Date(MORNING.getTime() + passed), steady: passed });
  const told = () => office.rows(`select 1 from outbox_message where kind = 'clockStepped'`);
  const official = async (name: PersonName) => {
    const found = await officialById(office.desk, office.people[name]);
    if (!found) throw new Error(`${name} has no account`);
    return found;
  };

  test.each([
    ['forward by a month', 31 * DAY],
    ['back by a day', -DAY],
  ])(
    'a clock set %s is not believed, admins hear it once, and set right it is believed by what a messenger says',
    async (_, by) => {
      const guard = start();
      expect(await guard.isTrusted()).toBe(true);
      pass(15_000);
      stepped = by;
      expect(await guard.isTrusted()).toBe(false);
      expect(await told()).toEqual([]);
      pass(15_000);
      messengerSays();
      expect(await guard.isTrusted()).toBe(false);
      const first = await told();
      expect(first.length).toBeGreaterThan(0);
      pass(15_000);
      expect(await guard.isTrusted()).toBe(false);
      expect(await told()).toEqual(first);
      stepped = 0;
      pass(15_000);
      messengerSays();
      pass(1_000);
      expect(await guard.isTrusted()).toBe(true);
    },
  );

  test('a restart forgets neither the step nor that it was told', async () => {
    await start().isTrusted();
    stepped = 31 * DAY;
    messengerSays();
    const again = start();
    expect(await again.isTrusted()).toBe(false);
    const first = await told();
    expect(first.length).toBeGreaterThan(0);
    expect(await start().isTrusted()).toBe(false);
    expect(await told()).toEqual(first);
  });

  test('after a weekend without the bot, and after a sleep, the first answer of a messenger lets it go on, and nobody is told', async () => {
    await start().isTrusted();
    pass(2 * DAY);
    const guard = start();
    stepped = 0;
    expect(await guard.isTrusted()).toBe(false);
    messengerSays();
    expect(await guard.isTrusted()).toBe(true);
    expect(await told()).toEqual([]);
  });

  test('what a messenger said before the step proves nothing', async () => {
    const guard = start();
    await guard.isTrusted();
    heard = { wall: new Date(MORNING.getTime() + 31 * DAY), steady: passed };
    pass(15_000);
    stepped = 31 * DAY;
    expect(await guard.isTrusted()).toBe(false);
  });

  test('where no messenger says the time, admins are asked in two minutes, and an admin alone confirms it, once', async () => {
    const guard = start();
    await guard.isTrusted();
    stepped = 31 * DAY;
    expect(await guard.isTrusted()).toBe(false);
    pass(2 * MINUTE);
    expect(await guard.isTrusted()).toBe(false);
    expect((await told()).length).toBeGreaterThan(0);
    expect(await confirmClock(desk(), await official('coordinator'))).toBe('notAdmin');
    expect(await guard.isTrusted()).toBe(false);
    expect(await confirmClock(desk(), await official('admin'))).toBe('confirmed');
    expect(await guard.isTrusted()).toBe(true);
    expect(await confirmClock(desk(), await official('admin'))).toBe('before');
    expect(await office.rows(`select person_id as who from journal_entry where details ? 'clockConfirmed'`)).toEqual([
      { who: office.people.admin },
    ]);
  });

  test('a tick that is under way when the clock steps goes on by the time before it', async () => {
    const guard = start();
    const seen: Date[] = [];
    const tick = guard.guarding(
      async () => {
        seen.push(guard.clock.now());
        stepped = 31 * DAY;
        pass(1_000);
        seen.push(guard.clock.now());
      },
      () => undefined,
    );
    await tick();
    expect(seen).toEqual([MORNING, new Date(MORNING.getTime() + 1_000)]);
    await tick();
    expect(seen).toHaveLength(2);
    await confirmClock(desk(), await official('admin'));
    expect(await guard.isTrusted()).toBe(true);
    expect(guard.clock.now()).toEqual(wall());
  });

  test.each([
    ['forward by a month', 31 * DAY],
    ['back by a day', -DAY],
  ])('of two processes whose clock went %s each holds, admins hear it once, and one word frees both', async (_, by) => {
    const [leader, follower] = [start(), start()];
    expect([await leader.isTrusted(), await follower.isTrusted()]).toEqual([true, true]);
    // each keeps the moment in its own minutes
    pass(MINUTE);
    expect(await follower.isTrusted()).toBe(true);
    stepped = by;
    for (const _round of [1, 2, 3]) {
      pass(MINUTE);
      expect([await leader.isTrusted(), await follower.isTrusted()]).toEqual([false, false]);
    }
    expect([leader.isHeld(), follower.isHeld()]).toEqual([true, true]);
    const people = await office.rows<{ who: unknown }>(
      `select params ->> 'personId' as who from outbox_message where kind = 'clockStepped'`,
    );
    expect(people.length).toBeGreaterThan(0);
    expect(new Set(people.map(({ who }) => who)).size).toBe(people.length);
    expect(await confirmClock(desk(), await official('admin'))).toBe('confirmed');
    pass(15_000);
    expect([await leader.isTrusted(), await follower.isTrusted()]).toEqual([true, true]);
    expect([leader.isHeld(), follower.isHeld()]).toEqual([false, false]);
  });

  test('a process that hears no messenger is freed with the one that does', async () => {
    const [leader, follower] = [start(), start()];
    await Promise.all([leader.isTrusted(), follower.isTrusted()]);
    stepped = DAY;
    pass(15_000);
    expect([await leader.isTrusted(), await follower.isTrusted()]).toEqual([false, false]);
    // this machine's clock was right: the messenger has the same
    heard = { wall: wall(), steady: passed };
    expect(await leader.isTrusted()).toBe(true);
    heard = null;
    expect(await follower.isTrusted()).toBe(true);
    expect(await told()).toEqual([]);
  });

  test('a false month names nobody: what time would do waits, and is done when an admin says that the clock is right', async () => {
    await office.register();
    let looks = 0;
    const tick = start().guarding(
      async () => void (await runDueReminders(desk())),
      () => (looks += 1),
    );
    await tick();
    const done = () =>
      office.rows(
        `select (select count(*) from journal_entry)::int as entries, (select count(*) from outbox_message where kind <> 'clockStepped')::int as said`,
      );
    const before = await done();
    stepped = 31 * DAY;
    for (const _ of [1, 2, 3]) {
      pass(MINUTE);
      await tick();
    }
    expect(looks).toBe(3);
    expect(await done()).toEqual(before);
    expect((await told()).length).toBeGreaterThan(0);
    await confirmClock(desk(), await official('admin'));
    const confirmed = await done();
    await tick();
    expect(looks).toBe(3);
    expect(await done()).not.toEqual(confirmed);
  });
});
