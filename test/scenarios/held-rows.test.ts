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

const BUSY: Toast = { text: 'Здесь сейчас работает кто-то другой. Нажмите ещё раз через минуту.', showAlert: true };

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

test('a registry sends what another transaction is writing: it is told when to come again, nothing is half done, and then it is taken', async () => {
  const known = await world.appeal();
  const records = [known, '327449901', '327449902'].map((number) => ({
    number,
    kind: 'message',
    registeredAt: '2026-11-25T09:00:00+03:00',
    text: 'Не горит фонарь.',
  }));
  const send = () =>
    fetch(`${world.application.address}/api/appeals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${INTAKE_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(records),
    });
  const entries = async () =>
    (await holder.query<{ many: string }>('select count(*) as many from journal_entry')).rows[0]?.many;
  const before = await entries();
  await holder.query('begin');
  await holder.query('lock table reminder in share mode');

  const refused = await send();
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('30');
  expect(await refused.json()).toMatchObject({
    code: 'unavailable',
    title: 'База данных сейчас занята или недоступна.',
    todo: 'Повторите тот же запрос через 30 секунд: что уже зарегистрировано, второй раз не появится.',
  });
  expect(await entries()).toBe(before);

  await holder.query('rollback');
  const taken = (await (await send()).json()) as { results: { result: string }[] };
  expect(taken.results.map(({ result }) => result)).toEqual(['repeated', 'created', 'created']);
  await world.quiet();
});

test('a dialog has done what was asked, and its own row is held: the finger hears what was done, and the dialog ends later', async () => {
  const executor = world.phone('executor');
  await executor.say('/menu');
  await executor.press('Отсутствие', 'Меню');
  await executor.press('Записать отсутствие', 'Ваше отсутствие');
  await executor.press('Сегодня', 'С какого дня');
  await executor.press('Один день', 'Какой день последний');
  const last = await executor.remember('Сидоров С.С.', 'Кто замещает?');
  await holder.query('begin');
  await holder.query(`select 1 from form where state = 'open' for update`);

  expect(await last()).toEqual({ text: 'Записано: 25.11–25.11', showAlert: false });
  await holder.query('rollback');
  await world.quiet();
  expect(await executor.text('Ваше отсутствие')).toContain('замещает Сидоров С.С.');
  const { rows } = await holder.query(`select (select count(*)::int from absence) as absences, count(*)::int as open
    from form where state = 'open'`);
  expect(rows).toEqual([{ absences: 1, open: 0 }]);
});

test('a change is kept and cannot be shown: the finger hears that it was taken, and sees it when the row is free', async () => {
  const admin = world.phone('supervisor');
  await admin.say('/admin');
  await admin.press('Сотрудники', 'Управление');
  await admin.press('Петров П.П.', 'Сотрудники:');
  const give = await admin.remember('Куратор', 'Петров Пётр');
  // It is read to draw the person, and by nothing that changes a role.
  await holder.query('begin');
  await holder.query('lock table invitation in access exclusive mode');

  expect(await give()).toEqual({ text: 'Принято. Что получилось, покажу чуть позже.', showAlert: false });
  await holder.query('rollback');
  await world.quiet();
  expect(await admin.buttons('Петров Пётр')).toContain('✓ Куратор');
});
