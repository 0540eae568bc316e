import { StandClient } from './support';

let client: StandClient;
const person = 1;
const group = -1001;
beforeAll(async () => {
  client = await StandClient.start({
    people: [
      { id: person, name: 'Петрова Анна', started: true },
      { id: 2, name: 'Не запускал' },
      { id: 3, name: 'Заблокировал', started: true },
      { id: 4, name: 'Удалён', started: true },
    ],
    groups: [
      { id: group, title: 'Дороги', members: [person], botStatus: 'administrator' },
      { id: -2, title: 'Старая', members: [person], supergroup: false },
      { id: -1003, title: 'Без бота', members: [person], botStatus: 'kicked' },
      { id: -4, title: 'Старая без бота', members: [person], botStatus: 'kicked', supergroup: false },
      { id: -1005, title: 'С темами', members: [person], botStatus: 'administrator', isForum: true },
    ],
  });
  await client.control('POST', 'people/3/block');
  await client.control('POST', 'people/4/deactivate');
});
afterAll(() => client.close());

const button = (fields: object): object => ({ reply_markup: { inline_keyboard: [[{ text: 'Кнопка', ...fields }]] } });
const rows = (count: number, width: number, text = 'к'): object => ({
  reply_markup: {
    inline_keyboard: Array.from({ length: count }, () =>
      Array.from({ length: width }, () => ({ text, callback_data: 'a' })),
    ),
  },
});

/** Parameters beside chat_id and text, and what Telegram says to them; undefined: it takes them. */
const messages: [what: string, parameters: object, description: string | undefined][] = [
  ['4096 letters', { text: 'ж'.repeat(4096) }, undefined],
  ['4097 letters', { text: 'ж'.repeat(4097) }, 'message is too long'],
  ['4096 emoji, twice as many UTF-16 units', { text: '🕳'.repeat(4096) }, undefined],
  ['4096 letters and their tags', { text: `<b>${'ж'.repeat(4096)}</b>`, parse_mode: 'HTML' }, undefined],
  ['4096 letters written as entities', { text: '&lt;'.repeat(4096), parse_mode: 'HTML' }, undefined],
  ['no text', { text: undefined }, 'message text is empty'],
  ['an empty text', { text: '' }, 'message text is empty'],
  ['spaces alone', { text: ' \n ' }, 'text must be non-empty'],
  ['tags around nothing', { text: '<b></b>', parse_mode: 'HTML' }, 'text must be non-empty'],
  ['a number for a text', { text: 5 }, 'parameter "text" is wrong: Invalid input: expected string, received number'],
  ['a lone surrogate', { text: 'а\ud800' }, 'strings must be encoded in UTF-8'],
  ['a parameter that does not exist', { reply_to: 5 }, 'unknown parameter "reply_to"'],
  ['an unknown parse_mode', { parse_mode: 'BBCode' }, 'unsupported parse_mode'],
  [
    'an unknown tag',
    { text: '<h1>а</h1>', parse_mode: 'HTML' },
    `can't parse entities: Unsupported start tag "h1" at byte offset 0`,
  ],
  [
    'a tag that is not closed',
    { text: 'а<b>б', parse_mode: 'HTML' },
    `can't parse entities: Can't find end tag corresponding to start tag "b"`,
  ],
  [
    'tags that cross',
    { text: '<b><i>test</b></i>', parse_mode: 'HTML' },
    `can't parse entities: Unmatched end tag at byte offset 10, expected "</i>", found "</b>"`,
  ],
  [
    'an end without a start',
    { text: 'жа</b>', parse_mode: 'HTML' },
    `can't parse entities: Unexpected end tag at byte offset 4`,
  ],
  ['a tag cut off', { text: 'а<b', parse_mode: 'HTML' }, `can't parse entities: Unclosed start tag at byte offset 2`],
  [
    'a bare less-than',
    { text: '2 < 3', parse_mode: 'HTML' },
    `can't parse entities: Unsupported start tag "" at byte offset 2`,
  ],
  [
    'a span that is no spoiler',
    { text: '<span>а</span>', parse_mode: 'HTML' },
    `can't parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0`,
  ],
  [
    'an entity past the end',
    { text: 'hello', entities: [{ type: 'bold', offset: 0, length: 100 }] },
    'entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100',
  ],
  [
    'an entity that begins past the end',
    { text: 'hello', entities: [{ type: 'bold', offset: 100, length: 1 }] },
    'entity begins after the end of the text at UTF-16 offset 100',
  ],
  [
    'an unknown entity',
    { entities: [{ type: 'blink', offset: 0, length: 1 }] },
    `can't parse MessageEntity: Unsupported type specified`,
  ],
  [
    'a link without address',
    { entities: [{ type: 'text_link', offset: 0, length: 1 }] },
    `can't parse MessageEntity: Can't find field "url"`,
  ],
  ['64 bytes of data', button({ callback_data: 'ж'.repeat(32) }), undefined],
  ['65 bytes of data in 33 letters', button({ callback_data: `${'ж'.repeat(32)}a` }), 'BUTTON_DATA_INVALID'],
  [
    'a button that does nothing',
    button({}),
    `can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard`,
  ],
  [
    'a button without text',
    button({ text: undefined, callback_data: 'a' }),
    `can't parse inline keyboard button: Can't find field "text"`,
  ],
  [
    'a button with a number for a text',
    button({ text: 5, callback_data: 'a' }),
    `can't parse inline keyboard button: Field "text" must be of type String`,
  ],
  [
    'a link that is none',
    button({ url: 'not-a-url' }),
    `inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL`,
  ],
  [
    'a link to an FTP server',
    button({ url: 'ftp://example.com' }),
    `inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol`,
  ],
  [
    'a button with an unknown field',
    button({ callback_data: 'a', colour: 'red' }),
    'unknown parameter "reply_markup.inline_keyboard[0][0].colour"',
  ],
  ["telegraf's own field of a button", button({ callback_data: 'a', hide: false }), undefined],
  ['96 buttons in rows of 8', rows(12, 8), undefined],
  ['9 buttons in a row', rows(1, 9), 'reply markup is too long'],
  ['104 buttons', rows(13, 8), 'reply markup is too long'],
  ['more than 10 KB of buttons', rows(12, 8, 'ж'.repeat(50)), 'reply markup is too long'],
  ['a keyboard that is a list', { reply_markup: [[{ text: 'а' }]] }, 'object expected as reply markup'],
  [
    'a keyboard that is no array',
    { reply_markup: { inline_keyboard: 'bad' } },
    'field "inline_keyboard" must be of type Array',
  ],
  ['an answer to nothing', { reply_parameters: { message_id: 999_999 } }, 'message to be replied not found'],
  [
    'an answer to nothing, if need be without',
    { reply_parameters: { message_id: 999_999, allow_sending_without_reply: true } },
    undefined,
  ],
  ['a topic where there are none', { message_thread_id: 5 }, 'message thread not found'],
];

test.each(messages)('sendMessage with %s', async (_what, parameters, description) => {
  const { status, body } = await client.api('sendMessage', { chat_id: person, text: 'Текст', ...parameters });
  if (description === undefined) expect(body).toMatchObject({ ok: true });
  else
    expect({ status, body }).toEqual({
      status: 400,
      body: { ok: false, error_code: 400, description: `Bad Request: ${description}` },
    });
});

const chats: [what: string, chatId: unknown, code: number, description: string][] = [
  ['nobody', 555, 400, 'Bad Request: chat not found'],
  ['no id', undefined, 400, 'Bad Request: chat_id is empty'],
  ['a name that nobody has', '@nobody', 400, 'Bad Request: chat not found'],
  ['one who never pressed Start', 2, 403, "Forbidden: bot can't initiate conversation with a user"],
  ['one who has blocked the bot', 3, 403, 'Forbidden: bot was blocked by the user'],
  ['a deleted account', 4, 403, 'Forbidden: user is deactivated'],
  ['a supergroup that threw the bot out', -1003, 403, 'Forbidden: bot was kicked from the supergroup chat'],
  ['a group that threw the bot out', -4, 403, 'Forbidden: bot was kicked from the group chat'],
];

test.each(chats)('a message to %s', async (_what, chatId, code, description) => {
  const { status, body } = await client.api('sendMessage', { chat_id: chatId, text: 'Текст' });
  expect({ status, body }).toEqual({ status: code, body: { ok: false, error_code: code, description } });
});

test.each<[string, number, string]>([
  ['noSuchMethod', 404, 'Not Found: method not found'],
  ['GETME', 200, ''],
])('the method %s', async (method, status, description) => {
  const answer = await client.api(method);
  expect(answer.status).toBe(status);
  expect(answer.body.description ?? '').toBe(description);
});

test('another token is unauthorized', async () => {
  const response = await fetch(`${client.url}/bot123:abc/getMe`);
  expect({ status: response.status, body: await response.json() }).toEqual({
    status: 401,
    body: { ok: false, error_code: 401, description: 'Unauthorized' },
  });
});

test.each(['GET', 'urlencoded', 'multipart'])('parameters by %s are read as those of JSON', async (way) => {
  const parameters = {
    chat_id: String(person),
    text: '<b>Да</b> и &amp;',
    parse_mode: 'HTML',
    disable_notification: 'true',
    reply_markup: '{"inline_keyboard":[[{"text":"а","callback_data":"б"}]]}',
  };
  const query = new URLSearchParams(parameters);
  const form = new FormData();
  for (const [name, value] of Object.entries(parameters)) form.set(name, value);
  const response =
    way === 'GET'
      ? await fetch(`${client.apiRoot}/sendMessage?${query}`)
      : await fetch(`${client.apiRoot}/sendMessage`, { method: 'POST', body: way === 'multipart' ? form : query });
  const { result } = (await response.json()) as { result: object };
  expect(result).toMatchObject({
    text: 'Да и &',
    entities: [{ type: 'bold', offset: 0, length: 2 }],
    reply_markup: { inline_keyboard: [[{ text: 'а', callback_data: 'б' }]] },
  });
});
