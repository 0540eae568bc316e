import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keepDecisions, readDecisions } from '../../../../src/adapters/backup/decisions';
import { keepBesideCopies, noteDecisions } from '../../../../src/usecases/applicants/forget-questions';
import { sendingWaitsScreen } from '../../../../bots/conversation/upkeep/copies';
import { wordsOf } from '../../../../src/i18n';
import {
  allowSending,
  heldUp,
  noteRestored,
  readWaiting,
  sendingWaits,
} from '../../../../src/usecases/upkeep/after-restore';
import { officialById } from '../../../../src/usecases/kit/officials';
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

test('whoever was forgotten since the copy was taken is forgotten again before anything is sent', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'decisions-'));
  const [appeal] = await office.rows<{ id: number; number: string }>('select id, number from appeal');
  const said = 'Звонил на 8 917 555-11-22';
  await office.must('coordinator', 'close', appeal!.id, { closure: 'withdrawn', reason: said, confirmed: true });
  // It was forgotten after the copy: what the bot has kept beside the copies is all that is known of it.
  await keepDecisions(folder, [{ number: appeal!.number, day: '2026-11-26' }]);
  await keepDecisions(folder, [{ number: 'of-another', day: '2026-11-27' }]);
  expect(await readFile(path.join(folder, 'forgotten.jsonl'), 'utf8')).toBe(
    `{"number":"${appeal!.number}","day":"2026-11-26"}\n{"number":"of-another","day":"2026-11-27"}\n`,
  );
  const decisions = await readDecisions(folder);
  await databaseOf(office.desk).transaction(async (tx) => {
    await noteRestored(tx, TAKEN, MORNING);
    await noteDecisions(tx, decisions);
  });
  const left = async () => office.rows(`select from journal_words where words like '%555-11-22%'`);
  expect(await left()).toHaveLength(1);
  expect(await allowSending(office.desk, await official('admin'))).toBe('allowed');
  expect(await left()).toEqual([]);
  expect(await office.rows('select number from appeal where forgotten_at is not null')).toEqual([
    { number: appeal!.number },
  ]);
  const kept: unknown[] = [];
  await keepBesideCopies(office.desk, { keepDecisions: async (all) => void kept.push(...all) });
  expect(kept).toMatchObject([{ number: appeal!.number }]);
  expect(await readDecisions(path.join(folder, 'none'))).toEqual([]);
  await rm(folder, { recursive: true });
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
