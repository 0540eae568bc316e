import { saidInGroup, takenAwayIn } from '../../../bots/max/group-words';

const AT = Date.parse('2026-12-02T08:00:00Z');
const anna = { user_id: 5001, first_name: 'Анна', is_bot: false };
const bot = { user_id: 9, first_name: 'Бот', is_bot: true };
const body = { mid: 'mid.1', seq: 1, text: 'Когда почистят двор?' };
const message = {
  sender: anna,
  recipient: { chat_id: -70, chat_type: 'chat' },
  timestamp: AT,
  body,
};
const created = (fields: object = {}) => ({
  update_type: 'message_created',
  timestamp: AT + 5,
  message: { ...message, ...fields },
});
const said = {
  userId: '5001',
  chatId: '-70',
  messageId: 'mid.1',
  text: 'Когда почистят двор?',
  at: new Date(AT),
  changedAt: null,
  hadFiles: false,
  isToOthers: false,
};

test.each<[string, object, object]>([
  ['words', created(), said],
  [
    'an edit, with the moment of the words and of the change',
    { ...created(), update_type: 'message_edited', timestamp: AT + 9_000 },
    { ...said, changedAt: new Date(AT + 9_000) },
  ],
  [
    'an edit that leaves a picture without words',
    { ...created({ body: { ...body, text: null, attachments: [{ type: 'image' }] } }), update_type: 'message_edited' },
    { ...said, text: '', hadFiles: true, changedAt: new Date(AT + 5) },
  ],
  [
    'a picture under its words',
    created({ body: { ...body, attachments: [{ type: 'image', payload: {} }] } }),
    { ...said, hadFiles: true },
  ],
  ['a link with its preview', created({ body: { ...body, attachments: [{ type: 'share', payload: {} }] } }), said],
  [
    'an answer to a neighbour',
    created({ link: { type: 'reply', sender: anna, message: body } }),
    { ...said, isToOthers: true },
  ],
  ['an answer to the bot', created({ link: { type: 'reply', sender: bot, message: body } }), said],
  [
    'words beside something passed on',
    created({ link: { type: 'forward', sender: bot } }),
    { ...said, isToOthers: true },
  ],
  ['a link of a kind that nobody knows', created({ link: { type: 'quote' } }), { ...said, isToOthers: true }],
  ['a link in no shape', created({ link: 'нет' }), { ...said, isToOthers: true }],
  [
    'numbers beyond 2^53',
    created({ recipient: { chat_id: '-9007199254740993', chat_type: 'chat' } }),
    { ...said, chatId: '-9007199254740993' },
  ],
])('%s', (_, update, expected) => {
  expect(saidInGroup(update)).toEqual(expected);
});

test.each<[string, object]>([
  ['a dialog', created({ recipient: { chat_id: 70, chat_type: 'dialog' } })],
  ['a channel', created({ recipient: { chat_id: -70, chat_type: 'channel' } })],
  ['a chat of a kind that nobody knows', created({ recipient: { chat_id: -70, chat_type: 'story' } })],
  ['a bot', created({ sender: bot })],
  ['nobody', created({ sender: null })],
  ['a picture without words', created({ body: { ...body, text: null, attachments: [{ type: 'image' }] } })],
  ['what is passed on alone', created({ body: { ...body, text: null }, link: { type: 'forward', message: body } })],
  ['a message without a name', created({ body: { ...body, mid: '' } })],
  ['another kind of update', { ...created(), update_type: 'message_pinned' }],
  ['a press', { update_type: 'message_callback', timestamp: AT, message }],
])('%s says nothing in a group', (_, update) => {
  expect(saidInGroup(update)).toBeNull();
});

test('what is taken away is known by its name and its group; of a dialog it is nothing', () => {
  const removed = { update_type: 'message_removed', timestamp: AT, message_id: 'mid.1', chat_id: -70, user_id: 5001 };
  expect(takenAwayIn(removed)).toEqual({ chatId: '-70', messageId: 'mid.1' });
  expect(takenAwayIn({ ...removed, chat_id: 70 })).toBeNull();
  expect(takenAwayIn({ ...removed, message_id: '' })).toBeNull();
  expect(takenAwayIn(created())).toBeNull();
});
