import type { Conversation } from '../../../bots/conversation/conversation';
import { createBot } from '../../../bots/max/bot';
import { readUpdate } from '../../../bots/max/update';
import { recordingLog } from '../../support/recording-log';

/** As it was captured in 2026 of voice messages and round videos. */
const EMPTY = { update_type: 'message_created', timestamp: 1_795_000_000_000, user_locale: 'ru' };
const BEGINS = Date.parse('2026-11-26T10:00:00+03:00');

function open() {
  const [log, heard] = [recordingLog(), [] as string[]];
  const conversation = {
    unheard: async () => void heard.push('unheard'),
    hear: async () => void heard.push('heard'),
  } as unknown as Conversation;
  let now = BEGINS;
  const clock = { now: () => new Date(now) };
  const never = () => Promise.reject(new Error('nobody asks of groups'));
  const bot = createBot(conversation, { groupOf: never, hearsGroup: never }, log, clock);
  return { bot, heard, log, passes: (minutes: number) => void (now += minutes * 60_000) };
}

test('a message of which MAX tells neither what it is nor whose is told of, and counted in the log every ten minutes', async () => {
  const { bot, heard, log, passes } = open();
  for (const minutes of [0, 1, 8, 2, 3]) {
    passes(minutes);
    await bot.handle(readUpdate(EMPTY).payload);
  }
  expect(heard).toEqual(Array(5).fill('unheard'));
  expect(log.lines).toMatchObject([
    { level: 'warn', fields: { sinceStart: 1 } },
    { level: 'warn', fields: { sinceStart: 4 } },
  ]);
});

test.each([
  ['a post of a channel', { ...EMPTY, message: { recipient: { chat_id: -1, chat_type: 'channel' } } }],
  ['an edit', { ...EMPTY, update_type: 'message_edited' }],
])('%s is none', async (_, update) => {
  const { bot, heard, log } = open();
  await bot.handle(update);
  expect([heard, log.lines]).toEqual([[], []]);
});
