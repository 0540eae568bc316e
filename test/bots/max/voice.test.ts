import { buffer } from 'node:stream/consumers';
import { button, link, only, type Screen } from '../../../bots/conversation/kit/screen';
import type { Answer, FileToSend, Voice } from '../../../bots/conversation/kit/voice';
import { allHeardIn, fileRefOf } from '../../../bots/max/incoming';
import { createMaxGate } from '../../../bots/max/limits';
import { OPEN_GATE } from '../../../bots/messenger/gate';
import { openLine, type MaxLine } from '../../../bots/max/line';
import { createShown, type Shown } from '../../../bots/max/shown';
import { createVoice } from '../../../bots/max/voice';
import { fileOf, jpeg, StandClient, type Loose } from '../../src/stand/support';
import { recordingLog } from '../../support/recording-log';
import { until } from '../../support/until';

const ANNA = 55_001;
const HERS = String(ANNA);
const GROUP = -7001;
let stand: StandClient;
let line: MaxLine;
let voice: Voice;
let shown: Shown;
/** Whether no other process speaks with MAX. */
let isAlone = true;
beforeAll(async () => {
  stand = await StandClient.start();
  line = openLine({ ...stand.stand.max, log: recordingLog() });
  shown = createShown(() => isAlone);
  const filePlaces = { apiRoot: stand.stand.max.apiRoot, hosts: [] };
  voice = createVoice({ call: line.call, gate: OPEN_GATE, whoAmI: line.whoAmI, shown, filePlaces });
  await person(ANNA);
  await stand.control('PUT', `max/groups/${GROUP}`, { title: 'Сводки', members: [ANNA], botStatus: 'administrator' });
});
afterAll(() => stand.close());

async function person(id: number): Promise<void> {
  await stand.control('PUT', `max/people/${id}`, { name: 'Петрова Анна' });
  await stand.control('POST', `max/people/${id}/send`, { text: '/start' });
}
const chat = async (id: number = ANNA): Promise<Loose[]> =>
  (await stand.control('GET', `max/chats/${id}/messages`)).body.messages;
const present = async (id: number = ANNA) => (await chat(id)).filter(({ deleted }) => !deleted);
const last = async (id: number = ANNA) => (await present(id)).at(-1);
/** What people have done since, as MAX tells it. */
let marker = 0;
async function told(): Promise<Loose[]> {
  const { body } = await stand.max('GET', `/updates?timeout=0&marker=${marker}`);
  marker = body.marker;
  return body.updates;
}

const screen = { text: '<b>Карточка</b> &lt;1&gt;', buttons: [[button('Меню', { kind: 'menu' })]] };

test('what stands in a message that MAX has not named is never known', async () => {
  const ofNobody = createShown(() => true);
  const body = { text: 'Карточка', format: 'html', attachments: [] } as const;
  ofNobody.sends(body)('');
  expect(ofNobody.stands('', body)).toBe(false);
  await ofNobody.draws('', body, () => Promise.resolve());
  expect(ofNobody.stands('', body)).toBe(false);
});

describe('messages', () => {
  test('a screen is said with its buttons, silently where it need not sound', async () => {
    const ref = await voice.send(HERS, screen, { silent: true });
    expect(ref).toMatch(/^55001\/mid\./);
    expect(voice.chatOf(ref)).toBe(HERS);
    expect(await last()).toMatchObject({
      text: 'Карточка <1>',
      silent: true,
      reply_markup: { inline_keyboard: [[{ text: 'Меню', callback_data: 'm' }]] },
    });
    await voice.send(HERS, screen);
    expect(await last()).toMatchObject({ silent: false });
  });

  test('a week later what has no buttons can’t be drawn anew any more, and has to be said anew; what has some can', async () => {
    const [bare, card] = [await voice.send(HERS, only('Вид старый')), await voice.send(HERS, screen)];
    const { body } = await stand.control('GET', 'clock');
    const moveTo = (at: number) => stand.control('PUT', 'clock', { now: new Date(at).toISOString() });
    await moveTo(Date.parse(body.now) + 8 * 86_400_000);
    expect([await voice.edit(bare, only('Вид новый')), await voice.edit(card, only('Карточка без кнопок'))]).toEqual([
      false,
      true,
    ]);
    await moveTo(Date.parse(body.now));
  });

  test('what other messengers fold up is quoted as a whole', async () => {
    await voice.send(HERS, only('<blockquote expandable>Яма</blockquote>'));
    expect(await last()).toMatchObject({ text: 'Яма', entities: [{ type: 'blockquote' }] });
  });

  test('what is too long with its markup goes without it, and nothing of its words is lost', async () => {
    const words = 'ж'.repeat(3_998);
    await voice.send(HERS, only(`<b>${words}</b>&amp;`));
    expect((await last()).text).toBe(`${words}&`);
    expect(await last()).not.toHaveProperty('entities');
  });

  test('rows that are too wide are broken, and a link leads into the chat with this bot', async () => {
    const keys = Array.from({ length: 9 }, (_, index) => button(String(index), { kind: 'menu' }));
    const links = Array.from({ length: 4 }, () => link('Открыть', 'l-o'));
    await voice.send(HERS, { text: 'Список', buttons: [keys, links] });
    const { inline_keyboard: rows } = (await last()).reply_markup;
    expect(rows.map(({ length }: Loose[]) => length)).toEqual([7, 2, 3, 1]);
    expect(rows[2][0].url).toBe('https://max.ru/stand_max_bot?start=l-o');
  });

  test('an edit says what the message shows now, and takes its buttons away where there are none', async () => {
    const ref = await voice.send(HERS, screen);
    expect(await voice.edit(ref, only('Готово'))).toBe(true);
    expect(await last()).toMatchObject({ text: 'Готово', editedTimes: 1 });
    expect(await last()).not.toHaveProperty('reply_markup');
  });

  test('what was removed can’t be edited any more, and is removed only once', async () => {
    const ref = await voice.send(HERS, screen);
    expect(await voice.remove(ref)).toBe(true);
    expect(await voice.edit(ref, only('Поздно'))).toBe(false);
    expect(await voice.remove(ref)).toBe(true);
    await voice.removeForSure(ref, only('Поздно'));
  });

  test('a message too old to be edited is told apart, so that its words are said anew', async () => {
    const ref = await voice.send(HERS, only('Давно'));
    const { now } = (await stand.control('GET', 'clock')).body;
    await stand.control('PUT', 'clock', { now: new Date(Date.parse(now) + 8 * 24 * 3_600_000).toISOString() });
    expect(await voice.edit(ref, only('Поздно'))).toBe(false);
    await stand.control('PUT', 'clock', { now });
  });

  test('words of a person stay in a dialog, and that undoes nothing', async () => {
    await told();
    await stand.control('POST', `max/people/${ANNA}/send`, { text: 'Мои слова' });
    const [update] = await told();
    expect(await voice.remove(`${HERS}/${update.message.body.mid}`)).toBe(true);
    expect(await last()).toMatchObject({ text: 'Мои слова' });
  });

  test('a dialog that MAX has not yet, a moment after Start, is written to once more', async () => {
    await stand.control('PUT', 'max/people/55003', { name: 'Сафина Лилия' });
    const sent = async () =>
      (await stand.control('GET', 'max/requests')).body.requests.filter(
        ({ method }: Loose) => method === 'POST /messages',
      );
    const before = (await sent()).length;
    const sending = voice.send('55003', only('Вам'));
    await until('it was refused', async () => (await sent()).length > before);
    await stand.control('POST', 'max/people/55003/send', { text: '/start' });
    await sending;
    expect(await last(55_003)).toMatchObject({ text: 'Вам' });
  });

  test('a group is written to by its number, a person who has shut the bot out is told apart', async () => {
    await voice.send(String(GROUP), only('Сводка'));
    expect(await last(GROUP)).toMatchObject({ text: 'Сводка' });
    const fate = async (chatId: string) => {
      try {
        await voice.send(chatId, only('Вам'));
        return 'sent';
      } catch (error) {
        return voice.outcomeOf(error, 'send', chatId);
      }
    };
    await person(55_002);
    await stand.control('POST', 'max/people/55002/block');
    expect(await fate('55002')).toMatchObject({ outcome: 'unreachable', reason: 'blocked' });
    expect(await fate('55009')).toMatchObject({ outcome: 'unreachable', reason: 'never_started' });
    await stand.control('PUT', 'max/groups/-7002', { title: 'Другая', members: [ANNA], botStatus: 'kicked' });
    expect(await fate('-7002')).toMatchObject({ outcome: 'unreachable', reason: 'kicked' });
    expect(await voice.groupOf('-7002')).toBeNull();
    expect(await voice.groupOf(String(GROUP))).toEqual({ title: 'Сводки', hasTopics: false });
  });
});

describe('an edit that changes nothing', () => {
  /** What is asked of MAX meanwhile. */
  async function asked(work: () => Promise<unknown>): Promise<string[]> {
    const before = (await stand.control('GET', 'max/requests')).body.requests.length;
    await work();
    const { requests } = (await stand.control('GET', 'max/requests')).body;
    return requests.slice(before).map(({ method }: Loose) => method);
  }
  const editing = (ref: string, to: Screen = screen) => asked(() => voice.edit(ref, to));
  const other = { ...screen, text: 'Другая' };
  const EDITED = ['PUT /messages'];
  afterEach(async () => {
    isAlone = true;
    await stand.control('DELETE', 'max/faults');
  });

  test('is not sent, whether the message was said or drawn so; one that changes something is', async () => {
    const ref = await voice.send(HERS, screen);
    expect(await editing(ref)).toEqual([]);
    expect(await editing(ref, other)).toEqual(EDITED);
    expect(await editing(ref, other)).toEqual([]);
    expect(await editing(ref, { ...other, buttons: [] })).toEqual(EDITED);
    expect(await editing(ref)).toEqual(EDITED);
    expect(await voice.edit(ref, screen)).toBe(true);
  });

  test('is sent where another process may have drawn, now or since', async () => {
    const ref = await voice.send(HERS, screen);
    isAlone = false;
    expect(await editing(ref)).toEqual(EDITED);
    isAlone = true;
    expect(await editing(ref)).toEqual(EDITED);
    expect(await editing(ref)).toEqual([]);
    shown.forget();
    expect(await editing(ref)).toEqual(EDITED);
  });

  test('is sent where nobody knows what has become of the one before', async () => {
    const ref = await voice.send(HERS, screen);
    await stand.control('POST', 'max/faults', { kind: 'reset-after', method: 'PUT /messages', times: 1 });
    await expect(voice.edit(ref, other)).rejects.toThrow();
    expect(await editing(ref)).toEqual(EDITED);
  });

  test('is sent after two at once, of which nobody knows which came last', async () => {
    const ref = await voice.send(HERS, screen);
    expect(await asked(() => Promise.all([voice.edit(ref, other), voice.edit(ref, only('Третья'))]))).toHaveLength(2);
    expect(await editing(ref, only('Третья'))).toEqual(EDITED);
    expect(await editing(ref, only('Третья'))).toEqual([]);
  });
});

describe('presses', () => {
  /** Presses the one button of the message. @returns what is heard of it, and what the finger hears */
  async function pressed(ref: string, chatId = ANNA) {
    await told();
    const { message_id: messageId } = await last(chatId);
    const toast = stand.control('POST', `max/people/${ANNA}/press`, { chatId, messageId, data: 'm' });
    let updates: Loose[] = [];
    while (updates.length === 0) updates = await told();
    const [incoming] = allHeardIn(updates[0]);
    expect(incoming).toMatchObject({ userId: HERS, chatId: String(chatId), message: ref });
    expect(incoming?.isPrivate).toBe(chatId === ANNA);
    if (incoming?.came.what !== 'press') throw new Error('no press');
    return { pressId: incoming.came.pressId, data: incoming.came.data, toast };
  }

  test('a toast and what the message shows from now on are one call', async () => {
    const ref = await voice.send(HERS, screen);
    const { pressId, data, toast } = await pressed(ref);
    expect(data).toBe('m');
    const before = (await stand.control('GET', 'max/requests')).body.requests.length;
    expect(await voice.answer(pressId, { toast: 'Взято', draw: { message: ref, screen: only('В работе') } })).toBe(
      true,
    );
    expect((await toast).body).toMatchObject({ answered: true, text: 'Взято' });
    expect(await last()).toMatchObject({ text: 'В работе' });
    const { requests } = (await stand.control('GET', 'max/requests')).body;
    expect(requests.slice(before).map(({ method }: Loose) => method)).toEqual(['POST /answers']);
  });

  test('a toast stands in the chat where the message shows already what it is to show', async () => {
    const ref = await voice.send(HERS, screen);
    const { pressId, toast } = await pressed(ref);
    const answer = { toast: 'Всё так же', alone: true, draw: { message: ref, screen } };
    expect(await voice.answer(pressId, answer)).toBe(true);
    expect((await toast).body.text).toBe('Всё так же');
    expect((await present()).slice(-2)).toMatchObject([{ editedTimes: 0 }, { text: 'Всё так же', silent: true }]);
  });

  test('a toast that nothing else comes with stands in the chat, quietly and once', async () => {
    const ref = await voice.send(HERS, screen);
    const before = (await present()).length;
    const { pressId } = await pressed(ref);
    await voice.answer(pressId, { toast: 'Соберу <папку>', alone: true });
    expect((await present()).slice(before)).toMatchObject([{ text: 'Соберу <папку>', silent: true }]);
  });

  test.each<[string, (ref: string) => Answer]>([
    ['its message is drawn anew', (ref) => ({ alone: true, draw: { message: ref, screen: only('В работе') } })],
    ['something else comes', () => ({})],
  ])('a toast is not said in the chat where %s', async (_where, answer) => {
    const ref = await voice.send(HERS, screen);
    const before = (await present()).length;
    const { pressId } = await pressed(ref);
    await voice.answer(pressId, { toast: 'Взято', ...answer(ref) });
    expect(await present()).toHaveLength(before);
  });

  test('nothing that a finger hears is said in a group', async () => {
    const ref = await voice.send(String(GROUP), screen);
    const before = (await present(GROUP)).length;
    const { pressId } = await pressed(ref, GROUP);
    await voice.answer(pressId, { toast: 'Кнопка устарела', alone: true });
    expect(await present(GROUP)).toHaveLength(before);
  });

  test('a refusal stands as words in the chat too', async () => {
    const ref = await voice.send(HERS, screen);
    const { pressId, toast } = await pressed(ref);
    await voice.answer(pressId, { toast: 'Это обращение <уже> у другого', alert: true });
    expect((await toast).body.text).toBe('Это обращение <уже> у другого');
    expect(await last()).toMatchObject({ text: '⚠️ Это обращение <уже> у другого', silent: true });
  });

  test('what comes with a second answer is drawn by an edit', async () => {
    const ref = await voice.send(HERS, screen);
    const { pressId } = await pressed(ref);
    await voice.answer(pressId, { toast: 'Позже' });
    expect(await voice.answer(pressId, { draw: { message: ref, screen: only('Теперь') } })).toBe(true);
    expect(await last()).toMatchObject({ text: 'Теперь' });
  });

  test('of a message that is no more the screen has to be said anew', async () => {
    const ref = await voice.send(HERS, screen);
    const { pressId } = await pressed(ref);
    await voice.remove(ref);
    expect(await voice.answer(pressId, { draw: { message: ref, screen: only('Теперь') } })).toBe(false);
  });
});

describe('files', () => {
  const file = (as: FileToSend['as'], bytes: Buffer, given: Partial<FileToSend> = {}): FileToSend => ({
    as,
    caption: '',
    fileName: as === 'photo' ? null : 'Акт.pdf',
    fileRef: null,
    bytes: async () => bytes,
    ...given,
  });

  test('photos go as one album, documents one by one, and are sent again without an upload', async () => {
    const before = (await present()).length;
    const files = [
      file('document', Buffer.from('%PDF акт')),
      file('photo', jpeg(80, 60), { caption: 'до' }),
      file('photo', jpeg(90, 60), { caption: 'после' }),
    ];
    const turns: number[] = [];
    const refs = await voice.sendFiles(HERS, files, async () => void turns.push(1));
    expect(turns).toHaveLength(2);
    const sent = (await present()).slice(before);
    expect(sent).toMatchObject([
      { photo: expect.any(Array), caption: 'до\nпосле', silent: true },
      { photo: expect.any(Array) },
      { document: { file_name: 'Акт.pdf' }, silent: true },
    ]);
    expect(sent[0].media_group_id).toBe(sent[1].media_group_id);
    const known = refs.map((fileRef, index) => ({
      ...file(index === 0 ? 'document' : 'photo', Buffer.alloc(0)),
      fileRef,
      bytes: () => Promise.reject(new Error('it is known already')),
    }));
    await voice.sendFiles(HERS, known);
    expect((await present()).length).toBe(before + 6);
  });

  test('what came as a file is brought when it is to be shown as a photo', async () => {
    await voice.sendFiles(HERS, [file('photo', jpeg(70, 70), { fileRef: 'file token-of-a-file' })]);
    expect(await last()).toMatchObject({ photo: expect.any(Array) });
  });

  test('a picture of ours comes with its words and buttons, a point with its address', async () => {
    await voice.sendPicture(HERS, jpeg(60, 60), screen);
    expect(await last()).toMatchObject({ caption: 'Карточка <1>', reply_markup: { inline_keyboard: [[{}]] } });
    await voice.sendPin(HERS, { place: { latitude: 55.7, longitude: 51.4 }, title: '№ 1', address: 'ул. Мира, 1' });
    expect(await last()).toMatchObject({ location: { latitude: 55.7 }, text: '№ 1\nул. Мира, 1' });
    await voice.sendFile(HERS, 'Отчёт "за" месяц.xlsx', Buffer.from('xlsx'));
    expect(await last()).toMatchObject({ document: { file_name: 'Отчёт _за_ месяц.xlsx' } });
  });

  test('an album that people send is heard picture by picture, its words with the first; each is fetched', async () => {
    await told();
    const form = new FormData();
    for (const width of [80, 90]) form.append('photo', fileOf(jpeg(width, 60), 'a.jpg', 'image/jpeg'));
    form.append('caption', 'Засыпано');
    await stand.control('POST', `max/people/${ANNA}/send`, form);
    const updates = await told();
    expect(updates).toHaveLength(1);
    const heard = allHeardIn(updates[0]);
    expect(heard.map(({ came }) => came)).toMatchObject([
      { what: 'file', caption: 'Засыпано', album: expect.any(String), file: { kind: 'photo', compressed: true } },
      { what: 'file', caption: '', album: expect.any(String), file: { kind: 'photo', compressed: true } },
    ]);
    expect(new Set(heard.map(({ message }) => message)).size).toBe(2);
    for (const { came } of heard)
      if (came.what === 'file')
        expect((await buffer(await voice.download(came.file.fileRef))).toString('latin1', 8, 12)).toBe('WEBP');
  });

  test('a file whose address MAX has not told can’t be had, however often it is asked for', async () => {
    for (const url of [
      'https://files.example.com/1',
      'http://i.oneme.ru/1',
      'https://169.254.169.254/latest',
      'http://127.0.0.1:1/1',
    ])
      await expect(voice.download(fileRefOf('image', 'token', url))).rejects.toMatchObject({
        code: 'download_failed',
        params: { status: 403 },
      });
    await expect(voice.download('image token')).rejects.toMatchObject({
      code: 'download_failed',
      params: { status: 404 },
    });
  });
});

describe('places', () => {
  test('somebody is asked where they are by a button, which goes when nobody waits any more', async () => {
    const question = await voice.askPlace(HERS, { text: 'Где вы?', caption: 'Отправить' });
    expect((await last()).reply_markup.inline_keyboard).toEqual([[{ text: 'Отправить', request_location: true }]]);
    await voice.unaskPlace(question, only('Уже не нужно'));
    await voice.unaskPlace(question, only('Уже не нужно'));
    expect((await last()).text).not.toBe('Где вы?');
  });
});

test('into one chat two requests a second go, whatever they are', async () => {
  const gate = createMaxGate();
  const began = performance.now();
  const waits: number[] = [];
  await Promise.all(
    [1, 2, 3].map(async () => {
      await gate(HERS);
      waits.push(performance.now() - began);
    }),
  );
  await gate('another');
  expect(waits.filter((milliseconds) => milliseconds >= 1_000)).toHaveLength(1);
});

test('in all thirty a second go, whomever they are for, and those who wait for their chat count when they go', async () => {
  const gate = createMaxGate();
  const began = performance.now();
  const waits: number[] = [];
  const ask = async (chat: string) => {
    await gate(chat);
    waits.push(performance.now() - began);
  };
  // of ten chats three each: ten of them wait for the second second, where twenty more have room
  const chats = Array.from({ length: 10 }, (_, index) => String(index));
  const others = Array.from({ length: 35 }, (_, index) => `other ${index}`);
  await Promise.all([...chats, ...chats, ...chats, ...others].map(ask));
  const gone = (milliseconds: number) => waits.filter((one) => one < milliseconds).length;
  expect([gone(1_000) <= 30, gone(2_000) <= 60, waits.length]).toEqual([true, true, 65]);
});
