import type { Conversation } from '../../../bots/conversation/conversation';
import type { Came, Incoming, SentFile, SentPlace } from '../../../bots/conversation/kit/turn';
import { createBot } from '../../../bots/telegram/bot';
import { recordingLog } from '../../support/recording-log';

const me = {
  id: 334,
  is_bot: true,
  first_name: 'Мөрәҗәгать',
  username: 'murajagat_bot',
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
} as const;

let told: { readonly what: keyof Conversation; readonly of: unknown }[] = [];
const note =
  (what: keyof Conversation) =>
  async (of: unknown): Promise<void> => {
    told.push({ what, of });
  };
const conversation: Conversation = {
  hear: note('hear'),
  tellOfOutage: note('tellOfOutage'),
  unheard: () => note('unheard')(null),
  tellOfLateFile: note('tellOfLateFile'),
  tellOfLostFile: note('tellOfLostFile'),
  shutOut: note('shutOut'),
  letIn: note('letIn'),
  addedTo: note('addedTo'),
  deafIn: note('deafIn'),
  saidInGroup: note('saidInGroup'),
  takenAwayInGroup: note('takenAwayInGroup'),
};
const botOf = (of: Conversation) =>
  createBot({ conversation: of, me, token: '334:not-a-secret-of-anybody', log: recordingLog() });
const bot = botOf(conversation);
beforeEach(() => {
  told = [];
});

const anna = { id: 1001, is_bot: false, first_name: 'Анна' };
const annasChat = { id: 1001, type: 'private', first_name: 'Анна' };
const group = { id: -100_123, type: 'supergroup', title: 'Дороги' };
const message = (fields: object) => ({ message: { message_id: 12, from: anna, chat: annasChat, date: 1, ...fields } });
const press = (fields: object) => ({
  callback_query: { id: 'q1', from: anna, chat_instance: '1', message: { message_id: 7, chat: annasChat }, ...fields },
});
const handle = (fields: object) => bot.handle({ update_id: 77, ...fields });

const size = (width: number, file_size?: number) => ({
  file_id: `photo-${width}`,
  file_unique_id: `u${width}`,
  width,
  height: width,
  ...(file_size === undefined ? {} : { file_size }),
});
const document = (fields: object) => ({ document: { file_id: 'doc', file_unique_id: 'u', ...fields } });
const place = { latitude: 55.71, longitude: 51.41 };
const at: SentPlace = { ...place, error: null, at: new Date(1_000), live: false };

const photo: SentFile = {
  fileRef: 'photo-1280',
  size: 90_000,
  kind: 'photo',
  compressed: true,
  fileName: null,
  mimeType: 'image/jpeg',
};
const file = (fields: Partial<SentFile>): SentFile => ({
  fileRef: 'doc',
  size: null,
  kind: 'document',
  compressed: false,
  fileName: null,
  mimeType: null,
  ...fields,
});

test.each<[what: string, fields: object, came: Came]>([
  ['words', { text: ' Готово\n' }, { what: 'words', text: ' Готово\n' }],
  ['a command', { text: '/start a1' }, { what: 'words', text: '/start a1' }],
  [
    'a photo, by its largest size',
    { photo: [size(90, 900), size(1280, 90_000)] },
    { what: 'file', file: photo, caption: '', album: null },
  ],
  [
    'a photo of an album, with a caption',
    { photo: [size(1280, 90_000)], caption: 'Яма', media_group_id: 'a7' },
    { what: 'file', file: photo, caption: 'Яма', album: 'a7' },
  ],
  [
    'a photo whose size Telegram does not tell',
    { photo: [size(1280)] },
    { what: 'file', file: { ...photo, size: null }, caption: '', album: null },
  ],
  [
    'a document',
    document({ file_size: 5, file_name: 'Акт.pdf', mime_type: 'application/pdf' }),
    {
      what: 'file',
      file: file({ size: 5, fileName: 'Акт.pdf', mimeType: 'application/pdf' }),
      caption: '',
      album: null,
    },
  ],
  [
    'a document whose name is written backwards',
    document({ file_name: 'отчет\u202efdp.exe' }),
    { what: 'file', file: file({ fileName: 'отчет[U+202E]fdp.exe' }), caption: '', album: null },
  ],
  [
    'a document of which nothing is known, of an album',
    { ...document({}), media_group_id: 'a8' },
    { what: 'file', file: file({}), caption: '', album: 'a8' },
  ],
  [
    'a picture as a document',
    document({ file_name: 'scan', mime_type: 'image/png' }),
    { what: 'file', file: file({ kind: 'photo', fileName: 'scan', mimeType: 'image/png' }), caption: '', album: null },
  ],
  [
    'HEIC that its name alone tells of',
    document({ file_name: 'IMG_0042.HEIC', mime_type: 'application/octet-stream' }),
    {
      what: 'file',
      file: file({ kind: 'photo', fileName: 'IMG_0042.HEIC', mimeType: 'application/octet-stream' }),
      caption: '',
      album: null,
    },
  ],
  ['a place', { location: place }, { what: 'place', place: at }],
  [
    'a place that Telegram is sure of',
    { location: { ...place, horizontal_accuracy: 12 } },
    { what: 'place', place: { ...at, error: 12 } },
  ],
  ['a live place', { location: { ...place, live_period: 900 } }, { what: 'place', place: { ...at, live: true } }],
  [
    'a place with a name',
    { location: place, venue: { location: place, title: 'Парк', address: '' } },
    { what: 'place', place: at },
  ],
  ['a sticker', { sticker: { file_id: 's', emoji: '👍' } }, { what: 'other', album: null }],
  [
    'a video of an album',
    { video: { file_id: 'v' }, caption: 'Яма', media_group_id: 'a9' },
    { what: 'video', album: 'a9' },
  ],
  [
    'an animation, which is a document too',
    { ...document({}), animation: { file_id: 'g' } },
    { what: 'video', album: null },
  ],
  ['a voice message', { voice: { file_id: 'v' } }, { what: 'other', album: null }],
  ['a message of the chat itself', { pinned_message: {} }, { what: 'other', album: null }],
])('%s comes in', async (_, fields, came) => {
  await handle(message(fields));
  const incoming: Incoming = {
    userId: '1001',
    chatId: '1001',
    isPrivate: true,
    message: '1001/12',
    came,
  };
  expect(told).toEqual([{ what: 'hear', of: incoming }]);
});

test('a live place that has moved is where the phone is now, in the message that has brought it first', async () => {
  const moved = { ...place, latitude: 55.72 };
  await handle({ edited_message: message({ location: moved, edit_date: 31 }).message });
  const came: Came = { what: 'moved', place: { ...at, ...moved, at: new Date(31_000), live: true } };
  expect(told).toMatchObject([{ of: { userId: '1001', message: '1001/12', came } }]);
});

test('words that were changed are not said again', async () => {
  await handle({ edited_message: message({ text: 'Готово', edit_date: 31 }).message });
  expect(told).toMatchObject([{ of: { message: '1001/12', came: { what: 'rewritten', text: 'Готово' } } }]);
});

test('what somebody says in a group is of that group', async () => {
  await handle(message({ chat: group, text: 'Добрый день' }));
  expect(told).toMatchObject([{ of: { userId: '1001', chatId: '-100123', isPrivate: false, message: '-100123/12' } }]);
});

test.each<[what: string, fields: object, of: Partial<Incoming>]>([
  ['in their own chat', { data: 'm' }, { chatId: '1001', isPrivate: true, message: '1001/7' }],
  [
    'in a group',
    { data: 'm', message: { message_id: 7, chat: group } },
    { chatId: '-100123', isPrivate: false, message: '-100123/7' },
  ],
])('a press %s is of the message with the button', async (_, fields, of) => {
  await handle(press(fields));
  const came: Came = { what: 'press', pressId: 'q1', data: 'm' };
  expect(told).toEqual([{ what: 'hear', of: { userId: '1001', came, ...of } }]);
});

test('a button that carries nothing is an old one, and is answered as such', async () => {
  await handle(press({ game_short_name: 'snake' }));
  expect(told).toMatchObject([{ of: { came: { what: 'press', pressId: 'q1', data: '' } } }]);
});

const robot = { id: 7, is_bot: true, first_name: 'Робот' };
test.each([
  ['a press of no message', press({ message: undefined, data: 'm' })],
  ['a press of a bot', press({ from: robot, data: 'm' })],
  ['words of a bot', message({ from: robot, chat: group, text: 'Привет' })],
  ['words of nobody', message({ from: undefined, chat: group, text: 'Привет' })],
  ['a post of a channel', { channel_post: { message_id: 1, chat: { id: -1, type: 'channel' }, text: 'Новость' } }],
  ['a caption that was changed', { edited_message: message({ photo: [], caption: 'Готово' }).message }],
  ['a kind of tomorrow', { telepathy: { from: anna } }],
])('%s: nobody hears of it', async (_, fields) => {
  await handle(fields);
  expect(told).toEqual([]);
});

const membership = (chat: object, before: string, after: string, from: object = anna) => ({
  my_chat_member: {
    chat,
    from,
    date: 1,
    old_chat_member: { status: before, user: me },
    new_chat_member: { status: after, user: me },
  },
});
const added = { chatId: '-100123', title: 'Дороги', key: '77' };
test.each([
  ['a person has blocked the bot', membership(annasChat, 'member', 'kicked'), [{ what: 'shutOut', of: '1001' }]],
  ['a person has let it in again', membership(annasChat, 'kicked', 'member'), [{ what: 'letIn', of: '1001' }]],
  ['a person has deleted their chat', membership(annasChat, 'member', 'left'), []],
  ['a group has it now', membership(group, 'left', 'member'), [{ what: 'addedTo', of: added }]],
  [
    'a group has it as its administrator',
    membership({ ...group, type: 'group' }, 'kicked', 'administrator'),
    [{ what: 'addedTo', of: added }],
  ],
  ['a group that had it makes it an administrator', membership(group, 'member', 'administrator'), []],
  ['a group has removed it', membership(group, 'member', 'kicked'), []],
  ['a group has become a supergroup', membership({ ...group, type: 'group' }, 'member', 'left'), []],
  ['a channel has it', membership({ ...group, type: 'channel' }, 'left', 'administrator'), []],
  ['a bot has added it', membership(group, 'left', 'member', robot), []],
])('%s', async (_, update, expected) => {
  await handle(update);
  expect(told).toEqual(expected);
});

test('what could not be handled is thrown: the inbox tries again', async () => {
  const error = new Error('the database is away');
  const failing = botOf({ ...conversation, hear: () => Promise.reject(error) });
  await expect(failing.handle({ update_id: 78, ...message({ text: 'Готово' }) })).rejects.toBe(error);
});
