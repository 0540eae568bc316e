import { databaseOf, statement } from '../../../../src/database/database';
import { runDueReminders } from '../../../../src/jobs/tick';
import { answerAct } from '../../../../src/usecases/acts/answer-act';
import { msk, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
  await office.rows(
    `insert into category (category, subcategory, fact, fast_track_days) values ('Дороги', null, null, 10), ('Дороги', 'Ямы', null, 3), ('Вода', null, null, null)`,
  );
});
afterAll(() => office.fresh.drop());
// a Monday
const MONDAY = msk('2026-11-02 10:00');
beforeEach(() => {
  office.setTime(MONDAY);
});

const correct = (id: number, corrected: Record<string, unknown>) =>
  office.must('coordinator', 'correctDetails', id, { corrected, reason: 'в ПОС иначе', confirmed: true });
const refused = async (id: number, corrected: Record<string, unknown>) => {
  const result = await office.act('coordinator', 'correctDetails', id, {
    corrected,
    reason: 'в ПОС иначе',
    confirmed: true,
  });
  return result.ok ? null : result.refusal;
};
interface Row {
  readonly kind: string;
  readonly number: string;
  readonly termDays: number;
  readonly dueAt: Date;
  readonly firstDueAt: Date;
  readonly stageDueAt: Date | null;
  readonly stageEnteredAt: Date;
  readonly version: number;
  readonly finishedAt: Date | null;
  readonly listedUntil: Date | null;
}
const appeal = async (id: number): Promise<Row> =>
  (
    await office.rows<Row>(
      `select kind, number, term_days as "termDays", due_at as "dueAt", first_due_at as "firstDueAt", stage_due_at as "stageDueAt",
         stage_entered_at as "stageEnteredAt", version, finished_at as "finishedAt",
         (select w.due_at from open_work w where w.appeal_id = a.id) as "listedUntil" from appeal a where id = $1`,
      [id],
    )
  )[0]!;
const entry = async (id: number) =>
  (
    await office.rows<{ details: Record<string, any> }>(
      `select journal_entry.told as details from journal_entry where appeal_id = $1 and action = 'correctDetails' order by id desc limit 1`,
      [id],
    )
  )[0]!.details;
const facts = (id: number) =>
  office.rows<{ kind: string; dueAt: Date; holder: string | null; answered: string | null; ended: boolean }>(
    `select kind, due_at as "dueAt", holder, answered_by ->> 'reason' as answered, ended_at is not null as ended
     from overdue where appeal_id = $1 order by id`,
    [id],
  );
const told = async (id: number, notice: string) =>
  (
    await office.rows<{ personId: number }>(
      `select (params ->> 'personId')::int as "personId" from outbox_message
       where kind = 'notice' and params ->> 'id' = $1 and params ->> 'notice' = $2 order by 1`,
      [String(id), notice],
    )
  ).map(({ personId }) => office.nameOf(personId));
const endOf = (text: string) => msk(`${text} 23:59:59`);
async function tickAt(text: string): Promise<void> {
  office.setTime(msk(text));
  await runDueReminders(office.desk);
}
const assigned = async (id: number) => {
  await office.must('coordinator', 'assign', id, { executorId: office.people.executor });
  return id;
};

test('another registration date counts the terms anew, and the present visit keeps its entry', async () => {
  const id = await assigned(await office.register());
  const before = await appeal(id);
  await correct(id, { registeredAt: msk('2026-10-30 16:20').toISOString() });
  const after = await appeal(id);
  expect(after).toMatchObject({
    dueAt: endOf('2026-11-29'),
    firstDueAt: endOf('2026-11-29'),
    listedUntil: endOf('2026-11-29'),
    stageEnteredAt: before.stageEnteredAt,
    version: before.version + 1,
  });
  expect(after.stageDueAt).not.toEqual(before.stageDueAt);
  expect(await entry(id)).toMatchObject({
    corrected: { what: ['registeredAt'], before: { registeredAt: MONDAY.toISOString() } },
    dueBefore: endOf('2026-12-02').toISOString(),
    dueAt: endOf('2026-11-29').toISOString(),
    reason: 'в ПОС иначе',
  });
  expect(await told(id, 'termCorrected')).toEqual(['coordinator2', 'executor', 'curator', 'everything']);
});

test('a text is corrected without its words in the journal; the buttons on the cards stay as good as they were', async () => {
  const id = await assigned(await office.register());
  const { version } = await appeal(id);
  await correct(id, { text: 'Звоните мне: 8 917 123-45-67', settlement: 'Альметьевск', address: 'ул. Ленина, 5' });
  expect(await office.rows('select text, settlement, address from appeal where id = $1', [id])).toEqual([
    { text: 'Звоните мне: 8 917 123-45-67', settlement: 'Альметьевск', address: 'ул. Ленина, 5' },
  ]);
  const details = await entry(id);
  expect(details.corrected).toEqual({
    what: ['place', 'text'],
    before: { settlement: null, address: null },
    after: { settlement: 'Альметьевск', address: 'ул. Ленина, 5' },
  });
  expect(JSON.stringify(details)).not.toContain('917');
  expect((await appeal(id)).version).toBe(version);
  expect(await told(id, 'detailsCorrected')).toEqual(['executor']);
});

test('kind and category bring their own number of days', async () => {
  const id = await office.register();
  await correct(id, { category: 'Дороги', subcategory: null, fact: null });
  expect(await appeal(id)).toMatchObject({ termDays: 10, dueAt: endOf('2026-11-12') });
  await correct(id, { category: 'Дороги', subcategory: 'Ямы', fact: null });
  expect(await appeal(id)).toMatchObject({ termDays: 3, dueAt: endOf('2026-11-05') });
  await correct(id, { kind: 'appeal59' });
  expect(await appeal(id)).toMatchObject({ kind: 'appeal59', termDays: 30, dueAt: endOf('2026-12-02') });
  await correct(id, { kind: 'message' });
  expect(await appeal(id)).toMatchObject({ kind: 'message', termDays: 3, dueAt: endOf('2026-11-05') });
});

test('an extension counts while it is an appeal under 59-ФЗ, and again when it is one again', async () => {
  const id = await assigned(await office.register('appeal59'));
  await office.must('approving', 'extendTerm', id, {
    extensionDays: 10,
    reason: 'экспертиза',
    notice: 'Срок продлён',
    confirmed: true,
  });
  expect((await appeal(id)).dueAt).toEqual(endOf('2026-12-12'));
  await correct(id, { kind: 'message' });
  expect((await appeal(id)).dueAt).toEqual(endOf('2026-12-02'));
  await correct(id, { kind: 'appeal59', registeredAt: msk('2026-11-01 09:00').toISOString() });
  expect((await appeal(id)).dueAt).toEqual(endOf('2026-12-11'));
});

test('a number that is in use is refused, and nothing of kind or number is corrected once an answer is given', async () => {
  const [id, other] = [await office.register(), await office.register()];
  const { number } = await appeal(other);
  expect(await refused(id, { number })).toBe('numberTaken');
  expect(await refused(id, {})).toBe('nothingCorrected');
  expect(await refused(id, { number: (await appeal(id)).number })).toBe('nothingCorrected');
  expect(await refused(id, { registeredAt: msk('2026-11-02 11:00').toISOString() })).toBe('registeredInFuture');
  office.setTime(msk('2026-11-03 10:00'));
  expect(await refused(id, { registeredAt: msk('2026-11-03 09:00').toISOString() })).toBe('registeredAfterReceipt');
  await correct(id, { number: 'PN-1' });
  expect((await appeal(id)).number).toBe('PN-1');

  await office.must('coordinator', 'passToSubordinate', other, { organizationId: office.organizations.water });
  await office.must(
    'coordinator',
    'organizationAnsweredApplicant',
    other,
    { answeredOn: '2026-11-03' },
    { documents: 1 },
  );
  const { finishedAt } = await appeal(other);
  expect(await refused(other, { number: 'PN-2' })).toBe('notCorrectable');
  expect(await refused(other, { kind: 'appeal59' })).toBe('notCorrectable');
  office.setTime(msk('2026-11-04 10:00'));
  await correct(other, { epguNumber: 'ЕПГУ-5' });
  expect(await appeal(other)).toMatchObject({ finishedAt, listedUntil: null });
});

test('facts that the corrected data would not have given are answered, others stay', async () => {
  const id = await assigned(await office.register());
  await office.must('executor', 'takeIntoWork', id);
  await correct(id, { category: 'Дороги', subcategory: 'Ямы', fact: null });
  await tickAt('2026-11-06 08:00');
  const early = await facts(id);
  expect(early.map(({ kind }) => kind).sort()).toEqual(['duty', 'stage', 'whole']);
  await office.must('coordinator', 'correctDetails', id, {
    corrected: { category: 'Вода', subcategory: null, fact: null },
    reason: 'не та категория',
    confirmed: true,
  });
  const after = await facts(id);
  expect(Object.fromEntries(after.map(({ kind, answered }) => [kind, answered]))).toEqual({
    duty: null,
    stage: 'corrected',
    whole: 'corrected',
  });
  // Missed again by the term that runs now, it is a fact again.
  await tickAt('2026-12-03 08:00');
  const late = (await facts(id)).filter(({ answered }) => answered === null).map(({ kind }) => kind);
  expect(late.sort()).toEqual(['duty', 'stage', 'whole']);
});

test('a term that the correction puts into the past is nobody’s, and is told once', async () => {
  const id = await assigned(await office.register());
  await office.must('executor', 'report', id, { supervisorId: office.people.agreeing });
  await correct(id, { registeredAt: msk('2026-09-01 09:00').toISOString() });
  expect((await facts(id)).map(({ kind, holder }) => [kind, holder])).toEqual([['whole', null]]);
  const told = await office.rows(
    `select 1 from reminder where appeal_id = $1 and threshold = 'overdue' and state = 'planned'`,
    [id],
  );
  expect(told).toEqual([]);
});

test('what was late already is late by the corrected end, and still somebody’s', async () => {
  const id = await assigned(await office.register());
  await correct(id, { category: 'Дороги', subcategory: null, fact: null });
  await tickAt('2026-11-16 08:00');
  await correct(id, { category: 'Дороги', subcategory: 'Ямы', fact: null });
  const whole = (await facts(id)).filter(({ kind }) => kind === 'whole');
  expect(whole).toEqual([
    { kind: 'whole', dueAt: endOf('2026-11-12'), holder: 'executor', answered: 'corrected', ended: true },
    { kind: 'whole', dueAt: endOf('2026-11-05'), holder: 'executor', answered: null, ended: false },
  ]);
});

test('a number that another appeal gets meanwhile is refused as one in use', async () => {
  const id = await office.register();
  const { version } = await appeal(id);
  const actor = await office.actor('coordinator');
  const answers = { corrected: { number: 'RACE-1' }, reason: 'в ПОС иначе', passed: ['correction', 'reason'] };
  const formId = await office.fill('coordinator', 'correctDetails', id, version, answers);
  const other = await office.register();
  const confirm = () =>
    answerAct(office.desk, {
      actor,
      formId,
      revision: 0,
      change: (form) => ({ answers: { ...form.answers, confirmed: true }, passes: true }),
    });
  let waiting: ReturnType<typeof confirm> | undefined;
  await databaseOf(office.desk).transaction(async (tx) => {
    await tx.query(statement('test.take-number', `update appeal set number = 'RACE-1' where id = $1`), [other]);
    waiting = confirm();
    // until it waits for the number, not for a moment of the clock
    for (let waits = 0; waits === 0;)
      waits = (
        await office.rows(
          `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        )
      ).length;
  });
  expect(await waiting).toMatchObject({ kind: 'asking', step: { ask: 'correction', refusal: 'numberTaken' } });
  expect((await appeal(id)).number).not.toBe('RACE-1');
});
