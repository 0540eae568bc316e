import { NOTICE_SCREENS } from '../../../../bots/conversation/screens/notices/notices';
import { wordsOf } from '../../../../src/i18n';
import { noteReceiving } from '../../../../src/usecases/administration/tell-of-silence';
import { paramsOf } from '../../../../src/usecases/messages';
import { openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());
beforeEach(async () => {
  await office.rows(`delete from outbox_message where kind = 'silence'`);
  await office.rows(`delete from setting where key = 'receiving'`);
});

const receivesAt = (...moments: readonly string[]) =>
  moments.reduce<Promise<number[]>>(async (before, at) => {
    const now = new Date(`${at}+03:00`);
    return [...(await before), await noteReceiving({ ...office.desk, clock: { now: () => now } })];
  }, Promise.resolve([]));
const said = () => office.rows<{ params: unknown }>(`select params from outbox_message where kind = 'silence'`);

test('a weekend without power is told to the admins once, with the hours from which nothing has come', async () => {
  const admins = await office.rows(`select id from person where 'admin' = any(roles)`);
  const told = await receivesAt(
    '2026-11-27T18:00:00',
    '2026-11-27T18:03:00',
    '2026-11-27T18:06:00',
    '2026-11-30T08:00:00',
    '2026-11-30T08:00:15',
    '2026-11-30T08:10:00',
  );
  expect(told).toEqual([0, 0, 0, admins.length, 0, 0]);
  const [row] = await said();
  const calendar = office.desk.office.calendar();
  const reading = { words: wordsOf('ru'), now: new Date('2026-11-30T08:00:00+03:00'), calendar, longest: 4_096 };
  const text = NOTICE_SCREENS.silence(paramsOf('silence', row?.params), reading)?.text;
  expect(text).toContain('С 27.11 18:06 бот не получал сообщений больше суток');
  expect(text).toContain('Что прислали до 29.11 08:00, до бота не дошло');
});

test('the first start, a night and a clock that was set back are no silence', async () => {
  expect(await receivesAt('2026-11-27T18:00:00', '2026-11-28T17:59:00', '2026-11-25T08:00:00')).toEqual([0, 0, 0]);
  expect(await receivesAt('2026-11-26T07:00:00')).toEqual([0]);
  expect(await said()).toEqual([]);
});

test('of two processes that look at once one tells', async () => {
  const at = (iso: string) => ({ ...office.desk, clock: { now: () => new Date(iso) } });
  await noteReceiving(at('2026-11-27T15:00:00Z'));
  const desk = at('2026-11-30T05:00:00Z');
  await Promise.all([noteReceiving(desk), noteReceiving(desk)]);
  const admins = await office.rows(`select id from person where 'admin' = any(roles)`);
  expect(await said()).toHaveLength(admins.length);
});
