import { NOTICE_SCREENS } from '../../../../bots/conversation/front/notices';
import { wordsOf } from '../../../../src/i18n';
import { tellOfUnheard } from '../../../../src/usecases/upkeep/outage';
import { paramsOf } from '../../../../src/usecases/kit/messages';
import { openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

const said = () =>
  office.rows<{ params: { personId: number } }>(`select params from outbox_message where kind = 'unheard' order by id`);

test('the admins hear once a day that what somebody has sent can’t be heard, and what to ask of colleagues', async () => {
  const admins = await office.rows<{ id: number }>(`select id from person where 'admin' = any(roles) order by id`);
  const ids = admins.map(({ id }) => id);
  for (const at of ['2026-11-26T09:00', '2026-11-26T23:59', '2026-11-27T00:00', '2026-11-27T18:00'])
    await tellOfUnheard({ ...office.desk, clock: { now: () => new Date(`${at}:00+03:00`) } }, 'max');
  const told = await said();
  expect(told.map(({ params }) => params.personId).sort()).toEqual([...ids, ...ids].sort());
  const calendar = office.desk.office.calendar();
  const reading = { words: wordsOf('ru'), now: new Date('2026-11-26T09:00:00+03:00'), calendar, longest: 4_000 };
  const text = NOTICE_SCREENS.unheard(paramsOf('unheard', told[0]?.params), reading)?.text;
  expect(text).toContain('Из MAX пришло сообщение без текста и имени');
  expect(text).toContain('Попросите коллег писать текстом');
});
