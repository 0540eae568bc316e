import { buffer } from 'node:stream/consumers';
import { Telegram } from 'telegraf';
import { button, link, only } from '../../../bots/conversation/kit/screen';
import type { FileToSend, Voice } from '../../../bots/conversation/kit/voice';
import { createVoice } from '../../../bots/telegram/voice';
import { StandClient, fileOf, jpeg, type Loose } from '../../src/stand/support';

const ANNA = 1001;
const HERS = String(ANNA);
const GROUP = -1_001_234;
let stand: StandClient;
let voice: Voice;
beforeAll(async () => {
  stand = await StandClient.start({ people: [{ id: ANNA, name: 'Петрова Анна', started: true }] });
  voice = createVoice(new Telegram(stand.stand.token, { apiRoot: stand.url }));
});
afterAll(() => stand.close());

const chat = async (id: number = ANNA): Promise<Loose[]> =>
  (await stand.control('GET', `chats/${id}/messages`)).body.messages;
/** Messages that have come to the chat meanwhile. */
async function comingTo(id: number, say: () => Promise<unknown>): Promise<Loose[]> {
  const before = (await chat(id)).length;
  await say();
  return (await chat(id)).slice(before);
}
const shown = async (fileId: string): Promise<Buffer> =>
  Buffer.from(await (await fetch(`${stand.url}/stand/files/${fileId}`)).arrayBuffer());
const stateOf = async (ref: string): Promise<Loose> =>
  (await chat()).find(({ message_id: id }) => ref === `${ANNA}/${id}`);

const screen = { text: '<b>Карточка</b> &lt;1&gt;', buttons: [[button('Меню', { kind: 'menu' })]] };

describe('messages', () => {
  test('a screen is said with its buttons, silently where it need not sound', async () => {
    const ref = await voice.send(HERS, screen, { silent: true });
    expect(await stateOf(ref)).toMatchObject({
      text: 'Карточка <1>',
      silent: true,
      reply_markup: { inline_keyboard: [[{ text: 'Меню', callback_data: 'm' }]] },
    });
  });

  test('a link leads into the chat with this bot', async () => {
    const ref = await voice.send(HERS, { text: 'Список', buttons: [[link('Открыть', 'l-o')]] });
    const [[key]] = (await stateOf(ref)).reply_markup.inline_keyboard;
    expect(key).toMatchObject({ text: 'Открыть', url: await voice.linkTo('l-o') });
    expect(key.url).toMatch(/^https:\/\/t\.me\/stand_training_bot\?start=l-o$/);
    expect(await voice.ownName()).toBe('stand_training_bot');
  });

  test('an edit says what the message shows now, and takes its buttons away where there are none', async () => {
    const ref = await voice.send(HERS, screen);
    expect(await voice.edit(ref, only('Готово'))).toBe(true);
    expect(await stateOf(ref)).toMatchObject({ text: 'Готово', editedTimes: 1 });
    expect(await stateOf(ref)).not.toHaveProperty('reply_markup.inline_keyboard.0');
    // as it was: Telegram refuses, and nothing is wrong
    expect(await voice.edit(ref, only('Готово'))).toBe(true);
  });

  test('what was removed can’t be edited any more', async () => {
    const ref = await voice.send(HERS, screen);
    await voice.remove(ref);
    expect(await stateOf(ref)).toMatchObject({ deleted: true });
    expect(await voice.edit(ref, screen)).toBe(false);
    await voice.remove(ref);
  });

  test('after two days a message stays without its buttons, or without its words where it must go', async () => {
    const [tidied, moved, secret] = [
      await voice.send(HERS, screen),
      await voice.send(HERS, screen),
      await voice.send(HERS, screen),
    ];
    const { body: clock } = await stand.control('GET', 'clock');
    await stand.control('PUT', 'clock', { now: new Date(Date.parse(clock.now) + 49 * 3_600_000).toISOString() });
    await voice.remove(tidied);
    expect(await voice.remove(moved, only('Ниже'))).toBe(true);
    await voice.removeForSure(secret, only('Контакты скрыты'));
    expect(await stateOf(tidied)).toMatchObject({ text: 'Карточка <1>', deleted: false });
    expect(await stateOf(tidied)).not.toHaveProperty('reply_markup.inline_keyboard.0');
    expect(await stateOf(moved)).toMatchObject({ text: 'Ниже', deleted: false });
    expect(await stateOf(secret)).toMatchObject({ text: 'Контакты скрыты', deleted: false });
  });
});

describe('a question where somebody is', () => {
  const question = { text: 'Где <b>вы</b>?', caption: 'Здесь' };

  test('comes with a key of the phone’s own, and goes with it', async () => {
    const ref = await voice.askPlace(HERS, question);
    expect(await stateOf(ref)).toMatchObject({
      text: 'Где вы?',
      silent: true,
      reply_markup: { keyboard: [[{ text: 'Здесь', request_location: true }]], one_time_keyboard: true },
    });
    await voice.unaskPlace(ref, only('Больше не нужно'));
    expect(await stateOf(ref)).toMatchObject({ deleted: true });
    // and when its person has removed it themselves
    await voice.unaskPlace(ref, only('Больше не нужно'));
    expect((await chat()).at(-1)).toMatchObject({ text: 'Где вы?' });
  });

  test('that is too old to go is followed by a word that takes the key away', async () => {
    const ref = await voice.askPlace(HERS, question);
    const { body: clock } = await stand.control('GET', 'clock');
    await stand.control('PUT', 'clock', { now: new Date(Date.parse(clock.now) + 49 * 3_600_000).toISOString() });
    await voice.unaskPlace(ref, only('Больше не нужно'));
    expect(await stateOf(ref)).toMatchObject({ deleted: false });
    expect((await chat()).at(-1)).toMatchObject({ text: 'Больше не нужно', reply_markup: { remove_keyboard: true } });
  });
});

describe('a press', () => {
  async function pressed(ref: string): Promise<{ pressId: string; seen: Promise<Loose> }> {
    const messageId = Number(ref.split('/')[1]);
    const seen = stand.control('POST', `people/${ANNA}/press`, { messageId, data: 'm' });
    const update = (await stand.updates(undefined, 5)).at(-1);
    await stand.updates(update.update_id + 1);
    return { pressId: update.callback_query.id, seen: seen.then(({ body }) => body) };
  }

  test('is answered, then its message shows what is now', async () => {
    const ref = await voice.send(HERS, screen);
    const { pressId, seen } = await pressed(ref);
    const draw = { message: ref, screen: only('Меню') };
    expect(await voice.answer(pressId, { toast: 'я'.repeat(300), alert: true, draw })).toBe(true);
    expect(await seen).toMatchObject({ answered: true, text: 'я'.repeat(200), showAlert: true });
    expect(await stateOf(ref)).toMatchObject({ text: 'Меню' });
    // a second answer comes too late and undoes nothing
    expect(await voice.answer(pressId, { toast: 'Ещё раз' })).toBe(true);
  });

  test('whose message is no more is answered, and drawn nowhere', async () => {
    const ref = await voice.send(HERS, screen);
    const { pressId, seen } = await pressed(ref);
    await voice.remove(ref);
    expect(await voice.answer(pressId, { draw: { message: ref, screen } })).toBe(false);
    expect(await seen).toMatchObject({ answered: true, text: null });
  });
});

describe('files', () => {
  const notAsked = () => Promise.reject(new Error('Telegram has it already'));
  const sentBy = async (
    as: 'photo' | 'document',
    file: File,
    caption = '',
  ): Promise<FileToSend & { fileRef: string }> => {
    const form = new FormData();
    form.set(as, file);
    const message = (await stand.control('POST', `people/${ANNA}/send`, form)).body.messages[0];
    const { file_id: fileRef } = as === 'photo' ? message.photo.at(-1) : message.document;
    return { as, caption, fileRef, fileName: as === 'photo' ? null : file.name, bytes: notAsked };
  };
  const brought = (bytes: Buffer, of: Partial<FileToSend> = {}): FileToSend => ({
    as: 'document',
    caption: '',
    fileRef: null,
    fileName: null,
    bytes: async () => bytes,
    ...of,
  });
  const pdf = Buffer.from('%PDF-1.7 смета');

  test('those of Telegram go by its names for them, photos first, without their bytes', async () => {
    const act = await sentBy('document', fileOf(pdf, 'Акт.pdf', 'application/pdf'), '№ 7');
    const photos = [
      await sentBy('photo', fileOf(jpeg(64, 64), 'a.jpg', 'image/jpeg'), '№ 7. Фото 1'),
      await sentBy('photo', fileOf(jpeg(80, 64), 'b.jpg', 'image/jpeg'), '№ 7. Фото 2'),
    ];
    const came = await comingTo(ANNA, () => voice.sendFiles(HERS, [act, ...photos]));
    expect(came).toMatchObject([
      { silent: true, caption: '№ 7. Фото 1' },
      { silent: true, caption: '№ 7. Фото 2' },
      { silent: true, caption: '№ 7', document: { file_name: 'Акт.pdf' } },
    ]);
    expect(came.slice(0, 2).map(({ photo }) => photo.at(-1).width)).toEqual([64, 80]);
    expect(came[0].media_group_id).toBe(came[1].media_group_id);
  });

  test('those of another messenger are uploaded, and known by a name of Telegram’s from then on', async () => {
    const files = [
      brought(pdf, { fileName: 'Смета "итог".pdf' }),
      brought(jpeg(64, 64), { as: 'photo', caption: 'Фото 1' }),
    ];
    let refs: readonly (string | null)[] = [];
    const came = await comingTo(ANNA, async () => (refs = await voice.sendFiles(HERS, files)));
    const [photo, document] = came;
    expect(photo.photo.at(-1)).toMatchObject({ width: 64, height: 64 });
    expect(document.document).toMatchObject({ file_name: 'Смета _итог_.pdf', file_size: pdf.length });
    expect(await shown(document.document.file_id)).toEqual(pdf);
    expect(refs).toEqual([document.document.file_id, photo.photo.at(-1).file_id]);
    const again = files.map((file, index) => ({ ...file, fileRef: refs[index] ?? null, bytes: notAsked }));
    expect(await comingTo(ANNA, () => voice.sendFiles(HERS, again))).toMatchObject([
      { caption: 'Фото 1' },
      { document: { file_id: refs[0] } },
    ]);
  });

  test('an album has both', async () => {
    const files = [
      await sentBy('photo', fileOf(jpeg(64, 64), 'a.jpg', 'image/jpeg')),
      brought(jpeg(80, 64), { as: 'photo' }),
      brought(jpeg(96, 64), { as: 'photo' }),
    ];
    const came = await comingTo(ANNA, () => voice.sendFiles(HERS, files));
    expect(came.map(({ photo }) => photo.at(-1).width)).toEqual([64, 80, 96]);
    expect(new Set(came.map(({ media_group_id: album }) => album)).size).toBe(1);
  });

  test('eleven make an album and one more', async () => {
    const files = Array.from({ length: 11 }, (_, index) =>
      brought(Buffer.from(`${index}`), { fileName: `${index}.txt` }),
    );
    const came = await comingTo(ANNA, () => voice.sendFiles(HERS, files));
    expect(came.map(({ document }) => document.file_name)).toEqual(files.map(({ fileName }) => fileName));
    expect(came[9]).toHaveProperty('media_group_id');
    expect(came[10]).not.toHaveProperty('media_group_id');
  });

  test('words under a photo that are too long end where Telegram’s limit is', async () => {
    const [photo] = await comingTo(ANNA, () =>
      voice.sendFiles(HERS, [brought(jpeg(64, 64), { as: 'photo', caption: 'я'.repeat(2000) })]),
    );
    expect(photo.caption).toBe(`${'я'.repeat(1023)}…`);
  });

  test('bytes that are gone are a fault of ours: nothing is said', async () => {
    const lost = brought(pdf, { bytes: () => Promise.reject(new Error('ENOENT: lost')) });
    expect(await comingTo(ANNA, () => expect(voice.sendFiles(HERS, [lost])).rejects.toThrow('ENOENT'))).toEqual([]);
  });

  test('a picture of ours has a screen under it', async () => {
    const under = { text: 'Слева: <b>фото 1</b>', buttons: [[button('Открыть', { kind: 'open', appealId: 7 })]] };
    expect(await stateOf(await voice.sendPicture(HERS, jpeg(64, 64), under))).toMatchObject({
      silent: true,
      caption: 'Слева: фото 1',
      photo: [{ width: 64, height: 64 }],
      reply_markup: { inline_keyboard: [[{ text: 'Открыть' }]] },
    });
    expect(await stateOf(await voice.sendPicture(HERS, jpeg(64, 64), only('Слева')))).not.toHaveProperty(
      'reply_markup',
    );
  });

  test('a pin is a venue', async () => {
    const place = { latitude: 55.71, longitude: 51.41 };
    const pin = { place, title: 'Место обращения, № 7', address: 'ул. Советская, 15' };
    expect(await stateOf(await voice.sendPin(HERS, pin))).toMatchObject({
      silent: true,
      venue: { location: place, title: 'Место обращения, № 7', address: 'ул. Советская, 15' },
    });
  });

  test('a file of ours is a document', async () => {
    const ref = await voice.sendFile(HERS, 'Отчёт.txt', Buffer.from('Всё'));
    const { document, silent } = await stateOf(ref);
    expect({ name: document.file_name, silent }).toEqual({ name: 'Отчёт.txt', silent: true });
    expect((await shown(document.file_id)).toString()).toBe('Всё');
  });

  test('what a person has sent is downloaded as it was', async () => {
    const { fileRef } = await sentBy('document', fileOf(pdf, 'Акт.pdf', 'application/pdf'));
    expect(await buffer(await voice.download(fileRef))).toEqual(pdf);
  });

  test('what can’t be downloaded is told of without the token', async () => {
    const error: unknown = await voice.download('no-such-file').catch((failure: unknown) => failure);
    expect(String(error)).toContain('Bad Request');
    expect(String(error)).not.toContain(stand.stand.token);
  });
});

describe('groups', () => {
  beforeAll(async () => {
    await stand.control('PUT', `groups/${GROUP}`, { title: 'Дорожная служба', isForum: true, members: [ANNA] });
    await stand.control('PUT', 'groups/-77', { title: 'Планёрка', members: [ANNA] });
  });

  test.each([
    ['with topics', String(GROUP), { title: 'Дорожная служба', hasTopics: true }],
    ['without', '-77', { title: 'Планёрка', hasTopics: false }],
    ['that the bot is not in', '-78', null],
    ['that is a person', HERS, null],
  ])('a group %s', async (_, chatId, group) => {
    expect(await voice.groupOf(chatId)).toEqual(group);
  });

  test('nobody says that there is none when Telegram can’t be reached', async () => {
    const away = createVoice(new Telegram('334:not-a-secret-of-anybody', { apiRoot: 'http://127.0.0.1:1' }));
    await expect(away.groupOf('-77')).rejects.toThrow('ECONNREFUSED');
  });

  test.each([
    ['-1001234567890', { chatId: '-1001234567890', threadId: null }],
    [' -4567 ', { chatId: '-4567', threadId: null }],
    ['https://t.me/c/1234567890/15', { chatId: '-1001234567890', threadId: '15' }],
    ['t.me/c/1234567890/15/307', { chatId: '-1001234567890', threadId: '15' }],
    ['https://t.me/c/1234567890/15?single', { chatId: '-1001234567890', threadId: '15' }],
    ['https://t.me/c/1234567890/1/307', { chatId: '-1001234567890', threadId: null }],
    ['1234567890', null],
    ['https://t.me/somebody', null],
    ['наша группа', null],
    ['-1e9', null],
    [`-${'9'.repeat(30)}`, null],
  ])('a group named as %j is %j', (text, group) => expect(voice.groupNamed(text)).toEqual(group));
});

test('a chat has a menu of commands of its own', async () => {
  const commands = [{ command: 'menu', description: 'Меню' }];
  await voice.setCommands(HERS, commands);
  expect((await stand.control('GET', `people/${ANNA}/commands`)).body).toEqual({ commands });
});
