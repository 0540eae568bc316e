import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Conversation } from '../../../bots/conversation/conversation';
import { createBot } from '../../../bots/max/bot';
import { createGroups } from '../../../bots/max/groups';
import { openLine } from '../../../bots/max/line';
import { systemClock } from '../../../src/clock';
import { recordingLog } from '../../support/recording-log';

// What MAX answers of a group, as it does and as it never has: over real HTTP, in words that no stand speaks.

const GROUP = '-70';
let server: Server;
let answer: { readonly status: number; readonly body: object };
let groups: ReturnType<typeof createGroups>;
beforeAll(async () => {
  server = createServer((_, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { call } = openLine({ token: 'token', apiRoot: `http://127.0.0.1:${port}`, log: recordingLog() });
  groups = createGroups(call);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const answers = (status: number, body: object) => void (answer = { status, body });
const refuses = (status: number, code: string) => answers(status, { success: false, code, message: 'no' });

test.each<[string, object, boolean | null]>([
  ['an administrator who may read all', { is_admin: true, permissions: ['write', 'read_all_messages'] }, true],
  ['an administrator whose rights are not named', { is_admin: true }, true],
  ['an administrator who may not', { is_admin: true, permissions: ['write'] }, false],
  ['a member', { is_owner: false, is_admin: false, permissions: null }, false],
  ['rights in a shape that nobody knows', { is_admin: true, permissions: { read_all_messages: true } }, null],
  ['a role in a shape that nobody knows', { is_admin: 'yes' }, null],
  ['nothing', {}, null],
])('whether a group is heard: %s', async (_, body, hears) => {
  answers(200, body);
  expect(await groups.hearsGroup(GROUP)).toBe(hears);
});

test.each(['chat.denied', 'chat.not.found', 'access.denied'])('by %s the bot is shut out of a group', async (code) => {
  refuses(403, code);
  expect([await groups.groupOf(GROUP), await groups.hearsGroup(GROUP)]).toEqual([null, false]);
});

test('any other refusal says nothing of the group, and one that passes is asked again', async () => {
  refuses(400, 'proto.payload');
  await expect(groups.groupOf(GROUP)).rejects.toThrow('proto.payload');
  expect(await groups.hearsGroup(GROUP)).toBeNull();
  refuses(429, 'too.many.requests');
  await expect(groups.groupOf(GROUP)).rejects.toThrow('429');
  await expect(groups.hearsGroup(GROUP)).rejects.toThrow('429');
});

test('a group that is over is none, and one whose state or name has no known shape is a group', async () => {
  answers(200, { type: 'chat', status: 'removed', title: 'Жители' });
  expect(await groups.groupOf(GROUP)).toBeNull();
  answers(200, { type: 'chat', status: { now: 'active' }, title: 7 });
  expect(await groups.groupOf(GROUP)).toEqual({ title: GROUP, hasTopics: false });
});

test('rights in a shape that nobody knows end nothing and keep nobody waiting: the log has it', async () => {
  const [log, ended] = [recordingLog(), [] as string[]];
  const conversation = { deafIn: async (chatId: string) => void ended.push(chatId) } as unknown as Conversation;
  const bot = createBot(conversation, groups, log, systemClock);
  const changed = { update_type: 'bot_admin_permissions_changed', timestamp: 1, chat_id: -70 };
  answers(200, { is_admin: true, permissions: 'all' });
  await bot.handle(changed);
  expect(ended).toEqual([]);
  expect(log.lines).toMatchObject([{ level: 'warn', fields: { chatId: GROUP } }]);
  answers(200, { is_admin: false });
  await bot.handle(changed);
  expect(ended).toEqual([GROUP]);
});
