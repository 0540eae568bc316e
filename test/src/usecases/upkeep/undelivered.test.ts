import { databaseOf } from '../../../../src/database/database';
import { countLost, sendUndeliveredAgain } from '../../../../src/usecases/upkeep/undelivered';
import { msk, openOffice, type WorkingOffice } from '../working-office';

const NOON = msk('2026-11-25 12:00');
const hoursLater = (hours: number): Date => new Date(NOON.getTime() + hours * 3_600_000);

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

const given = (kind: string, state: string, at = NOON) =>
  office.rows(
    `insert into outbox_message (key, mergeable, messenger, chat_id, kind, params, silent, state, created_at, finished_at)
     values (gen_random_uuid()::text, false, 'telegram', '1', $1, '{}', false, $2, $3, $3)`,
    [kind, state, at],
  );
const lost = (at = NOON): Promise<number> => countLost(databaseOf(office.desk), at);

test('a message that was given up counts until an admin has sent it again', async () => {
  await given('card', 'dead');
  expect(await lost()).toBe(1);
  await sendUndeliveredAgain(office.desk, NOON);
  expect(await lost()).toBe(0);
});

test('one that nobody sends again counts for three days, and the next one anew', async () => {
  await given('card', 'dead');
  expect(await lost(hoursLater(71))).toBe(1);
  expect(await lost(hoursLater(73))).toBe(0);
  await given('notice', 'dead', hoursLater(73));
  expect(await lost(hoursLater(73))).toBe(1);
});

test.each([
  ['remove', 'dead'],
  ['commands', 'dead'],
  ['cardLeft', 'dead'],
  ['redraw', 'dead'],
  // nobody knows that it is lost
  ['card', 'ambiguous'],
  ['card', 'unreachable'],
])('of %s that is %s no admin hears as lost, and it does not count', async (kind, state) => {
  await given(kind, state);
  expect(await lost()).toBe(0);
});
