import { StandClient, type Loose } from './support';

const ANNA = 55_001;
let stand: StandClient;
beforeAll(async () => {
  stand = await StandClient.start();
  await stand.control('PUT', `max/people/${ANNA}`, { name: 'Петрова Анна' });
  await stand.control('POST', `max/people/${ANNA}/send`, { text: '/start i-1' });
});
afterAll(() => stand.close());

const to = `/messages?user_id=${ANNA}`;
const keyboard = (...rows: object[][]) => [{ type: 'inline_keyboard', payload: { buttons: rows } }];
const key = { type: 'callback', text: 'Меню', payload: 'm' };
const link = { type: 'link', text: 'Сюда', url: 'https://example.org' };

test('MAX knows who the bot is by its token in the header, and by nothing else', async () => {
  expect((await stand.max('GET', '/me')).body).toMatchObject({ is_bot: true, username: 'stand_max_bot' });
  const { token, apiRoot } = stand.stand.max;
  for (const headers of [{}, { authorization: `Bearer ${token}` }, { authorization: 'another' }]) {
    const response = await fetch(`${apiRoot}/me?access_token=${token}`, { headers: headers as Record<string, string> });
    expect([response.status, ((await response.json()) as Loose).code]).toEqual([401, 'verify.token']);
  }
});

test.each<[string, object, string]>([
  ['a text over 4 000 characters', { text: 'ж'.repeat(4_001) }, '4 000'],
  ['broken HTML', { text: '<b>да', format: 'html' }, 'text'],
  ['nothing', {}, 'text'],
  ['a field that there is not', { text: 'да', protect: true }, 'Unrecognized'],
  ['eight buttons in a row', { text: 'да', attachments: keyboard(Array(8).fill(key)) }, '7 buttons'],
  ['four in a row with a link', { text: 'да', attachments: keyboard([link, key, key, key]) }, '3 buttons'],
  ['31 rows', { text: 'да', attachments: keyboard(...Array(31).fill([key])) }, '30 rows'],
  ['a payload over 1 024', { text: 'да', attachments: keyboard([{ ...key, payload: 'm'.repeat(1_025) }]) }, 'payload'],
  ['a token that nobody has got', { attachments: [{ type: 'image', payload: { token: 'x' } }] }, 'token'],
  [
    'a file beside something else',
    { text: 'да', attachments: [{ type: 'file', payload: { token: 'x' } }, ...keyboard([key])] },
    'only attachment',
  ],
])('%s is refused', async (_, body, words) => {
  const { status, body: answer } = await stand.max('POST', to, body);
  expect([status, answer.code]).toEqual([400, 'proto.payload']);
  expect(answer.message).toContain(words);
});

test('tags that MAX does not know are stripped', async () => {
  expect((await stand.max('POST', to, { text: '<b>да</b><tg-spoiler>!</tg-spoiler>', format: 'html' })).status).toBe(
    200,
  );
  const { messages } = (await stand.control('GET', `max/chats/${ANNA}/messages`)).body;
  expect(messages.at(-1)).toMatchObject({ text: 'да!', entities: [{ type: 'bold' }] });
});

test('Start is an update of its own with what its link says, and a number of a message is beyond what JSON keeps', async () => {
  await stand.control('POST', `max/people/${ANNA}/send`, { text: 'да' });
  const response = await fetch(`${stand.stand.max.apiRoot}/updates?timeout=0`, {
    headers: { authorization: stand.stand.max.token },
  });
  const json = await response.text();
  expect(JSON.parse(json).updates).toMatchObject([
    { update_type: 'bot_started', payload: 'i-1', user: { user_id: ANNA } },
    { update_type: 'message_created', message: { recipient: { chat_type: 'dialog' }, body: { text: 'да' } } },
  ]);
  expect(/"seq":(\d{17,})/.exec(json)).not.toBeNull();
});

test('an edit of somebody else’s message, and a second deletion, are refused', async () => {
  const { body } = await stand.max('POST', to, { text: 'да' });
  const { mid } = body.message.body;
  expect((await stand.max('DELETE', `/messages?message_id=${mid}`)).body).toEqual({ success: true });
  expect((await stand.max('DELETE', `/messages?message_id=${mid}`)).body).toMatchObject({ success: false });
  expect((await stand.max('PUT', `/messages?message_id=${mid}`, { text: 'нет' })).body.message).toContain(
    'error.edit.invalid.message',
  );
});

test('what was uploaded can be sent only after it was looked through', async () => {
  const { body } = await stand.max('POST', '/uploads?type=file');
  const form = new FormData();
  form.append('data', new File(['акт'], 'Акт.txt'));
  const { token } = (await (await fetch(body.url, { method: 'POST', body: form })).json()) as Loose;
  const file = { attachments: [{ type: 'file', payload: { token } }] };
  expect((await stand.max('POST', to, file)).body.code).toBe('attachment.not.ready');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await stand.max('POST', to, file)).status).toBe(200);
});

test('a third request into one chat within a second is too many, whatever it is', async () => {
  const strict = await StandClient.start({ flood: true });
  await strict.control('PUT', `max/people/${ANNA}`, { name: 'Петрова Анна' });
  await strict.control('POST', `max/people/${ANNA}/send`, { text: '/start' });
  const { mid } = (await strict.max('POST', to, { text: 'раз' })).body.message.body;
  await strict.max('PUT', `/messages?message_id=${mid}`, { text: 'два' });
  expect((await strict.max('DELETE', `/messages?message_id=${mid}`)).status).toBe(429);
  await strict.close();
});

test('while an address is subscribed polling is shut', async () => {
  expect((await stand.max('POST', '/subscriptions', { url: 'http://example.org/hook' })).status).toBe(400);
  await stand.max('POST', '/subscriptions', { url: 'https://example.org/hook' });
  expect((await stand.max('GET', '/updates?timeout=0')).status).toBe(405);
  await stand.max('DELETE', `/subscriptions?url=${encodeURIComponent('https://example.org/hook')}`);
  expect((await stand.max('GET', '/updates?timeout=0')).status).toBe(200);
});

test('shutting the bot out comes twice, as MAX tells it', async () => {
  await stand.control('PUT', 'max/people/55003', { name: 'Третий' });
  await stand.control('POST', 'max/people/55003/send', { text: '/start' });
  await stand.control('POST', 'max/people/55003/block');
  const { updates } = (await stand.max('GET', '/updates?timeout=0')).body;
  expect(updates.slice(-2).map(({ update_type: type }: Loose) => type)).toEqual(['bot_stopped', 'dialog_removed']);
});

describe('of a group', () => {
  const [GROUP, BORIS] = [-88_001, 55_002];
  const group = (botStatus: string) =>
    stand.control('PUT', `max/groups/${GROUP}`, { title: 'Жители', members: [ANNA, BORIS], botStatus });
  const say = async (person: number, text: string, how: object = {}): Promise<number> =>
    (await stand.control('POST', `max/people/${person}/send`, { chatId: GROUP, text, ...how })).body.messages[0]
      .message_id;
  /** What waits, of which all before is forgotten. */
  let marker: string | undefined;
  async function updates(): Promise<Loose[]> {
    const { body } = await stand.max('GET', `/updates?timeout=0${marker === undefined ? '' : `&marker=${marker}`}`);
    marker = String(body.marker);
    return body.updates;
  }
  beforeAll(async () => {
    await stand.control('PUT', `max/people/${BORIS}`, { name: 'Борисов Борис' });
    await updates();
  });

  test('the bot asks what it may there, and hears when that changes', async () => {
    const mine = async () => (await stand.max('GET', `/chats/${GROUP}/members/me`)).body;
    await group('member');
    expect(await mine()).toMatchObject({ is_bot: true, is_admin: false, permissions: null });
    await group('administrator');
    expect(await mine()).toMatchObject({ is_admin: true, permissions: expect.arrayContaining(['read_all_messages']) });
    await group('member');
    await group('kicked');
    expect((await stand.max('GET', `/chats/${GROUP}/members/me`)).status).toBe(404);
    expect((await updates()).map(({ update_type: type, is_admin: isAdmin }) => [type, isAdmin])).toEqual([
      ['bot_added', undefined],
      ['bot_admin_permissions_changed', true],
      ['bot_admin_permissions_changed', false],
      ['bot_removed', undefined],
    ]);
  });

  test('an administrator hears who answers whom, what is passed on, and what is taken away', async () => {
    await group('administrator');
    const asked = await say(ANNA, 'Когда каток?');
    await say(BORIS, 'А вам зачем?', { replyToMessageId: asked });
    await say(BORIS, 'Каток открыт', { forwardedFrom: { name: 'Новости' } });
    await stand.control('POST', `max/people/${BORIS}/take-away`, { chatId: GROUP, messageId: asked });
    const [, first, reply, forward, removed] = await updates();
    expect(reply.message).toMatchObject({
      body: { text: 'А вам зачем?' },
      link: { type: 'reply', sender: { user_id: ANNA }, message: { mid: first.message.body.mid } },
    });
    expect(forward.message).toMatchObject({
      body: { text: null },
      link: { type: 'forward', message: { text: 'Каток открыт' } },
    });
    expect(removed).toMatchObject({
      ...{ update_type: 'message_removed', message_id: first.message.body.mid, chat_id: GROUP, user_id: BORIS },
    });
    expect(
      (await stand.control('POST', `max/people/${BORIS}/take-away`, { chatId: GROUP, messageId: 99 })).status,
    ).toBe(404);
  });
});

test('of a voice message MAX tells that it came, and neither what it is nor whose', async () => {
  const { marker } = (await stand.max('GET', '/updates?timeout=0')).body;
  await stand.control('POST', `max/people/${ANNA}/send`, { voice: { duration: 3 } });
  const { updates } = (await stand.max('GET', `/updates?timeout=0&marker=${marker}`)).body;
  expect(updates).toEqual([{ update_type: 'message_created', timestamp: expect.any(Number), user_locale: 'ru' }]);
});
