import { sendingWaitsScreen } from '../../../../bots/conversation/screens/notices/copies-screens';
import { wordsOf } from '../../../../src/i18n';
import {
  allowSending,
  heldUp,
  noteRestored,
  readWaiting,
  sendingWaits,
} from '../../../../src/usecases/administration/after-restore';
import { officialById } from '../../../../src/usecases/people/officials';
import { databaseOf } from '../../../../src/database/database';
import { MORNING, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

const TAKEN = msk('2026-11-25 02:30');

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
  await office.register();
});
afterEach(() => office.fresh.drop());

const restored = () => databaseOf(office.desk).transaction((tx) => noteRestored(tx, TAKEN, MORNING));
const official = async (name: PersonName) => {
  const found = await officialById(office.desk, office.people[name]);
  if (!found) throw new Error(`${name} has no account`);
  return found;
};
const told = (kind: string) =>
  office.rows<{ who: number; silent: boolean }>(
    `select (params ->> 'personId')::int as who, silent from outbox_message where kind = '${kind}' order by 1`,
  );
const admins = async () =>
  (await office.rows<{ id: number }>(`select id from person where 'admin' = any(roles) order by id`)).map(
    ({ id }) => id,
  );

test('an office that was never restored holds nothing up', async () => {
  expect(await heldUp(databaseOf(office.desk), 'telegram')).toBeNull();
  expect(await readWaiting(office.desk)).toBeNull();
  expect(await allowSending(office.desk, await official('admin'))).toBe('before');
  expect(await told('restored')).toEqual([]);
});

test('after a restore the admins are asked, and are the only ones who hear of anything', async () => {
  await restored();
  const all = await admins();
  expect(await told('sendingWaits')).toEqual(all.map((who) => ({ who, silent: false })));
  const chats = await office.rows<{ chatId: string }>(
    `select chat_id as "chatId" from account where person_id = any($1)`,
    [all],
  );
  expect([...((await heldUp(databaseOf(office.desk), 'telegram'))?.exceptChats ?? [])].sort()).toEqual(
    chats.map(({ chatId }) => chatId).sort(),
  );
  expect((await heldUp(databaseOf(office.desk), 'pigeon'))?.exceptChats).toEqual([]);
});

test('whoever is no admin allows nothing', async () => {
  await restored();
  expect(await allowSending(office.desk, await official('coordinator'))).toBe('notAdmin');
  expect(await sendingWaits(databaseOf(office.desk))).toEqual(TAKEN);
});

test('an admin allows it once: everybody else is told once from which day it is, and the journal who has allowed it', async () => {
  await restored();
  const admin = await official('admin');
  const pressed = await Promise.all([allowSending(office.desk, admin), allowSending(office.desk, admin)]);
  expect(pressed.sort()).toEqual(['allowed', 'before']);
  expect(await sendingWaits(databaseOf(office.desk))).toBeNull();
  const everybody = await office.rows<{ id: number }>(
    'select id from person join account on person_id = id where disabled_at is null and id <> $1',
    [admin.personId],
  );
  expect((await told('restored')).map(({ who }) => who).sort()).toEqual(everybody.map(({ id }) => id).sort());
  expect(await office.rows(`select person_id as who from journal_entry where details ? 'sendingAllowed'`)).toEqual([
    { who: admin.personId },
  ]);
});

test('the message says which day it is from, how much waits and what to do first', async () => {
  await restored();
  const waiting = await readWaiting(office.desk);
  const reading = { words: wordsOf('ru'), now: MORNING, calendar: office.desk.office.calendar() } as never;
  const screen = sendingWaitsScreen(waiting, reading);
  expect(screen?.text).toContain('База восстановлена из копии от 25.11 02:30');
  expect(screen?.text).toMatch(/Жд[её]т отправки \d+|Ждут отправки \d+/);
  expect(screen?.buttons).toEqual([[expect.objectContaining({ text: 'Разрешить отправку' })]]);
  await allowSending(office.desk, await official('admin'));
  expect(sendingWaitsScreen(await readWaiting(office.desk), reading)).toBeNull();
});
