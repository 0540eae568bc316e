import { NotAnUpdateError } from '../../../bots/messenger/update';
import { readUpdate, userOfLane } from '../../../bots/telegram/update';
import { ALLOWED_UPDATES } from '../../support/updates';

const person = { id: 1001, is_bot: false, first_name: 'Анна' };
const group = { id: -100_123, type: 'supergroup' };

test.each([
  ['a text in a group', { message: { from: person, chat: group } }, '1001'],
  ['a press under a message of a group', { callback_query: { from: person, message: { chat: group } } }, '1001'],
  ['a person who blocked the bot', { my_chat_member: { from: person, chat: { id: 1001 } } }, '1001'],
  ['a message without an author', { message: { chat: group } }, '-100123'],
  ['a press without an author', { callback_query: { message: { chat: group } } }, '-100123'],
  ['an author whose id is no number', { message: { from: { id: 'x' }, chat: group } }, '-100123'],
  ['nobody at all', { message: {} }, 'nobody'],
])('the lane of %s', (_, fields, lane) => {
  expect(readUpdate({ update_id: 7, ...fields }, ALLOWED_UPDATES)).toMatchObject({
    key: '7',
    lane,
    place: 7,
    handled: true,
  });
});

test.each([
  ['a person', '1001', '1001'],
  ['a group', '-100123', '-100123'],
  ['nobody', 'nobody', null],
])('whoever owns the lane of %s', (_, lane, userId) => {
  expect(userOfLane(lane)).toBe(userId);
});

test.each([
  ['a kind that nobody asked for', { update_id: 7, poll: { id: '1' } }],
  ['a kind that does not exist yet', { update_id: 7, telepathy: { from: person } }],
  ['a known kind that is empty', { update_id: 7, message: null }],
  ['nothing but the id', { update_id: 7 }],
])('%s is kept but not handled', (_, raw) => {
  expect(readUpdate(raw, ALLOWED_UPDATES)).toMatchObject({ key: '7', lane: 'nobody', handled: false });
});

test.each([
  ['null', null],
  ['a list', [{ update_id: 1 }]],
  ['a text', 'update'],
  ['no id', { message: {} }],
  ['an id that is a text', { update_id: '7' }],
  ['a negative id', { update_id: -1 }],
  ['a fraction', { update_id: 1.5 }],
  ['an id past what a number holds', { update_id: 2 ** 60 }],
  [
    'a nest of ten thousand lists',
    { update_id: 1, message: JSON.parse('['.repeat(10_000) + ']'.repeat(10_000)) as unknown },
  ],
])('%s is not an update', (_, raw) => {
  expect(() => readUpdate(raw, ALLOWED_UPDATES)).toThrow(NotAnUpdateError);
});

test.each([
  ['NUL', 'a\0b', 'a\ufffdb'],
  ['half of a pair', 'a\ud83db', 'a\ufffdb'],
  ['the other half', '\udc4d', '\ufffd'],
  ['a whole pair', '👍', '👍'],
  ['Tatar', 'Мөрәҗәгать', 'Мөрәҗәгать'],
])('%s in a text becomes storable', (_, text, stored) => {
  const { payload } = readUpdate({ update_id: 1, message: { text, [text]: [text] } }, ALLOWED_UPDATES);
  expect(payload).toEqual({ update_id: 1, message: { text: stored, [stored]: [stored] } });
});
