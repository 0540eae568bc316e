import { StandClient, fileOf, jpeg, type Loose } from './support';

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

describe('captions', () => {
  const photo = (caption: string, parseMode = ''): FormData => {
    const form = new FormData();
    form.set('chat_id', String(person));
    form.set('photo', fileOf(jpeg(100, 100), 'a.jpg', 'image/jpeg'));
    form.set('caption', caption);
    form.set('parse_mode', parseMode);
    return form;
  };

  test('1024 letters pass, with their tags beside', async () => {
    const { body } = await client.form('sendPhoto', photo(`<b>${'ж'.repeat(1024)}</b>`, 'HTML'));
    expect(body).toMatchObject({ ok: true });
  });

  test('1025 letters do not', async () => {
    const { body } = await client.form('sendPhoto', photo('ж'.repeat(1025)));
    expect(body.description).toBe('Bad Request: message caption is too long');
  });
});

describe('edits and deletions', () => {
  const sent = async (parameters: object = {}): Promise<{ chat_id: number; message_id: number }> => {
    const { message_id, chat } = await client.result('sendMessage', { chat_id: person, text: 'Было', ...parameters });
    return { chat_id: chat.id, message_id };
  };
  const refused = async (method: string, parameters: object): Promise<string> =>
    (await client.api(method, parameters)).body.description;

  test('the same text and keyboard are «not modified»', async () => {
    const keyboard = { inline_keyboard: [[{ text: 'Да', callback_data: 'y' }]] };
    const message = await sent({ reply_markup: keyboard });
    const same =
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
    expect(await refused('editMessageText', { ...message, text: 'Было', reply_markup: keyboard })).toBe(same);
    expect(await refused('editMessageReplyMarkup', { ...message, reply_markup: keyboard })).toBe(same);
    // Another formatting of the same letters is another content.
    await client.result('editMessageText', {
      ...message,
      text: '<b>Было</b>',
      parse_mode: 'HTML',
      reply_markup: keyboard,
    });
  });

  test('a message that is not there, and one of a person, cannot be edited', async () => {
    expect(await refused('editMessageText', { chat_id: person, message_id: 999_999, text: 'а' })).toBe(
      'Bad Request: message to edit not found',
    );
    expect(await refused('editMessageText', { chat_id: person, text: 'а' })).toBe(
      'Bad Request: message identifier is not specified',
    );
    const { body } = await client.control('POST', `people/${person}/send`, { text: 'Моё' });
    expect(
      await refused('editMessageText', { chat_id: person, message_id: body.messages[0].message_id, text: 'а' }),
    ).toBe("Bad Request: message can't be edited");
  });

  test('a text has no caption and a photo no text', async () => {
    const message = await sent();
    expect(await refused('editMessageCaption', { ...message, caption: 'а' })).toBe(
      'Bad Request: there is no caption in the message to edit',
    );
    const form = new FormData();
    form.set('chat_id', String(person));
    form.set('photo', fileOf(jpeg(10, 10), 'a.jpg', 'image/jpeg'));
    const { body } = await client.form('sendPhoto', form);
    const photo = { chat_id: person, message_id: body.result.message_id };
    expect(await refused('editMessageText', { ...photo, text: 'а' })).toBe(
      'Bad Request: there is no text in the message to edit',
    );
    expect(await client.result('editMessageCaption', { ...photo, caption: 'Подпись' })).toMatchObject({
      caption: 'Подпись',
      photo: body.result.photo,
    });
  });

  test('48 hours later a message is edited but not deleted', async () => {
    const message = await sent();
    const { body } = await client.control('GET', 'clock');
    await client.control('PUT', 'clock', { now: new Date(Date.parse(body.now) + 49 * 3600_000).toISOString() });
    expect(await refused('deleteMessage', message)).toBe("Bad Request: message can't be deleted for everyone");
    await client.result('editMessageText', { ...message, text: 'Стало' });
    const fresh = await sent();
    await expect(client.result('deleteMessage', fresh)).resolves.toBe(true);
    expect(await refused('deleteMessage', fresh)).toBe('Bad Request: message to delete not found');
    await client.control('PUT', 'clock', body);
  });

  test('in a group the bot deletes what others wrote only as an administrator', async () => {
    await client.control('PUT', 'groups/-1006', { title: 'Гости', members: [person] });
    const { body } = await client.control('POST', `people/${person}/send`, { chatId: -1006, text: 'Моё' });
    expect(await refused('deleteMessage', { chat_id: -1006, message_id: body.messages[0].message_id })).toBe(
      "Bad Request: message can't be deleted",
    );
  });
});

describe('albums', () => {
  const album = async (media: object[], more: object = {}): Promise<{ ok: boolean; description: string }> => {
    const form = new FormData();
    form.set('chat_id', String(person));
    form.set('media', JSON.stringify(media));
    form.set('one', fileOf(jpeg(10, 10), 'a.jpg', 'image/jpeg'));
    for (const [name, value] of Object.entries(more)) form.set(name, value);
    return (await client.form('sendMediaGroup', form)).body;
  };
  const photo = { type: 'photo', media: 'attach://one' };

  test.each<[string, object[], object, string]>([
    ['one item', [photo], {}, 'media group must include 2-10 items'],
    ['eleven items', Array.from({ length: 11 }, () => photo), {}, 'too many messages to send as an album'],
    [
      'a document among photos',
      [photo, { type: 'document', media: 'attach://one' }],
      {},
      "document can't be mixed with other media types",
    ],
    [
      'a file that is not there',
      [photo, { type: 'photo', media: 'attach://two' }],
      {},
      "can't parse InputMedia: media not found",
    ],
    [
      'a file_id that is none',
      [photo, { type: 'photo', media: 'abc' }],
      {},
      'failed to send message #2 with the error message "Wrong file identifier/HTTP URL specified"',
    ],
    ['a keyboard', [photo, photo], { reply_markup: '{}' }, 'unknown parameter "reply_markup"'],
  ])('with %s are refused', async (_what, media, more, description) => {
    expect(await album(media, more)).toMatchObject({ ok: false, description: `Bad Request: ${description}` });
  });

  test('of two photos pass', async () => {
    expect(await album([photo, photo])).toMatchObject({ ok: true });
  });
});

describe('files', () => {
  const upload = async (
    method: string,
    field: string,
    bytes: Buffer,
    name: string,
  ): Promise<{ status: number; body: Loose }> => {
    const form = new FormData();
    form.set('chat_id', String(person));
    form.set(field, fileOf(bytes, name, 'application/octet-stream'));
    return client.form(method, form);
  };

  test('what a bot downloads is 20 MB at most, what it uploads 50 MB, a photo 10 MB', async () => {
    const big = await upload('sendDocument', 'document', Buffer.alloc(20 * 1024 * 1024 + 1), 'a.bin');
    expect(big.body).toMatchObject({ ok: true });
    expect((await client.api('getFile', { file_id: big.body.result.document.file_id })).body.description).toBe(
      'Bad Request: file is too big',
    );
    expect(await upload('sendDocument', 'document', Buffer.alloc(50 * 1024 * 1024 + 1), 'a.bin')).toEqual({
      status: 413,
      body: { ok: false, error_code: 413, description: 'Request Entity Too Large' },
    });
    const photo = Buffer.concat([jpeg(10, 10), Buffer.alloc(10 * 1024 * 1024)]);
    expect((await upload('sendPhoto', 'photo', photo, 'a.jpg')).body.description).toMatch(
      /^Bad Request: file is too big for a photo/,
    );
  });

  test('a text is no photo, and a strip is none either', async () => {
    expect((await upload('sendPhoto', 'photo', Buffer.from('hello'), 'a.jpg')).body.description).toBe(
      'Bad Request: IMAGE_PROCESS_FAILED',
    );
    expect((await upload('sendPhoto', 'photo', jpeg(2100, 100), 'a.jpg')).body.description).toBe(
      'Bad Request: PHOTO_INVALID_DIMENSIONS',
    );
  });

  test('an unknown file_id is refused', async () => {
    expect((await client.api('getFile', { file_id: 'abc' })).body.description).toBe('Bad Request: invalid file_id');
    expect((await client.api('sendPhoto', { chat_id: person, photo: 'abc' })).body.description).toBe(
      'Bad Request: wrong file identifier/HTTP URL specified',
    );
  });
});

describe('presses', () => {
  test('a toast has 200 letters at most, and an unknown or old query is too old', async () => {
    const tooOld = 'Bad Request: query is too old and response timeout expired or query ID is invalid';
    expect(
      (await client.api('answerCallbackQuery', { callback_query_id: '1', text: 'ж'.repeat(201) })).body.description,
    ).toBe('Bad Request: MESSAGE_TOO_LONG');
    expect((await client.api('answerCallbackQuery', { callback_query_id: '1' })).body.description).toBe(tooOld);

    const { message_id } = await client.result('sendMessage', {
      chat_id: person,
      text: 'К',
      ...button({ callback_data: 'a' }),
    });
    const pressed = client.control('POST', `people/${person}/press`, { messageId: message_id, data: 'a' });
    const updates = await client.updates(-1, 5);
    const { id } = updates[0].callback_query;
    const { body } = await client.control('GET', 'clock');
    await client.control('PUT', 'clock', { now: new Date(Date.parse(body.now) + 151_000).toISOString() });
    expect((await client.api('answerCallbackQuery', { callback_query_id: id })).body.description).toBe(tooOld);
    await client.control('PUT', 'clock', body);
    await client.result('answerCallbackQuery', { callback_query_id: id, text: 'ж'.repeat(200) });
    expect((await pressed).body).toMatchObject({ answered: true, text: 'ж'.repeat(200) });
  });
});

describe('groups', () => {
  test('a group that became a supergroup names its new id', async () => {
    const { body: moved } = await client.control('POST', 'groups/-2/migrate');
    const { status, body } = await client.api('sendMessage', { chat_id: -2, text: 'Текст' });
    expect({ status, body }).toEqual({
      status: 400,
      body: {
        ok: false,
        error_code: 400,
        description: 'Bad Request: group chat was upgraded to a supergroup chat',
        parameters: { migrate_to_chat_id: moved.chatId },
      },
    });
    expect(await client.result('sendMessage', { chat_id: moved.chatId, text: 'Текст' })).toMatchObject({
      chat: { id: moved.chatId, type: 'supergroup', title: 'Старая' },
    });
  });

  test('a topic is written to by its id, the general one without', async () => {
    const topic = await client.result('createForumTopic', { chat_id: -1005, name: 'Дороги' });
    const inTopic = await client.result('sendMessage', {
      chat_id: -1005,
      text: 'а',
      message_thread_id: topic.message_thread_id,
    });
    expect(inTopic).toMatchObject({ message_thread_id: topic.message_thread_id, is_topic_message: true });
    expect(await client.result('sendMessage', { chat_id: -1005, text: 'а' })).not.toHaveProperty('message_thread_id');
    const { body } = await client.api('sendMessage', { chat_id: -1005, text: 'а', message_thread_id: 777 });
    expect(body.description).toBe('Bad Request: message thread not found');
  });

  test('privacy mode: a mere member hears commands, replies and its name, an administrator everything', async () => {
    await client.control('PUT', 'groups/-1007', { title: 'Участник', members: [person] });
    const own = await client.result('sendMessage', { chat_id: -1007, text: 'Сводка' });
    const before = (await client.updates()).at(-1)?.update_id ?? 0;
    for (const text of ['просто так', '/report', '/report@another_bot', 'эй, @stand_training_bot'])
      await client.control('POST', `people/${person}/send`, { chatId: -1007, text });
    await client.control('POST', `people/${person}/send`, {
      chatId: -1007,
      text: 'ответ',
      replyToMessageId: own.message_id,
    });
    await client.control('POST', `people/${person}/send`, { chatId: group, text: 'администратор слышит' });
    const heard = await client.updates(before + 1);
    expect(heard.map(({ message }: { message: { text: string } }) => message.text)).toEqual([
      '/report',
      'эй, @stand_training_bot',
      'ответ',
      'администратор слышит',
    ]);
  });
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
