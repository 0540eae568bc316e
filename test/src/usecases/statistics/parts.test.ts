import { toPlainDate as day } from '../../../../src/regulation/calendar';
import { codeOf } from '../../../../src/usecases/kit/names';
import { readParted } from '../../../../src/usecases/statistics/period-rows';
import { readPeriod } from '../../../../src/usecases/statistics/period';
import { readStatistics } from '../../../../src/usecases/statistics/statistics';
import { unitAround } from '../../../../src/usecases/statistics/figures';
import { answer, countAll, inWork, register } from './counting';
import { msk, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

const FROM_MAMADYSH = { by: 'settlement', code: codeOf('Мамадыш') } as const;
const MESSAGES = { by: 'kind', code: codeOf('message') } as const;

test('parts that do not meet in the days of a report are called by their names all the same', async () => {
  office.setTime(msk('2026-09-01 10:00'));
  const appealId = await register(office, { settlement: 'Мамадыш' });
  await inWork(office, appealId);
  await answer(office, appealId);
  await countAll(office);
  office.setTime(msk('2026-12-01 10:00'));
  const parts = [FROM_MAMADYSH, { by: 'executor', code: codeOf(String(office.people.executor)) }] as const;
  const november = unitAround('month', day('2026-11-15'));
  const report = await readPeriod(office.desk, await office.actor('curator'), november, parts);
  if (typeof report === 'string') throw new Error(report);
  expect(report.figures.received).toBe(0);
  expect(report.parts.map(({ name }) => name)).toEqual(['Мамадыш', expect.any(String)]);
});

test('of days that were not read within parts no figure is told', async () => {
  await register(office, { settlement: 'Мамадыш' });
  await countAll(office);
  const november = { from: day('2026-11-01'), to: day('2026-11-30') };
  const { within } = await readParted(office.desk, [FROM_MAMADYSH, MESSAGES], [november]);
  const longer = { from: day('2026-10-31'), to: day('2026-11-30'), by: 'none' } as const;
  await expect(readStatistics(office.desk, longer, within)).rejects.toThrow(RangeError);
});
