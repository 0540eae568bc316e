import { MORNING, msk, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());
beforeEach(() => {
  office.setTime(MORNING);
});

async function instructed(instructionDay: string | null): Promise<number> {
  const appealId = await office.register();
  await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', appealId);
  await office.must('executor', 'report', appealId, { supervisorId: office.people.agreeing });
  await office.must('agreeing', 'instruct', appealId, { instruction: 'огородить яму', instructionDay });
  return appealId;
}
const instructions = (appealId: number) =>
  office.rows<{ id: number; by_day: string; open: boolean }>(
    `select id, by_day, coalesce(done_at, withdrawn_at, ended_at) is null as open from instruction where appeal_id = $1`,
    [appealId],
  );
const planned = async (appealId: number) =>
  (
    await office.rows<{ at: Date }>(
      `select due_at as at from reminder where appeal_id = $1 and reason = 'instruction' and state = 'planned'`,
      [appealId],
    )
  ).map(({ at }) => at);
const details = async (appealId: number, action: string) =>
  (
    await office.rows('select journal_entry.told as details from journal_entry where appeal_id = $1 and action = $2', [
      appealId,
      action,
    ])
  )[0]!.details;
const idOf = async (appealId: number) => (await instructions(appealId))[0]!.id;
const submit = (appealId: number) =>
  office.must('executor', 'submitAnswer', appealId, {
    answerType: 'resolved',
    answerText: 'Яма огорожена 25.11',
    withoutPhoto: 'не нужно',
    agreeingId: office.people.agreeing,
  });

test('an instruction without a day is a word: nobody is reminded of it, and nothing waits to be carried out', async () => {
  const appealId = await instructed(null);
  expect(await instructions(appealId)).toEqual([]);
  expect(await planned(appealId)).toEqual([]);
  expect(await office.act('executor', 'fulfilInstruction', appealId, { instructionId: 1 })).toMatchObject({
    refusal: 'noOpenInstruction',
  });
});

test('by a day off it is by the next working day, and both days are said', async () => {
  const appealId = await instructed('2026-11-28');
  expect(await instructions(appealId)).toMatchObject([{ by_day: '2026-11-30', open: true }]);
  expect(await details(appealId, 'instruct')).toMatchObject({
    instructionDay: '2026-11-30',
    dateMovedFrom: '2026-11-28',
  });
  expect(await planned(appealId)).toEqual([msk('2026-11-30 08:00')]);
});

test('it runs on through other stages, goes along to another executor, and is carried out once', async () => {
  const appealId = await instructed('2026-11-27');
  await submit(appealId);
  expect(await planned(appealId)).toEqual([msk('2026-11-27 08:00')]);
  await office.must('agreeing', 'rejectAnswer', appealId, { reason: 'не всё' });
  await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor2 });
  expect(await planned(appealId)).toEqual([msk('2026-11-27 08:00')]);
  const instructionId = await idOf(appealId);
  expect(await office.act('executor', 'fulfilInstruction', appealId, { instructionId })).toMatchObject({
    refusal: 'notYours',
  });
  await office.must('executor2', 'fulfilInstruction', appealId, { instructionId });
  expect(await planned(appealId)).toEqual([]);
  expect(await details(appealId, 'fulfilInstruction')).toMatchObject({ instruction: 'огородить яму' });
  expect(await office.act('executor2', 'fulfilInstruction', appealId, { instructionId })).toMatchObject({
    refusal: 'noOpenInstruction',
  });
});

test('who has given it takes it back, and nobody else does', async () => {
  const appealId = await instructed('2026-11-27');
  const instructionId = await idOf(appealId);
  expect(await office.act('agreeing2', 'withdrawInstruction', appealId, { instructionId })).toMatchObject({
    refusal: 'notYours',
  });
  await office.must('agreeing', 'withdrawInstruction', appealId, { instructionId });
  expect(await instructions(appealId)).toMatchObject([{ open: false }]);
  expect(await planned(appealId)).toEqual([]);
});

test('it ends with the appeal, and goes on where that is opened again', async () => {
  const appealId = await instructed('2026-11-27');
  await office.must('coordinator', 'close', appealId, { closure: 'deleted', reason: 'дубль', confirmed: true });
  expect(await instructions(appealId)).toMatchObject([{ open: false }]);
  expect(await planned(appealId)).toEqual([]);
  await office.must('coordinator', 'reopen', appealId, { confirmed: true });
  expect(await instructions(appealId)).toMatchObject([{ open: true }]);
  expect(await planned(appealId)).toEqual([msk('2026-11-27 08:00')]);
});

test('of two presses at once that carry it out one finds it done', async () => {
  const appealId = await instructed('2026-11-27');
  const instructionId = await idOf(appealId);
  const results = await Promise.all([
    office.act('executor', 'fulfilInstruction', appealId, { instructionId }),
    office.act('agreeing', 'withdrawInstruction', appealId, { instructionId }),
  ]);
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  // Carried out, it is nobody's to take back.
  expect(results.find(({ ok }) => !ok)).toMatchObject({ refusal: expect.stringMatching(/noOpenInstruction|notYours/) });
});
