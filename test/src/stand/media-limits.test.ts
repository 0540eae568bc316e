import { StandClient, fileOf, jpeg, type Loose } from './support';

let client: StandClient;
const person = 1;
beforeAll(async () => {
  client = await StandClient.start({ people: [{ id: person, name: 'Петрова Анна', started: true }] });
});
afterAll(() => client.close());

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
