import { openDatabase, type OpenDatabase } from '../../src/adapters/database';
import { createLog } from '../../src/adapters/log';
import { startApplication, type Application } from '../../src/application/application';
import { loadConfig } from '../../src/config';
import { statement } from '../../src/database/database';
import { assign, card } from '../support/office-work';
import { until } from '../support/until';
import { INTAKE_TOKEN, World, type Surroundings } from '../support/world';

// Two processes work for one office. The first is let through to Telegram alone and speaks there; the second speaks with MAX.

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9';

let first: Application;
let database: OpenDatabase;
let isFirstThere = true;
let world: World;
beforeAll(async () => {
  world = await World.start({
    inMax: ['coordinator', 'approver'],
    inBoth: ['executor'],
    beforehand: async (surroundings) => void (first = await startFirst(surroundings)),
  });
});
afterAll(async () => {
  await stopFirst();
  await database.close();
  await world.stop();
});

async function stopFirst(): Promise<void> {
  if (isFirstThere) await first.stop();
  isFirstThere = false;
}

async function startFirst({ env, fresh, clock }: Surroundings): Promise<Application> {
  const config = loadConfig({ ...env, MAX_API_ROOT: NOWHERE });
  if (config.mode !== 'polling') throw new Error('It polls');
  database = await openDatabase({ url: fresh.url });
  const started = await startApplication({
    config,
    telegram: config.telegram,
    webhook: null,
    intakeTokens: [INTAKE_TOKEN],
    database,
    clock,
    log: createLog('fatal'),
    budgets: 'off',
    ticker: 'off',
    onFatal: (error) => {
      throw error;
    },
  });
  await started.messengers[0]?.ready;
  return started;
}

const homes = statement(
  'test.homes-of-processes',
  `select account.messenger from account join person p on p.id = account.person_id where account.is_home and p.name = 'Петров Пётр Петрович'`,
);
const homeOfExecutor = async (): Promise<string | undefined> =>
  (await world.fresh.database.query<{ messenger: string }>(homes))[0]?.messenger;
/** A tick of each process that there is. */
const tick = async (): Promise<void> => {
  await first.tick();
  await world.application.tick();
};
const tried = statement(
  'test.tried-in-telegram',
  `select id from outbox_message where messenger = 'telegram' and state = 'new' and attempts > 0`,
);
const outages = statement('test.outages-of-processes', `select key from setting where key like 'outage:%'`);

async function untilHome(messenger: string): Promise<void> {
  await until(`the executor is written to in ${messenger}`, async () => {
    await tick();
    return (await homeOfExecutor()) === messenger;
  });
  await world.quiet();
}

test('what only one of them can’t reach is no outage', async () => {
  for (const time of ['10:30', '10:45', '11:00', '11:15', '11:30']) {
    world.at(`2026-11-25T${time}:00+03:00`);
    await tick();
  }
  expect(await world.fresh.database.query(outages)).toEqual([]);
  const number = await world.appeal();
  await assign(world, number);
  expect(await world.phone('executor', 'telegram').sees(card(number))).toMatchObject({ silent: false });
});

test('Telegram, with which the one speaks, dies: who has MAX is written to there by the other, and comes home', async () => {
  world.at('2026-11-25T12:00:00+03:00');
  await world.breaks('telegram');
  const number = await world.appeal();
  await assign(world, number);
  await until('something was tried', async () => (await world.fresh.database.query(tried)).length > 0);
  world.at('2026-11-25T12:13:00+03:00');
  await tick();
  expect(await homeOfExecutor()).toBe('telegram');
  world.at('2026-11-25T12:17:00+03:00');
  await untilHome('max');
  expect(await world.phone('executor', 'max').sees(card(number))).toMatchObject({ silent: false });
  world.at('2026-11-25T13:00:00+03:00');
  await world.mends('telegram');
  await untilHome('telegram');
  await world.phone('executor', 'max').sees('Telegram снова отвечает');
});

test('the first is stopped in the middle of a silence: the second goes on, and judges by itself', async () => {
  world.at('2026-11-25T14:00:00+03:00');
  await world.breaks('telegram');
  const number = await world.appeal();
  await assign(world, number);
  await until('something was tried', async () => (await world.fresh.database.query(tried)).length > 0);
  world.at('2026-11-25T14:14:00+03:00');
  await tick();
  await stopFirst();
  world.at('2026-11-25T14:16:00+03:00');
  await until('the second speaks with Telegram, and has tried', async () => {
    await world.application.tick();
    return (await homeOfExecutor()) === 'max';
  });
  await world.quiet();
  expect(await world.phone('executor', 'max').sees(card(number))).toMatchObject({ silent: false });
});
