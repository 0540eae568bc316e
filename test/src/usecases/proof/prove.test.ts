import { checkProof } from '../../../../src/usecases/proof/verify';
import { proveAppeal, readHistoryPaper } from '../../../../src/usecases/proof/prove';
import { inWork, register } from '../statistics/counting';
import { openOffice, type WorkingOffice } from '../working-office';
import { asOwner, headsOf, sealAll } from './sealing';

let office: WorkingOffice;
let appealId: number;
beforeEach(async () => {
  office = await openOffice();
  for (let index = 0; index < 6; index += 1) await inWork(office, await register(office));
  appealId = await register(office);
  await inWork(office, appealId);
});
afterEach(() => office.fresh.drop());

const statesOf = async (keepBack = true) =>
  [...(await proveAppeal(office.desk, appealId, keepBack)).seals.values()].map(({ state }) => state);

test('each entry of an appeal is proven by the last head, which whoever has kept it knows', async () => {
  await sealAll(office, 4);
  const { proof } = await proveAppeal(office.desk, appealId, true);
  const checked = checkProof(JSON.stringify(proof));
  expect(checked).toMatchObject({ outcome: 'holds', head: (await headsOf(office)).at(-1) });
  expect(proof!.entries.map(({ line }) => (JSON.parse(line) as { action: string }).action)).toEqual([
    'register',
    'assign',
    'takeIntoWork',
  ]);
});

test('what is not sealed yet is said, and proves nothing', async () => {
  expect((await proveAppeal(office.desk, appealId, true)).proof).toBeNull();
  expect(await statesOf()).toEqual(['waiting', 'waiting', 'waiting']);
  await sealAll(office);
  await office.must('executor', 'report', appealId, { supervisorId: office.people.agreeing });
  expect(await statesOf()).toEqual(['proven', 'proven', 'proven', 'waiting']);
});

test('what may hold personal data stays out of a proof that goes into a messenger, and is in one that does not', async () => {
  await office.must('executor', 'returnToCoordination', appealId, { reason: 'Заявитель: 8 917 123-45-67, кв. 5' });
  await sealAll(office);
  expect(await statesOf()).toEqual(['proven', 'proven', 'proven', 'heldBack']);
  const { proof } = await proveAppeal(office.desk, appealId, true);
  expect(JSON.stringify(proof)).not.toContain('123-45-67');
  expect(await statesOf(false)).toEqual(['proven', 'proven', 'proven', 'proven']);
});

test('an entry that was changed is said to differ, and the others are proven', async () => {
  await sealAll(office);
  await asOwner(office, `update journal_entry set clause = 'П1/9' where appeal_id = ${appealId} and action = 'assign'`);
  expect(await statesOf()).toEqual(['proven', 'differs', 'proven']);
});

test('a tree that has lost a node proves nothing wrong: nothing is printed', async () => {
  await sealAll(office);
  await asOwner(office, `delete from journal_node`);
  await expect(proveAppeal(office.desk, appealId, true)).rejects.toMatchObject({ code: 'journal_tree' });
  expect(await readHistoryPaper(office.desk, await office.actor('executor'), appealId, true)).toBe('damaged');
});

test('who takes no part in the work gets no history', async () => {
  expect(await readHistoryPaper(office.desk, await office.actor('admin'), appealId, true)).toBe('notFound');
  expect(await readHistoryPaper(office.desk, await office.actor('curator'), 999_999, true)).toBe('notFound');
});
