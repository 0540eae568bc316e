import { unitAround } from '../../../../src/usecases/statistics/figures';
import { today } from '../../../../src/usecases/kit/ports';
import { runDueReminders } from '../../../../src/jobs/tick';
import { countLists, readList } from '../../../../src/usecases/lists/lists';
import { readPeriod } from '../../../../src/usecases/statistics/period';
import { until } from '../../../support/until';
import { msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
  await office.rows(`delete from setting where key = 'stage_shares'`);
});
afterAll(() => office.fresh.drop());

const overdueOf = async (who: PersonName) => {
  const actor = await office.actor(who);
  const page = await readList(office.desk, actor, 'overdue', 0);
  const counts = await countLists(office.desk, actor, (list) => list === 'overdue');
  return { lines: page?.lines.map(({ id, overdue }) => [id, overdue?.term]), count: counts.get('overdue') };
};

test('by shares that nobody has confirmed a stage is late in the eyes of its holder alone, and the report counts none', async () => {
  const waiting = await office.register();
  const assigned = await office.register();
  await office.must('coordinator', 'assign', assigned, { executorId: office.people.executor });
  office.setTime(msk('2026-12-07 10:00'));
  await runDueReminders(office.desk);

  for (const who of ['coordinator', 'coordinator2'] as const)
    expect(await overdueOf(who)).toEqual({ lines: [[waiting, 'stage']], count: 1 });
  expect(await overdueOf('executor')).toEqual({ lines: [[assigned, 'stage']], count: 1 });
  for (const who of ['curator', 'executor2'] as const) expect(await overdueOf(who)).toEqual({ lines: [], count: 0 });
  const ofCoordinators = await readList(office.desk, await office.actor('coordinator'), 'coordination', 0);
  expect(ofCoordinators?.lines).toMatchObject([{ id: waiting, overdue: { term: 'stage' } }]);

  for (const who of ['coordinator', 'curator'] as const) {
    const actor = await office.actor(who);
    const read = () => readPeriod(office.desk, actor, unitAround('month', today(office.desk)));
    await until('it is counted', async () => typeof (await read()) !== 'string');
    expect(await read()).toMatchObject({ overdueNow: 0 });
  }
});
