import { answerSetup, confirmSetup, readSetup } from '../../../../src/usecases/office/setup';
import { changeEngagementRules, readEngagementRules } from '../../../../src/usecases/engagement/rules';
import { officialById, type Official } from '../../../../src/usecases/kit/officials';
import { openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
let admins: readonly [Official, Official];
beforeAll(async () => {
  office = await openOffice();
  admins = [await official('admin'), await official('everything')];
});
afterAll(() => office.fresh.drop());

const NOTHING_SET = { intakeByHttp: false, intakeFolder: false, backupFolder: false };

async function official(name: PersonName): Promise<Official> {
  const found = await officialById(office.desk, office.people[name]);
  if (!found) throw new Error(`${name} has no account`);
  return found;
}
const stepNow = async (step: string) =>
  (await readSetup(office.desk, NOTHING_SET)).find((one) => one.step === step) ?? null;

test('two admins who answer two questions at once lose neither answer', async () => {
  const [one, other] = admins;
  for (let round = 0; round < 20; round += 1) {
    const text = `Приёмная ${round}`;
    const seen = [await stepNow('entersInPos'), await stepNow('signsInPos')].map((step) => step?.said[0] ?? null);
    await Promise.all([
      answerSetup(office.desk, one, 'entersInPos', text, seen[0] ?? null),
      answerSetup(office.desk, other, 'signsInPos', text, seen[1] ?? null),
    ]);
    expect([(await stepNow('entersInPos'))?.said, (await stepNow('signsInPos'))?.said]).toEqual([[text], [text]]);
  }
});

test('whoever answers the same question second hears what was answered and by whom, and it stays until they say so again', async () => {
  const [one, other] = admins;
  expect(await answerSetup(office.desk, one, 'commentsInPos', 'Приёмная', null)).toBe('answered');
  expect(await answerSetup(office.desk, other, 'commentsInPos', 'Отдел', null)).toEqual({
    text: 'Приёмная',
    by: one.name,
  });
  expect((await stepNow('commentsInPos'))?.said).toEqual(['Приёмная']);
  expect(await answerSetup(office.desk, other, 'commentsInPos', 'Приёмная', null)).toBe('answered');
  expect(await answerSetup(office.desk, other, 'commentsInPos', 'Отдел', 'Приёмная')).toBe('answered');
  expect((await stepNow('commentsInPos'))?.said).toEqual(['Отдел']);
});

test('what was shown is confirmed, and not what has come since', async () => {
  const [one] = admins;
  const shown = await stepNow('approvers');
  await office.rows(`update person set can_approve = false where name = 'approving2'`);
  const press = { step: 'approvers', seen: shown?.stamp ?? '' };
  expect(await confirmSetup(office.desk, one, press, NOTHING_SET)).toBe('changedMeanwhile');
  expect((await stepNow('approvers'))?.isDone).toBe(false);
  const again = { step: 'approvers', seen: (await stepNow('approvers'))?.stamp ?? '' };
  expect(await confirmSetup(office.desk, one, again, NOTHING_SET)).toBe('confirmed');
  expect((await stepNow('approvers'))?.isDone).toBe(true);
  expect(await confirmSetup(office.desk, one, { step: 'approvers', seen: '' }, NOTHING_SET)).toBe('changedMeanwhile');
});

test('two rules that two admins change at once are both kept', async () => {
  const [one, other] = admins;
  for (let round = 0; round < 20; round += 1) {
    const days = round % 2 === 0 ? 21 : 30;
    await Promise.all([
      changeEngagementRules(office.desk, one, { notice: { kind: 'hearings', days } }),
      changeEngagementRules(office.desk, other, { notice: { kind: 'discussion', days } }),
    ]);
    expect((await readEngagementRules(office.desk)).notice).toEqual({ hearings: days, discussion: days });
  }
});
