import { registerAppeals } from '../../../../src/usecases/intake/register-appeals';
import { readList } from '../../../../src/usecases/lists/lists';
import { msk, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

async function soonAt(time: string) {
  office.setTime(msk(time));
  const page = await readList(office.desk, await office.actor('coordinator'), 'soon', 0);
  return page!.lines.map(({ number }) => number).sort();
}

test('«Скоро срок» has what ends on a day off from the day on which its holder is told of three working days', async () => {
  office.setTime(msk('2026-11-02 10:00'));
  const on = { kind: 'message' } as const;
  await registerAppeals(
    office.desk,
    [
      { ...on, number: 'FRIDAY', registeredAt: msk('2026-10-28 10:00') },
      { ...on, number: 'SUNDAY', registeredAt: msk('2026-10-30 10:00') },
      { ...on, number: 'MONDAY', registeredAt: msk('2026-10-31 10:00') },
    ],
    'sample',
  );
  expect(await soonAt('2026-11-23 08:00')).toEqual([]);
  expect(await soonAt('2026-11-24 08:00')).toEqual(['FRIDAY', 'SUNDAY']);
  expect(await soonAt('2026-11-25 08:00')).toEqual(['FRIDAY', 'MONDAY', 'SUNDAY']);
});

test('the days off of the New Year are no working days of it', async () => {
  office.setTime(msk('2026-12-10 10:00'));
  const registered = { kind: 'message', number: 'NEW-YEAR', registeredAt: msk('2026-12-10 10:00') } as const;
  await registerAppeals(office.desk, [registered], 'sample');
  // due on 09.01, and 30.12 is the last working day before it
  expect(await soonAt('2026-12-24 17:00')).toEqual([]);
  expect(await soonAt('2026-12-25 08:00')).toEqual(['NEW-YEAR']);
});
