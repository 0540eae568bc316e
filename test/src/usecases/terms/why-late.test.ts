import { latenessLines } from '../../../../bots/conversation/terms/late-words';
import { wordsOf } from '../../../../src/i18n';
import { summedCauses } from '../../../../src/regulation/lateness';
import { noteLapses } from '../../../../src/usecases/terms/lapses';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { readList } from '../../../../src/usecases/lists/lists';
import { readMissedRows } from '../../../../src/usecases/statistics/period-rows';
import { readWhyLate, whyLate } from '../../../../src/usecases/terms/why-late';
import { day, msk, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

const HOUR = 3_600_000;
const lapse = (moment: string) => {
  office.setTime(msk(moment));
  return noteLapses(office.desk, () => Promise.reject(new Error('a lapse failed')));
};

test('a missed whole says into what its time went, with whom it lay longest, in the list of late too', async () => {
  const { people, fresh } = office;
  const appealId = await office.register();
  office.setTime(msk('2026-11-26 10:00'));
  await office.must('coordinator', 'assign', appealId, { executorId: people.executor });
  // The executor is away on Friday; on Monday it is given back, and lies with the coordinators until Tuesday.
  await office.rows(
    `insert into absence (person_id, from_day, until_day, entered_by_id, entered_at) values ($1, '2026-11-27', '2026-11-27', $2, $3)`,
    [people.executor, people.admin, msk('2026-11-26 10:00')],
  );
  office.setTime(msk('2026-11-30 10:00'));
  await office.must('executor', 'returnToCoordination', appealId, { reason: 'Не наше' });
  office.setTime(msk('2026-12-01 10:00'));
  await office.must('coordinator', 'assign', appealId, { executorId: people.executor2 });
  await lapse('2027-01-11 10:00');
  const around = circumstances(office.desk);
  const [whole] = await office.rows<{ id: number }>(`select id from overdue where appeal_id = $1 and kind = 'whole'`, [
    appealId,
  ]);
  const lateness = (await whyLate(fresh.database, whole!.id, around))!;
  const hours = Object.fromEntries(lateness.causes.map(({ cause, time }) => [cause, time / HOUR]));
  // What was given back was not sent on since: all of it after Monday is of that.
  expect(hours).toMatchObject({ absence: 9 });
  expect(lateness.causes.map(({ cause }) => cause)).toEqual(
    ['beforeIntake', 'absence', 'rejections', 'held'].filter((cause) => cause in hours),
  );
  expect(hours['rejections']).toBeGreaterThan(100);
  expect(lateness.causes.reduce((sum, { time }) => sum + time, 0)).toBe(lateness.whole);
  const names = await office.rows<{ name: string }>('select name from person where id = $1', [people.executor2]);
  expect(names[0]!.name.startsWith(lateness.longest?.name?.split(' ')[0] ?? '?')).toBe(true);
  expect(latenessLines(lateness, { ...around, words: wordsOf('ru'), longest: 4_096 })[0]).toMatch(
    /^Рабочее время срока, \d+ ч.*: .*сотрудник отсутствовал 9 ч, доработка после возврата \d+ ч/,
  );
  const list = await readList(office.desk, await office.actor('curator'), 'overdue', 0);
  expect(list!.lines.map(({ fact }) => fact?.about)).toEqual(['late']);
  const december = { from: day('2026-12-01'), to: day('2026-12-31') };
  const ids = (await readMissedRows(office.desk, december, null)).map(({ id }) => id);
  const each = await readWhyLate(office.desk, ids);
  expect([...each.keys()].sort()).toEqual([...ids].sort());
  for (const id of ids)
    expect(each.get(id)).toEqual(await whyLate(office.fresh.database, Number(id), circumstances(office.desk)));
  expect(summedCauses([...each.values()]).absence).toBeGreaterThanOrEqual(9 * HOUR);
});

test('an absence that begins on a day off breaks no list, and counts from the opening', async () => {
  const { people } = office;
  const appealId = await office.register();
  office.setTime(msk('2026-11-26 10:00'));
  await office.must('coordinator', 'assign', appealId, { executorId: people.executor });
  // Saturday to Monday.
  await office.rows(
    `insert into absence (person_id, from_day, until_day, entered_by_id, entered_at) values ($1, '2026-11-28', '2026-11-30', $2, $3)`,
    [people.executor, people.admin, msk('2026-11-26 10:00')],
  );
  await lapse('2027-01-11 10:00');
  const list = await readList(office.desk, await office.actor('curator'), 'overdue', 0);
  expect(list!.lines.map(({ fact }) => fact?.about)).toEqual(['late']);
  const [whole] = await office.rows<{ id: number }>(`select id from overdue where appeal_id = $1 and kind = 'whole'`, [
    appealId,
  ]);
  const { causes } = (await whyLate(office.fresh.database, whole!.id, circumstances(office.desk)))!;
  expect(causes.find(({ cause }) => cause === 'absence')?.time).toBe(9 * HOUR);
});
