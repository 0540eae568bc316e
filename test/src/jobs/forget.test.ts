import { forget } from '../../../src/jobs/forget';
import { freshDatabase, type FreshDatabase } from '../../support/database';

const NOW = new Date('2027-12-01T00:00:00Z');
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

let fresh: FreshDatabase;
let person: number;
const rows = (sql: string, values: readonly unknown[] = []) => fresh.database.dataSource.query(sql, [...values]);
const kept = async (table: string, column = 'key') =>
  ((await rows(`select ${column} as name from ${table} order by id`)) as { name: string }[]).map(({ name }) => name);

beforeAll(async () => {
  fresh = await freshDatabase();
  [{ id: person }] = await rows(`insert into person (name, roles) values ('Кто-то', '{}') returning id`);
});
beforeEach(() => rows('truncate outbox_message, inbox_update, nag, reminder, attachment, form, job_slot cascade'));
afterAll(() => fresh.drop());

const message = (key: string, finished: number | null, { mergeable = false, kind = 'act' } = {}) =>
  rows(
    `insert into outbox_message (key, mergeable, messenger, chat_id, kind, params, silent, state, created_at, finished_at)
     values ($1, $2, 'telegram', '1', $3, '{}', true, $4, $5, $6)`,
    [key, mergeable, kind, finished === null ? 'new' : 'sent', ago(500), finished === null ? null : ago(finished)],
  );
const update = (key: string, state: string, done: number | null) =>
  rows(
    `insert into inbox_update (messenger, key, lane, place, received_at, state, done_at) values ('telegram', $1, '1', 1, $2, $3, $4)`,
    [key, ago(500), state, done === null ? null : ago(done)],
  );
const form = async (subject: string, state: string, expired: number): Promise<number> =>
  (
    await rows(
      `insert into form (person_id, subject, answers, view, revision, expires_at, state) values ($1, $2, '{}', '{}', 0, $3, $4) returning id`,
      [person, subject, ago(expired), state],
    )
  )[0].id;
const reminder = async (key: string, state: string, due: number): Promise<number> =>
  (
    await rows(
      `insert into reminder (key, reason, params, due_at, state) values ($1, 'snoozed', '{}', $2, $3) returning id`,
      [key, ago(due), state],
    )
  )[0].id;
const nag = (reminderId: number, messageKey: string, withdrawn: boolean) =>
  rows(
    `insert into nag (reminder_id, person_id, escalated, noted_at, message_key, withdrawn_at) values ($1, $2, false, $3, $4, $5)`,
    [reminderId, person, ago(450), messageKey, withdrawn ? ago(440) : null],
  );

test('what waits stays, however old; what is done goes when its term is over', async () => {
  await message('waits', null);
  await message('redraw waits', null, { mergeable: true });
  await message('redraw of a week', 6, { mergeable: true });
  await message('redraw', 8, { mergeable: true });
  await message('of a year', 399);
  await message('older', 401);
  await message('once in a life', 401, { kind: 'dotsInTexts' });
  await update('waits', 'new', null);
  await update('done lately', 'done', 6);
  await update('done', 'done', 8);
  await update('parked', 'parked', 89);
  await update('parked long ago', 'parked', 91);
  await form('open', 'open', 200);
  await form('find', 'kept', 200);
  await form('lately', 'done', 89);
  await form('over', 'expired', 91);

  await forget({ database: fresh.database, now: NOW });
  expect(await kept('outbox_message')).toEqual([
    'waits',
    'redraw waits',
    'redraw of a week',
    'of a year',
    'once in a life',
  ]);
  expect(await kept('inbox_update')).toEqual(['waits', 'done lately', 'parked']);
  expect(await kept('form', 'subject')).toEqual(['open', 'find', 'lately']);
});

test('a form that holds files of an appeal stays: a delivery finds them by it; photos of one that came to nothing go with it', async () => {
  const id = await form('answer', 'done', 200);
  const [{ id: appeal }] = await rows(
    `insert into appeal (number, kind, registered_at, received_at, stage, version, stage_entered_at, term_days, first_due_at, due_at, extended, reexaminations)
     values ('1', 'message', $1, $1, 'answered', 1, $1, 30, $1, $1, false, 0) returning id`,
    [ago(200)],
  );
  const attach = (formId: number, appealId: number | null, message: string) =>
    rows(
      `insert into attachment (appeal_id, form_id, origin, kind, compressed, size, sha256, messenger, file_ref, message_ref, uploaded_by_id, received_at)
       values ($1, $2, 'official', 'photo', true, 1, 'x', 'telegram', 'x', $3, $4, $5)`,
      [appealId, formId, message, person, ago(200)],
    );
  await attach(id, appeal, '1/1');
  await attach(await form('given up', 'cancelled', 200), null, '1/2');
  await attach(await form('begun', 'open', 200), null, '1/3');
  await rows(
    `insert into evidence (attachment_id, time, place, reuse, judged_at) select id, 'unconfirmed', 'unconfirmed', 'none', $1 from attachment`,
    [ago(200)],
  );
  await forget({ database: fresh.database, now: NOW });
  expect(await kept('form', 'subject')).toEqual(['answer', 'begun']);
  expect(await kept('attachment', 'message_ref')).toEqual(['1/1', '1/3']);
  // Their bytes are for the sweep, which sees that two others have them, too.
  expect(await rows('select sha256, removed_at from removed_file')).toEqual([{ sha256: 'x', removed_at: NOW }]);
});

test('where an official was is forgotten: soon where no photo is beside it, with its evidence where one is', async () => {
  const old = await form('comment', 'done', 500);
  const place = (name: string, days: number, formId: number | null = null) =>
    rows(
      `insert into shared_place (person_id, form_id, latitude, longitude, at, live, messenger, message_ref)
       values ($1, $2, 55.7, 51.4, $3, false, 'telegram', $4)`,
      [person, formId, ago(days), name],
    );
  const photo = (days: number) =>
    rows(
      `insert into attachment (origin, kind, compressed, size, sha256, messenger, file_ref, message_ref, uploaded_by_id, received_at)
       values ('official', 'photo', true, 1, 'x', 'telegram', 'x', $1, $2, $3)`,
      [`photo/${days}`, person, ago(days)],
    );
  await place('of today', 0);
  await place('alone', 8);
  await place('beside a photo', 20);
  await photo(20);
  await place('beside one of an old report', 401, old);
  await photo(401);
  await forget({ database: fresh.database, now: NOW });
  expect(await kept('shared_place', 'message_ref')).toEqual(['of today', 'beside a photo']);
  expect(await kept('form', 'subject')).toEqual([]);
});

test('a nag goes with its reminder, and a message that a standing nag shows stays', async () => {
  await nag(await reminder('told long ago', 'done', 450), 'nag:gone', true);
  await nag(await reminder('told lately', 'done', 300), 'nag:stands', false);
  await reminder('planned', 'planned', 450);
  await message('nag:gone', 401);
  await message('nag:stands', 401);
  await forget({ database: fresh.database, now: NOW });
  expect(await kept('reminder')).toEqual(['told lately', 'planned']);
  expect(await rows('select message_key from nag')).toEqual([{ message_key: 'nag:stands' }]);
  expect(await kept('outbox_message')).toEqual(['nag:stands']);
});

test('it goes in small pieces, passes what stays, and ends between two of them when it is told to stop', async () => {
  for (let index = 0; index < 12; index += 1) await update(String(index), index % 4 === 0 ? 'parked' : 'done', 50);
  const stopping = new AbortController();
  let pieces = 0;
  const counting = {
    query: <Row>(...asked: Parameters<typeof fresh.database.query>) => {
      pieces += 1;
      if (pieces === 2) stopping.abort();
      return fresh.database.query<Row>(...asked);
    },
  };
  const some = await forget({
    database: counting,
    now: NOW,
    signal: stopping.signal,
    pieceSize: 2,
    pauseMilliseconds: 0,
  });
  expect(some.get('inbox done')).toBe(4);
  const rest = await forget({ database: fresh.database, now: NOW, pieceSize: 2, pauseMilliseconds: 0 });
  expect(rest.get('inbox done')).toBe(5);
  expect(await kept('inbox_update')).toEqual(['0', '4', '8']);
});

test('a row that somebody holds is left for the next night, and nobody waits for it', async () => {
  await update('held', 'done', 50);
  await update('free', 'done', 50);
  await fresh.database.transaction(async (tx) => {
    await tx.manager.query(`select from inbox_update where key = 'held' for update`);
    await forget({ database: fresh.database, now: NOW });
  });
  expect(await kept('inbox_update')).toEqual(['held']);
});
