import { statement } from '../../../src/database/database';
import { enqueue, type OutgoingMessage } from '../../../src/outbox/enqueue';
import { type FreshDatabase, freshDatabase } from '../../support/database';

const all = statement(
  'test.outbox-all',
  `select key, messenger, chat_id as "chatId", kind, params, silent, mergeable, requested, state, due_at as "dueAt"
   from outbox_message order by id`,
);
const empty = statement('test.enqueue-empty', 'truncate outbox_message, outbox_hold');
const now = new Date('2026-11-25T06:00:00Z');

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
});

afterEach(() => fresh.database.query(empty));
afterAll(() => fresh.drop());

const plain = (key: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  key,
  to: { messenger: 'pigeon', chatId: 'a' },
  kind: 'assigned',
  params: { appeal: 12 },
  silent: false,
  ...more,
});
const redraw = (more: Partial<OutgoingMessage> = {}): OutgoingMessage =>
  plain('card:12:7', { kind: 'card', silent: true, mergeable: true, ...more });
const put = (...messages: OutgoingMessage[]) => fresh.database.transaction((tx) => enqueue(tx, messages, now));
const rows = () => fresh.database.query<Record<string, unknown>>(all);

test('messages keep their order and everything that was said about them', async () => {
  const notBefore = new Date('2026-11-26T05:00:00Z');
  await put(
    plain('b', { params: { text: 'Яма «у дома» \\ "12"', nested: [1, { a: null }] } }),
    plain('a', { to: { messenger: 'telegram', chatId: '-100123' }, notBefore }),
  );
  expect(await rows()).toEqual([
    {
      key: 'b',
      messenger: 'pigeon',
      chatId: 'a',
      kind: 'assigned',
      params: { text: 'Яма «у дома» \\ "12"', nested: [1, { a: null }] },
      silent: false,
      mergeable: false,
      requested: 1,
      state: 'new',
      dueAt: null,
    },
    {
      key: 'a',
      messenger: 'telegram',
      chatId: '-100123',
      kind: 'assigned',
      params: { appeal: 12 },
      silent: false,
      mergeable: false,
      requested: 1,
      state: 'new',
      dueAt: notBefore,
    },
  ]);
});

test('a key is used once for all time, also in one call and after it was sent', async () => {
  await put(plain('a'), plain('a', { to: { messenger: 'pigeon', chatId: 'b' } }), plain('b'));
  await fresh.database.dataSource.query(`update outbox_message set state = 'sent'`);
  await put(plain('a'));
  expect((await rows()).map(({ key, chatId }) => [key, chatId])).toEqual([
    ['a', 'a'],
    ['b', 'a'],
  ]);
});

test('what is rolled back is never said', async () => {
  const attempt = fresh.database.transaction(async (tx) => {
    await enqueue(tx, [plain('a'), redraw()], now);
    throw new Error('refused');
  });
  await expect(attempt).rejects.toThrow('refused');
  expect(await rows()).toEqual([]);
});

test('redraws that wait together are one message with the last state; it rings if one of them does', async () => {
  await put(redraw({ params: { version: 1 } }));
  await put(redraw({ params: { version: 2 }, silent: false }), redraw({ params: { version: 3 }, silent: false }));
  await put(redraw({ params: { version: 4 } }));
  expect(await rows()).toMatchObject([{ requested: 3, params: { version: 4 }, silent: false }]);
});

test.each([
  ['at once and later', undefined, new Date('2026-11-27Z'), null],
  ['later and at once', new Date('2026-11-27Z'), undefined, null],
  ['later and sooner', new Date('2026-11-27Z'), new Date('2026-11-26Z'), new Date('2026-11-26Z')],
])('redraws asked for %s go at the earlier moment', async (_, first, second, expected) => {
  await put(redraw(first === undefined ? {} : { notBefore: first }));
  await put(redraw(second === undefined ? {} : { notBefore: second }));
  expect(await rows()).toMatchObject([{ dueAt: expected }]);
});

test('a redraw asked for while one is being sent, or after, is another message', async () => {
  await put(redraw());
  await fresh.database.dataSource.query(`update outbox_message set state = 'sending'`);
  await put(redraw());
  await fresh.database.dataSource.query(`update outbox_message set state = 'sent'`);
  await put(redraw());
  expect((await rows()).map(({ state }) => state)).toEqual(['sent', 'sent', 'new']);
});

test('a redraw and a message may have the same key without meeting', async () => {
  await put(plain('card:12:7'), redraw());
  expect(await rows()).toHaveLength(2);
});

test('two transactions that redraw the same cards in opposite order do not lock each other out', async () => {
  const cards = Array.from({ length: 20 }, (_, index) => redraw({ key: `card:${index}:7` }));
  await put(...cards);
  await Promise.all(Array.from({ length: 20 }, (_, round) => put(...(round % 2 === 0 ? cards : [...cards].reverse()))));
  expect((await rows()).every(({ requested }) => requested === 21)).toBe(true);
});

test('messages and redraws of one call keep their order', async () => {
  await put(plain('1'), redraw({ key: '2' }), plain('3'), redraw({ key: '4' }));
  expect((await rows()).map(({ key }) => key)).toEqual(['1', '2', '3', '4']);
});

test('nothing to say is no statement', async () => {
  await enqueue({ query: () => Promise.reject(new Error('asked')) }, [], now);
  expect(await rows()).toEqual([]);
});
