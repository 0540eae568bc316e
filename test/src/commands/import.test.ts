import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FreshDatabase, freshDatabase } from '../../support/database';
import { csvOf, FINISHED, LAYOUT_2022, linesOf, OPEN, registryXlsx } from '../../support/registry-files';
import { until } from '../../support/until';

const ROOT = path.join(__dirname, '../../..');

let fresh: FreshDatabase;
let folder: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-import-'));
});
afterAll(async () => {
  await fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly complaints: string;
}

/** As `npm run import -- FILE` does, with nothing in the environment but what is needed. */
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> => start(args, env).ran;

function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { readonly child: ChildProcess; readonly ran: Promise<Ran> } {
  const loader = path.join(ROOT, 'test/support/run-typescript.cjs');
  const child = spawn(process.execPath, ['--require', loader, path.join(ROOT, 'src/commands/import.ts'), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: fresh.url, DATA_DIR: folder, ...env },
  });
  let [out, complaints] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const ran = new Promise<Ran>((resolve) => child.once('close', (code) => resolve({ code, out, complaints })));
  return { child, ran };
}
const count = async (table: string) =>
  (await fresh.database.dataSource.query<{ count: number }[]>(`select count(*)::int as count from ${table}`))[0]?.count;

test('a file is previewed and brought in beside the bot; its wrong rows lie beside it; a second time it does nothing', async () => {
  const file = path.join(folder, 'выгрузка.xlsx');
  await writeFile(
    file,
    await registryXlsx([
      FINISHED,
      { ...OPEN, Номер: '327441807' },
      { ...OPEN, Номер: '327441808', 'Дата поступления': 'вчера' },
    ]),
  );
  const preview =
    'Прочитаны 3 строки.\nДень выгрузки: 24.11.2026\nНовых: 2, из них завершены в ПОС: 1\nС ошибками: 1\nНовых категорий: 1. После загрузки решите о них в /menu → «Новые категории».\nНе читаются столбцы: «Верхнеуровневый ЛКО», «Направлено по email в ФОИВ, не подключенный к ПОС»\n';
  const tried = await run([file, '--dry-run']);
  expect(tried).toMatchObject({ code: 0, out: `${preview}Проверка: ничего не загружено.\n` });
  expect([await count('appeal'), await count('registry_file'), await count('registry_row')]).toEqual([0, 0, 0]);

  const first = await run([file]);
  expect(first.out).toBe(
    `${preview}Загружено.\nЗарегистрировано на координации: 1\nЗарегистрировано завершённых в ПОС: 1\n`,
  );
  expect(first.complaints).toContain('Строка 4, «Дата поступления»: «вчера» — такого дня нет');
  expect(first.complaints).toContain(`Строки с ошибками: ${path.join(folder, 'выгрузка — ошибки.xlsx')}`);
  expect(await readdir(folder)).toEqual(expect.arrayContaining(['выгрузка — ошибки.xlsx']));
  expect(await run([file])).toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /^Прочитаны 3 строки\.\nДень выгрузки: 24\.11\.2026\nЭтот же файл уже загружен [^]*\nНовых: 0\nБез изменений: 2\nС ошибками: 1\nПрежних расхождений: 1\nНе читаются столбцы: [^]*\nНового ничего нет\.\n$/,
    ),
  });
  expect(await count('appeal')).toBe(2);
});

test('a file that brings nothing new is tried without a trace, whatever the bot has beside it', async () => {
  const file = path.join(folder, 'та же.xlsx');
  const rows = ['327441820', '327441821', '327441822'].map((number) => ({ ...OPEN, Номер: number }));
  await writeFile(file, await registryXlsx(rows));
  await run([file]);
  // the next one lacks an appeal that is open here: of a file that was brought in this is a difference
  await writeFile(file, await registryXlsx(rows.slice(1)));
  const known = async () => [
    await Promise.all(['registry_file', 'registry_row', 'registry_sighting', 'registry_missing'].map(count)),
    await fresh.database.dataSource.query('select * from registry_record order by appeal_id'),
  ];
  const before = await known();
  expect(await run([file, '--dry-run'])).toMatchObject({ code: 0, complaints: '' });
  expect(await known()).toEqual(before);
});

test('a column that decides and is not found is exit 2 with what to type; typed once it is remembered', async () => {
  const file = path.join(folder, 'без фз.csv');
  const lines = linesOf([{ ...OPEN, Номер: '327441840', ФЗ: '59-ФЗ' }], LAYOUT_2022);
  await writeFile(file, csvOf(lines).replace('ФЗ;', 'Закон;'));
  const asked = await run([file]);
  expect([asked.code, asked.out]).toEqual([2, '']);
  expect(asked.complaints.split('\n')).toEqual([
    'Файл не загружен. Не найден столбец «ФЗ». По какому столбцу видно, что обращение подано по 59-ФЗ?',
    'Назовите столбец: --column "ФЗ=…"; если такого нет: --ordinary (все обычные) или --later (новые пока не загружать).',
    'Столбцы файла: «Закон»',
    '',
  ]);
  expect(await run([file, '--column', 'ФЗ=Право'])).toMatchObject({ code: 2 });
  expect(await run([file, '--ordinary', '--later'])).toMatchObject({ code: 2 });
  const answered = await run([file, '--column', 'ФЗ=Закон']);
  expect(answered.out).toContain('«ФЗ» — столбец «Закон»');
  expect(await fresh.database.dataSource.query(`select kind from appeal where number = '327441840'`)).toEqual([
    { kind: 'appeal59' },
  ]);
  expect(await run([file])).toMatchObject({ code: 0 });
});

test('an older file changes nothing that is known, and says how it would', async () => {
  const file = path.join(folder, 'старая.csv');
  const csv = (day: string, status: string) =>
    csvOf(linesOf([{ ...OPEN, Номер: '327441850', 'Дата поступления': day, Статус: status }], LAYOUT_2022));
  await writeFile(file, csv('24.11.2026', 'Новый'));
  await run([file]);
  await writeFile(file, csv('20.11.2026', 'Старый'));
  const kept = await run([file]);
  expect(kept).toMatchObject({
    code: 0,
    complaints: 'Чтобы взять и изменения из него, запустите команду с --anyway.\n',
  });
  expect(kept.out).toContain('Изменения из него не взяты');
  expect((await run([file, '--anyway'])).out).toContain('Обновлены сведения ПОС: 1');
});

test('what is no registry, or not there, is exit 2', async () => {
  const list = path.join(folder, 'список.csv');
  await writeFile(list, 'Фамилия;Телефон\nИванов;1\n');
  for (const [args, said] of [
    [[], 'Укажите файл'],
    [['nowhere.xlsx'], 'Такого файла нет: nowhere.xlsx'],
    [[folder], `Это папка, а не файл: ${folder}`],
    [['/dev/zero'], 'Файл не читается: /dev/zero (ESPIPE)'],
    [[list], 'нет столбцов «Номер» и «Дата поступления»'],
  ] as const) {
    const { code, complaints } = await run(args);
    expect(complaints).toContain(said);
    expect(code).toBe(2);
  }
});

test('a database that does not answer is told of in the language of the office, with what to do', async () => {
  const file = path.join(folder, 'нет базы.xlsx');
  await writeFile(file, await registryXlsx([OPEN]));
  const DATABASE_URL = 'postgres://bot:very-secret@127.0.0.1:1/office';
  expect(await run([file], { DATABASE_URL })).toEqual({
    code: 1,
    out: '',
    complaints: expect.stringMatching(/^База 127\.0\.0\.1:1\/office не открывается: .*\. Проверьте DATABASE_URL/),
  });
  expect((await run([file], { DATABASE_URL, DEFAULT_LOCALE: 'tt' })).complaints).toContain('базасы ачылмый');
});

test('a topic is new unless the list has the whole of it, as once the file is brought in', async () => {
  await fresh.database.dataSource.query(`insert into category (category, is_new) values ('Связь', false)`);
  const file = path.join(folder, 'связь.xlsx');
  const topic = { Категория: 'Связь', Подкатегория: 'Интернет', Факт: 'Нет' };
  await writeFile(file, await registryXlsx([{ ...OPEN, ...topic, Номер: '327441899' }]));
  expect((await run([file, '--dry-run'])).out).toContain('Новых категорий: 1.');
});

test('what is right in a file comes in although its wrong rows can’t be written beside it', async () => {
  const file = path.join(folder, 'занято.xlsx');
  const wrong = { ...FINISHED, Номер: '327441831', 'Дата поступления': 'вчера' };
  await writeFile(file, await registryXlsx([{ ...FINISHED, Номер: '327441830' }, wrong]));
  const errors = path.join(folder, 'занято — ошибки.xlsx');
  await mkdir(errors);
  const { code, out, complaints } = await run([file]);
  expect([code, out]).toEqual([0, expect.stringContaining('Зарегистрировано завершённых в ПОС: 1')]);
  expect(complaints).toContain(`Строки с ошибками не записались: ${errors} (EISDIR)`);
});

test('a dry run of a file that is refused leaves no trace either', async () => {
  const rows = Array.from({ length: 600 }, (_, index) => ({ ...FINISHED, Номер: String(327_500_000 + index) }));
  const file = path.join(folder, 'кавычка.csv');
  await writeFile(file, `${csvOf(linesOf(rows, LAYOUT_2022))}\r\n"не закрыта;1;2`);
  const known = () => Promise.all(['registry_file', 'registry_row', 'registry_sighting'].map(count));
  const before = await known();
  const { code, complaints } = await run([file, '--dry-run']);
  expect([code, complaints]).toEqual([2, expect.stringContaining('не закрыта кавычка')]);
  expect(await known()).toEqual(before);
});

test('Ctrl+C lets the part in hand end and says how to go on; the same command goes on from there', async () => {
  const rows = Array.from({ length: 1_600 }, (_, index) => ({ ...FINISHED, Номер: String(327_600_000 + index) }));
  const file = path.join(folder, 'долгая.csv');
  await writeFile(file, csvOf(linesOf(rows, LAYOUT_2022)));
  const { dataSource } = fresh.database;
  const { child, ran } = start([file]);
  await dataSource.transaction(async (tx) => {
    await tx.query('lock table registry_row in exclusive mode');
    const waiting = `select from pg_locks where relation = 'registry_row'::regclass and not granted`;
    await until('its first rows wait', async () => (await dataSource.query<unknown[]>(waiting)).length > 0);
    child.kill('SIGINT');
  });
  expect(await ran).toMatchObject({
    code: 130,
    out: '',
    complaints: 'Остановлено. Запустите ту же команду ещё раз: загрузка продолжится с этого места.\n',
  });
  expect(await run([file])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Прочитано 1600 строк\.[^]*Зарегистрировано завершённых в ПОС: 1600\n$/),
  });
});
