import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMessengers } from '../../../bots/conversation/kit/messengers';
import { createFileStore, fileIn } from '../../../src/adapters/files';
import { createPapers } from '../../../src/adapters/papers/papers';
import { createPictures, type PicturesApart } from '../../../src/adapters/pictures/pictures';
import { connectMessenger, type ConnectedMessenger } from '../../../src/application/messenger';
import { databaseOf } from '../../../src/database/database';
import { createLeadership, type Leadership } from '../../../src/database/leadership';
import { NO_BUDGETS } from '../../../src/outbox/budgets';
import { registerAppeals } from '../../../src/usecases/intake/register-appeals';
import { MORNING, openOffice, type PersonName, type WorkingOffice } from '../../src/usecases/working-office';
import { noCharts } from '../../support/charts';
import { recordingLog } from '../../support/recording-log';
import { ToyMessenger, type ToyMessage } from '../../support/toy-messenger';
import { until } from '../../support/until';
import { noFolders, noQuestionTables, noSentTables, noTables } from '../../support/unused-ports';

let office: WorkingOffice;
let toy: ToyMessenger;
let connected: ConnectedMessenger;
let leadership: Leadership;
let folder: string;
let pictures: PicturesApart;
const papers = createPapers();
const log = recordingLog();
let time = MORNING.getTime();

/** Those who play; everybody else of the office is with Telegram still, whose sender does not run here. */
const PLAYERS = ['coordinator', 'executor', 'agreeing', 'approving'] as const satisfies readonly PersonName[];

beforeAll(async () => {
  office = await openOffice();
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-toy-'));
  await office.rows(
    `update account set messenger = 'toy', user_id = p.name, chat_id = $2 || p.name from person p
     where p.id = person_id and p.name = any($1::text[])`,
    [PLAYERS, ToyMessenger.chatOf('')],
  );
  const database = databaseOf(office.desk);
  leadership = createLeadership({ database, log });
  const files = createFileStore(folder);
  pictures = createPictures({ pathOf: (sha256) => fileIn(folder, sha256), log });
  toy = new ToyMessenger((updates) => connected.lanes.receive(updates));
  connected = connectMessenger({
    voice: toy.voice,
    budgets: NO_BUDGETS,
    place: 'outbox:toy',
    handle: (update) => ToyMessenger.handle(connected.conversation, update),
    heardIn: ToyMessenger.heardIn,
    userOfLane: (lane) => lane,
    config: { defaultLocale: 'ru', shown: [], personalDataInChat: 'never' },
    files,
    pictures,
    papers,
    charts: noCharts,
    sentTables: noSentTables,
    folders: noFolders,
    officeTables: noTables,
    questionTables: noQuestionTables,
    checkSignature: null,
    desk: office.desk,
    messengers: createMessengers(),
    queues: databaseOf(office.desk),
    leadership,
    log,
    onCommit: () => undefined,
  });
  connected.sender.start();
  connected.takeTurns(null);
  await leadership.start();
  for (const who of PLAYERS) await does(toy.say(who, '/start'));
});

afterAll(async () => {
  await connected.lanes.stop(2_000);
  await connected.sender.stop(2_000);
  await leadership.stop();
  await pictures.stop();
  await papers.stop();
  await office.fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Until everything that came is handled and everything to say to those who play is said. */
async function does(action: Promise<void>): Promise<void> {
  await action;
  await until('nothing is under way', async () => {
    // an album's line waits a second, and this clock stands
    time += 1_000;
    office.setTime(new Date(time));
    connected.sender.wake();
    const [row] = await office.rows<{ waiting: number }>(
      `select ((select count(*) from inbox_update where messenger = 'toy' and state = 'new')
        + (select count(*) from outbox_message where messenger = 'toy' and state in ('new', 'sending')))::int as waiting`,
    );
    return row?.waiting === 0;
  });
}
const press = (who: PersonName, caption: string) => does(toy.press(who, caption));
const say = (who: PersonName, text: string) => does(toy.say(who, text));

const seen = (who: PersonName, part: string): ToyMessage | undefined =>
  toy
    .messages(who)
    .reverse()
    .find(({ text }) => text.includes(part));
const text = (who: PersonName, part: string): string => {
  const message = seen(who, part);
  if (!message) throw new Error(`${who} does not see ${part}: ${JSON.stringify(toy.messages(who).slice(-2))}`);
  return message.text;
};
const lastToast = () => toy.answers.at(-1)?.notification;

const LONG = 'Яма засыпана щебнем. '.repeat(180);

test('one appeal with photos is played to its end by another messenger, and Telegram has no part in it', async () => {
  const number = '9041806';
  await registerAppeals(
    office.desk,
    [{ number, kind: 'message', registeredAt: office.desk.clock.now(), text: LONG, address: 'ул. Советская, 15' }],
    'http',
  );
  await does(Promise.resolve());
  expect(text('coordinator', number)).toContain('На координации');

  await press('coordinator', 'Назначить исполнителя');
  // more people than one page has: words narrow the list
  await say('coordinator', 'executor');
  await press('coordinator', 'executor');
  expect(lastToast()).toMatch(/^Назначено: executor, до /);
  expect(seen('executor', number)).toMatchObject({ silent: false });

  await press('executor', 'Взять в работу');
  // Longer than this messenger had said, and nothing else was sent: there is nothing to ask about, however long it takes to come.
  toy.downloadMs = 1_200;
  await does(toy.sendPhoto('executor', Buffer.alloc(1024 * 1024 + 1)));
  toy.downloadMs = 0;
  expect(toy.messages('executor').at(-1)?.text).toContain('Файл больше 20 МБ');
  expect(await office.rows(`select id from form where state = 'kept'`)).toEqual([]);
  expect(await readdir(path.join(folder, 'incoming'))).toEqual([]);
  await press('executor', 'Комментарий и фото');
  const photos = [Buffer.from('photo one'), Buffer.from('photo two')];
  for (const photo of photos) await does(toy.sendPhoto('executor', photo, '', 'album'));
  expect(text('executor', number)).toContain('Принято фото: 2');
  await does(toy.sendPhoto('executor', Buffer.from('photo three'), 'Щебень лёг.'));
  expect(text('executor', number)).toContain('Щебень лёг.');
  await press('executor', '📍 Геопозиция');
  expect(text('executor', 'Видит её только бот')).toBeDefined();
  await does(toy.sharePlace('executor', { latitude: 55.715, longitude: 51.412, at: office.desk.clock.now() }));
  expect(text('executor', number)).toContain('📍 Геопозиция есть');
  expect(seen('executor', 'Видит её только бот')).toBeUndefined();
  await press('executor', 'Готово');
  await press('executor', 'работы завершены');
  expect(lastToast()).toBe('Записано: работы завершены');

  await press('executor', 'Доложить руководителю');
  await press('executor', 'agreeing');
  await press('agreeing', 'Принято');

  await press('executor', 'Ответ на согласование');
  await press('executor', 'Решено');
  await say('executor', LONG);
  await say('executor', LONG);
  await press('executor', 'Назад');
  await press('executor', 'Решено');
  await press('executor', 'Готово');
  // those of the comment
  await press('executor', 'Добавить прежние');
  await press('executor', 'Готово');
  await press('executor', 'agreeing');
  expect(lastToast()).toBe('Отправлено на согласование: agreeing');

  await press('agreeing', 'Согласовать');
  await press('agreeing', 'approving');
  // the draft is entered into ПОС with its photos, and signed there
  expect(text('coordinator', 'Внести в ПОС')).toContain(number);
  await press('coordinator', 'Файлы');
  expect(toy.messages('coordinator').at(-1)?.files.length).toBeGreaterThan(0);
  await press('coordinator', 'Внесено в ПОС');
  await press('approving', 'Утвердить');
  await press('approving', 'Как внесено');
  expect(lastToast()).toBe('Утверждено');
  expect(text('approving', number)).toContain('Ответ направлен');
  expect(await office.stage(1)).toBe('answered');
});

test('what is only looked at comes with the answer to the press, in one call', async () => {
  await press('executor', 'История');
  expect(toy.answers.at(-1)).toMatchObject({ message: { text: expect.stringContaining('История') } });
  await press('executor', 'К карточке');
  await say('executor', '/menu');
  await press('executor', 'Мои');
  expect(toy.answers.at(-1)).toMatchObject({ notification: null, message: { text: expect.any(String) } });
});

test('a photo that came by another messenger is shown from its bytes', async () => {
  await office.rows(`update attachment set messenger = 'pigeon', file_ref = 'unknown here'`);
  await say('executor', '/find 9041806');
  await press('executor', 'Показать фото');
  expect(toy.messages('executor').at(-1)?.files.map(String).sort()).toEqual(['photo one', 'photo three', 'photo two']);
});

test('a search goes on with the next words, and asks again when they are too short', async () => {
  await say('executor', '/find Советская');
  await say('executor', 'я');
  expect(text('executor', 'Что найти?')).toContain('⚠️ Нужны хотя бы две буквы или цифры.');
  await say('executor', 'Советская');
  expect(seen('executor', 'Что найти?')).toBeUndefined();
  expect(text('executor', 'По запросу')).toContain('«Советская»: 1');
});

test('an answer that is refused in whatever words undoes nothing: it is a line of the log, and the card is drawn anew', async () => {
  const number = '9041807';
  await registerAppeals(
    office.desk,
    [{ number, kind: 'message', registeredAt: office.desk.clock.now(), text: 'Яма', address: 'ул. Советская, 16' }],
    'http',
  );
  await does(Promise.resolve());
  const answers = toy.answers.length;
  toy.refusesAnswers = true;
  await press('coordinator', 'Назначить исполнителя');
  await say('coordinator', 'executor');
  await press('coordinator', 'executor');
  await press('executor', 'Взять в работу');
  toy.refusesAnswers = false;
  expect(toy.answers).toHaveLength(answers);
  expect(text('coordinator', number)).toContain('В работе');
  expect(text('executor', number)).toContain('В работе');
  expect(await office.stage(2)).toBe('in_progress');
  expect(await office.rows(`select id from inbox_update where state = 'parked' or attempts > 0`)).toEqual([]);
  expect(toy.messages('executor').filter(({ text: said }) => said.includes('Не удалось'))).toEqual([]);
  const refused = log.lines.filter(({ message }) => message.startsWith('The answer to a press was refused'));
  expect(refused.length).toBeGreaterThan(2);
});

describe('a photo that does not come', () => {
  const LATE = '9041807';
  const lateFiles = () => office.rows<{ form: number }>('select form_id as form from late_file');
  const isLate = () => until('the photo is late', async () => (await lateFiles()).length === 1);

  test('holds up nothing that is sent after it, its sender hears so, and it joins its form when it comes', async () => {
    await press('executor', 'Комментарий и фото');
    const release = toy.holdDownloads();
    await toy.sendPhoto('executor', Buffer.from('late photo'));
    await toy.say('executor', 'Выехали на место.');
    await until('the words are in the form', () =>
      toy.messages('executor').some((one) => one.text.includes('Выехали')),
    );
    await until('its sender knows', () => seen('executor', 'Файл ещё не пришёл') !== undefined);
    expect(await lateFiles()).toHaveLength(1);
    release();
    await does(Promise.resolve());
    expect(text('executor', LATE)).toMatch(/Выехали на место\.[^]*Принято фото: 1/);
    expect(await lateFiles()).toEqual([]);
  });

  test('is asked for again when its form has ended meanwhile, and is kept nowhere', async () => {
    await press('executor', 'Отмена');
    await press('executor', 'Комментарий и фото');
    const release = toy.holdDownloads();
    await toy.sendPhoto('executor', Buffer.from('photo too late'));
    await isLate();
    await toy.press('executor', 'Отмена');
    await until(
      'its form has ended',
      async () => (await office.rows(`select from form where state = 'open'`)).length === 0,
    );
    release();
    await does(Promise.resolve());
    expect(text('executor', 'поэтому не добавлен')).toContain('пришлите его ещё раз');
    expect(await lateFiles()).toEqual([]);
    const kept = createHash('sha256').update('photo too late').digest('hex');
    expect(await office.rows('select from attachment where sha256 = $1', [kept])).toEqual([]);
  });
});

test('every press was answered, and no message was longer than this messenger takes', () => {
  expect(toy.unanswered).toBe(0);
  expect(toy.longestSaid).toBeGreaterThan(2_500);
  expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
});
