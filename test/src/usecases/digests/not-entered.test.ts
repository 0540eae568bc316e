import type { SignatureMode } from '../../../../src/regulation/vocabulary';
import { readOffice } from '../../../../src/usecases/digests/office';
import { registerAppeals } from '../../../../src/usecases/intake/register-appeals';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { readList } from '../../../../src/usecases/lists/lists';
import { day, msk, openOffice, type WorkingOffice } from '../working-office';

// domain.md, Holder: with `mark` a draft is all coordinators' until its present version is «внесено в ПОС».

let office: WorkingOffice;
afterEach(() => office.fresh.drop());

/** Its whole ends on Sunday, 29.11; agreed on the Thursday before. */
async function agreed(signatures: SignatureMode): Promise<number> {
  office = await openOffice({ signatures });
  office.setTime(msk('2026-11-26 11:00'));
  const [row] = await registerAppeals(
    office.desk,
    [{ number: 'AGREED', kind: 'message', registeredAt: msk('2026-10-30 10:00') }],
    'sample',
  );
  const { id } = row!;
  const { people, must } = office;
  await must('coordinator', 'assign', id, { executorId: people.executor });
  await must('executor', 'takeIntoWork', id);
  await must('executor', 'submitAnswer', id, {
    answerType: 'resolved',
    answerText: 'Яма заделана 24.11',
    withoutPhoto: 'не нужно',
    agreeingId: people.agreeing,
  });
  await must('agreeing', 'agreeAnswer', id, { approvingId: people.approving });
  return id;
}

/** Whom the list and the group's digest name at that moment; null: all coordinators. */
async function named(list: 'soon' | 'overdue', at: string) {
  office.setTime(msk(at));
  const page = await readList(office.desk, await office.actor('coordinator'), list, 0);
  const morning = { day: day(at.slice(0, 10)), slot: msk(at), now: msk(at) };
  const { overdue } = await readOffice(office.fresh.database, morning, circumstances(office.desk));
  return { list: page!.lines.map(({ holder }) => holder), digest: overdue.map(({ name }) => name) };
}

test('what is agreed and not entered into ПОС stands with the coordinators in the lists and in the group’s digest', async () => {
  const id = await agreed('mark');
  expect(await named('soon', '2026-11-27 08:30')).toEqual({ list: [null], digest: [] });
  expect(await named('overdue', '2026-11-30 08:30')).toEqual({ list: [null], digest: [null] });
  await office.must('coordinator', 'markEntered', id);
  expect(await named('overdue', '2026-11-30 08:40')).toEqual({ list: ['approving'], digest: ['approving'] });
});

test('what is signed here is the approver’s from the moment it is agreed', async () => {
  await agreed('verify');
  expect(await named('soon', '2026-11-27 08:30')).toEqual({ list: ['approving'], digest: [] });
  expect(await named('overdue', '2026-11-30 08:30')).toEqual({ list: ['approving'], digest: ['approving'] });
});
