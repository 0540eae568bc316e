import { databaseOf } from '../../../../src/database/database';
import { toPlainDate } from '../../../../src/regulation/calendar';
import { takeMarks } from '../../../../src/usecases/registry/marks';
import { readStatistics } from '../../../../src/usecases/statistics/statistics';
import { until } from '../../../support/until';
import { msk, openOffice, type WorkingOffice } from '../working-office';
import { answer, assign, counted, draft, inWork, passTo, register, returned, rowOf } from './counting';

// Each test has days of its own, so that none counts another's; the office is one, as its people and names are.
let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

const at = (text: string) => office.setTime(msk(text));
const total = async (from: string, to: string) => (await counted(office, from, to)).total;

test('an appeal is received on the day of its registration, whenever the bot got it', async () => {
  at('2026-03-03 10:00');
  await register(office, { registeredAt: msk('2026-03-01 23:30'), category: 'Дороги' });
  expect(await total('2026-03-01', '2026-03-01')).toMatchObject({ received: 1 });
  expect(await total('2026-03-02', '2026-03-31')).toMatchObject({ received: 0, open: 1 });
});

test('an answer counts in a period by its last day there, and one that was returned within it does not', async () => {
  at('2025-02-03 09:00');
  const id = await register(office);
  await inWork(office, id);
  at('2025-02-04 12:00');
  await answer(office, id);
  at('2025-02-06 12:00');
  await office.must('curator', 'returnForReexamination', id, returned);
  await office.must('executor', 'takeIntoWork', id);
  at('2025-02-10 12:00');
  await answer(office, id, 'declined');
  const answered = async (from: string, to: string) => (await total(from, to)).answered;
  const none = { resolved: 0, notResolved: 0, declined: 0, other: 0 };
  expect(await answered('2025-02-04', '2025-02-05')).toEqual({ ...none, resolved: 1 });
  expect(await answered('2025-02-04', '2025-02-06')).toEqual(none);
  expect(await answered('2025-02-01', '2025-02-28')).toEqual({ ...none, declined: 1 });
  const days = await counted(office, '2025-02-01', '2025-02-28', 'day');
  expect(rowOf(days, '2025-02-04')).toMatchObject({ answered: { ...none, resolved: 1 } });
  expect(rowOf(days, '2025-02-10')).toMatchObject({ answered: { ...none, declined: 1 } });
  expect(days.total.answered).toEqual({ ...none, declined: 1 });
  expect(await total('2025-02-01', '2025-02-28')).toMatchObject({ reexamined: 1, reexaminedFor: { formal_answer: 1 } });
});

test('after a re-examination the time to the answer is counted from the return', async () => {
  at('2025-03-03 09:00');
  const id = await register(office);
  await inWork(office, id);
  at('2025-03-05 09:00');
  await answer(office, id);
  at('2025-03-06 10:00');
  await office.must('curator', 'returnForReexamination', id, returned);
  await office.must('executor', 'takeIntoWork', id);
  at('2025-03-06 11:00');
  await draft(office, id);
  at('2025-03-06 12:00');
  await office.must('agreeing', 'agreeAnswer', id, { approvingId: office.people.approving });
  await office.must('coordinator', 'markEntered', id);
  await office.must('approving', 'approveAnswer', id, { signedText: 'as_entered' });
  // two working days of nine hours before the return, two hours after it
  expect((await total('2025-03-03', '2025-03-05')).working).toMatchObject({ of: 1, median: expect.closeTo(1_080, -2) });
  expect((await total('2025-03-01', '2025-03-31')).working).toMatchObject({ of: 1, median: expect.closeTo(120, -1) });
  const byExecutor = await counted(office, '2025-03-01', '2025-03-31', 'executor');
  expect(rowOf(byExecutor, 'executor')).toMatchObject({ working: { of: 1, median: 60 } });
});

test('an assignment that was undone is nobody’s, and given twice an appeal is one', async () => {
  at('2025-04-01 09:00');
  const id = await register(office);
  await assign(office, id, 'executor2');
  at('2025-04-01 09:00:30');
  await office.must('coordinator', 'undoAssignment', id);
  at('2025-04-01 10:00');
  await assign(office, id);
  at('2025-04-02 10:00');
  await assign(office, id, 'everything');
  await assign(office, id);
  const received = async (from: string, to: string) =>
    (await counted(office, from, to, 'executor')).rows.map(({ key, received: count }) => [key, count]);
  expect(await received('2025-04-01', '2025-04-30')).toEqual(expect.arrayContaining([['executor', 1]]));
  expect(await received('2025-04-01', '2025-04-01')).toEqual(expect.arrayContaining([['executor', 1]]));
  expect((await received('2025-04-01', '2025-04-30')).map(([key]) => key)).not.toContain('executor2');
});

test('corrected, an appeal stands under its other kind and category, in the days of before too', async () => {
  at('2025-05-05 09:00');
  const id = await register(office, { category: 'Вода' });
  const rows = async (by: 'kind' | 'category') =>
    (await counted(office, '2025-05-01', '2025-05-31', by)).rows
      .filter(({ received }) => received > 0)
      .map(({ key }) => key);
  expect(await rows('kind')).toEqual(['message']);
  expect(await rows('category')).toEqual(['Вода']);
  at('2025-06-02 09:00');
  const corrected = { kind: 'appeal59', category: 'Дороги' };
  await office.must('coordinator', 'correctDetails', id, { corrected, reason: 'в ПОС иначе', confirmed: true });
  expect(await rows('kind')).toEqual(['appeal59']);
  expect(await rows('category')).toEqual(['Дороги']);
});

test('a category that is the same as another is a row with it from then on', async () => {
  at('2025-05-20 09:00');
  await register(office, { category: 'Мусор' });
  await register(office, { category: 'ТКО' });
  const rows = async () =>
    (await counted(office, '2025-05-20', '2025-05-20', 'category')).rows
      .filter(({ received }) => received > 0)
      .map(({ key, received }) => [key, received]);
  expect(await rows()).toEqual([
    ['Мусор', 1],
    ['ТКО', 1],
  ]);
  await office.rows(
    `update category c set same_as_id = o.id from category o where o.category = 'Мусор' and c.category = 'ТКО'`,
  );
  expect(await rows()).toEqual([['Мусор', 2]]);
});

test('a person with another name keeps their row', async () => {
  at('2025-05-26 09:00');
  await assign(office, await register(office), 'deputy');
  const idOf = async (key: string) => rowOf(await counted(office, '2025-05-26', '2025-05-26', 'executor'), key)?.id;
  const before = await idOf('deputy');
  await office.rows(`update person set name = 'Новая Фамилия Отчество' where name = 'deputy'`);
  expect(await idOf('Новая Ф.О.')).toBe(before);
  expect(before).toBe(String(office.people.deputy));
});

test('a missed term is of the day on which it ended, of the whole office until the shares are confirmed, and then of whoever held it', async () => {
  at('2024-07-01 09:00');
  const id = await register(office);
  await passTo(office, msk('2024-07-22 09:00'));
  const missed = await counted(office, '2024-07-01', '2024-07-31');
  expect(missed.total.missed).toMatchObject({ byStage: { coordination: 1 }, total: 1 });
  await office.must('coordinator', 'assign', id, { executorId: office.people.executor });
  await passTo(office, msk('2024-07-24 09:00'));
  const people = await counted(office, '2024-07-01', '2024-07-31', 'executor');
  // of all coordinators nobody is named; the duty and the stage are the executor’s
  expect(rowOf(people, 'executor')?.missed).toMatchObject({ byStage: {}, duty: 1 });
  expect(people.total.missed).toMatchObject({ byStage: { coordination: 1 }, duty: 1, total: 2 });
  await office.rows(`delete from setting where key = 'stage_shares'`);
  try {
    at('2024-08-01 09:00');
    const assumed = await register(office);
    await assign(office, assumed, 'executor2');
    await passTo(office, msk('2024-08-15 09:00'));
    const august = await counted(office, '2024-08-01', '2024-08-15', 'executor');
    expect(august.total.missed.byStage.assigned).toBeGreaterThanOrEqual(1);
    expect(rowOf(august, 'executor2')?.missed).toMatchObject({ byStage: {}, duty: 1 });
  } finally {
    await office.rows(`insert into setting (key, value) values ('stage_shares', $1)`, [
      JSON.stringify(office.desk.office.shares),
    ]);
  }
});

test('a fact that is answered by «срок соблюдён» is in no figure any more, and the answer was in term', async () => {
  at('2024-01-09 09:00');
  const id = await register(office);
  await office.must('coordinator', 'passToSubordinate', id, { organizationId: office.organizations.water });
  await passTo(office, msk('2024-02-12 09:00'));
  expect((await total('2024-01-01', '2024-02-29')).missed).toMatchObject({ whole: 1 });
  await office.must('coordinator', 'organizationAnsweredApplicant', id, { answeredOn: '2024-02-02' }, { documents: 1 });
  const february = await total('2024-02-01', '2024-02-29');
  expect(february).toMatchObject({ missed: { whole: 0 }, answered: { other: 1 }, inTerm: { kept: 1, of: 1 } });
  // of the day of the deed, not of its entry
  expect((await total('2024-02-02', '2024-02-02')).answered.other).toBe(1);
  const organizations = await counted(office, '2024-02-01', '2024-02-29', 'organization');
  expect(rowOf(organizations, 'water')).toMatchObject({ answered: { other: 1 } });
});

test('a duty is kept or missed on the day of its own moment', async () => {
  at('2024-03-04 10:00');
  const kept = await register(office);
  await assign(office, kept);
  await office.must('executor', 'report', kept, { supervisorId: office.people.agreeing });
  await assign(office, await register(office), 'executor2');
  await passTo(office, msk('2024-03-06 10:00'));
  expect((await total('2024-03-04', '2024-03-04')).duty).toEqual({ kept: 0, of: 0 });
  expect((await total('2024-03-05', '2024-03-05')).duty).toEqual({ kept: 1, of: 2 });
  const people = await counted(office, '2024-03-05', '2024-03-05', 'executor');
  expect(rowOf(people, 'executor')?.duty).toEqual({ kept: 1, of: 1 });
  expect(rowOf(people, 'executor2')?.duty).toEqual({ kept: 0, of: 1 });
});

test('what is open is open at the end of the period, by whoever had it then', async () => {
  at('2023-05-10 09:00');
  const id = await register(office);
  at('2023-05-11 09:00');
  await assign(office, id);
  at('2023-05-15 09:00');
  await assign(office, id, 'executor2');
  at('2023-05-17 09:00');
  await office.must('coordinator', 'close', id, { closure: 'withdrawn', reason: 'отозвано', confirmed: true });
  const open = async (to: string) =>
    (await counted(office, '2023-05-01', to, 'executor')).rows.flatMap(({ key, open: count }) =>
      count > 0 ? [key] : [],
    );
  expect(await open('2023-05-09')).toEqual([]);
  expect(await open('2023-05-10')).toEqual([null]);
  expect(await open('2023-05-14')).toEqual(['executor']);
  expect(await open('2023-05-16')).toEqual(['executor2']);
  expect(await open('2023-05-17')).toEqual([]);
  expect(await total('2023-05-01', '2023-05-31')).toMatchObject({ closed: 1, open: 0 });
});

test('before the first appeal there is nothing, in words that count', async () => {
  const nothing = await counted(office, '1990-01-01', '1990-12-31', 'executor');
  expect(nothing.rows).toEqual([]);
  expect(nothing.total).toMatchObject({
    received: 0,
    open: 0,
    inTerm: { kept: 0, of: 0 },
    working: { median: null, p90: null, of: 0 },
  });
});

test('by nothing there is one row without a name, and it is the total', async () => {
  const { rows, total: all } = await counted(office, '2023-01-01', '2026-12-31');
  expect(rows).toEqual([{ id: null, key: null, ...all }]);
});

test('beside it stand the period before and the same a year before', async () => {
  await counted(office, '2025-03-01', '2025-03-31');
  const wish = { from: toPlainDate('2025-03-01'), to: toPlainDate('2025-03-31'), by: 'none' as const, compared: true };
  const compared = await readStatistics(office.desk, wish);
  expect(compared?.before).toMatchObject({ period: { from: '2025-02-01', to: '2025-02-28' } });
  expect(compared?.before?.total.reexamined).toBe(1);
  expect(compared?.yearBefore).toMatchObject({ period: { from: '2024-03-01', to: '2024-03-31' } });
});

test('nothing lags, and it is as of now though nothing has happened since', async () => {
  await counted(office, '2025-03-01', '2025-03-31');
  at('2026-12-01 15:00');
  expect(await counted(office, '2025-03-01', '2025-03-31')).toMatchObject({ asOf: msk('2026-12-01 15:00'), lag: 0 });
});

test('what was committed a moment ago is counted before it is read', async () => {
  await counted(office, '2025-03-01', '2025-03-31');
  at('2026-12-02 10:00');
  await register(office);
  const wish = { from: toPlainDate('2026-12-01'), to: toPlainDate('2026-12-31'), by: 'none' as const };
  // A transaction of another test on this server may be under way for some moments.
  await until('it is read', async () => (await readStatistics(office.desk, wish))?.total.received === 1);
});

test('a period backwards is refused before anything is read', async () => {
  const wish = { from: toPlainDate('2026-12-02'), to: toPlainDate('2026-12-01'), by: 'none' as const };
  await expect(readStatistics(office.desk, wish)).rejects.toThrow(RangeError);
});

test('marks are of the day on which the file came', async () => {
  at('2022-09-05 09:00');
  const id = await register(office, { registeredAt: msk('2022-09-01 09:00') });
  await inWork(office, id);
  const [file] = await office.rows<{ id: number }>(
    `insert into registry_file (source, name, sha256, taken_at, state, counts, result, read_row, loaded_row)
     values ('chat', 'f.xlsx', 'ab', '2022-09-06T08:00:00Z', 'done', '{}', '{}', 0, 0) returning id`,
  );
  await databaseOf(office.desk).transaction((tx) =>
    takeMarks(tx, file!.id, [{ id, mark: 5 }], msk('2022-09-07 10:00')),
  );
  expect((await total('2022-09-06', '2022-09-06')).marks).toEqual({ '1': 0, '2': 0, '3': 0, '4': 0, '5': 1 });
  const people = await counted(office, '2022-09-01', '2022-09-30', 'executor');
  expect(rowOf(people, 'executor')?.marks['5']).toBe(1);
});
