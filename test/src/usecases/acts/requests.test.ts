import { runDueReminders } from '../../../../src/jobs/tick';
import { MORNING, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());
beforeEach(() => {
  office.setTime(MORNING);
});

async function requested(requestBy: string): Promise<readonly [appealId: number, requestId: number]> {
  const appealId = await office.register();
  await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', appealId);
  const asked = { requestBody: 'Росреестр', requestWhat: 'выписка', requestBy };
  await office.must('executor', 'requestDocuments', appealId, asked);
  const [request] = await office.rows<{ id: number }>('select id from document_request where appeal_id = $1', [
    appealId,
  ]);
  return [appealId, request!.id];
}
/** With the morning lists of that day told already: what waits for one is a matter of its own. */
async function tick(): Promise<void> {
  await office.rows(
    `insert into digest (subject, day, numbers) select 'person:' || id, ($1::timestamptz at time zone 'Europe/Moscow')::date,
       '{"overdue": 0, "due": 0, "escalated": 0}' from person on conflict do nothing`,
    [office.desk.clock.now()],
  );
  await runDueReminders(office.desk);
}
const planned = (appealId: number) =>
  office.rows(`select term from reminder where appeal_id = $1 and reason = 'documents' and state = 'planned'`, [
    appealId,
  ]);
const said = async (appealId: number, action: string) =>
  (
    await office.rows('select journal_entry.told as details from journal_entry where appeal_id = $1 and action = $2', [
      appealId,
      action,
    ])
  )[0]!.details;

test('a request that is cancelled waits for nobody, and its history says of whom it was asked and why it is not', async () => {
  const [appealId, requestId] = await requested('2026-11-30');
  expect(await planned(appealId)).toHaveLength(1);
  await office.must('executor', 'cancelRequest', appealId, { requestId, reason: 'выписка нашлась' });
  expect(await planned(appealId)).toEqual([]);
  expect(await said(appealId, 'cancelRequest')).toMatchObject({ requestBody: 'Росреестр', reason: 'выписка нашлась' });
  expect(await office.act('executor', 'receiveDocuments', appealId, { requestId })).toMatchObject({
    ok: false,
    refusal: 'noOpenRequest',
  });
});

test('a request by a day off is by the next working day, and both days are said', async () => {
  const [appealId, requestId] = await requested('2026-11-28');
  const [request] = await office.rows('select by_day from document_request where id = $1', [requestId]);
  expect(request).toEqual({ by_day: '2026-11-30' });
  expect(await said(appealId, 'requestDocuments')).toMatchObject({
    requestBy: '2026-11-30',
    dateMovedFrom: '2026-11-28',
  });
});

describe('what is awaited can be ended wherever it is nagged of', () => {
  const coordinators = ['coordinator', 'coordinator2'];
  const morningOf = async (appealId: number) =>
    (
      await office.rows<{ name: string }>(
        `select distinct p.name from nag n join reminder r on r.id = n.reminder_id join person p on p.id = n.person_id
         where r.appeal_id = $1 and r.reason = 'documents' order by p.name`,
        [appealId],
      )
    ).map(({ name }) => name);

  test('by the executor while the answer is with the supervisor, and it is nagged of there', async () => {
    const [appealId, requestId] = await requested('2026-11-26');
    await office.must('executor', 'submitAnswer', appealId, {
      answerType: 'declined',
      answerText: 'Обращение рассмотрено, работы проведены 24.11.2026.',
      agreeingId: office.people.agreeing,
    });
    expect(await planned(appealId)).toHaveLength(1);
    office.setTime(new Date('2026-11-26T08:01:00+03:00'));
    await tick();
    expect(await morningOf(appealId)).toEqual(['executor']);
    expect(await office.act('coordinator', 'receiveDocuments', appealId, { requestId })).toMatchObject({
      ok: false,
      refusal: 'notYours',
    });
    await office.must('executor', 'receiveDocuments', appealId, { requestId });
    expect(await planned(appealId)).toEqual([]);
  });

  test('by a coordinator where there is no executor, and coordinators are nagged of it', async () => {
    const [appealId, requestId] = await requested('2026-11-26');
    await office.must('executor', 'returnToCoordination', appealId, { reason: 'не наше' });
    expect(await planned(appealId)).toHaveLength(1);
    office.setTime(new Date('2026-11-26T08:01:00+03:00'));
    await tick();
    expect(await morningOf(appealId)).toEqual(coordinators);
    await office.must('coordinator', 'cancelRequest', appealId, { requestId, reason: 'ответили по телефону' });
    expect(await planned(appealId)).toEqual([]);
  });

  test.each([
    ['planVisit', 'recordVisit'],
    ['planMeeting', 'recordMeeting'],
  ] as const)('what came of it is told after the draft was sent: %s, %s', async (plan, record) => {
    const appealId = await office.register();
    await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
    await office.must('executor', 'takeIntoWork', appealId);
    await office.must('executor', plan, appealId, {
      visitAt: new Date('2026-11-25T14:00:00+03:00'),
      visitPlace: 'ул. Ленина, 10',
      visitPeople: [],
    });
    await office.must('executor', 'submitAnswer', appealId, {
      answerType: 'declined',
      answerText: 'Обращение рассмотрено, работы проведены 24.11.2026.',
      agreeingId: office.people.agreeing,
    });
    const [visit] = await office.rows<{ id: number }>('select id from visit where appeal_id = $1', [appealId]);
    office.setTime(new Date('2026-11-26T09:00:00+03:00'));
    await office.must('executor', record, appealId, { visitId: visit!.id, result: 'осмотрено' });
  });
});
