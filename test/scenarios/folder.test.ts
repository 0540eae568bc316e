import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { Client } from 'pg';
import { createFileStore, fileIn } from '../../src/adapters/files';
import { rows } from '../support/evidence';
import { agree, answered, appealId, card, inWork, open, submit, write } from '../support/office-work';
import { readPdf } from '../support/pdf-pages';
import { TestAuthority } from '../support/signing';
import { unzip } from '../support/unzip';
import { PEOPLE, World, type Who } from '../support/world';

const CURATOR: Who = 'secondCoordinator';
const GATHER = 'Папка для проверки';
const SNILS = '11223344595';

/** Where answers are signed in ПОС; where they are signed here, whose data of an applicant may be printed. */
let world: World;
let marking: World;
let verifying: World;
let trust: string;
const authority = new TestAuthority('Аккредитованный УЦ');
beforeAll(async () => {
  trust = await mkdtemp(path.join(tmpdir(), 'murajagat-trust-'));
  await authority.trustIn(trust, 'qualified');
  marking = await World.start();
  verifying = await World.start({ env: { SIGNATURE_TRUST_DIR: trust, PERSONAL_DATA_IN_CHAT: 'on_request' } });
});
beforeEach(() => {
  world = marking;
});
afterAll(async () => {
  await Promise.all([marking.stop(), verifying.stop()]);
  await rm(trust, { recursive: true, force: true });
});

/** ZIPs of an appeal in the curator's chat, the oldest first. */
async function folders(
  number: string,
): Promise<{ readonly name: string; readonly files: ReadonlyMap<string, Buffer> }[]> {
  await world.quiet();
  const documents = (await world.phone(CURATOR).messages()).flatMap(({ document }) => document ?? []);
  const zips = documents.filter(({ file_name: name }) => name.includes(number) && name.endsWith('.zip'));
  return Promise.all(
    zips.map(async ({ file_name: name, file_id: id }) => ({
      name,
      files: await unzip(await world.stand.download(id)),
    })),
  );
}
async function gather(number: string): Promise<ReadonlyMap<string, Buffer>> {
  await open(world, CURATOR, number);
  await world.phone(CURATOR).press(GATHER, card(number));
  const made = (await folders(number)).at(-1);
  if (!made) throw new Error('No folder came');
  return made.files;
}
const words = (files: ReadonlyMap<string, Buffer>, name: string): string =>
  readPdf(files.get(name) ?? Buffer.from('')).pages.join(' ');

/** An answered appeal with two photos of a report, a paper of its own, and a comment. */
async function lived(house: number): Promise<string> {
  const executor = world.phone('executor');
  const number = await inWork(world, { address: `ул. Вахитова, ${house}`, text: 'Яма, звоните 8 917 123-45-67' });
  await executor.press('Комментарий и фото', card(number));
  await executor.sendPhotos(2);
  await executor.say('Были на месте.');
  await executor.press('Готово', card(number));
  await executor.press('осмотрено', card(number));
  await submit(world, number);
  await agree(world, number);
  await world.phone('coordinator').press('Внесено в ПОС', new RegExp(`^Внести в ПОС\\n.* № ${number}`));
  await world.phone('approver').press('Утвердить', card(number));
  await world.phone('approver').press('Как внесено', card(number));
  return number;
}

test('one press of a curator brings a folder that a stranger reads: who had it, when, why so long', async () => {
  const number = await lived(1);
  const files = await gather(number);
  expect([...files.keys()].slice(0, 3)).toEqual(['00 Опись.pdf', '01 Почему такой срок.pdf', '02 История.pdf']);
  const photos = [...files.keys()].filter((name) => name.startsWith('Фото/'));
  expect(photos).toEqual(['Фото/01 Отчёт.jpg', 'Фото/02 Отчёт.jpg']);
  const index = words(files, '00 Опись.pdf');
  expect(index).toContain(`обращение № ${number}`);
  expect(index).toMatch(/На координации · все координаторы · (?:\d+ мин|меньше минуты) рабочего времени/);
  expect(index).toMatch(/В работе · Петров П\.П\. · /);
  expect(index).toMatch(/Согласование ответа · Шафеев И\.Р\. · /);
  // What was not yet entered into ПОС was nobody's to sign.
  expect(index).toMatch(
    /Утверждение ответа · все координаторы · ждало внесения в ПОС · .*Утверждение ответа · Гарипов Р\.М\. · /,
  );
  // A stranger knows nobody by surname and initials.
  expect(index).toMatch(/Кто эти сотрудники Петров Пётр Петрович.*Шафеев .*Гарипов /);
  expect(index).toContain('Пропущенных сроков нет.');
  expect(index).toContain('Фаст-трек: 10 календарных дней со дня регистрации (п. 3 Порядка)');
  expect(index).toContain('Время не подтверждено');
  expect(index).not.toContain('123-45-67');
  const [first = ''] = photos;
  const hash = createHash('sha256')
    .update(files.get(first) ?? '')
    .digest('hex');
  expect(index.replaceAll(' ', '')).toContain(hash);
  expect(words(files, '02 История.pdf')).toMatch(/Зарегистрировано.*Назначен исполнитель.*Утверждено/);
  expect(words(files, '01 Почему такой срок.pdf')).toContain('выходные тоже считаются');
  // Nothing of it stays on the disk, and the journal tells who has had it made.
  expect(await readdir(path.join(world.dataDir, 'folders'))).toEqual([]);
  await world.phone(CURATOR).press('Назад', card(number));
  await world.phone(CURATOR).press('История', card(number));
  expect(await world.phone(CURATOR).text('История')).toContain(
    'Собрана папка для проверки\nНасибулина Г.Р., координатор',
  );
});

test('the index says what was given back, by whom and why', async () => {
  const number = await inWork(world, { address: 'ул. Вахитова, 9' });
  await submit(world, number);
  const supervisor = world.phone('supervisor');
  await open(world, 'supervisor', number);
  await supervisor.press('Отклонить', card(number));
  await write(supervisor, 'Не назван день, когда яму заделали.');
  const index = words(await gather(number), '00 Опись.pdf');
  expect(index).toMatch(
    /возвращено \S+ \S+ · Отклонено · Шафеев И\.Р\., .* · → В работе · .*«Не назван день, когда яму заделали\.»/,
  );
});

test('two presses at once make one folder; whoever only works on it has none', async () => {
  const number = await inWork(world);
  await open(world, CURATOR, number);
  const press = await world.phone(CURATOR).remember(GATHER, card(number));
  const [one, other] = await Promise.all([press(), press()]);
  expect([one.text, other.text].sort()).toEqual(['Папка уже собирается', 'Собираю папку, пришлю сюда']);
  expect(await folders(number)).toHaveLength(1);
  const executor = world.phone('executor');
  await executor.press('Ещё', card(number)).catch(() => undefined);
  expect((await executor.buttons(card(number))).join()).not.toContain(GATHER);
  const forged = await executor.pressAnywhere(`x:folder:${(await appealId(world, number)).toString(36)}`);
  expect(forged.showAlert).toBe(true);
});

test('internal papers lie in a folder of their own, beside what is of the answer', async () => {
  const number = await inWork(world, { address: 'ул. Вахитова, 5' });
  const executor = world.phone('executor');
  await executor.press('Документ к обращению', card(number));
  await executor.sendFile(Buffer.from('%PDF-1.7\n%акт\n'), 'Акт осмотра.pdf', 'application/pdf');
  await executor.press('Готово', card(number));
  await executor.press('акт', card(number));
  await executor.press('Акт осмотра', card(number));
  const files = await gather(number);
  expect(files.get('Внутренние документы/01 Акт осмотра.pdf')?.toString()).toContain('%акт');
  expect([...files.keys()].filter((name) => name.startsWith('Файлы/'))).toEqual([]);
  expect(words(files, '00 Опись.pdf')).toContain('внутренний документ, акт, Петров П.П.');
});

test('whoever waits longer than two seconds is told that it is being made, and the word goes with the folder', async () => {
  const number = await inWork(world, { address: 'ул. Вахитова, 7' });
  await open(world, CURATOR, number);
  // What waits until nothing is under way would wait for the files, too.
  const press = await world.phone(CURATOR).remember(GATHER, card(number));
  const release = await held(world);
  await press();
  await world.phone(CURATOR).sees('Собираю папку для проверки');
  await release();
  expect(await folders(number)).toHaveLength(1);
  const left = (await world.phone(CURATOR).messages()).filter(({ text }) => text === 'Собираю папку для проверки');
  expect(left).toEqual([]);
});

/** Files can't be read until it is called. */
async function held({ fresh }: World): Promise<() => Promise<void>> {
  const other = new Client({ connectionString: fresh.url });
  await other.connect();
  await other.query('begin; lock table attachment in access exclusive mode');
  return () => other.end();
}

test('a file that is gone or is another is told of in the index and breaks nothing', async () => {
  const number = await lived(3);
  const kept = await rows<{ sha256: string }>(
    world,
    `select sha256 from attachment where kind = 'photo' and appeal_id = $1 order by id`,
    [await appealId(world, number)],
  );
  const placeOf = (index: number) => fileIn(path.join(world.dataDir, 'files'), kept[index]?.sha256 ?? '');
  await rm(placeOf(0));
  await writeFile(placeOf(1), 'another');
  const files = await gather(number);
  expect([...files.keys()].filter((name) => name.startsWith('Фото/'))).toEqual(['Фото/02 Отчёт.jpg']);
  const index = words(files, '00 Опись.pdf');
  expect(index).toContain('Фото/01 Отчёт.jpg: файла нет на диске бота');
  expect(index).toContain('Фото/02 Отчёт.jpg: файл изменился на диске бота');
});

test('what was signed is there with its signature and protocol; one that names the applicant stays on the server', async () => {
  const signer = authority.certify(PEOPLE.approver.name, SNILS);
  world = verifying;
  await rows(world, `insert into setting (key, value) values ('letterhead', '{"nameRu": "ИСПОЛКОМ"}')`);
  await rows(world, 'update person set snils = $2 where name = $1', [PEOPLE.approver.name, SNILS]);
  const approver = world.phone('approver');
  const signed = async (fields: object) => {
    const number = await inWork(world, { ...fields });
    await submit(world, number);
    await agree(world, number);
    await approver.press('Утвердить', card(number));
    await world.quiet();
    const letters = (await approver.messages()).flatMap(({ document }) => document ?? []);
    const letter = await world.stand.download(
      letters.filter(({ file_name: name }) => name.startsWith(number)).at(-1)?.file_id ?? '',
    );
    await approver.sendFile(signer.sign(letter, world.desk.clock.now()), 'ответ.pdf.sig');
    await approver.press('✅ Утвердить', /Подпись верна/);
    return { number, letter };
  };

  const open59 = await signed({ address: 'ул. Вахитова, 11', applicant: undefined });
  const files = await gather(open59.number);
  expect([...files.keys()].filter((name) => name.startsWith('Письмо и подпись/'))).toEqual([
    `Письмо и подпись/${open59.number}-1.pdf`,
    `Письмо и подпись/${open59.number}-1-protokol.pdf`,
    'Письмо и подпись/01 ответ.pdf.sig',
  ]);
  expect(files.get(`Письмо и подпись/${open59.number}-1.pdf`)).toEqual(open59.letter);

  const named = await signed({
    address: 'ул. Вахитова, 13',
    applicant: { type: 'person', name: 'Иванов Пётр Сергеевич', address: 'Мамадыш, ул. Домашняя, 7' },
  });
  await open(world, CURATOR, named.number);
  await world.phone(CURATOR).press(GATHER, card(named.number));
  const told = await world.phone(CURATOR).text(`Папка по № ${named.number} собрана`);
  expect(await folders(named.number)).toEqual([]);
  const place = /: (\/.+\.zip)$/.exec(told)?.[1] ?? '';
  expect(place.startsWith(path.join(world.dataDir, 'folders'))).toBe(true);
  expect((await stat(place)).mode & 0o777).toBe(0o600);
  expect((await stat(path.dirname(place))).mode & 0o777).toBe(0o700);
  expect([...(await unzip(await readFile(place))).keys()]).toContain(`Письмо и подпись/${named.number}-1.pdf`);
});

test('an answered appeal without the office’s paper says that there is no letter', async () => {
  const number = await answered(world, { address: 'ул. Вахитова, 21' });
  expect(words(await gather(number), '00 Опись.pdf')).toContain('Письма на бланке нет. Бланк письма не заполнен.');
});

describe('what is more than a messenger takes', () => {
  const MEGABYTE = 1024 * 1024;
  /** Bytes that no packing makes shorter, as a report's files. */
  async function withFiles(sizes: readonly number[]): Promise<string> {
    const number = await inWork(world);
    const store = createFileStore(path.join(world.dataDir, 'files'));
    for (const [index, size] of sizes.entries()) {
      const kept = await store.keep(Readable.from([randomBytes(size)]));
      await rows(
        world,
        `insert into attachment (appeal_id, origin, kind, compressed, file_name, size, sha256, received_at)
         values ($1, 'official', 'document', false, $2, $3, $4, now())`,
        [await appealId(world, number), `файл ${index}.bin`, size, kept?.sha256],
      );
    }
    return number;
  }

  test('comes in parts, each with the index', async () => {
    const number = await withFiles([12 * MEGABYTE, 12 * MEGABYTE]);
    await gather(number);
    const parts = await folders(number);
    expect(parts.map(({ name }) => name)).toEqual([
      `Папка для проверки ${number}, часть 1 из 2.zip`,
      `Папка для проверки ${number}, часть 2 из 2.zip`,
    ]);
    for (const { files } of parts) expect([...files.keys()][0]).toBe('00 Опись.pdf');
    expect(parts.map(({ files }) => [...files.keys()].filter((name) => name.startsWith('Файлы/')))).toEqual([
      ['Файлы/01 файл 0.bin'],
      ['Файлы/02 файл 1.bin'],
    ]);
  });

  test('that breaks in the middle goes on where it broke, and leaves nothing on the disk', async () => {
    const number = await withFiles([12 * MEGABYTE, 12 * MEGABYTE, 12 * MEGABYTE]);
    const fault = (kind: string, times: number) =>
      world.stand.control('POST', 'faults', { kind, method: 'sendDocument', times, delayMs: 1 });
    // The first part passes, and the second is refused twice.
    await fault('slow', 1);
    await fault('500', 2);
    await gather(number);
    expect((await folders(number)).map(({ name }) => name)).toEqual(
      [1, 2, 3].map((part) => `Папка для проверки ${number}, часть ${part} из 3.zip`),
    );
    await world.stand.control('DELETE', 'faults');
    expect(await readdir(path.join(world.dataDir, 'folders'))).toEqual([]);
  });

  test('stays on the server where no part holds one of its files', async () => {
    const number = await withFiles([25 * MEGABYTE]);
    await open(world, CURATOR, number);
    await world.phone(CURATOR).press(GATHER, card(number));
    expect(await world.phone(CURATOR).text(`Папка по № ${number} собрана`)).toContain('Для чата она слишком велика');
    expect(await folders(number)).toEqual([]);
    expect(await readdir(path.join(world.dataDir, 'folders'))).toHaveLength(1);
  });
});
