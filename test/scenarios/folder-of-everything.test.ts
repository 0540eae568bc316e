import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { Client } from 'pg';
import { createFileStore, fileIn } from '../../src/adapters/files';
import { rows } from '../support/evidence';
import { CURATOR, foldersOf, GATHER, gatherFolder, livedAppeal, wordsIn } from '../support/folders';
import { agree, answered, appealId, card, inWork, open, submit, write } from '../support/office-work';
import { TestAuthority } from '../support/signing';
import { unzip } from '../support/unzip';
import { PEOPLE, World } from '../support/world';

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

test('the index says what was given back, by whom and why', async () => {
  const number = await inWork(world, { address: 'ул. Вахитова, 9' });
  await submit(world, number);
  const supervisor = world.phone('supervisor');
  await open(world, 'supervisor', number);
  await supervisor.press('Отклонить', card(number));
  await write(supervisor, 'Не назван день, когда яму заделали.');
  const index = wordsIn(await gatherFolder(world, number), '00 Опись.pdf');
  expect(index).toMatch(
    /Возвраты \S+ \S+ · Отклонено · Шафеев И\.Р\., .* · → В работе · .*«Не назван день, когда яму заделали\.»/,
  );
  expect(index).toMatch(/Проекты ответа: заявителю не отправлялись Версия 1, проект от \S+ \S+; автор: Петров П\.П\./);
  expect(index).not.toContain('Ответы, отправленные заявителю');
});

test('internal papers lie in a folder of their own, beside what is of the answer', async () => {
  const number = await inWork(world, { address: 'ул. Вахитова, 5' });
  const executor = world.phone('executor');
  await executor.press('Документ к обращению', card(number));
  await executor.sendFile(Buffer.from('%PDF-1.7\n%акт\n'), 'Акт осмотра.pdf', 'application/pdf');
  await executor.press('Готово', card(number));
  await executor.press('акт', card(number));
  await executor.press('Акт осмотра', card(number));
  const files = await gatherFolder(world, number);
  expect(files.get('Внутренние документы/01 Акт осмотра.pdf')?.toString()).toContain('%акт');
  expect([...files.keys()].filter((name) => name.startsWith('Файлы/'))).toEqual([]);
  expect(wordsIn(files, '00 Опись.pdf')).toContain('внутренний документ, акт, Петров П.П.');
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
  expect(await foldersOf(world, number)).toHaveLength(1);
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
  const number = await livedAppeal(world, 3);
  const kept = await rows<{ sha256: string }>(
    world,
    `select sha256 from attachment where kind = 'photo' and appeal_id = $1 order by id`,
    [await appealId(world, number)],
  );
  const placeOf = (index: number) => fileIn(path.join(world.dataDir, 'files'), kept[index]?.sha256 ?? '');
  await rm(placeOf(0));
  await writeFile(placeOf(1), 'another');
  const files = await gatherFolder(world, number);
  expect([...files.keys()].filter((name) => name.startsWith('Фото/'))).toEqual(['Фото/02 Отчёт.jpg']);
  const index = wordsIn(files, '00 Опись.pdf');
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
  const files = await gatherFolder(world, open59.number);
  expect([...files.keys()].filter((name) => name.startsWith('Письмо и подпись/'))).toEqual([
    `Письмо и подпись/${open59.number}-1.pdf`,
    `Письмо и подпись/${open59.number}-1-protokol.pdf`,
    'Письмо и подпись/01 ответ.pdf.sig',
  ]);
  expect(files.get(`Письмо и подпись/${open59.number}-1.pdf`)).toEqual(open59.letter);
  expect(wordsIn(files, '00 Опись.pdf')).toMatch(/подписанное письмо; заявителю ещё не отправлено/);
  await world.phone('coordinator').press('Отправлено', card(open59.number));
  expect(wordsIn(await gatherFolder(world, open59.number), '00 Опись.pdf')).toMatch(
    /подписанное письмо; отправлено заявителю \S+ \S+/,
  );

  const named = await signed({
    address: 'ул. Вахитова, 13',
    applicant: { type: 'person', name: 'Иванов Пётр Сергеевич', address: 'Мамадыш, ул. Домашняя, 7' },
  });
  await open(world, CURATOR, named.number);
  await world.phone(CURATOR).press(GATHER, card(named.number));
  const told = await world.phone(CURATOR).text(`Папка по № ${named.number} собрана`);
  expect(await foldersOf(world, named.number)).toEqual([]);
  const place = /: (\/.+\.zip)$/.exec(told)?.[1] ?? '';
  expect(place.startsWith(path.join(world.dataDir, 'folders'))).toBe(true);
  expect((await stat(place)).mode & 0o777).toBe(0o600);
  expect((await stat(path.dirname(place))).mode & 0o777).toBe(0o700);
  expect([...(await unzip(await readFile(place))).keys()]).toContain(`Письмо и подпись/${named.number}-1.pdf`);
});

test('an answered appeal without the office’s paper says that there is no letter', async () => {
  const number = await answered(world, { address: 'ул. Вахитова, 21' });
  expect(wordsIn(await gatherFolder(world, number), '00 Опись.pdf')).toContain(
    'Письма на бланке нет. Бланк письма не заполнен.',
  );
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
    await gatherFolder(world, number);
    const parts = await foldersOf(world, number);
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
    await gatherFolder(world, number);
    expect((await foldersOf(world, number)).map(({ name }) => name)).toEqual(
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
    expect(await foldersOf(world, number)).toEqual([]);
    expect(await readdir(path.join(world.dataDir, 'folders'))).toHaveLength(1);
  });
});
