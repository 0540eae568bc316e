import { createAskers } from '../../../../bots/conversation/lines/askers';

const minute = (number: number) => new Date(Date.parse('2026-12-02T10:00:00Z') + number * 60_000);
const asked = (userId: string, messageId: string, at = 0, chatId = '-5') => ({
  userId,
  chatId,
  messageId,
  at: minute(at),
});

test('one person is heard ten times an hour in a group, and another goes on', () => {
  const { mayAsk } = createAskers();
  const heard = Array.from({ length: 500 }, (_, number) => mayAsk(asked('anna', `m${number}`, number / 10)));
  expect(heard.filter(Boolean)).toHaveLength(10);
  expect(mayAsk(asked('boris', 'b1', 50))).toBe(true);
  expect(mayAsk(asked('anna', 'elsewhere', 50, '-6'))).toBe(true);
  expect(mayAsk(asked('anna', 'an hour later', 61))).toBe(true);
});

test('a message that comes again counts once, also when no more may come', () => {
  const { mayAsk } = createAskers();
  for (let time = 0; time < 20; time += 1) expect(mayAsk(asked('anna', 'm0'))).toBe(true);
  for (let number = 1; number < 10; number += 1) expect(mayAsk(asked('anna', `m${number}`))).toBe(true);
  expect(mayAsk(asked('anna', 'm10'))).toBe(false);
  expect(mayAsk(asked('anna', 'm3'))).toBe(true);
});

test('what was written over half a day and comes at once after an outage is taken, in whatever order', () => {
  const { mayAsk } = createAskers();
  const hours = [5, 1, 4, 2, 3, 0];
  const heard = hours.flatMap((hour) =>
    Array.from({ length: 9 }, (_, number) => mayAsk(asked('anna', `${hour}:${number}`, hour * 120 + number))),
  );
  expect(heard).toEqual(hours.flatMap(() => Array<boolean>(9).fill(true)));
});

test('a thousand people are heard five hundred times an hour in one group', () => {
  const { mayAsk } = createAskers();
  const heard = Array.from({ length: 1_000 }, (_, number) =>
    mayAsk(asked(`person ${number}`, `m${number}`, number / 20)),
  );
  expect(heard.filter(Boolean)).toHaveLength(500);
});
