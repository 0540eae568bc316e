import { AppealsNamed1782852000000 } from '../../migrations/1782852000000-appeals-named';
import { migrate } from '../../src/adapters/migrate';
import { APPEALS_NAMED } from '../../src/usecases/appeals/joined';
import { msk, openOffice, type WorkingOffice } from '../src/usecases/working-office';
import { undoDownTo } from '../support/migrations';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

async function toSign(...[id, ...others]: readonly [number, ...number[]]): Promise<number> {
  if (others.length > 0) await office.must('coordinator', 'join', id, { joinIds: others, confirmed: true });
  await office.must('coordinator', 'assign', id, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', id);
  const answer = { answerType: 'resolved', answerText: 'Яма засыпана.', agreeingId: office.people.agreeing };
  await office.must('executor', 'submitAnswer', id, answer, { photos: 1 });
  await office.must('agreeing', 'agreeAnswer', id, { approvingId: office.people.approving });
  return id;
}

test('a letter that was issued before an update is still to be signed after it, unless its number was corrected since', async () => {
  const together = await toSign(await office.register(), await office.register());
  const corrected = await toSign(await office.register());
  // By the program of today, which needs the tables of today; the letters are of an hour before.
  office.setTime(msk('2026-11-25 13:00'));
  const correction = { corrected: { number: 'RIGHT-1' }, reason: 'Опечатка', confirmed: true };
  await office.must('coordinator', 'correctDetails', corrected, correction);
  await undoDownTo(office.fresh.database, AppealsNamed1782852000000.name);
  for (const id of [together, corrected])
    await office.rows(
      `insert into letter (draft_id, signer_id, names_applicant, is_draft, sha256, issued_at) select draft_id, approving_id, false, false, 'letter', $2
       from appeal where id = $1`,
      [id, msk('2026-11-25 12:00')],
    );
  await migrate(office.fresh.database);

  const present = await office.rows(
    `select a.id from letter l join appeal a on a.draft_id = l.draft_id where l.appeals_named = ${APPEALS_NAMED}`,
  );
  expect(present).toEqual([{ id: together }]);
});
