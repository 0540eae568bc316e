import { workingTimeBetween } from '../../../../src/regulation/calendar';
import { MORNING, msk, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());
beforeEach(() => {
  office.setTime(MORNING);
});

const EXTENSION = { extensionDays: 10, reason: 'экспертиза', notice: 'Срок продлён.', confirmed: true };

async function extended(): Promise<number> {
  const appealId = await office.register('appeal59');
  await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', appealId);
  await office.must('approving', 'extendTerm', appealId, EXTENSION);
  return appealId;
}
const appeal = async (appealId: number) =>
  (
    await office.rows<{ due_at: Date; extended: boolean }>('select due_at, extended from appeal where id = $1', [
      appealId,
    ])
  )[0]!;
const notices = (appealId: number) =>
  office.rows<{ withdrawn: boolean }>(
    `select withdrawn_at is not null as withdrawn from delivery where appeal_id = $1 and kind = 'extension_notice'`,
    [appealId],
  );

test('an extension that is taken back was none: the term is what it was, its notice waits no more, and it may be extended again', async () => {
  const appealId = await office.register('appeal59');
  const before = await appeal(appealId);
  await office.must('approving', 'extendTerm', appealId, EXTENSION);
  expect(await appeal(appealId)).not.toEqual(before);
  await office.must('approving', 'withdrawExtension', appealId, { reason: 'не тот номер' });
  expect(await appeal(appealId)).toEqual(before);
  expect(await notices(appealId)).toEqual([{ withdrawn: true }]);
  await office.must('approving', 'extendTerm', appealId, { ...EXTENSION, extensionDays: 5 });
  await office.must('coordinator', 'correctDetails', appealId, {
    corrected: { registeredAt: msk('2026-11-24 09:00').toISOString() },
    reason: 'день в ПОС другой',
    confirmed: true,
  });
  // The extension that was taken back is counted no more.
  expect((await appeal(appealId)).due_at).toEqual(msk('2026-12-29 23:59:59'));
});

test('nobody takes back what stands in ПОС already', async () => {
  const appealId = await extended();
  await office.rows(`update delivery set placed_at = $2 where appeal_id = $1`, [appealId, MORNING]);
  expect(await office.act('approving', 'withdrawExtension', appealId, { reason: 'ошибка' })).toMatchObject({
    refusal: 'noticeHasLeft',
  });
});

test('what it puts into the past is a fact of nobody’s', async () => {
  const appealId = await office.register('appeal59');
  await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', appealId);
  // A Friday, the last day: with the extension the agreement lasts until Monday, without it until 17:00.
  office.setTime(msk('2026-12-25 16:30'));
  await office.must('approving', 'extendTerm', appealId, EXTENSION);
  await office.must('executor', 'submitAnswer', appealId, {
    answerType: 'resolved',
    answerText: 'Яма огорожена 25.11',
    withoutPhoto: 'не нужно',
    agreeingId: office.people.agreeing,
  });
  office.setTime(msk('2026-12-25 17:30'));
  const facts = () => office.rows('select id from overdue where appeal_id = $1 and ended_at is null', [appealId]);
  const before = await facts();
  await office.must('approving', 'withdrawExtension', appealId, { reason: 'ошибка' });
  expect(await facts()).toEqual(before);
});

describe('an extension moves the stages', () => {
  const whole = (until: string) => workingTimeBetween(MORNING, msk(`${until} 23:59:59`), office.desk.office.calendar());
  const [WHOLE, EXTENDED] = ['2026-12-25', '2027-01-24'];
  const grows = () => whole(EXTENDED) / whole(WHOLE);
  /** A tenth of the whole. */
  const agreement = () => 0.1 * whole(WHOLE);

  interface StageRow {
    readonly stage_due_at: Date;
    readonly allowance: number;
  }
  const stage = async (appealId: number) =>
    (
      await office.rows<StageRow>(
        `select stage_due_at, (visits ->> 'allowance')::float8 as allowance from appeal where id = $1`,
        [appealId],
      )
    )[0]!;
  const facts = (appealId: number) =>
    office.rows<{ kind: string; ended: boolean; named: boolean }>(
      `select kind, ended_at is not null as ended, holder is not null and unnamed is null as named from overdue
       where appeal_id = $1 and kind <> 'duty' order by due_at`,
      [appealId],
    );
  const inWork = async (): Promise<number> => {
    const appealId = await office.register('appeal59');
    await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
    await office.must('executor', 'takeIntoWork', appealId);
    return appealId;
  };
  const withdraw = (appealId: number) =>
    office.must('approving', 'withdrawExtension', appealId, { reason: 'не тот номер' });

  test('from it on every share is of the working time to the extended due, and taken back it is what it was', async () => {
    const appealId = await inWork();
    const before = await stage(appealId);
    await office.must('approving', 'extendTerm', appealId, { ...EXTENSION, extensionDays: 30 });
    const extended = await stage(appealId);
    // 25.11 10:00 to 25.12 and to 24.01: the share grows with the working time of the whole
    expect(extended.allowance / before.allowance).toBeCloseTo(grows(), 3);
    expect(extended.stage_due_at.getTime()).toBeGreaterThan(before.stage_due_at.getTime());
    // a stage that is entered later has its share of the same
    await office.must('executor', 'submitAnswer', appealId, {
      answerType: 'resolved',
      answerText: 'Яма огорожена 25.11',
      withoutPhoto: 'не нужно',
      agreeingId: office.people.agreeing,
    });
    expect((await stage(appealId)).allowance / agreement()).toBeCloseTo(grows(), 3);
    await withdraw(appealId);
    expect((await stage(appealId)).allowance).toBeCloseTo(agreement(), -4);
    await office.must('executor', 'withdrawDraft', appealId, { confirmed: true });
    expect(await stage(appealId)).toEqual(before);
  });

  test('it ends the present lateness and not the fact; late by its new end too, the visit has no second fact', async () => {
    const appealId = await inWork();
    const { stage_due_at: end } = await stage(appealId);
    office.setTime(new Date(end.getTime() + 60_000));
    await office.must('approving', 'extendTerm', appealId, { ...EXTENSION, extensionDays: 30 });
    expect(await facts(appealId)).toEqual([{ kind: 'stage', ended: true, named: true }]);
    const { stage_due_at: later } = await stage(appealId);
    expect(later.getTime()).toBeGreaterThan(end.getTime());
    office.setTime(new Date(later.getTime() + 60_000));
    await office.must('executor', 'comment', appealId, { comment: 'Работы идут', progress: 'works_under_way' });
    // the same one, and it is late again
    expect(await facts(appealId)).toEqual([{ kind: 'stage', ended: false, named: true }]);
  });

  test('where less is left after it was taken back than the duty would give, the whole is nobody’s', async () => {
    const appealId = await inWork();
    office.setTime(msk('2026-12-25 16:30'));
    await office.must('approving', 'extendTerm', appealId, EXTENSION);
    await withdraw(appealId);
    office.setTime(msk('2026-12-28 09:00'));
    await office.must('executor', 'comment', appealId, { comment: 'Работы идут', progress: 'works_under_way' });
    const [, whole] = await facts(appealId);
    expect(whole).toEqual({ kind: 'whole', ended: false, named: false });
  });

  test('a whole that was left long enough stays whoever’s held it', async () => {
    const appealId = await inWork();
    await office.must('approving', 'extendTerm', appealId, EXTENSION);
    await withdraw(appealId);
    office.setTime(msk('2026-12-28 09:00'));
    await office.must('executor', 'comment', appealId, { comment: 'Работы идут', progress: 'works_under_way' });
    expect((await facts(appealId)).at(-1)).toEqual({ kind: 'whole', ended: false, named: true });
  });
});
