import { StandClient, eventually, fileOf, jpeg, type Loose } from './support';

let client: StandClient;
beforeAll(async () => {
  client = await StandClient.start();
});
afterAll(() => client.close());

describe('a conversation', () => {
  test('a person who has pressed Start is heard and answered', async () => {
    await client.control('PUT', 'people/1', { name: 'Петрова Анна', languageCode: 'tt' });
    const { body } = await client.control('POST', 'people/1/send', { text: '/start abc' });
    expect(body.messages).toHaveLength(1);
    const [update] = await client.updates(undefined, 5);
    expect(update.message).toMatchObject({
      text: '/start abc',
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
      from: { id: 1, is_bot: false, first_name: 'Петрова Анна', language_code: 'tt' },
      chat: { id: 1, type: 'private' },
    });
    expect(update.message).not.toHaveProperty('silent');
    await client.updates(update.update_id + 1);
    await expect(client.updates()).resolves.toEqual([]);

    await client.result('sendMessage', {
      chat_id: 1,
      text: '<b>Добрый</b> день &lt;1&gt;',
      parse_mode: 'HTML',
      disable_notification: true,
    });
    const { body: chat } = await client.control('GET', 'chats/1/messages');
    expect(chat.messages.at(-1)).toMatchObject({
      text: 'Добрый день <1>',
      entities: [{ type: 'bold', offset: 0, length: 6 }],
      silent: true,
      deleted: false,
      editedTimes: 0,
      from: { is_bot: true },
    });
  });

  test('what a person is in the office is known to the stand, not to the bot', async () => {
    await client.control('PUT', 'people/9', { name: 'Сафина Роза', role: 'Координатор, исполнитель' });
    await client.control('PUT', 'people/9', { name: 'Сафина Роза' });
    const { body: state } = await client.control('GET', 'state');
    expect(state.people.find(({ id }: Loose) => id === 9)).toMatchObject({ role: 'Координатор, исполнитель' });
    await client.control('POST', 'people/9/send', { text: '/start' });
    const [update] = await client.updates(undefined, 5);
    expect(update.message.from).toEqual({ id: 9, is_bot: false, first_name: 'Сафина Роза', language_code: 'ru' });
    await client.updates(update.update_id + 1);
  });

  test('a pressed button is a callback query, and its toast comes back to the presser', async () => {
    await client.startedPerson(2);
    const keyboard = { inline_keyboard: [[{ text: 'Взять', callback_data: 'a:1' }]] };
    const sent = await client.result('sendMessage', { chat_id: 2, text: 'Карточка', reply_markup: keyboard });
    const pressed = client.control('POST', 'people/2/press', { messageId: sent.message_id, data: 'a:1' });
    const [update] = await client.updates(undefined, 5);
    expect(update.callback_query).toMatchObject({
      data: 'a:1',
      from: { id: 2 },
      message: { message_id: sent.message_id, text: 'Карточка' },
    });
    await client.result('answerCallbackQuery', {
      callback_query_id: update.callback_query.id,
      text: 'Взято',
      show_alert: false,
    });
    const { body } = await pressed;
    expect(body).toEqual({ answered: true, text: 'Взято', showAlert: false, url: null, ms: expect.any(Number) });
    await client.updates(update.update_id + 1);

    await client.result('editMessageText', { chat_id: 2, message_id: sent.message_id, text: 'В работе' });
    const { body: chat } = await client.control('GET', 'chats/2/messages');
    expect(chat.messages.at(-1)).toMatchObject({ text: 'В работе', editedTimes: 1 });
    expect(chat.messages.at(-1)).not.toHaveProperty('reply_markup');
  });

  test('an album is as many updates as it has photos, with one media_group_id and without EXIF', async () => {
    await client.startedPerson(3);
    const form = new FormData();
    form.set('caption', 'Яма на дороге');
    for (const name of ['1.jpg', '2.jpg', '3.jpg']) form.append('photo', fileOf(jpeg(2000, 1000), name, 'image/jpeg'));
    await client.control('POST', 'people/3/send', form);
    const updates = await eventually(async () => {
      const waiting = await client.updates();
      return waiting.length === 3 ? waiting : undefined;
    });
    expect(new Set(updates.map(({ message }: Loose) => message.media_group_id)).size).toBe(1);
    expect(updates.map(({ message }: Loose) => message.caption)).toEqual(['Яма на дороге', undefined, undefined]);
    const sizes = updates[0].message.photo;
    expect(sizes.map(({ width, height }: Loose) => [width, height])).toEqual([
      [90, 45],
      [320, 160],
      [800, 400],
      [1280, 640],
    ]);
    await client.updates(updates.at(-1).update_id + 1);
  });

  test('a voice message, a sticker, a contact and a forwarded message come as a phone would send them', async () => {
    await client.startedPerson(10, 'Юсупов Ринат');
    const sent = async (body: object): Promise<Loose> => {
      const { status } = await client.control('POST', 'people/10/send', body);
      expect(status).toBe(200);
      const [update] = await client.updates(undefined, 5);
      await client.updates(update.update_id + 1);
      return update.message;
    };
    const bytesOf = async (fileId: string): Promise<Buffer> => {
      const { file_path: path } = await client.result('getFile', { file_id: fileId });
      return Buffer.from(await (await fetch(`${client.url}/file/bot${client.stand.token}/${path}`)).arrayBuffer());
    };
    const ids = { file_id: expect.any(String), file_unique_id: expect.any(String) };

    const { voice } = await sent({ voice: { duration: 7 } });
    expect(voice).toEqual({ ...ids, duration: 7, mime_type: 'audio/ogg', file_size: expect.any(Number) });
    const ogg = await bytesOf(voice.file_id);
    expect(ogg.length).toBe(voice.file_size);
    expect([ogg.toString('latin1', 0, 4), ogg.toString('latin1', 28, 36)]).toEqual(['OggS', 'OpusHead']);

    const { sticker } = await sent({ sticker: { emoji: '👍' } });
    const [width, height, size] = [512, 512, expect.any(Number)];
    const still = { type: 'regular', is_animated: false, is_video: false, emoji: '👍', set_name: 'TrainingStand' };
    expect(sticker).toEqual({ ...ids, ...still, width, height, file_size: size });
    expect((await bytesOf(sticker.file_id)).toString('latin1', 8, 12)).toBe('WEBP');

    const { contact } = await sent({ contact: { phoneNumber: '+79000000000', firstName: 'Айгуль', userId: 10 } });
    expect(contact).toEqual({ phone_number: '+79000000000', first_name: 'Айгуль', user_id: 10 });

    const date = expect.any(Number);
    const words = { text: 'Когда засыплют яму?', from: { id: 10 } };
    expect(await sent({ text: words.text, forwardedFrom: { name: 'Житель' } })).toMatchObject({
      ...words,
      forward_origin: { type: 'hidden_user', sender_user_name: 'Житель', date },
    });
    expect(await sent({ text: words.text, forwardedFrom: { personId: 1 } })).toMatchObject({
      ...words,
      forward_origin: { type: 'user', sender_user: { id: 1, is_bot: false, first_name: 'Петрова Анна' }, date },
    });
  });

  test('of several kinds at once, and of a stranger as the author, nothing is sent', async () => {
    await client.startedPerson(11);
    for (const body of [
      { text: 'Вот', voice: { duration: 1 } },
      { voice: { duration: 0 } },
      { text: 'Вот', forwardedFrom: { personId: 999 } },
      {},
    ])
      expect((await client.control('POST', 'people/11/send', body)).status).toBe(400);
    await expect(client.updates()).resolves.toEqual([]);
  });

  test('a voice message is no document, but can be forwarded', async () => {
    await client.startedPerson(12);
    const { body } = await client.control('POST', 'people/12/send', { voice: { duration: 1 } });
    const [{ message_id, voice }] = body.messages;
    const refused = await client.api('sendDocument', { chat_id: 12, document: voice.file_id });
    expect(refused.body.description).toBe("Bad Request: can't use file of type VoiceNote as Document");
    expect(await client.result('forwardMessage', { chat_id: 12, from_chat_id: 12, message_id })).toMatchObject({
      voice,
    });
    const [update] = await client.updates();
    await client.updates(update.update_id + 1);
  });

  test('a document comes byte for byte with its name and type', async () => {
    await client.startedPerson(4);
    const original = jpeg(100, 100);
    const form = new FormData();
    form.set('document', fileOf(original, 'фото с места.jpg', 'image/jpeg'));
    await client.control('POST', 'people/4/send', form);
    const [{ message, update_id }] = await client.updates(undefined, 5);
    expect(message.document).toMatchObject({
      file_name: 'фото с места.jpg',
      mime_type: 'image/jpeg',
      file_size: original.length,
    });
    const file = await client.result('getFile', { file_id: message.document.file_id });
    const bytes = Buffer.from(
      await (await fetch(`${client.url}/file/bot${client.stand.token}/${file.file_path}`)).arrayBuffer(),
    );
    expect(bytes).toEqual(original);
    await client.updates(update_id + 1);
  });

  test('the bot sends photos, albums and documents of its own', async () => {
    await client.startedPerson(5);
    const photo = new FormData();
    photo.set('chat_id', '5');
    photo.set('caption', 'До');
    photo.set('photo', fileOf(jpeg(640, 480), 'a.jpg', 'image/jpeg'));
    const { body } = await client.form('sendPhoto', photo);
    expect(body.result).toMatchObject({ caption: 'До', photo: [{ width: 90 }, { width: 320 }, { width: 640 }] });

    const album = new FormData();
    album.set('chat_id', '5');
    album.set(
      'media',
      JSON.stringify([
        { type: 'photo', media: 'attach://one', caption: '<i>раз</i>', parse_mode: 'HTML' },
        { type: 'photo', media: body.result.photo[0].file_id },
      ]),
    );
    album.set('one', fileOf(jpeg(10, 10), 'b.jpg', 'image/jpeg'));
    const { body: sent } = await client.form('sendMediaGroup', album);
    expect(sent.result).toHaveLength(2);
    expect(sent.result[0]).toMatchObject({
      caption: 'раз',
      caption_entities: [{ type: 'italic', offset: 0, length: 3 }],
    });

    const document = new FormData();
    document.set('chat_id', '5');
    document.set('document', fileOf(Buffer.from('%PDF'), 'ответ.pdf', 'application/pdf'));
    const { body: file } = await client.form('sendDocument', document);
    expect(file.result.document).toMatchObject({ file_name: 'ответ.pdf', mime_type: 'application/pdf', file_size: 4 });
    // A part of a bot may have no type at all, which a reader of forms takes for text.
    document.set('document', fileOf(Buffer.from('%PDF'), 'ответ.pdf', 'text/plain'));
    const { body: untyped } = await client.form('sendDocument', document);
    expect(untyped.result.document).toMatchObject({ file_name: 'ответ.pdf', mime_type: 'application/pdf' });
    const shown = await fetch(`${client.url}/stand/files/${file.result.document.file_id}`);
    expect(await shown.text()).toBe('%PDF');
  });

  test('what happens is told over server-sent events', async () => {
    await client.startedPerson(6);
    const controller = new AbortController();
    const response = await fetch(`${client.url}/stand/events`, { signal: controller.signal });
    let told = '';
    const reading = (async () => {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
        told += Buffer.from(chunk).toString();
    })().catch(() => undefined);
    await client.result('sendMessage', { chat_id: 6, text: 'Слышно?' });
    await eventually(() => (told.includes('Слышно?') ? true : undefined));
    expect(told).toMatch(/data: \{"type":"message","chatId":6,"message":\{/);
    controller.abort();
    await reading;
  });

  test('the state names the bot, people and groups', async () => {
    await client.control('PUT', 'groups/-1001234', { title: 'Дорожная служба', members: [1] });
    const { body } = await client.control('GET', 'state');
    expect(body.bot).toEqual({ id: expect.any(Number), username: expect.any(String), first_name: expect.any(String) });
    expect(body.people).toContainEqual({
      id: 1,
      name: 'Петрова Анна',
      languageCode: 'tt',
      started: true,
      blocked: false,
      deactivated: false,
    });
    expect(body.groups).toContainEqual({
      id: -1001234,
      title: 'Дорожная служба',
      type: 'supergroup',
      isForum: false,
      members: [1],
      botStatus: 'member',
      topics: [],
    });
  });
});

test('a keyboard in place of the phone’s own is seen by people and not given back to the bot', async () => {
  await client.startedPerson(7);
  const markup = { keyboard: [[{ text: 'Моё место', request_location: true }]], resize_keyboard: true };
  const sent = await client.result('sendMessage', { chat_id: 7, text: 'Где вы?', reply_markup: markup });
  expect(sent).not.toHaveProperty('reply_markup');
  const { body } = await client.control('GET', 'chats/7/messages');
  expect(body.messages.at(-1)).toMatchObject({ text: 'Где вы?', reply_markup: markup });
});

test('people are asked for a place or a telephone in private, by a message that is not edited any more', async () => {
  await client.startedPerson(8);
  await client.control('PUT', 'groups/-1005678', { title: 'Дорожная служба', members: [8] });
  const asking = (key: object) => ({ text: 'Где вы?', reply_markup: { keyboard: [[{ text: 'Здесь', ...key }]] } });
  for (const [key, what] of [
    [{ request_location: true }, 'location'],
    [{ request_contact: true }, 'phone number'],
  ] as const)
    expect(await client.api('sendMessage', { chat_id: -1_005_678, ...asking(key) })).toMatchObject({
      status: 400,
      body: { description: `Bad Request: ${what} can be requested in private chats only` },
    });
  await client.result('sendMessage', { chat_id: -1_005_678, ...asking({}) });
  const { message_id } = await client.result('sendMessage', { chat_id: 8, ...asking({ request_location: true }) });
  expect(await client.api('editMessageText', { chat_id: 8, message_id, text: 'Спасибо' })).toMatchObject({
    body: { description: "Bad Request: message can't be edited" },
  });
  await client.result('deleteMessage', { chat_id: 8, message_id });
});
