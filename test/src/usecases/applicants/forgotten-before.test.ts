import { toForgetAgain } from '../../../../src/usecases/applicants/forget-questions';
import { forgetAgain } from '../../../../src/usecases/applicants/forget';
import { databaseOf } from '../../../../src/database/database';
import { MORNING, openOffice } from '../working-office';

test('whoever an earlier version has forgotten loses what officials have written of them, once, and nobody else does', async () => {
  const office = await openOffice();
  const [before, open] = [await office.register(), await office.register()];
  const said = 'Звонил на 8 917 555-11-22, в 12-ю квартиру';
  for (const appealId of [before, open])
    await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor, instruction: said });
  await office.rows('delete from applicant');
  await office.rows(`update appeal set stage = 'closed', finished_at = $2, forgotten_at = $2 where id = $1`, [
    before,
    MORNING,
  ]);
  await office.rows(
    `insert into setting (key, value) select 'forget_again', jsonb_build_object('numbers', jsonb_agg(number)) from appeal where id = $1`,
    [before],
  );
  expect(await toForgetAgain(databaseOf(office.desk))).toHaveLength(1);
  expect(await forgetAgain(office.desk)).toBe(1);
  expect(await forgetAgain(office.desk)).toBe(0);
  const words = await office.rows<{ id: number; said: string }>(
    `select j.appeal_id as id, j.told ->> 'instruction' as said from journal_entry j where j.action = 'assign' order by j.id`,
  );
  expect(words).toEqual([
    { id: before, said: 'Звонил на +7 ••• •••-••-22, в ••• квартиру' },
    { id: open, said },
  ]);
  await office.fresh.drop();
});
