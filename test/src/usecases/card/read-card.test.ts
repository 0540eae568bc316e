import { confirmStageShares } from '../../../../src/usecases/terms/calendar';
import { stampOf } from '../../../../src/usecases/kit/redraw';
import { officialById } from '../../../../src/usecases/kit/officials';
import type { Kind } from '../../../../src/regulation/vocabulary';
import { readCard } from '../../../../src/usecases/card/read-card';
import { readHistory } from '../../../../src/usecases/card/history';
import { day, msk, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

const cardOf = async (appealId: number) => (await readCard(office.desk, appealId, await office.actor('curator')))!.card;

/** With the supervisor, who has changed its text if `edited` says so. */
async function agreed(answer: Record<string, unknown>, edited: string | null, kind: Kind = 'message'): Promise<number> {
  office.setTime(msk('2026-11-23 09:00'));
  const id = await office.register(kind);
  await office.must('coordinator', 'assign', id, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', id);
  await office.must('executor', 'submitAnswer', id, {
    answerType: 'resolved',
    answerText: 'Яма заделана 24.11',
    withoutPhoto: 'не нужно',
    agreeingId: office.people.agreeing,
    ...answer,
  });
  if (edited !== null) await office.must('agreeing', 'editDraft', id, { editedText: edited });
  await office.must('agreeing', 'agreeAnswer', id, { approvingId: office.people.approving });
  await office.must('coordinator', 'markEntered', id);
  return id;
}
const approved = (id: number, more: Record<string, unknown> = {}) =>
  office.must('approving', 'approveAnswer', id, { signedText: 'as_entered', signature: 'unqualified', ...more });

describe('the text of a sent answer is of whoever wrote that version', () => {
  test.each([
    ['the executor’s where nobody has changed it', null, {}, 'executor'],
    ['the agreeing supervisor’s', 'Яма заделана 24.11, бордюр 25.11', {}, 'agreeing'],
    [
      'the approver’s, who has changed it in ПОС',
      'Яма заделана',
      { signedText: 'edited_in_pos', textInPos: 'Яма заделана 24.11 щебнем' },
      'approving',
    ],
  ])('%s', async (_, edited, signed, author) => {
    const id = await agreed({}, edited);
    await approved(id, signed);
    expect((await cardOf(id)).draft).toMatchObject({ state: 'answer', author, preparedBy: 'executor' });
  });
});

test.each([
  ['the kind that the approver has named', { signedWith: 'unqualified' }, 'unqualified'],
  ['no kind where none was named, as before it was asked', {}, null],
] as const)(
  'an answer that was signed in ПОС says so on its card and in the history, with %s',
  async (_, more, level) => {
    const id = await agreed({}, null);
    expect((await cardOf(id)).draft?.signedThere).toBeNull();
    await approved(id, more);
    expect((await cardOf(id)).draft?.signedThere).toEqual({ level });
    const history = await readHistory(office.desk, await office.actor('curator'), id, 0, 50);
    const lines = history!.lines.map(({ action, facts }) => [action, facts.signedThere]);
    expect(lines.filter(([, signed]) => signed !== null)).toEqual([['approveAnswer', { level }]]);
  },
);

test('one under 59-ФЗ was signed with a qualified signature, whatever was pressed', async () => {
  const id = await agreed({}, null, 'appeal59');
  await approved(id, { signedWith: 'unqualified' });
  expect((await cardOf(id)).draft?.signedThere).toEqual({ level: 'qualified' });
});

test('a due that only our reading gives is marked, with the one of the registration', async () => {
  const plain = await agreed({}, null);
  expect((await cardOf(plain)).assumptions.due).toBeNull();
  await approved(plain);
  office.setTime(msk('2026-11-24 10:00'));
  await office.must('curator', 'returnForReexamination', plain, {
    reexaminationReason: 'other',
    reexaminationText: 'нет',
  });
  expect((await cardOf(plain)).assumptions.due).toEqual({ by: 'reexamination', first: '2026-12-23' });

  // returned before it was sent, it keeps its term
  const kept = await agreed({}, null);
  await office.must('curator', 'returnForReexamination', kept, {
    reexaminationReason: 'other',
    reexaminationText: 'нет',
  });
  expect((await cardOf(kept)).assumptions.due).toBeNull();

  const interim = await agreed({ answerType: 'postponed', postponedUntil: day('2026-12-07') }, null);
  await approved(interim);
  expect((await cardOf(interim)).assumptions.due).toEqual({ by: 'postponement', first: '2026-12-23' });
});

test('the shares are an assumption until an admin has confirmed them', async () => {
  const id = await agreed({}, null);
  await office.rows(`delete from setting where key = 'stage_shares'`);
  expect((await cardOf(id)).assumptions.shares).toBe(true);
  await confirmStageShares(
    office.desk,
    (await officialById(office.desk, office.people.admin))!,
    stampOf(office.desk.office.shares),
  );
  expect((await cardOf(id)).assumptions.shares).toBe(false);
});
