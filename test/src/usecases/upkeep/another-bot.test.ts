import { meetBot } from '../../../../src/usecases/upkeep/silence';
import { forgetContacts } from '../../../../src/usecases/appeals/contacts';
import { officialById } from '../../../../src/usecases/kit/officials';
import { doDueActs } from '../../../../src/usecases/acts/perform';
import { MORNING, msk, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
  for (const [messenger, who] of [
    ['telegram', 'executor'],
    ['max', 'executor2'],
  ] as const)
    await standsIn(messenger, office.people[who]);
});
afterEach(() => office.fresh.drop());

/** Whatever may name a message or a file of this messenger. */
async function standsIn(messenger: string, personId: number): Promise<void> {
  await office.rows('delete from account where person_id = $1', [personId]);
  await office.rows(
    `insert into account (person_id, messenger, user_id, chat_id, started_at, list_ref, is_home, is_spoken_in)
     values ($1, $2, '1', '1', $3, '1:7', true, true)`,
    [personId, messenger, MORNING],
  );
  await office.rows(`insert into sent_file (messenger, sha256, shown_as, file_ref) values ($1, 'a', 'photo', 'x')`, [
    messenger,
  ]);
  await office.rows(
    `insert into card (person_id, messenger, subject, subject_id, message_ref) values ($1, $2, 'comments', 0, '1:7')`,
    [personId, messenger],
  );
  await office.rows(
    `insert into form (person_id, subject, answers, view, revision, message_ref, place_asked_ref, heard, expires_at, state)
     values ($1, 'absence', '{}', '{}', 1, '1:7', '1:8', '{1:7}', $2, 'open')`,
    [personId, MORNING],
  );
  await office.rows(
    `insert into attachment (origin, kind, compressed, size, sha256, messenger, file_ref, message_ref, uploaded_by_id, received_at)
     values ('official', 'photo', true, 1, 'b', $2, 'x', '1:7', $1, $3)`,
    [personId, messenger, MORNING],
  );
  await office.rows(
    `insert into shared_place (person_id, latitude, longitude, at, live, messenger, message_ref)
     values ($1, 55, 51, $3, true, $2, '1:7')`,
    [personId, messenger, MORNING],
  );
  await office.rows(
    `insert into registry_file (source, name, sha256, person_id, messenger, message_ref, shown_ref, taken_at, state, read_row, loaded_row, counts, result)
     values ('chat', 'a.csv', 'c', $1, $2, '1:7', '1:8', $3, 'done', 0, 0, '{}', '{}')`,
    [personId, messenger, MORNING],
  );
  await office.rows(
    `insert into outbox_message (key, mergeable, messenger, chat_id, kind, params, silent, state, message_ref, created_at)
     values ($1 || 'said', false, $1, '1', 'failed', '{}', true, 'sent', '1:7', $2),
            ($1 || 'remove', false, $1, '1', 'remove', '{"message": "1:7"}', true, 'new', null, $2),
            ('remove:' || $1 || ':1:8', false, $1, '1', 'remove', '{"message": "1:8"}', true, 'sent', null, $2),
            ($1 || 'waits', false, $1, '1', 'failed', '{}', true, 'new', null, $2)`,
    [messenger, MORNING],
  );
  await office.rows(
    `insert into reminder (key, reason, params, due_at, state)
     select 'contacts:' || $1 || ':' || message, 'delete_contacts', jsonb_build_object('messenger', $1::text, 'chatId', '1', 'message', message), $2, state
     from (values ('1:7', 'planned'), ('1:8', 'done')) as shown (message, state)`,
    [messenger, MORNING],
  );
  await office.rows(
    `insert into inbox_update (messenger, key, lane, place, received_at, state, done_at) values ($1, '7', '1', 7, $2, 'done', $2)`,
    [messenger, MORNING],
  );
}

const TABLES = [
  'account',
  'sent_file',
  'card',
  'attachment',
  'shared_place',
  'registry_file',
  'outbox_message',
  'inbox_update',
];
/** How often that message, that file or that update is named. */
async function named(messenger: string): Promise<number> {
  const counts = await Promise.all([
    ...TABLES.map((table) =>
      office.rows<{ count: number }>(
        `select count(*)::int as count from ${table} r where r.messenger = $1
         and (to_jsonb(r)::text ~ '"1:[78]"|"x"' or to_jsonb(r) ->> 'key' = '7')`,
        [messenger],
      ),
    ),
    office.rows<{ count: number }>(`select count(*)::int as count from reminder where params ->> 'messenger' = $1`, [
      messenger,
    ]),
    office.rows<{ count: number }>(
      `select count(*)::int as count from form f join account a using (person_id)
       where a.messenger = $1 and (f.message_ref is not null or f.place_asked_ref is not null or f.heard <> '{}')`,
      [messenger],
    ),
  ]);
  return counts.reduce((sum, [row]) => sum + (row?.count ?? 0), 0);
}
const ALL = 13;

test('of the first bot that is ever heard of, and of the same one with a new token, all stays as it is', async () => {
  expect(await named('telegram')).toBe(ALL);
  expect(await meetBot(office.desk, 'telegram', '7000')).toBe(false);
  expect(await meetBot(office.desk, 'telegram', '7000')).toBe(false);
  expect(await named('telegram')).toBe(ALL);
});

test.each([
  ['telegram', 'max'],
  ['max', 'telegram'],
])('another bot in %s knows no message and no file of the former one; in %s nothing changes', async (here, there) => {
  await meetBot(office.desk, here, '7000');
  await meetBot(office.desk, there, '7000');
  expect(await meetBot(office.desk, here, '7001')).toBe(true);
  expect([await named(here), await named(there)]).toEqual([0, ALL]);
  // What waits to be said is said by the new one.
  expect(await office.rows(`select key from outbox_message where messenger = $1 and state = 'new'`, [here])).toEqual([
    { key: `${here}waits` },
  ]);
  expect(await meetBot(office.desk, here, '7001')).toBe(false);
});

test('of two processes that meet it at once one forgets', async () => {
  await meetBot(office.desk, 'telegram', '7000');
  const both = await Promise.all([1, 2].map(() => meetBot(office.desk, 'telegram', '7001')));
  expect(both.sort()).toEqual([false, true]);
});

test('contacts that the former bot has shown are no business of another one, whose own go after their five minutes', async () => {
  await office.rows('delete from reminder');
  await office.rows('delete from outbox_message');
  const coordinator = await officialById(office.desk, office.people.coordinator);
  if (coordinator === null) throw new Error('There is no coordinator');
  const appealId = await office.register();
  const showIn = (message: string) => forgetContacts(office.desk, coordinator, appealId, message);
  const removedBy = async (moment: string): Promise<unknown[]> => {
    office.setTime(msk(moment));
    await doDueActs(office.desk, async (_, error) => {
      throw error;
    });
    return office.rows(
      `update outbox_message set state = 'sent' where kind = 'remove' and state = 'new' returning params ->> 'message' as message`,
    );
  };
  await meetBot(office.desk, 'telegram', '7000');
  await showIn('1:57');
  expect(await removedBy('2026-11-25 10:06')).toEqual([{ message: '1:57' }]);
  await showIn('1:60');

  await meetBot(office.desk, 'telegram', '7001');
  expect(await removedBy('2026-11-25 10:12')).toEqual([]);
  await showIn('1:57');
  expect(await removedBy('2026-11-25 10:18')).toEqual([{ message: '1:57' }]);
});
