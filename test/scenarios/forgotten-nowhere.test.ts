import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { keepDecisions, readDecisions } from '../../src/adapters/backup/decisions';
import { readCopy, restoreCopy } from '../../src/adapters/backup/restore-copy';
import { takeCopy } from '../../src/adapters/backup/take-copy';
import { createFileStore } from '../../src/adapters/files';
import { markInstallation } from '../../src/adapters/installation';
import { systemClock } from '../../src/clock';
import type { Database } from '../../src/database/database';
import { forget } from '../../src/jobs/forget';
import { sweepFiles } from '../../src/jobs/sweep-files';
import { keepBesideCopies, noteDecisions } from '../../src/usecases/applicants/forget-questions';
import { forgetAgain } from '../../src/usecases/applicants/forget';
import { deskOf } from '../src/usecases/working-office';
import { freshDatabase, type FreshDatabase } from '../support/database';
import { card, inWork, open } from '../support/office-work';
import type { Phone } from '../support/phone';
import { World } from '../support/world';

let world: World;
let coordinator: Phone;
let executor: Phone;
let folder: string;
let log = '';
const databases: FreshDatabase[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-forgotten-'));
  const logTo = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log += chunk.toString();
      done();
    },
  });
  world = await World.start({ logTo, inMax: ['executor'] });
  await markInstallation(world.fresh.database, 'office');
  coordinator = world.phone('coordinator');
  executor = world.phone('executor');
});
afterAll(async () => {
  await world.stop();
  for (const database of databases) await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const applicant = {
  type: 'person',
  name: 'Сафиуллина Гөлнара Рәхимовна',
  phone: '+7 917 555-11-22',
  email: 'gulnara@example.ru',
  address: 'г. Мамадыш, ул. Садовая, д. 7, кв. 12',
};
const SAID = 'Звонил Сафиуллиной Г.Р., 8 (917) 555-11-22, gulnara@example.ru, живёт: Садовая, 7, кв. 12';
const NAMED = /Сафиуллин|Гөлнар|555\D{0,3}11\D{0,3}22|gulnara|Садов\p{L}*,? (?:д\. )?7|кв\. 12/iu;
const DAY = 86_400_000;

/** A dump of every row of every table; those in which it stands. */
async function rowsThatName({ dataSource }: Database): Promise<string[]> {
  const tables: { name: string }[] = await dataSource.query(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables)
    for (const { row } of await dataSource.query<{ row: string }[]>(`select t::text as row from "${name}" t`))
      if (NAMED.test(row)) found.push(`${name}: ${row.slice(0, 300)}`);
  return found;
}
async function filesThatName(root: string): Promise<string[]> {
  const found: string[] = [];
  // An office without files has no folder of them.
  if (!existsSync(root)) return found;
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    if (NAMED.test(entry.name) || NAMED.test((await readFile(file)).toString('utf8'))) found.push(file);
  }
  return found;
}

const copy = async (name: string): Promise<string> =>
  (
    await takeCopy({
      url: world.fresh.url,
      dataDir: world.dataDir,
      directory: path.join(folder, name),
      recipient: null,
      timeZone: 'Europe/Moscow',
      taken: 'hand',
      now: systemClock.now(),
    })
  ).folder;
async function unpacked(copied: string, afterwards: Parameters<typeof restoreCopy>[0]['afterwards']) {
  const empty = await freshDatabase({ empty: true, poolSize: 2 });
  databases.push(empty);
  const files = path.join(folder, `files-${databases.length}`);
  await restoreCopy({ database: empty.database, files, copy: await readCopy(copied), identity: null, afterwards });
  return { database: empty.database, files };
}

test('after «Удалить контакты» neither database, files, log, a fresh copy nor an older one restored has name, phone, mail or flat', async () => {
  const number = await inWork(world, { applicant, text: `Яма. ${SAID}` });
  // A form that comes to nothing, once its appeal is over.
  await executor.press('Комментарий и фото', card(number));
  await executor.say(SAID);
  await open(world, 'coordinator', number);
  await coordinator.press('Закрыть без ответа', card(number));
  await coordinator.press('отозвано заявителем', card(number));
  await coordinator.say(`Отозвано: ${SAID}`);
  await coordinator.press('Оставить как есть', card(number));
  await coordinator.press('Подтвердить', card(number));
  await coordinator.sees('Закрыто без ответа');
  expect(await rowsThatName(world.fresh.database)).not.toEqual([]);
  const older = await copy('older');

  await coordinator.press('Данные заявителя', card(number));
  await coordinator.press('Удалить контакты', `Данные заявителя по № ${number}`);
  await coordinator.say('Отозвано согласие');
  if ((await coordinator.buttons('')).includes('Закрыть все')) await coordinator.press('Закрыть все');
  await coordinator.press('Удалить контакты', 'Вернуть их нельзя');
  await world.quiet();
  await keepBesideCopies(world.desk, { keepDecisions: (all) => keepDecisions(path.join(folder, 'older'), all) });

  // What is named with a day goes by that day: what the bot has taken in, and bytes that are struck off.
  const { database } = world.fresh;
  const later = new Date(Math.max(world.desk.clock.now().getTime(), systemClock.now().getTime()) + 9 * DAY);
  await forget({ database, now: later });
  await sweepFiles({ database, files: createFileStore(path.join(world.dataDir, 'files')), now: later });
  expect(await rowsThatName(database)).toEqual([]);
  expect(await filesThatName(world.dataDir)).toEqual([]);
  expect(log.split('\n').filter((line) => NAMED.test(line))).toEqual([]);

  const fresh = await unpacked(await copy('fresh'), async () => undefined);
  expect(await rowsThatName(fresh.database)).toEqual([]);
  expect(await filesThatName(fresh.files)).toEqual([]);

  const decisions = await readDecisions(path.join(folder, 'older'));
  const restored = await unpacked(older, (tx) => noteDecisions(tx, decisions));
  expect(await rowsThatName(restored.database)).not.toEqual([]);
  const desk = deskOf(restored.database, { now: () => later });
  await forgetAgain(desk);
  await forget({ database: restored.database, now: later });
  expect(await rowsThatName(restored.database)).toEqual([]);
});
