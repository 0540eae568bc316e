import { confirmStageShares, stageSharesConfirmed } from '../../../../src/usecases/terms/calendar';
import { stampOf } from '../../../../src/usecases/kit/redraw';
import { officialById, type Official } from '../../../../src/usecases/kit/officials';
import { openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
  // Where nobody has confirmed them yet.
  await office.rows(`delete from setting where key = 'stage_shares'`);
});
afterAll(() => office.fresh.drop());

async function official(name: PersonName): Promise<Official> {
  const found = await officialById(office.desk, office.people[name]);
  if (!found) throw new Error(`${name} has no account`);
  return found;
}

const seen = () => stampOf(office.desk.office.shares);

test('shares are an assumption until an admin confirms exactly these, and other shares void it', async () => {
  expect(await stageSharesConfirmed(office.desk)).toBe(false);
  expect(await confirmStageShares(office.desk, await official('coordinator'), seen())).toBe('notAdmin');
  expect(await stageSharesConfirmed(office.desk)).toBe(false);

  expect(await confirmStageShares(office.desk, await official('admin'), seen())).toBe('confirmed');
  expect(await confirmStageShares(office.desk, await official('admin'), seen())).toBe('confirmed');
  expect(await stageSharesConfirmed(office.desk)).toBe(true);
  expect(await office.rows(`select person_id as "personId" from journal_entry where action = 'changeOffice'`)).toEqual([
    { personId: office.people.admin },
  ]);

  const { shares } = office.desk.office;
  const others = {
    ...office.desk,
    office: { ...office.desk.office, shares: { ...shares, coordination: shares.coordination / 2 } },
  };
  expect(await stageSharesConfirmed(others)).toBe(false);
  // Those that a screen of before shows are not the ones that hold by now.
  expect(await confirmStageShares(others, await official('admin'), seen())).toBe('changedMeanwhile');
  expect(await stageSharesConfirmed(others)).toBe(false);
});
