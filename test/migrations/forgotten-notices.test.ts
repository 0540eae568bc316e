import { ForgottenNotices1782852000001 } from '../../migrations/1782852000001-forgotten-notices';
import { migrate } from '../../src/adapters/migrate';
import { MORNING, openOffice, type WorkingOffice } from '../src/usecases/working-office';
import { undoDownTo } from '../support/migrations';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

test('the card of a redirect whose applicant was forgotten before an update shows the notice as it was left in ПОС’ task', async () => {
  const [forgotten, remembered] = [await office.register(), await office.register()];
  for (const id of [forgotten, remembered]) {
    await office.rows(
      `update appeal set stage = 'redirected', finished_at = $2, redirect_notice = 'Звонили на 8 917 555-11-22' where id = $1`,
      [id, MORNING],
    );
    await office.rows(
      `insert into delivery (appeal_id, kind, text, queued_at, placed_at) values ($1, 'redirect_notice', 'Звонили на •••22', $2, $2)`,
      [id, MORNING],
    );
  }
  await office.rows('update appeal set forgotten_at = $2 where id = $1', [forgotten, MORNING]);
  await undoDownTo(office.fresh.database, ForgottenNotices1782852000001.name);
  await migrate(office.fresh.database);
  const notices = await office.rows<{ notice: string }>('select redirect_notice as notice from appeal order by id');
  expect(notices.map(({ notice }) => notice)).toEqual(['Звонили на •••22', 'Звонили на 8 917 555-11-22']);
});
