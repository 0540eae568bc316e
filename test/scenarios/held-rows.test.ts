import { Client } from 'pg';
import { assign, card, takeIntoWork } from '../support/office-work';
import type { Toast } from '../support/phone';
import { until } from '../support/until';
import { INTAKE_TOKEN, World } from '../support/world';

/** Somebody beside the bot: an administrator's tool, a backup, another program. */
let holder: Client;
let world: World;
beforeAll(async () => {
  world = await World.start({ connections: 2 });
  holder = new Client({ connectionString: world.fresh.url });
  await holder.connect();
});
afterAll(async () => {
  await holder.end();
  await world.stop();
});
afterEach(() => holder.query('rollback'));

const hold = async (number: string) => {
  await holder.query('begin');
  await holder.query('select 1 from appeal where number = $1 for update', [number]);
};
const waiting = async () => {
  const sql = `select count(*) as many from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return Number((await holder.query<{ many: string }>(sql)).rows[0]?.many);
};
const health = async () => (await fetch(`${world.application.address}/health`)).status;
const stage = async (number: string) => (await world.status(number)).stage;

const BUSY: Toast = { text: 'Обращением сейчас занят другой. Нажмите ещё раз через минуту.', showAlert: true };

test('an appeal is held for long: who presses it is told so and nothing is done; all others work, and everything is kept', async () => {
  const [held, free] = [await world.appeal(), await world.appeal()];
  await assign(world, held);
  await assign(world, free, 'otherExecutor');
  const coordinator = world.phone('coordinator');
  const [take, replace] = [
    await world.phone('executor').remember('Взять в работу', held),
    await coordinator.remember('Назначить', card(held)).catch(() => coordinator.remember('Отменить', card(held))),
  ];
  await hold(held);

  // Two wait, and the presses have two connections.
  const told = Promise.all([take(), replace()]);
  await until('both wait for the row', async () => (await waiting()) === 2);
  expect(await health()).toBe(200);
  // A third person's word is kept meanwhile, and answered while the row is held.
  const key = (await holder.query<{ id: number }>('select coalesce(max(id), 0) as id from inbox_update')).rows[0]?.id;
  const asked = world.stand.control('POST', 'people/1005/send', { text: '/menu' });
  await until('it is kept', async () => {
    const { rows } = await holder.query('select 1 from inbox_update where id > $1', [key]);
    return rows.length > 0;
  });
  expect(await waiting()).toBe(2);
  await asked;

  expect(await told).toEqual([BUSY, BUSY]);
  expect((await takeIntoWork(world, free, 'otherExecutor')).showAlert).toBe(false);
  const registered = await fetch(`${world.application.address}/api/appeals/${free}`, {
    headers: { authorization: `Bearer ${INTAKE_TOKEN}` },
  });
  expect(registered.status).toBe(200);
  expect(await stage(held)).toBe('assigned');
  expect(
    (await world.fresh.database.dataSource.query(`select state from inbox_update where state = 'parked'`)).length,
  ).toBe(0);

  await holder.query('rollback');
  expect((await take()).showAlert).toBe(false);
  await world.quiet();
  expect(await stage(held)).toBe('in_progress');
});
