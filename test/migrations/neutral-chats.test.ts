import { TATARSTAN } from '../../src/regulation/district';
import { NeutralChats1764300000000 } from '../../migrations/1764300000000-neutral-chats';
import { loadCalendar } from '../../src/adapters/calendars';
import { migrate } from '../../src/adapters/migrate';
import { DATABASE } from '../../src/database/database';
import type { ClaimedMessage } from '../../src/outbox/delivery';
import { doDueActs } from '../../src/usecases/press/due-acts';
import { cardPlace } from '../../src/usecases/cards/card-places';
import { openFormOf } from '../../src/usecases/forms/dialogs';
import { sayOfAlbum } from '../../src/usecases/forms/say-once';
import { listGroups } from '../../src/usecases/groups/group-books';
import { tellOfInvitation } from '../../src/usecases/groups/tell-of-invitation';
import { paramsOf } from '../../src/usecases/messages';
import { messageOfNags } from '../../src/usecases/nags/withdraw';
import { officialByAccount, type Official } from '../../src/usecases/people/officials';
import { readPerson } from '../../src/usecases/people/read-people';
import type { Desk } from '../../src/usecases/ports';
import { readPhotos } from '../../src/usecases/reading/shown-photos';
import { type FreshDatabase, freshDatabase } from '../support/database';
import { undoDownTo } from '../support/migrations';
import { startSender } from '../support/outbox-world';
import { until } from '../support/until';

const now = new Date('2026-11-25T09:00:00Z');

let fresh: FreshDatabase;
let desk: Desk;

beforeEach(async () => {
  fresh = await freshDatabase();
  desk = {
    [DATABASE]: fresh.database,
    clock: { now: () => now },
    office: {
      calendar: () => loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 }),
      shares: { coordination: 0.1, assigned: 0.1, in_progress: 0.6, answer_agreement: 0.1, answer_approval: 0.1 },
      district: TATARSTAN,
      fourEyes: 'warn',
      carriers: [],
      personalDataInChat: 'on_request',
      contacts: { numbers: [], mails: [] },
      signatures: 'mark',
    },
  };
  await undoDownTo(fresh.database, NeutralChats1764300000000.name);
  for (const sql of AS_BEFORE) await query(sql);
});

afterEach(() => fresh.drop());

const query = <Row = Record<string, unknown>>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  fresh.database.dataSource.query(sql, [...values]);

/** Rows of every kind, as the version before wrote them. */
const AS_BEFORE = [
  `insert into person (id, name, roles, telegram_id, unreachable, started_at)
   values (1, 'Админова Анна', '{admin}', 1001, 'blocked', '2026-11-01T09:00:00Z'),
          (2, 'Петров Пётр', '{executor}', null, null, null),
          (3, 'Сидоров Иван', '{executor}', 7000000000, null, null)`,
  `insert into appeal (id, number, kind, registered_at, received_at, term_days, stage, version, stage_entered_at,
                       first_due_at, due_at, extended, reexaminations)
   values (12, '327441806', 'message', '2026-11-20Z', '2026-11-20Z', 10, 'in_progress', 1, '2026-11-20Z',
           '2026-11-30Z', '2026-11-30Z', false, 0)`,
  `insert into card (person_id, subject, subject_id, chat_id, message_id) values (1, 'appeal', 12, 1001, 55)`,
  `insert into form (id, person_id, subject, answers, view, revision, chat_id, message_id, heard_message_id, expires_at, state)
   values (1, 1, 'find', '{"query": "яма"}', '{}', 2, 1001, 60, 61, '2026-11-26Z', 'open'),
          (2, 3, 'absence', '{}', '{}', 0, 7000000000, null, null, '2026-11-26Z', 'cancelled')`,
  `insert into attachment (appeal_id, kind, compressed, file_name, size, sha256, telegram_file_id, chat_id, message_id,
                           uploaded_by_id, received_at)
   values (12, 'photo', true, null, 9, 'abcd', 'AgAC', 1001, 62, 1, '2026-11-25Z')`,
  `insert into group_chat (title, chat_id, thread_id, stopped_at)
   values ('Аппарат', -1001234567890, null, null), ('Аппарат', -1001234567890, 8, '2026-11-25Z')`,
  `insert into reminder (key, reason, appeal_id, person_id, params, due_at, state)
   values ('contacts:1001:64', 'delete_contacts', 12, 1, '{"chatId": 1001, "messageId": 64}', '2026-11-25T08:00:00Z', 'planned'),
          ('contacts:1001:50', 'delete_contacts', 12, 1, '{"chatId": 1001, "messageId": 50}', '2026-11-24Z', 'done')`,
  `insert into outbox_message (key, mergeable, chat_id, kind, params, silent, state, attempts, created_at, message_id)
   values ('nags:1:person:1', false, 1001, 'nags', '{"personId": 1, "root": "nags:1:person:1"}', false, 'sent', 1, '2026-11-24Z', 54),
          ('contacts:1001:50', false, 1001, 'remove', '{"messageId": 50}', true, 'sent', 1, '2026-11-24Z', null),
          ('contacts:1001:63', false, 1001, 'remove', '{"messageId": 63}', true, 'new', 0, '2026-11-25Z', null),
          ('contacts:7000000000:9', false, 7000000000, 'remove', '{"messageId": 9}', true, 'sending', 1, '2026-11-25Z', null),
          ('album:1001:77:fileTooBig', false, 1001, 'saidOfFile', '{"personId": 1, "said": "fileTooBig"}', true, 'sent', 1, '2026-11-25Z', 65),
          ('groupInvites:-5001:900:person:1', false, 1001, 'groupInvites',
           '{"personId": 1, "title": "Глава", "groupChatId": -5001}', true, 'new', 0, '2026-11-25Z', null),
          ('groupAdded:2', false, -1001234567890, 'groupAdded', '{"threadId": 8}', true, 'new', 0, '2026-11-25Z', null),
          ('redraw:appeal:12:person:1', true, 1001, 'redraw', '{"subject": "appeal", "id": 12, "personId": 1}', true, 'new', 0, '2026-11-25Z', null)`,
  `insert into outbox_hold (chat_id, held_until) values (-1001234567890, now() + interval '1 day')`,
];

const TABLES = [
  ['person', 'id'],
  ['card', 'person_id'],
  ['form', 'id'],
  ['attachment', 'id'],
  ['group_chat', 'id'],
  ['reminder', 'id'],
  ['outbox_message', 'id'],
  ['outbox_hold', 'chat_id'],
] as const;
const everything = async (): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    await Promise.all(
      TABLES.map(async ([name, order]) => [name, await query(`select * from ${name} order by ${order}`)]),
    ),
  );

const admin = async (): Promise<Official> => {
  const found = await officialByAccount(desk, 'telegram', '1001');
  if (!found) throw new Error('The admin has no account');
  return found;
};

describe('what was Telegram’s is so by name', () => {
  beforeEach(() => migrate(fresh.database));

  test('an account, whether it was begun or not; nobody else has one', async () => {
    expect(await admin()).toMatchObject({
      personId: 1,
      messenger: 'telegram',
      userId: '1001',
      chatId: '1001',
      unreachable: 'blocked',
      startedAt: new Date('2026-11-01T09:00:00Z'),
    });
    expect(await readPerson(desk, 2)).toMatchObject({ reach: 'noAccount' });
    expect(await officialByAccount(desk, 'telegram', '7000000000')).toMatchObject({ personId: 3, startedAt: null });
  });

  test('a card, a dialog that has heard something, a file, nags: each is in its message', async () => {
    expect(await cardPlace(desk, { personId: 1, messenger: 'telegram' }, 'appeal', 12)).toBe('1001/55');
    expect(await openFormOf(desk, 1)).toMatchObject({
      messageRef: '1001/60',
      heard: ['1001/61'],
      answers: { query: 'яма' },
    });
    expect(await query('select message_ref, heard from form where id = 2')).toEqual([{ message_ref: null, heard: [] }]);
    const photos = await readPhotos(desk, { ...(await admin()), roles: ['coordinator'] }, 12, 'telegram');
    expect(photos).toMatchObject([{ fileRef: 'AgAC', sha256: 'abcd', compressed: true, by: 'Админова А.' }]);
    expect(await query('select message_ref from attachment')).toEqual([{ message_ref: '1001/62' }]);
    expect(await messageOfNags(desk, 'nags:1:person:1', await admin())).toEqual({ message: '1001/54', isGone: false });
  });

  test('a group and its topics', async () => {
    const place = { messenger: 'telegram', chatId: '-1001234567890' };
    expect(await listGroups(desk)).toMatchObject([
      { ...place, threadId: null, stopped: false },
      { ...place, threadId: '8', stopped: true },
    ]);
  });

  test('contacts that were shown go when their minutes are over, by the key that they had', async () => {
    await doDueActs(desk, async (_, error) => {
      throw new Error('A reminder was put off', { cause: error });
    });
    expect(await query(`select messenger, chat_id, params from outbox_message where key = 'contacts:1001:64'`)).toEqual(
      [{ messenger: 'telegram', chat_id: '1001', params: { message: '1001/64' } }],
    );
  });

  test('what waits goes out, also what was being sent; a chat that was held still is', async () => {
    const delivered: ClaimedMessage[] = [];
    const sender = await startSender(fresh.url, {
      messenger: {
        name: 'telegram',
        isReached: async () => true,
        deliver: async (message) => {
          delivered.push(message);
          return { outcome: 'sent' };
        },
      },
    });
    await until('all but the held are sent', async () => (await waiting()).length === 1);
    expect(await waiting()).toEqual([{ key: 'groupAdded:2', chat_id: '-1001234567890' }]);
    await sender.stop();
    const removed = delivered.filter(({ kind }) => kind === 'remove');
    expect(removed.map(({ chatId, params }) => [chatId, paramsOf('remove', params)]).sort()).toEqual([
      ['1001', { message: '1001/63' }],
      ['7000000000', { message: '7000000000/9' }],
    ]);
    const invites = delivered.find(({ kind }) => kind === 'groupInvites');
    expect(paramsOf('groupInvites', invites?.params)).toMatchObject({ messenger: 'telegram', groupChatId: '-5001' });
    expect(delivered).toHaveLength(4);
  });

  test('what was said once for a reason is not said once more', async () => {
    await sayOfAlbum(desk, await admin(), '77', 'fileTooBig');
    await tellOfInvitation(desk, { messenger: 'telegram', chatId: '-5001', title: 'Глава', key: '900' });
    expect(await query(`select count(*) from outbox_message where kind in ('saidOfFile', 'groupInvites')`)).toEqual([
      { count: 2 },
    ]);
  });

  const waiting = () => query(`select key, chat_id from outbox_message where state in ('new', 'sending')`);
});

test('undone, it leaves what was Telegram’s as it was', async () => {
  const before = await everything();
  await migrate(fresh.database);
  await query(`insert into account (person_id, messenger, user_id, chat_id) values (2, 'pigeon', 'a', 'b')`);
  await query(`insert into group_chat (title, messenger, chat_id) values ('Голубятня', 'pigeon', 'c')`);
  await query(`
    insert into outbox_message (key, mergeable, messenger, chat_id, kind, params, silent, created_at)
    values ('failed:pigeon:1', false, 'pigeon', 'b', 'failed', '{"personId": 2}', false, '2026-11-25Z')`);
  await query(`insert into outbox_hold (messenger, chat_id, held_until) values ('pigeon', 'b', '2026-11-26Z')`);
  await query(`
    insert into reminder (key, reason, appeal_id, person_id, params, due_at, state)
    values ('contacts:pigeon:feather', 'delete_contacts', 12, 2,
            '{"messenger": "pigeon", "chatId": "b", "message": "feather"}', '2026-11-26Z', 'planned')`);
  await undoDownTo(fresh.database, NeutralChats1764300000000.name);
  expect(await everything()).toEqual(before);
});
