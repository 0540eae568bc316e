import { messageOf, refOf } from '../../../bots/telegram/message-ref';

test.each([
  ['a private chat', '1001', 12, '1001/12'],
  ['a group', '-100123', 7, '-100123/7'],
  ['a chat whose id is past 32 bits', '7123456789', 2_147_483_647, '7123456789/2147483647'],
])('a message of %s has one name, and is found by it', (_, chatId, messageId, ref) => {
  expect(refOf(chatId, messageId)).toBe(ref);
  expect(refOf(Number(chatId), messageId)).toBe(ref);
  expect(messageOf(ref)).toEqual({ chat_id: Number(chatId), message_id: messageId });
});

test.each(['', '12', '1001/', '/12', '1001/12/3', 'mid.0001', '1001/-3'])('%j is no message of Telegram', (ref) => {
  expect(() => messageOf(ref)).toThrow('Not a message of Telegram');
});
