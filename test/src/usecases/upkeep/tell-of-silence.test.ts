import { NOTICE_SCREENS } from '../../../../bots/conversation/front/notices';
import { wordsOf } from '../../../../src/i18n';
import { noteReceiving, type Receiving } from '../../../../src/usecases/upkeep/silence';
import { paramsOf } from '../../../../src/usecases/kit/messages';
import { openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());
beforeEach(async () => {
  await office.rows(`delete from outbox_message where kind = 'silence'`);
  await office.rows(`delete from setting where key like 'receiving:%'`);
});

const TELEGRAM = { messenger: 'telegram', name: 'Telegram', keptMs: 24 * 3_600_000, isCertain: true };
const MAX = { messenger: 'max', name: 'MAX', isCertain: false };
const receivesAt = (...moments: readonly string[]) =>
  moments.reduce<Promise<number[]>>(async (before, at) => {
    const now = new Date(`${at}+03:00`);
    return [
      ...(await before),
      await noteReceiving({ ...office.desk, clock: { now: () => now } }, { ...TELEGRAM, at: now }),
    ];
  }, Promise.resolve([]));
async function toldText(): Promise<string | undefined> {
  const [row] = await said();
  const calendar = office.desk.office.calendar();
  const reading = { words: wordsOf('ru'), now: new Date('2026-11-30T08:00:00+03:00'), calendar, longest: 4_096 };
  return NOTICE_SCREENS.silence(paramsOf('silence', row?.params), reading)?.text;
}
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
  const text = await toldText();
  expect(text).toContain('С 27.11 18:06 больше суток не было сообщений из Telegram');
  expect(text).toContain('Присланное до 29.11 08:00 потеряно');
});

test('the first start, a night and a clock that was set back are no silence', async () => {
  expect(await receivesAt('2026-11-27T18:00:00', '2026-11-28T17:59:00', '2026-11-25T08:00:00')).toEqual([0, 0, 0]);
  expect(await receivesAt('2026-11-26T07:00:00')).toEqual([0]);
  expect(await said()).toEqual([]);
});

test('of two processes that look at once one tells', async () => {
  const note = (iso: string) =>
    noteReceiving({ ...office.desk, clock: { now: () => new Date(iso) } }, { ...TELEGRAM, at: new Date(iso) });
  await note('2026-11-27T15:00:00Z');
  await Promise.all([note('2026-11-30T05:00:00Z'), note('2026-11-30T05:00:00Z')]);
  const admins = await office.rows(`select id from person where 'admin' = any(roles)`);
  expect(await said()).toHaveLength(admins.length);
});

test('each messenger has its own silence: of MAX, which had ended its subscription, the admins hear what may be lost', async () => {
  const noted: boolean[] = [];
  const note = (iso: string, keptMs: Receiving['keptMs']) => {
    const at = new Date(`${iso}+03:00`);
    const noting = { ...MAX, at, keptMs, noted: () => void noted.push(true) };
    return noteReceiving({ ...office.desk, clock: { now: () => at } }, noting);
  };
  await receivesAt('2026-11-30T07:50:00');
  // a night in which it went on trying is no loss
  expect(await note('2026-11-27T18:00:00', null)).toBe(0);
  expect(await note('2026-11-28T06:00:00', null)).toBe(0);
  expect(await said()).toEqual([]);
  expect(await note('2026-11-30T08:00:00', 0)).toBeGreaterThan(0);
  expect(await toldText()).toContain('С 28.11 06:00 до 30.11 08:00 сообщения из MAX могли не дойти');
  expect(noted).toHaveLength(3);
  expect(await note('2026-11-30T09:00:00', null)).toBe(0);
});
