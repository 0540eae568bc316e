import { createOfficeCalendar } from '../../../src/adapters/office-calendar';
import { dayKind } from '../../../src/regulation/calendar';
import { changeDay, type NewDay } from '../../../src/usecases/terms/calendar';
import { officialById } from '../../../src/usecases/kit/officials';
import { day, openOffice, type PersonName, type WorkingOffice } from '../usecases/working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

const instance = () =>
  createOfficeCalendar({
    zone: 'Europe/Moscow',
    opensAt: 8 * 60,
    closesAt: 17 * 60,
    database: office.fresh.database,
  });

async function change(who: PersonName, change: NewDay) {
  const official = await officialById(office.desk, office.people[who]);
  if (!official) throw new Error(`${who} has no account`);
  return changeDay(office.desk, official, change);
}
const saved = () => office.rows<{ day: string; kind: string }>('select day, kind, note from calendar_day order by day');

test('two instances agree as soon as each has read the days anew, and reading nothing new says so', async () => {
  const [first, second] = [instance(), instance()];
  expect(await first.refresh()).toBe(false);
  expect(await change('admin', { day: day('2026-12-31'), kind: 'shortened' })).toEqual({ ok: true, changed: true });
  expect(dayKind(day('2026-12-31'), first.current())).toBe('off');
  expect(await Promise.all([first.refresh(), second.refresh(), second.refresh()])).toEqual([true, true, false]);
  for (const { current } of [first, second]) expect(dayKind(day('2026-12-31'), current())).toBe('shortened');

  await change('admin', { day: day('2026-12-31'), kind: 'asInFile' });
  expect(await first.refresh()).toBe(true);
  expect(first.current()).toEqual(instance().current());
});

test('of two admins at once each change is whole: one row, with a kind of one of them', async () => {
  const results = await Promise.all([
    change('admin', { day: day('2026-12-28'), kind: 'off' }),
    change('everything', { day: day('2026-12-28'), kind: 'shortened' }),
    change('admin', { day: day('2026-12-28'), kind: 'off' }),
  ]);
  expect(results.every(({ ok }) => ok)).toBe(true);
  expect(await saved()).toEqual([{ day: '2026-12-28', kind: expect.stringMatching(/^(off|shortened)$/), note: null }]);
  await change('admin', { day: day('2026-12-28'), kind: 'asInFile' });
});

test.each<[string, PersonName, NewDay, object]>([
  ['by nobody but an admin', 'curator', { day: day('2026-12-28'), kind: 'off' }, { ok: false, refusal: 'notAdmin' }],
  ['not in a year that is over', 'admin', { day: day('2025-12-31'), kind: 'off' }, { ok: false, refusal: 'tooOld' }],
  ['in this year also when past', 'admin', { day: day('2026-01-12'), kind: 'off' }, { ok: true, changed: true }],
  [
    'to the end of the first unloaded year',
    'admin',
    { day: day('2028-12-31'), kind: 'off' },
    { ok: true, changed: true },
  ],
  ['not beyond', 'admin', { day: day('2029-01-01'), kind: 'off' }, { ok: false, refusal: 'tooFar' }],
  ['not to what it officially is', 'admin', { day: day('2026-12-28'), kind: 'working' }, { ok: true, changed: false }],
  ['to what it provisionally is', 'admin', { day: day('2027-02-22'), kind: 'off' }, { ok: true, changed: true }],
  [
    'not back to the file when it is there',
    'admin',
    { day: day('2026-12-29'), kind: 'asInFile' },
    { ok: true, changed: false },
  ],
])('a day is changed %s', async (_, who, wanted, result) => {
  expect(await change(who, wanted)).toEqual(result);
});
