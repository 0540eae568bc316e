import { runDueReminders } from '../../../../src/jobs/tick';
import type { Stage } from '../../../../src/regulation/vocabulary';
import { changePerson } from '../../../../src/usecases/office/change-person';
import { disablePerson } from '../../../../src/usecases/office/disable-person';
import { officialById } from '../../../../src/usecases/kit/officials';
import { day, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
const open = async (signatures: 'mark' | 'verify' = 'mark') => {
  office = await openOffice({ signatures });
};
afterEach(() => office.fresh.drop());

const id = (name: PersonName) => office.people[name];
const admin = async () => (await officialById(office.desk, id('admin')))!;
const NOBODY = { successors: {}, reason: 'уволен' };
const leaves = async () => disablePerson(office.desk, await admin(), { personId: id('executor'), ...NOBODY });
const isNoExecutor = async () =>
  changePerson(office.desk, await admin(), id('executor'), { kind: 'role', role: 'executor', held: false }, NOBODY);

async function agreed(appealId: number, answerType = 'resolved', more: Record<string, unknown> = {}): Promise<void> {
  await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
  await office.must('executor', 'takeIntoWork', appealId);
  await office.must('executor', 'submitAnswer', appealId, {
    ...{ answerType, answerText: 'Яма заделана 24.11', withoutPhoto: 'не нужно', agreeingId: id('agreeing'), ...more },
  });
  await office.must('agreeing', 'agreeAnswer', appealId, { approvingId: id('approving') });
}
async function answered(appealId: number): Promise<void> {
  await agreed(appealId);
  await office.must('coordinator', 'markEntered', appealId);
  await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
}
const returned = (appealId: number) =>
  office.must('curator', 'returnForReexamination', appealId, {
    reexaminationReason: 'formal_answer',
    reexaminationText: 'нет фактов',
  });

const held = async (appealId: number) => {
  const [row] = await office.rows<{ stage: Stage; executor: number | null; duty: Date | null }>(
    'select stage, executor_id as executor, duty_due_at as duty from appeal where id = $1',
    [appealId],
  );
  return [row?.stage, office.nameOf(row?.executor ?? null)];
};
/** What has come since, but for cards drawn anew: to whom, of what kind, «!» with a sound. */
async function heard(): Promise<string[]> {
  const rows = await office.rows<{ kind: string; silent: boolean; params: { personId: number; notice?: string } }>(
    `select kind, silent, params from outbox_message where kind in ('card', 'notice', 'participantLeft') order by id`,
  );
  return rows
    .map(({ kind, silent, params }) => `${office.nameOf(params.personId)} ${params.notice ?? kind}${silent ? '' : '!'}`)
    .sort();
}
const forgetSaid = () => office.rows('truncate outbox_message');

describe('an answer that comes back to whoever has left', () => {
  beforeEach(() => open());

  test.each([
    ['was switched off', () => leaves()],
    ['is no executor any more', () => isNoExecutor()],
  ])('is the coordinators’ to distribute, where its executor %s', async (_why, goes) => {
    const appealId = await office.register();
    await answered(appealId);
    await goes();
    office.setTime(msk('2026-11-30 10:00'));
    await forgetSaid();
    await returned(appealId);
    expect(await held(appealId)).toEqual(['coordination', null]);
    expect(await heard()).toEqual(['coordinator reexamination!', 'coordinator2 reexamination!']);
    office.setTime(msk('2026-12-04 16:00'));
    await runDueReminders(office.desk);
    const facts = await office.rows('select holder_ids from overdue where $1 = any(holder_ids)', [id('executor')]);
    expect(facts).toEqual([]);
    // as one that was never given to anybody
    await office.must('coordinator', 'assign', appealId, { executorId: id('executor2') });
    await office.must('coordinator', 'undoAssignment', appealId);
    expect(await held(appealId)).toEqual(['coordination', null]);
  });

  test('goes back to an executor who is only away', async () => {
    const appealId = await office.register();
    await answered(appealId);
    await office.rows(
      `insert into absence (person_id, from_day, until_day, entered_by_id, entered_at) values ($1, '2026-11-20', '2026-12-20', $1, now())`,
      [id('executor')],
    );
    await returned(appealId);
    expect(await held(appealId)).toEqual(['assigned', 'executor']);
  });

  test('takes those along that are worked as one with it', async () => {
    const [leading, follower] = [await office.register(), await office.register()];
    await office.must('coordinator', 'join', leading, { joinIds: [follower], confirmed: true });
    await answered(leading);
    await leaves();
    await returned(leading);
    expect([await held(leading), await held(follower)]).toEqual([
      ['coordination', null],
      ['coordination', null],
    ]);
  });

  test('is told to the coordinators where the table gives it to that place all the same, and nobody owes the report', async () => {
    const appealId = await office.register();
    await agreed(appealId);
    await leaves();
    await forgetSaid();
    await returned(appealId);
    expect(await held(appealId)).toEqual(['assigned', 'executor']);
    expect(await heard()).toEqual(['coordinator participantLeft!', 'coordinator2 participantLeft!']);
    const [told] = await office.rows<{ params: object }>(
      `select params from outbox_message where kind = 'participantLeft' limit 1`,
    );
    expect(told?.params).toMatchObject({ name: 'executor', why: 'disabled', count: 1, appeals: [{ id: appealId }] });
    office.setTime(msk('2026-11-27 16:00'));
    await runDueReminders(office.desk);
    expect(await office.rows(`select from overdue where kind = 'duty'`)).toEqual([]);
  });
});

describe('an interim answer whose executor leaves while it is on its way', () => {
  beforeEach(() => open('verify'));

  test('is told to the coordinators as it is sent, and on its date it is theirs to distribute', async () => {
    const appealId = await office.register();
    await agreed(appealId, 'postponed', { postponedUntil: day('2026-12-04') });
    await office.must('approving', 'approveAnswer', appealId, {}, { documents: 1 });
    await forgetSaid();
    await leaves();
    // nobody in particular has to act there
    expect(await heard()).toEqual([]);
    await office.must('coordinator', 'confirmSent', appealId);
    expect(await held(appealId)).toEqual(['postponed', 'executor']);
    expect(await heard()).toEqual(['coordinator participantLeft', 'coordinator2 participantLeft!']);
    await forgetSaid();
    office.setTime(msk('2026-12-04 08:00'));
    await runDueReminders(office.desk);
    expect(await held(appealId)).toEqual(['coordination', null]);
    expect(await heard()).toEqual(['coordinator resumed!', 'coordinator2 resumed!']);
  });

  test('resumes at whoever was put in their place', async () => {
    const appealId = await office.register();
    await agreed(appealId, 'postponed', { postponedUntil: day('2026-12-04') });
    await office.must('approving', 'approveAnswer', appealId, {}, { documents: 1 });
    await leaves();
    await office.must('coordinator', 'confirmSent', appealId);
    await office.must('coordinator', 'replaceParticipant', appealId, {
      ...{ participant: 'executor', replacementId: id('executor2'), reason: 'уволен' },
    });
    office.setTime(msk('2026-12-04 08:00'));
    await runDueReminders(office.desk);
    expect(await held(appealId)).toEqual(['in_progress', 'executor2']);
  });
});
