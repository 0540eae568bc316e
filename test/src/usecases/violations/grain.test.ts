import { addAbsence, cancelAbsence } from '../../../../src/usecases/absences/absences';
import { chooseAmount } from '../../../../src/usecases/office/amounts';
import { changePerson } from '../../../../src/usecases/office/change-person';
import { noteLapses } from '../../../../src/usecases/terms/lapses';
import { openAwaitedCases } from '../../../../src/usecases/terms/cases';
import { officialById, type Official } from '../../../../src/usecases/kit/officials';
import { readPeriodRows } from '../../../../src/usecases/statistics/period-rows';
import { readJournal } from '../../../../src/usecases/violations/read-violations';
import { day, MORNING, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
  await office.rows('update account set started_at = $1', [MORNING]);
  await changePerson(office.desk, await official('admin'), office.people.curator, {
    kind: 'managesAffairs',
    named: true,
  });
});
afterAll(() => office.fresh.drop());
beforeEach(() => setTime(MORNING));

const setTime = (moment: Date) => office.setTime(moment);
async function official(who: PersonName): Promise<Official> {
  const found = await officialById(office.desk, office.people[who]);
  if (!found) throw new Error(`${who} has no account`);
  return found;
}
/** What a tick does with terms that are over. */
async function tick(moment: string) {
  setTime(msk(moment));
  await noteLapses(office.desk, () => Promise.reject(new Error('a lapse failed')));
  await openAwaitedCases(office.desk);
}
const casesOf = (appealId: number) =>
  office.rows('select kind, person_id as "personId" from violation where appeal_id = $1 order by id', [appealId]);
const factsOf = (appealId: number) =>
  office.rows<{ kind: string; unnamed: string | null; answered: boolean; onDuty: number | null }>(
    'select kind, unnamed, answered_at is not null as answered, on_duty_id as "onDuty" from overdue where appeal_id = $1 order by id',
    [appealId],
  );
/** Its executor has to report by 10:00 of the 26th. */
async function given(who: 'executor' | 'executor2' = 'executor'): Promise<number> {
  setTime(MORNING);
  const appealId = await office.register();
  await office.must('coordinator', 'assign', appealId, { executorId: office.people[who] });
  return appealId;
}
const report = (appealId: number) =>
  office.must('executor', 'report', appealId, { supervisorId: office.people.agreeing });
const DUTY = { kind: 'duty', personId: expect.anything() as number };

async function missedIn(period: Parameters<typeof readPeriodRows>[1]) {
  const found = [];
  for await (const { missed } of readPeriodRows(office.desk, period, null)) found.push(...missed);
  return found;
}

describe('a duty or a stage that is late by less than the grain is a fact, and no case', () => {
  test('done four minutes late', async () => {
    const appealId = await given();
    await tick('2026-11-26 10:00:30');
    setTime(msk('2026-11-26 10:04'));
    await report(appealId);
    await tick('2026-11-26 17:00');
    expect(await factsOf(appealId)).toMatchObject([{ kind: 'duty' }]);
    expect(await casesOf(appealId)).toEqual([]);
  });

  test('done six minutes late it is one, as soon as five have passed', async () => {
    const appealId = await given();
    await tick('2026-11-26 10:00:30');
    expect(await casesOf(appealId)).toEqual([]);
    await tick('2026-11-26 10:05');
    await tick('2026-11-26 10:06');
    setTime(msk('2026-11-26 10:07'));
    await report(appealId);
    expect(await casesOf(appealId)).toEqual([DUTY]);
  });

  test('noted only by the act that does it, half an hour late, it is one', async () => {
    const appealId = await given();
    setTime(msk('2026-11-26 10:30'));
    await report(appealId);
    expect(await casesOf(appealId)).toEqual([DUTY]);
  });

  test('only working time counts: half an hour after the closing is none', async () => {
    setTime(msk('2026-11-25 18:00'));
    const appealId = await office.register();
    await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
    await tick('2026-11-26 17:30');
    expect(await factsOf(appealId)).toMatchObject([{ kind: 'duty' }]);
    setTime(msk('2026-11-27 08:04'));
    await report(appealId);
    await tick('2026-11-27 12:00');
    expect(await casesOf(appealId)).toEqual([]);
  });

  test('the admin may set it: with none every second is a case', async () => {
    const appealId = await given();
    await chooseAmount(office.desk, await official('admin'), 'caseMinutes', 0);
    await tick('2026-11-26 10:00:30');
    expect(await casesOf(appealId)).toEqual([DUTY]);
    await chooseAmount(office.desk, await official('admin'), 'caseMinutes', 5);
  });

  test('of the whole every second counts', async () => {
    const appealId = await given();
    await report(appealId);
    await office.must('executor', 'takeIntoWork', appealId);
    const [{ due } = { due: MORNING }] = await office.rows<{ due: Date }>(
      'select due_at as due from appeal where id = $1',
      [appealId],
    );
    setTime(new Date(due.getTime() + 2_000));
    await noteLapses(office.desk, () => Promise.reject(new Error('a lapse failed')));
    // Its stage ended before and is a case already: the whole, by two seconds, is of the same one.
    expect(
      await office.rows(
        `select o.kind from violation_term f join overdue o on o.id = f.overdue_id where o.appeal_id = $1 order by o.due_at`,
        [appealId],
      ),
    ).toEqual([{ kind: 'stage' }, { kind: 'whole' }]);
  });
});

test('what ended on the last second of November is of November, in the journal and in the report’s rows', async () => {
  const appealId = await office.register();
  await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
  await report(appealId);
  await office.must('executor', 'takeIntoWork', appealId);
  await office.rows(
    `insert into overdue (appeal_id, kind, term, stage, due_at, holder, holder_ids, rules, noted_at)
     values ($1, 'whole', 'whole:test', 'in_progress', $2, 'executor', array[$3::int], 2, $4)`,
    [appealId, msk('2026-11-30 23:59:59'), office.people.executor, msk('2026-12-01 00:00:05')],
  );
  await office.rows(
    `insert into violation (kind, appeal_id, overdue_id, at, stage, held_by_ids, person_id, opened_at, state)
     select kind, appeal_id, id, due_at, stage, holder_ids, holder_ids[1], noted_at, 'opened' from overdue where term = 'whole:test'`,
  );
  const november = { from: day('2026-11-01'), to: day('2026-11-30') };
  const december = { from: day('2026-12-01'), to: day('2026-12-31') };
  const journal = async (period: typeof november) =>
    (
      (await readJournal(office.desk, await official('curator'), { ...period, ofId: null, only: null }))?.lines ?? []
    ).filter(({ kind, at }) => kind === 'whole' && at.getTime() === msk('2026-11-30 23:59:59').getTime()).length;
  const rows = async (period: typeof november) =>
    (await missedIn(period)).filter(({ dueAt }) => dueAt.getTime() === msk('2026-11-30 23:59:59').getTime()).length;
  expect([await journal(november), await journal(december)]).toEqual([1, 0]);
  expect([await rows(november), await rows(december)]).toEqual([1, 0]);
});

describe('a fact of all coordinators', () => {
  const onDuty = async (who: readonly ('coordinator' | 'coordinator2')[]) => {
    await office.rows('delete from on_duty');
    for (const [index, name] of who.entries())
      await office.rows('insert into on_duty (day, person_id) values ($1, $2)', [
        `2026-${['11-25', '11-26', '11-27', '11-30', '12-01', '12-02'][index]}`,
        office.people[name],
      ]);
  };
  afterAll(() => onDuty([]));
  const same = Array<'coordinator'>(6).fill('coordinator');

  test('is the duty coordinator’s who had the whole visit, in the case too', async () => {
    await onDuty(same);
    const appealId = await office.register();
    await tick('2026-12-02 10:00');
    expect(await factsOf(appealId)).toMatchObject([{ kind: 'stage', onDuty: office.people.coordinator }]);
    expect(await casesOf(appealId)).toEqual([{ kind: 'stage', personId: office.people.coordinator }]);
    const missed = await missedIn({ from: day('2026-11-01'), to: day('2026-12-31') });
    const ofStage = missed.filter(({ stage }) => stage === 'coordination');
    expect(ofStage.map(({ holder }) => holder)).toEqual([expect.any(String)]);
  });

  test('is nobody’s own where the duty changed meanwhile', async () => {
    await onDuty([...same.slice(1), 'coordinator2'].reverse() as typeof same);
    const appealId = await office.register();
    await tick('2026-12-02 10:00');
    expect(await factsOf(appealId)).toMatchObject([{ kind: 'stage', onDuty: null }]);
    expect(await casesOf(appealId)).toEqual([{ kind: 'stage', personId: null }]);
  });
});

describe('an absence that is cancelled', () => {
  const entered = async (moment: string) => {
    setTime(msk(moment));
    const added = await addAbsence(office.desk, await official('admin'), {
      personId: office.people.executor2,
      fromDay: day('2026-11-26'),
      untilDay: day('2026-11-30'),
      deputies: {},
    });
    if (!added.ok) throw new Error(added.refusal);
    return added.absence.id;
  };
  afterEach(() => office.rows('delete from absence'));

  test('on the day on which it was entered was a slip: what it had excused is somebody’s again', async () => {
    const appealId = await given('executor2');
    await tick('2026-11-26 10:30');
    const id = await entered('2026-11-27 10:00');
    expect(await factsOf(appealId)).toMatchObject([{ kind: 'duty', answered: true }]);
    setTime(msk('2026-11-27 10:10'));
    await cancelAbsence(office.desk, await official('admin'), id);
    expect(await factsOf(appealId)).toMatchObject([{ kind: 'duty', answered: false }]);
    const entries = await office.rows<{ action: string }>(
      'select action from journal_entry where appeal_id = $1 order by id desc limit 2',
      [appealId],
    );
    expect(entries.map(({ action }) => action)).toEqual(['restoreTerm', 'answerTerm']);
  });

  test('on another day has lasted until then: what it excused stays so', async () => {
    const appealId = await given('executor2');
    await tick('2026-11-26 10:30');
    const id = await entered('2026-11-27 10:00');
    setTime(msk('2026-11-30 10:10'));
    await cancelAbsence(office.desk, await official('admin'), id);
    expect(await factsOf(appealId)).toMatchObject([{ kind: 'duty', answered: true }]);
  });
});
