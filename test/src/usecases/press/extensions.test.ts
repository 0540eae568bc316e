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
