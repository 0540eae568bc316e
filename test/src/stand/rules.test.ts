import { StandClient, fileOf, jpeg } from './support';

let client: StandClient;
const person = 1;
const group = -1001;
beforeAll(async () => {
  client = await StandClient.start({
    people: [{ id: person, name: 'Петрова Анна', started: true }],
    groups: [
      { id: group, title: 'Дороги', members: [person], botStatus: 'administrator' },
      { id: -2, title: 'Старая', members: [person], supergroup: false },
      { id: -1005, title: 'С темами', members: [person], botStatus: 'administrator', isForum: true },
    ],
  });
});
afterAll(() => client.close());

const keyboard = { inline_keyboard: [[{ text: 'Кнопка', callback_data: 'a' }]] };

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
      reply_markup: keyboard,
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
