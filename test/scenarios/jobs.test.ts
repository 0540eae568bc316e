import { brief, goesAway } from '../support/office-work';
import { PEOPLE, World } from '../support/world';

let world: World;
beforeAll(async () => {
  // A Sunday. 2028 has no production calendar yet, so the check of the calendar has something to say.
  world = await World.start({ now: '2027-11-28T20:00:00+03:00', standsStill: true });
});
afterAll(() => world.stop());

const sql = (text: string) => world.fresh.database.dataSource.query(text);
const tick = async (at: string) => {
  world.at(at);
  await world.application.tick();
  await world.quiet();
};
/** Samples of the check of the calendar. */
async function metrics(): Promise<string[]> {
  const page = await (await fetch(`${world.application.address}/metrics`)).text();
  return page.split('\n').filter((line) => line.includes('{job="calendar_check"}'));
}
const checked = () => sql(`select 1 from outbox_message where kind = 'calendarUnloaded'`);

test('a job that fails is told to the admin, tried again after a pause, and seen in /metrics', async () => {
  expect(await metrics()).toContain('murajagat_job_failures_total{job="calendar_check"} 0');
  expect(await metrics()).not.toContainEqual(expect.stringContaining('last_success'));
  await sql(`alter table outbox_message add constraint broken check (kind <> 'calendarUnloaded')`);
  await tick('2027-11-29T08:00:00+03:00');
  expect(await checked()).toEqual([]);
  expect(await world.phone('supervisor').text('Не выполнено')).toBe(
    'Не выполнено по расписанию: проверка производственного календаря (29.11 08:00). Бот попробует ещё раз сам, до 23:59. Причина записана в журнале сервера.',
  );

  await sql('alter table outbox_message drop constraint broken');
  await tick('2027-11-29T08:00:50+03:00');
  expect(await checked()).toEqual([]);
  await tick('2027-11-29T08:05:00+03:00');
  expect(await checked()).toHaveLength(1);
  expect(await metrics()).toEqual([
    `murajagat_job_last_success_timestamp_seconds{job="calendar_check"} ${Date.parse('2027-11-29T08:05:00+03:00') / 1_000}`,
    'murajagat_job_lateness_seconds{job="calendar_check"} 300',
    expect.stringMatching(/^murajagat_job_failures_total\{job="calendar_check"\} [1-9]$/),
  ]);
});

test('what befalls the reminders does not keep the jobs from running', async () => {
  await sql('alter table reminder rename column due_at to due');
  world.at('2027-11-30T08:00:00+03:00');
  await expect(world.application.tick()).rejects.toThrow('due_at');
  await sql('alter table reminder rename column due to due_at');
  const slots = await sql(
    `select job from job_slot where slot = '2027-11-30T08:00:00+03:00' and state = 'done' order by job`,
  );
  expect(slots).toEqual([{ job: 'absences' }, { job: 'calendar_check' }]);
});

test('at midnight an absence begins, and whoever stands in is told when the office opens, without a sound, once', async () => {
  await goesAway(world, 'executor', '2027-12-01', '2027-12-02', 'approver');
  const told = () =>
    sql(`select o.silent, p.name from outbox_message o join person p on p.id = (o.params ->> 'personId')::int
      where o.kind = 'absenceBegins'`);
  await tick('2027-11-30T23:59:59+03:00');
  expect(await told()).toEqual([]);
  await tick('2027-12-01T00:00:00+03:00');
  expect(await told()).toEqual([]);
  await tick('2027-12-01T08:00:00+03:00');
  expect(await told()).toEqual([{ silent: true, name: PEOPLE.approver.name }]);
  expect(await world.phone('approver').text('Сегодня начинается замещение')).toContain(brief('executor'));
  await tick('2027-12-01T08:01:00+03:00');
  expect(await told()).toHaveLength(1);
});

test('the next moment is the next reminder or the next slot, whichever is earlier', async () => {
  // after midnight, when absences begin and end
  world.at('2027-12-02T00:30:00+03:00');
  await world.application.tick();
  const next = () => world.application.nextMomentAt(new Date('2027-12-03T00:00:00+03:00'));
  expect(await next()).toEqual(new Date('2027-12-02T08:00:00+03:00'));
  await sql(
    `insert into reminder (key, reason, params, due_at, state) values ('early', 'delete_contacts', '{}', '2027-12-02T07:00:00+03:00', 'planned')`,
  );
  expect(await next()).toEqual(new Date('2027-12-02T07:00:00+03:00'));

  // of which people hear nothing
  const morning = { what: 'morning_list', at: new Date('2027-12-02T08:15:00+03:00') };
  expect(await world.application.comingUp()).toEqual(morning);
  await sql(`update reminder set reason = 'visit_hour'`);
  expect(await world.application.comingUp()).toEqual({ what: 'reminder', at: new Date('2027-12-02T07:00:00+03:00') });
  await sql(`delete from reminder`);
});
