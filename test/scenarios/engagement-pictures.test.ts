import { readFileSync } from 'node:fs';
import { stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { createFileStore, fileIn } from '../../src/adapters/files';
import { statement } from '../../src/database/database';
import { sweepFiles } from '../../src/jobs/sweep-files';
import { toPlainDate } from '../../src/regulation/calendar';
import { NO_CONTENT, type EngagementContent } from '../../src/regulation/engagement/content';
import { keepEngagement } from '../support/engagements';
import { holds } from '../support/office-work';
import { photo, withExif } from '../support/photos';
import { randomOf } from '../support/random';
import { unzip } from '../support/unzip';
import { until } from '../support/until';
import { World } from '../support/world';

/** Characters of a message. */
const LONGEST = 4_096;
const HEIC = readFileSync(path.join(__dirname, '../fixtures/pictures/yard.heic'));

let world: World;
beforeAll(async () => {
  world = await World.start({ now: '2026-12-01T10:00:00+03:00' });
  await holds(world, 'worker', ['engagement'], false);
});
afterAll(() => world.stop());

const official = () => world.phone('worker');
const asked = 'Пришлите картинки';

/** Taken at somebody's home, as a phone writes it. */
const atHome = async (seed: number) =>
  withExif(await photo(randomOf(seed)), {
    IFD0: { Model: 'Phone' },
    IFD3: {
      GPSLatitudeRef: 'N',
      GPSLatitude: '55/1 48/1 30/1',
      GPSLongitudeRef: 'E',
      GPSLongitude: '49/1 6/1 30/1',
    },
  });

/** What the bot has sent into the chat after this message. */
async function sentSince(id: number) {
  await world.quiet();
  const messages = (await official().messages()).filter(({ message_id }) => message_id > id);
  return {
    texts: messages.flatMap(({ text }) => (text === undefined ? [] : [text])),
    photos: messages.flatMap(({ photo: sizes, caption }) =>
      sizes ? [{ id: sizes.at(-1)?.file_id ?? '', caption }] : [],
    ),
    documents: messages.flatMap(({ document, caption }) =>
      document ? [{ id: document.file_id, name: document.file_name, caption }] : [],
    ),
  };
}
/** Of the message with the question, a line for each thing that may be pictured. */
const counted = async (): Promise<string> => {
  await world.quiet();
  return official().text(asked);
};

test('photos of a vote and of its places are sent in albums, as files, taken out and replaced', async () => {
  await official().pressAnywhere('x:ogNew:site_vote');
  await official().say('Двор или парк');
  await official().say('Выберите, что благоустроить.');
  await official().press('Готово', 'Написано:');
  await official().say('Двор\nул. Ленина, 1\n\nПарк Победы\nул. Речная');
  await official().press('Готово', '2. Парк Победы');
  expect(await counted()).toContain('▸ общие: 0');
  await official().sendPhotos(2);
  expect(await counted()).toContain('▸ общие: 2\n1. Двор: 0\n2. Парк Победы: 0');
  await official().say('парк победы');
  await official().sendFile(await atHome(1), 'IMG_1.jpg', 'image/jpeg');
  expect(await counted()).toContain('общие: 2\n1. Двор: 0\n▸ 2. Парк Победы: 1');
  await official().sendPhotos(3, '1');
  expect(await counted()).toContain('▸ 1. Двор: 3');
  // The same once more is the same; another one is too many.
  await official().sendPhotos(1);
  expect(await counted()).toContain('▸ 1. Двор: 3');
  await official().sendFile(await atHome(2), 'IMG_2.jpg', 'image/jpeg');
  await official().sees('«Двор»: картинок уже 3, больше нельзя.');
  await official().press('Убрать 3', asked);
  await official().press('Убрать 1', asked);
  await official().sendFile(HEIC, 'IMG_3.HEIC', 'image/heic');
  expect(await counted()).toContain('▸ 1. Двор: 2');
  await official().press('Общие', asked);
  await official().press('Убрать 1', asked);
  expect(await counted()).toContain('▸ общие: 1\n1. Двор: 2\n2. Парк Победы: 1');
  await official().say('Озеро');
  expect(await counted()).toContain('⚠️ Такого варианта нет.');
  await official().press('Готово', asked);
  for (const day of ['07.12.2026', '25.12.2026', '29.12.2026']) await official().say(day);
  const preview = await official().text('Так это увидит житель.');
  expect(preview).toContain('Картинок: 1');
  expect(preview).toContain('◻️ Двор, ул. Ленина, 1 (фото: 2)\n◻️ Парк Победы, ул. Речная (фото: 1)');
  await official().press('Сохранить черновик', 'Так это увидит житель.');
  await official().sees(/Двор или парк[\s\S]*Этап: Черновик/);
});

test('what is published says nothing of where and by what it was taken, and each says what it shows', async () => {
  const before = await official().lastId();
  await official().press('Как увидит житель', /Двор или парк[\s\S]*Этап: Черновик/);
  await until('the album is there', async () => (await sentSince(before)).photos.length === 4);
  const { photos } = await sentSince(before);
  expect(photos.map(({ caption }) => caption)).toEqual(['1', '2. Двор', '3. Двор', '4. Парк Победы']);
  for (const { id } of photos) {
    const { format, exif } = await sharp(await world.stand.download(id)).metadata();
    expect([format, exif]).toEqual(['jpeg', undefined]);
  }
});

test('what is no picture is answered with why, and what was sent before stays', async () => {
  await official().say('/menu');
  await official().pressAnywhere('x:ogNew:news');
  await official().say('Открыт каток');
  await official().say('Каток открыт с 10 до 21 часа.');
  await official().press('Готово', 'Написано:');
  await official().sendFile(await atHome(3), 'каток.jpg', 'image/jpeg');
  expect(await counted()).toContain('Картинок: 1');
  const broken = (await photo(randomOf(4))).subarray(0, 300);
  for (const [bytes, name, said] of [
    [Buffer.from('%PDF-1.7 no picture'), 'план.pdf', '«план.pdf». Это не картинка. Пришлите JPEG, PNG, WebP или HEIC.'],
    [broken, 'каток-2.jpg', '«каток-2.jpg». Картинка не открывается. Пришлите другую.'],
    [await narrow(), 'лента.png', '«лента.png». Картинка слишком узкая.'],
    [Buffer.alloc(0), 'пусто.jpg', 'пуст'],
  ] as const) {
    await official().sendFile(bytes, name);
    await official().sees(said);
    expect(await counted()).toContain('Картинок: 1');
  }
  await official().say('Это каток.');
  expect(await counted()).toContain('⚠️ Пришлите картинку или нажмите кнопку.');
  await official().press('Убрать 1', asked);
  expect(await official().buttons(asked)).toContain('Пропустить');
  await official().sendFile(await atHome(5), 'каток.jpg', 'image/jpeg');
  await counted();
  await official().press('Готово', asked);
  await official().press('Сохранить черновик', 'Картинок: 1');
  await official().sees(/Открыт каток[\s\S]*Этап: Черновик/);
});

const narrow = () =>
  sharp({ create: { width: 2_100, height: 100, channels: 3, background: '#336699' } })
    .png()
    .toBuffer();

test('they go beside the pieces as files, a change says how many there are, and the ZIP has them', async () => {
  await official().pressAnywhere('x:ogOne:1');
  await official().press('Готово к размещению', /Двор или парк[\s\S]*Этап: Черновик/);
  const before = await official().lastId();
  await official().press('Разместить в ПОС', /Двор или парк[\s\S]*Этап: На размещении/);
  await until('the files are there', async () => (await sentSince(before)).documents.length === 4);
  expect(await official().text('Разместить в ПОС')).toContain('картинки: 4, файлами ниже');
  expect((await sentSince(before)).documents.map(({ name, caption }) => [name, caption])).toEqual([
    ['01.jpg', '1'],
    ['02 Двор.jpg', '2. Двор'],
    ['03 Двор.jpg', '3. Двор'],
    ['04 Парк Победы.jpg', '4. Парк Победы'],
  ]);
  await official().press('Размещено', 'Разместить в ПОС');
  await official().say('https://pos.gosuslugi.ru/votes/1');

  await official().press('Изменить', /Двор или парк[\s\S]*В ПОС: https/);
  const atChange = await official().lastId();
  await official().press('картинки', 'Что изменить?');
  await until('those that are there are shown', async () => (await sentSince(atChange)).photos.length === 4);
  await official().sendFile(await atHome(6), 'двор.jpg', 'image/jpeg');
  await official().press('2', asked);
  await official().press('Убрать 1', asked);
  await official().sendFile(await atHome(7), 'парк.jpg', 'image/jpeg');
  expect(await counted()).toContain('общие: 2\n1. Двор: 2\n▸ 2. Парк Победы: 1');
  await official().press('Готово', asked);
  await official().press('Чем отличается от ПОС', /Двор или парк[\s\S]*В ПОС прежняя версия/);
  expect(await official().text('Что изменилось: Двор или парк')).toContain(
    'картинки\nобщие: было 1, стало 2\nПарк Победы: заменены, теперь 1',
  );
  await official().press('К карточке', 'Что изменилось: Двор или парк');
  const atPieces = await official().lastId();
  await official().press('Внести изменения в ПОС', /Двор или парк[\s\S]*В ПОС прежняя версия/);
  await until('the files are there', async () => (await sentSince(atPieces)).documents.length === 5);
  expect(await official().text('Внести изменения в ПОС')).not.toContain('ул. Ленина');
  await official().press('Изменения внесены в ПОС', 'Внести изменения в ПОС');

  await official().press('Для сайта и каналов', /Двор или парк[\s\S]*В ПОС: https/);
  const atZip = await official().lastId();
  await official().press('Файлом с картинками', 'Для сайта и каналов: Двор или парк');
  await until('the ZIP is there', async () => (await sentSince(atZip)).documents.length > 0);
  const [zip] = (await sentSince(atZip)).documents;
  const inside = await unzip(await world.stand.download(zip?.id ?? ''));
  expect([...inside.keys()]).toEqual([
    'объявление.txt',
    'картинки/01.jpg',
    'картинки/02.jpg',
    'картинки/03 Двор.jpg',
    'картинки/04 Двор.jpg',
    'картинки/05 Парк Победы.jpg',
  ]);
  expect((await sharp(inside.get('картинки/05 Парк Победы.jpg')).metadata()).exif).toBeUndefined();
});

test('a place that is taken out takes its photos along; another of the same asks whether those of the former hold', async () => {
  await official().say('/menu');
  await official().pressAnywhere('x:ogOne:1');
  await official().press('Сделать такое же', /Двор или парк[\s\S]*В ПОС: https/);
  await official().say('Двор или сквер');
  expect(await counted()).toContain('▸ общие: 2\n1. Двор: 2\n2. Парк Победы: 1');
  await official().press('Готово', asked);
  for (const day of ['07.12.2026', '25.12.2026', '29.12.2026']) await official().say(day);
  await official().press('Сохранить черновик', 'Двор или сквер');
  await official().press('Изменить', /Двор или сквер[\s\S]*Этап: Черновик/);
  await official().press('варианты', 'Что изменить?');
  await official().press('Убрать последний', '2. Парк Победы');
  await official().say('Сквер\nул. Садовая');
  expect(await official().press('Готово', '2. Сквер')).toEqual({
    text: expect.stringContaining('убраны картинки: 1.'),
    showAlert: true,
  });
  await official().press('История', /Двор или сквер[\s\S]*Этап: Черновик/);
  await official().sees(/История: Двор или сквер[\s\S]*новое: варианты, картинки/);
  await official().pressAnywhere('x:ogOne:3');
  await official().press('В шаблоны', /Двор или сквер[\s\S]*Этап: Черновик/);
  await official().say('Ежегодное голосование');
  const template = await official().text('Шаблон «Ежегодное голосование»');
  expect(template).toContain('◻️ Двор, ул. Ленина, 1 (фото: 2)\n◻️ Сквер, ул. Садовая');
  expect(template).not.toContain('Парк');
});

const needed = statement('test.pictures-needed', 'select sha256 from engagement_picture');
const listed = statement('test.bytes-listed', 'select sha256 from removed_file');
/** Of these bytes, which are on the disk. */
async function onDisk(sha256s: readonly string[]): Promise<number> {
  const folder = path.join(world.dataDir, 'files');
  const found = await Promise.all(sha256s.map((sha256) => stat(fileIn(folder, sha256)).catch(() => null)));
  return found.filter((one) => one !== null).length;
}

test('what came is swept a week later, a copy that nothing names when no form can any more; what is published stays', async () => {
  const { database } = world.fresh;
  const files = createFileStore(path.join(world.dataDir, 'files'));
  const published = (await database.query<{ sha256: string }>(needed)).map(({ sha256 }) => sha256);
  const unneeded = async () =>
    (await database.query<{ sha256: string }>(listed))
      .map(({ sha256 }) => sha256)
      .filter((sha256) => !published.includes(sha256));
  const before = await unneeded();
  // The disk has the day on which this runs, the office its own.
  const today = world.desk.clock.now();
  for (const sha256 of before) await utimes(fileIn(path.join(world.dataDir, 'files'), sha256), today, today);
  const inDays = (days: number) => new Date(world.desk.clock.now().getTime() + days * 86_400_000);
  await sweepFiles({ database, files, now: inDays(8) });
  const copies = await unneeded();
  expect(copies.length).toBeGreaterThan(0);
  expect(copies.length).toBeLessThan(before.length);
  expect(await onDisk(before)).toBe(copies.length);
  await sweepFiles({ database, files, now: inDays(98) });
  expect(await onDisk(before)).toBe(0);
  expect(await onDisk(published)).toBe(published.length);
});

test('in MAX they come and are looked at likewise', async () => {
  const other = await World.start({ now: '2026-12-01T10:00:00+03:00', inMax: ['worker'] });
  // MAX looks through what is uploaded, and the bot asks again
  other.expectsRefusals(/attachment\.not\.ready/);
  try {
    await holds(other, 'worker', ['engagement'], false);
    const phone = other.phone('worker');
    await phone.say('/menu');
    await phone.pressAnywhere('x:ogNew:news');
    await phone.say('Открыт каток');
    await phone.say('Каток открыт.');
    await phone.press('Готово', 'Написано:');
    await phone.sendPhotos(2);
    await phone.sendFile(await atHome(8), 'каток.jpg', 'image/jpeg');
    await phone.sees('Картинок: 3');
    await other.quiet();
    await phone.press('Готово', 'Картинок: 3');
    await phone.press('Сохранить черновик', 'Так это увидит житель.');
    const before = await phone.lastId();
    await phone.press('Как увидит житель', 'Этап: Черновик');
    await until('they are there', async () => {
      const messages = await phone.messages();
      return messages.filter(({ message_id: id, photo: sizes }) => id > before && sizes).length === 3;
    });
  } finally {
    await other.stop();
  }
});

/** A sentence that is as long as it may be. */
const long = (about: string, length: number): string =>
  `${about} ${'благоустройство общественной территории '.repeat(Math.ceil(length / 40))}`
    .slice(0, length - 1)
    .trimEnd();
/** Whatever a message of the bot says after this one, markup aside. */
async function saidSince(id: number): Promise<readonly string[]> {
  await world.quiet();
  const messages = (await official().messages()).filter(({ message_id }) => message_id >= id);
  return messages.flatMap(({ text }) => (text === undefined ? [] : [text]));
}

const PROJECTS: EngagementContent['options'] = Array.from({ length: 30 }, (_, index) => ({
  name: long(`Проект ${index + 1}:`, 100),
  about: long(`Автор ${index + 1}:`, 200),
}));
/** Some four pages. */
const PARAGRAPHS = Array.from({ length: 60 }, (_, index) => long(`Абзац ${index + 1}.`, 160));

test('a vote of thirty projects and four pages is seen and copied in parts, each within a message', async () => {
  await official().pressAnywhere('x:ogNew:project_vote');
  await official().say('Проекты граждан');
  for (let from = 0; from < PARAGRAPHS.length; from += 20)
    await official().say(PARAGRAPHS.slice(from, from + 20).join('\n'));
  await official().press('Готово', 'Написано:');
  for (let from = 0; from < 30; from += 10)
    await official().say(
      PROJECTS.slice(from, from + 10)
        .map(({ name, about }) => `${name}\n${about}`)
        .join('\n\n'),
    );
  await official().press('Готово', '30. Проект 30');
  expect(await counted()).toContain('30. Проект 30');
  await official().press('Пропустить', asked);
  for (const day of ['07.12.2026', '25.12.2026', '29.12.2026']) await official().say(day);
  expect(await official().text('Так это увидит житель.')).toMatch(/… и ещё: \d+/);
  await official().press('Сохранить черновик', 'Так это увидит житель.');
  await official().press('Готово к размещению', /Проекты граждан[\s\S]*Этап: Черновик/);

  const { message_id: card } = await official().sees(/Проекты граждан[\s\S]*Этап: На размещении/);
  await official().press('Как увидит житель', /Проекты граждан[\s\S]*Этап: На размещении/);
  const preview = await saidSince(card);
  inParts(preview, [...PROJECTS.map(({ name }) => name), ...PARAGRAPHS]);
  await official().press('К карточке', 'часть 1 из');
  await official().press('Разместить в ПОС', /Проекты граждан[\s\S]*Этап: На размещении/);
  const pieces = (await saidSince(card)).filter((text) => !preview.includes(text));
  inParts(pieces, [...PROJECTS.map(({ name, about }) => `${name}, ${about}`), ...PARAGRAPHS]);
  expect(pieces.filter((text) => /^текст, часть \d из 4:\n/.test(text))).toHaveLength(4);
  await official().press('Размещено', 'Разместить в ПОС');
  await official().say('https://pos.gosuslugi.ru/votes/2');
  const { message_id: placed } = await official().sees(/Проекты граждан[\s\S]*В ПОС: https/);
  await official().press('Для сайта и каналов', /Проекты граждан[\s\S]*В ПОС: https/);
  inParts(
    (await saidSince(placed)).filter((text) => !pieces.includes(text)),
    PROJECTS.map(({ name }) => name),
  );
});

const OVER = {
  opensOn: toPlainDate('2026-11-01'),
  closesOn: toPlainDate('2026-11-20'),
  resultsBy: toPlainDate('2026-12-10'),
};

/** Each within what a messenger takes, numbered, and nothing of it lost. */
function inParts(texts: readonly string[], all: readonly string[]): void {
  expect(texts.filter((text) => [...text].length > LONGEST)).toEqual([]);
  expect(texts.some((text) => /часть 1 из [2-9]/.test(text))).toBe(true);
  const whole = texts.join('\n');
  expect(all.filter((part) => !whole.includes(part))).toEqual([]);
}

test('a poll of sixty answers is seen, copied and counted in messages that are taken', async () => {
  const questions = Array.from({ length: 6 }, (_, at) => ({
    text: long(`Вопрос ${at + 1}`, 300),
    options: Array.from({ length: 10 }, (__, place) => long(`Ответ ${at + 1}.${place + 1}`, 100)),
    ...{ several: false, own: false },
  }));
  const id = await keepEngagement(
    world,
    { kind: 'poll', stage: 'summing_up', address: 'https://pos.gosuslugi.ru/polls/1', placedNumber: 1 },
    { ...NO_CONTENT, title: 'Шестьдесят ответов', text: 'Ответьте.', questions, ...OVER },
  );
  await official().pressAnywhere(`x:ogOne:${id.toString(36)}`);
  const { message_id: card } = await official().sees(/Шестьдесят ответов[\s\S]*Этап: Подведение/);
  await official().press('Как увидит житель', /Шестьдесят ответов[\s\S]*Этап: Подведение/);
  inParts(
    await saidSince(card),
    questions.flatMap(({ text, options }) => [text, ...options]),
  );
  await official().press('К карточке', 'часть 1 из');
  await official().press('Внести итоги', /Шестьдесят ответов[\s\S]*Этап: Подведение/);
  const rows = questions.flatMap(({ options }, at) =>
    options.map((_, place) => `${at + 1}.${place + 1}: ${place + 1}`),
  );
  await official().say(rows.join('\n'));
  await official().sees('Пришлите голоса');
  await official().press('Готово', 'Пришлите голоса');
  await official().say('55');
  expect(await official().text('Всё верно?')).toMatch(/… и ещё: \d+/);
  await official().press('Записать итоги', 'Всё верно?');
  expect(await official().text('Итоги: Шестьдесят ответов')).toContain('Участников: 55');
});
