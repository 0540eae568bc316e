import { enterFormerDrafts } from '../../../../src/usecases/delivery/task-takers';
import type { Desk } from '../../../../src/usecases/kit/ports';
import { countLists } from '../../../../src/usecases/lists/lists';
import { openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

/** As the former version left a draft: approved at once, entered nowhere. */
async function agreedBefore(): Promise<number> {
  const appealId = await office.register();
  const { executor, agreeing, approving } = office.people;
  await office.must('coordinator', 'assign', appealId, { executorId: executor });
  await office.must('executor', 'takeIntoWork', appealId);
  await office.must('executor', 'submitAnswer', appealId, {
    answerType: 'declined',
    answerText: 'Яма заделана 24.11',
    agreeingId: agreeing,
  });
  await office.must('agreeing', 'agreeAnswer', appealId, { approvingId: approving });
  await office.rows('delete from delivery');
  await office.rows('delete from outbox_message');
  return appealId;
}

test('at the first start a draft that waits for its approver gets the task of every draft, once', async () => {
  const appealId = await agreedBefore();
  const held = async () => (await countLists(office.desk, await office.actor('approving'))).get('mine');
  // Nothing stands in ПОС to be signed, whether somebody was asked to enter it or not.
  expect(await held()).toBe(0);

  await enterFormerDrafts(office.desk);
  await enterFormerDrafts(office.desk);
  expect(await office.rows('select kind, text, placed_at from delivery')).toEqual([
    { kind: 'draft_entry', text: 'Яма заделана 24.11', placed_at: null },
  ]);
  expect(
    (await office.rows(`select params from outbox_message where params ->> 'subject' = 'delivery'`)).map(({ params }) =>
      office.nameOf(params.personId),
    ),
  ).toEqual(expect.arrayContaining(['coordinator', 'coordinator2']));
  // Until it is entered the approver does not hold it.
  expect(await held()).toBe(0);
  await office.must('coordinator', 'markEntered', appealId);
  expect(await held()).toBe(1);
});

test('several are one message to each coordinator, which leads to their list', async () => {
  await office.rows(`delete from setting where key = 'drafts_to_enter'`);
  for (let drafts = 0; drafts < 3; drafts += 1) await agreedBefore();
  await enterFormerDrafts(office.desk);
  const told = await office.rows('select kind, params from outbox_message');
  expect(told.map(({ kind, params }) => [kind, office.nameOf(params.personId), params.count])).toEqual(
    expect.arrayContaining([
      ['draftsToEnter', 'coordinator', 3],
      ['draftsToEnter', 'coordinator2', 3],
    ]),
  );
  expect(told.filter(({ kind }) => kind === 'card')).toEqual([]);
  expect(await office.rows('select kind from delivery')).toHaveLength(3);
});

test('where answers are signed here from now on nothing is entered, and an office that goes back gets its tasks anew', async () => {
  await office.rows(`delete from setting where key = 'drafts_to_enter'`);
  await agreedBefore();
  const open = () => office.rows('select kind from delivery where placed_at is null and withdrawn_at is null');
  await enterFormerDrafts(office.desk);
  const before = await open();
  const here: Desk = { ...office.desk, office: { ...office.desk.office, signatures: 'verify' } };
  const held = async (desk: Desk) => (await countLists(desk, await office.actor('approving'))).get('mine') ?? 0;
  expect(await held(here)).toBe((await held(office.desk)) + before.length);

  await enterFormerDrafts(here);
  expect(await open()).toEqual([]);
  await enterFormerDrafts(office.desk);
  expect(await open()).toEqual(before);
});
