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
const planned = (appealId: number) =>
  office.rows(`select term from reminder where appeal_id = $1 and reason = 'documents' and state = 'planned'`, [
    appealId,
  ]);
const said = async (appealId: number, action: string) =>
  (await office.rows('select details from journal_entry where appeal_id = $1 and action = $2', [appealId, action]))[0]!
    .details;

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
