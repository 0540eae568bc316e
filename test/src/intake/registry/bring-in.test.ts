import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createFileStore, fileIn } from '../../../../src/adapters/files';
import { writeWorkbook } from '../../../../src/adapters/workbook';
import { databaseOf } from '../../../../src/database/database';
import { wordsOf } from '../../../../src/i18n';
import { bringIn, type BringingIn, type RegistryPart } from '../../../../src/intake/registry/bring-in';
import { endLines } from '../../../../src/intake/registry/file-words';
import { watchFolder } from '../../../../src/intake/registry/watched-folder';
import { createRegistryWork } from '../../../../src/intake/registry/work';
import { findAppeals } from '../../../../src/usecases/lists/find';
import { startLoading, takeCommandFile } from '../../../../src/usecases/registry/read-file';
import { readImportRows } from '../../../../src/usecases/registry/imports';
import { countDifferences } from '../../../../src/usecases/registry/differences';
import { takeFile } from '../../../../src/usecases/registry/files';
import { readHere } from '../../../support/read-here';
import {
  csvOf,
  FINISHED,
  type Heading,
  LAYOUT_2022,
  LAYOUT_2026,
  linesOf,
  OPEN,
  type RegistryLine,
} from '../../../support/registry-files';
import { pause } from '../../../../src/process/pause';
import { until } from '../../../support/until';
import { openOffice, type WorkingOffice } from '../../usecases/working-office';

let office: WorkingOffice;
let folder: string;
beforeAll(async () => {
  office = await openOffice();
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-bring-in-'));
  await office.rows(`insert into setting (key, value) values ('intake_rest', '{"minutes": 0}')`);
});
afterAll(async () => {
  await office.fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

const lines = (from: number, count: number, more: RegistryLine = {}): RegistryLine[] =>
  Array.from({ length: count }, (_, index) => ({ ...FINISHED, Номер: String(from + index), ...more }));
const csv = (rows: readonly RegistryLine[], layout: readonly Heading[] = LAYOUT_2022) => csvOf(linesOf(rows, layout));
const countOf = async (sql: string, values: readonly unknown[] = []) =>
  (await office.rows<{ count: number }>(`select count(*)::int as count from ${sql}`, values))[0]?.count;

async function bringing(bytes: string): Promise<BringingIn> {
  const name = path.join(folder, `${performance.now()}.csv`);
  await writeFile(name, bytes);
  const { desk } = office;
  const { calendar } = desk.office;
  const read = readHere({ pathOf: () => name, calendar, locale: 'ru', clock: desk.clock });
  return { desk, read, wake: () => undefined };
}
const take = (sha256: string) => takeCommandFile(office.desk, { name: 'выгрузка.csv', sha256, isDryRun: false });
/** Throws at the first part for which this holds, as a process ends that is killed there. */
const dying = (at: Parameters<NonNullable<BringingIn['onProgress']>>[0]['state']) => {
  let parts = 0;
  return {
    onProgress: ({ state }: { readonly state: string }) => {
      if (state === at && (parts += 1) === 2) throw new Error('killed');
    },
  };
};

test('a process that is killed while it reads or loads leaves whole parts, and the next one goes on after them', async () => {
  const from = await bringing(csv([...lines(100_000, 4_300), { ...OPEN, Номер: '../' }]));
  await expect(bringIn({ ...from, ...dying('reading') }, (await take('one')).id)).rejects.toThrow('killed');
  const begun = await take('one');
  expect(begun).toMatchObject({ state: 'reading', readRow: 501, counts: { rows: 500 } });
  const read = await bringIn(from, begun.id);
  expect(read).toMatchObject({ state: 'ready', counts: { rows: 4_301, fresh: 4_300, finished: 4_300, bad: 1 } });
  expect(await countOf('appeal')).toBe(0);

  await startLoading(office.desk, begun.id);
  await expect(bringIn({ ...from, ...dying('loading') }, begun.id)).rejects.toThrow('killed');
  const half = await countOf('appeal');
  expect(half).toBeGreaterThan(0);
  expect(half).toBeLessThan(4_300);
  expect(await take('one')).toMatchObject({ id: begun.id, state: 'loading', result: { finished: half } });
  expect(await bringIn(from, begun.id)).toMatchObject({
    state: 'done',
    result: { open: 0, finished: 4_300, changed: 0 },
  });
  expect(await countOf('appeal')).toBe(4_300);
  expect(await countOf('registry_record')).toBe(4_300);

  // Of what ПОС has finished nobody has a term, a task, a nag or a fact.
  const tables = ['reminder where appeal_id is not null', 'overdue', 'open_work', 'delivery'];
  expect(await Promise.all(tables.map(async (table) => [table, await countOf(table)]))).toEqual(
    tables.map((table) => [table, 0]),
  );
  expect(await countOf(`outbox_message where kind = 'registryDone'`)).toBe(2);
  expect(await countOf(`outbox_message where kind in ('card', 'batch')`)).toBe(0);

  const again = await bringIn(from, (await take('one')).id);
  expect(again).toMatchObject({ state: 'done', counts: { fresh: 0, changed: 0, known: 4_300, bad: 1 } });
  expect(await countOf(`journal_entry where action = 'register'`)).toBe(4_300);
});

test('a file at which the bot itself ends is read once more, and then refused with words; a stop or an error is not held against it', async () => {
  const from = await bringing(csv(lines(210_000, 3)));
  const { id } = await take('deadly');
  const readings = async () =>
    (
      await office.rows<{ readings: number; state: string }>(
        'select readings, state from registry_file where id = $1',
        [id],
      )
    )[0];
  async function* failing() {
    await Promise.reject(new Error('no'));
  }
  for (let times = 0; times < 3; times += 1) {
    await expect(bringIn({ ...from, read: failing }, id)).rejects.toThrow('no');
    await bringIn({ ...from, signal: AbortSignal.abort() }, id);
  }
  expect(await readings()).toEqual({ readings: 0, state: 'reading' });

  // nobody hears any more of a process that was ended: here it waits for ever
  const ended = {
    ...from,
    read: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) }),
  };
  void bringIn(ended, id);
  await until('it is begun', async () => (await readings())?.readings === 1);
  void bringIn(ended, id);
  await until('it is begun once more', async () => (await readings())?.readings === 2);
  const refused = await bringIn(from, id);
  expect(refused).toMatchObject({ state: 'refused', refusal: { reason: 'interrupted' } });
  expect(endLines(refused!, wordsOf('ru').plain)[0]).toMatch(/^Бот дважды останавливался, пока читал этот файл/);
  expect(await bringIn(from, id)).toMatchObject({ state: 'refused' });
});

test('each part that is noted lets a file be begun twice again: a large one outlives many ends of the bot', async () => {
  const from = await bringing(csv(lines(220_000, 2_000)));
  const parts: RegistryPart[] = [];
  for await (const part of from.read('')) parts.push(part);
  const { id } = await take('large');
  for (let noted = 1; noted <= 3; noted += 1) {
    // the headings and so many parts; then the bot ends, and is never heard of again
    async function* read() {
      yield* parts.slice(0, 1 + noted);
      await new Promise(() => undefined);
    }
    void bringIn({ ...from, read }, id);
    await until('one more part is noted', async () => (await take('large')).readRow === noted * 500 + 1);
  }
  expect(await bringIn(from, id)).toMatchObject({ state: 'ready', counts: { rows: 2_000 } });
});

test('a wrong value is shown in part, and never half a character: PostgreSQL takes no file for the sake of one', async () => {
  const from = await bringing(csv(lines(130_000, 1, { 'Дата поступления': `${'я'.repeat(59)}📎` })));
  const read = await bringIn(from, (await take('half')).id);
  expect(read).toMatchObject({ state: 'done', counts: { rows: 1, bad: 1 } });
});

test('two processes at one file do each part once', async () => {
  const from = await bringing(csv(lines(200_000, 4_200)));
  const { id } = await take('two');
  const both = () => Promise.all([bringIn(from, id), bringIn(from, id)]);
  await both();
  await bringIn(from, id);
  await startLoading(office.desk, id);
  await both();
  const [file] = await office.rows(`select state, counts, result from registry_file where id = $1`, [id]);
  expect(file).toMatchObject({ state: 'done', counts: { rows: 4_200 }, result: { finished: 4_200, changed: 0 } });
  expect(await countOf(`appeal where number like '20____'`)).toBe(4_200);
});

test('what people have done with an appeal stays, whatever the file says; a difference is counted', async () => {
  const appealId = await office.register();
  await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
  const [before] = await office.rows(`select * from appeal where id = $1`, [appealId]);
  const from = await bringing(
    csv([{ ...FINISHED, Номер: before?.number as string, 'ФИО исполнителя': 'Другой Д.Д.' }]),
  );
  const { id } = await take('three');
  expect(await bringIn(from, id)).toMatchObject({
    counts: { changed: 1, differing: { finished: 1, executor: 0, term: 0, mark: 1, repeat: 0 } },
  });
  await startLoading(office.desk, id);
  expect(await bringIn(from, id)).toMatchObject({ result: { open: 0, finished: 0, changed: 1 } });
  expect(await office.rows(`select * from appeal where id = $1`, [appealId])).toEqual([before]);
});

test('a file in the watched folder is brought in once it has stopped growing, and put away with what is wrong with it', async () => {
  const watched = path.join(folder, 'intake');
  const store = path.join(folder, 'files');
  const { desk } = office;
  const log = { info: () => undefined, warn: fail, error: fail };
  await mkdir(watched);
  const watching = () =>
    watchFolder({ desk, files: createFileStore(store), folder: watched, writeWorkbook, words: wordsOf('ru'), log });
  const read = readHere({
    pathOf: (sha256) => fileIn(store, sha256),
    calendar: desk.office.calendar,
    locale: 'ru',
    clock: desk.clock,
  });
  const work = createRegistryWork({ desk, read, wake: () => undefined, folder: await watching(), log });
  work.start();
  try {
    await writeFile(
      path.join(watched, 'добрый.csv'),
      csv([
        { ...OPEN, Номер: '300001' },
        { ...OPEN, Номер: '../' },
      ]),
    );
    await writeFile(path.join(watched, 'чужой.csv'), 'Фамилия;Телефон\nИванов;1\n');
    await until('both are put away', async () => (await readdir(watched)).sort().join() === 'done,refused');
  } finally {
    await work.stop();
  }
  const [done, refused] = await Promise.all(['done', 'refused'].map((name) => readdir(path.join(watched, name))));
  expect(done?.sort()).toEqual([
    expect.stringMatching(/^\d+ добрый — ошибки\.xlsx$/),
    expect.stringMatching(/^\d+ добрый\.csv$/),
  ]);
  expect(refused).toEqual([expect.stringMatching(/чужой\.csv$/), expect.stringMatching(/чужой\.csv\.txt$/)]);
  expect(await readFile(path.join(watched, 'refused', refused?.[1] ?? ''), 'utf8')).toContain('нет столбцов');
  expect(await countOf(`appeal where number = '300001' and stage = 'coordination'`)).toBe(1);
  expect(
    await countOf(
      `outbox_message where kind = 'registryDone' and params ->> 'fileId' in (select id::text from registry_file where source = 'folder')`,
    ),
  ).toBe(4);

  // Killed after the loading and before the move: the file is put away, not brought in again.
  await databaseOf(desk).dataSource.query(`update registry_file set filed_at = null where name = 'добрый.csv'`);
  await writeFile(
    path.join(watched, 'добрый.csv'),
    csv([
      { ...OPEN, Номер: '300001' },
      { ...OPEN, Номер: '../' },
    ]),
  );
  const next = await watching();
  await next.take();
  const [again] = await next.take();
  expect(again).toMatchObject({ name: 'добрый.csv', state: 'done', result: { open: 1 } });
  await next.putAway(again!);
  expect((await readdir(watched)).sort()).toEqual(['done', 'refused']);
});

describe('while people are at the watched folder', () => {
  const told: string[] = [];
  const log = {
    info: () => undefined,
    warn: (_: object, message: string) => void told.push(message),
    error: fail,
  };
  async function watching(name: string) {
    const watched = path.join(folder, name);
    const store = path.join(folder, `${name}-files`);
    const { desk } = office;
    const files = createFileStore(store);
    const read = readHere({
      pathOf: (sha256) => fileIn(store, sha256),
      calendar: desk.office.calendar,
      locale: 'ru',
      clock: desk.clock,
    });
    await mkdir(watched);
    const options = { desk, files, folder: watched, writeWorkbook, words: wordsOf('ru'), log };
    return { watched, files, read, watching: await watchFolder(options) };
  }

  test('a folder that is not to be had is told of once, and holds up nothing that came by the chat', async () => {
    const { watched, files, read, watching: intake } = await watching('gone');
    await rm(watched, { recursive: true });
    told.length = 0;
    const work = createRegistryWork({ desk: office.desk, read, wake: () => undefined, folder: intake, log });
    work.start();
    try {
      const kept = await files.keep(Readable.from([Buffer.from(csv(lines(310_000, 1)))]));
      const sent = { source: 'chat', name: 'из чата.csv', sha256: kept!.sha256 } as const;
      const { id } = await takeFile(databaseOf(office.desk), sent, office.desk.clock.now());
      work.look();
      const isRead = async () => (await countOf(`registry_file where id = $1 and state = 'ready'`, [id])) === 1;
      await until('the file of the chat is read', isRead);
      work.look();
      await intake.take();
      expect(told).toEqual([expect.stringContaining('watched folder')]);
    } finally {
      await work.stop();
    }
  });

  test('a file that can’t be put away is told of a few times, not with every look for as long as it lies there', async () => {
    const { watched, read, watching: intake } = await watching('stuck');
    await rm(path.join(watched, 'done'), { recursive: true });
    await writeFile(path.join(watched, 'done'), 'somebody’s file');
    await writeFile(path.join(watched, 'выгрузка.csv'), csv(lines(340_000, 1)));
    const errors: string[] = [];
    const noting = { ...log, error: (_: object, message: string) => void errors.push(message) };
    const work = createRegistryWork({ desk: office.desk, read, wake: () => undefined, folder: intake, log: noting });
    work.start();
    try {
      const isTried = () => {
        work.look();
        return Promise.resolve(errors.length >= 5);
      };
      await until('it was tried', isTried);
      for (let looks = 0; looks < 4; looks += 1) {
        work.look();
        await pause(300);
      }
    } finally {
      await work.stop();
    }
    expect(errors).toHaveLength(5);
  });

  test('a file that fails midway is put away with what had come in of it, and what is to be done', async () => {
    const { watched, read, watching: intake } = await watching('midway');
    const { dataSource } = databaseOf(office.desk);
    await dataSource.query(
      `create function fail_midway() returns trigger language plpgsql as $$ begin raise 'no'; end $$`,
    );
    await dataSource.query(
      `create trigger fail_midway before insert on appeal for each row when (new.number = '352400') execute function fail_midway()`,
    );
    await writeFile(path.join(watched, 'выгрузка.csv'), `${csv(lines(350_000, 2_500))}\r\n`);
    const noting = { ...log, error: () => undefined };
    const work = createRegistryWork({ desk: office.desk, read, wake: () => undefined, folder: intake, log: noting });
    work.start();
    try {
      await until('it is put away', async () => {
        work.look();
        return (await readdir(path.join(watched, 'refused'))).length === 2;
      });
    } finally {
      await work.stop();
      await dataSource.query('drop function fail_midway cascade');
    }
    const [, note] = (await readdir(path.join(watched, 'refused'))).sort();
    expect(await readFile(path.join(watched, 'refused', note ?? ''), 'utf8')).toBe(
      [
        'Файл не удалось обработать. Сообщите администратору: причина в журнале сервера.',
        'Часть строк уже загружена; если прислать файл ещё раз, они не повторятся:',
        'Зарегистрировано завершённых в ПОС: 1999\n',
      ].join('\n'),
    );
    expect(await countOf(`appeal where number like '35____'`)).toBe(1_999);
  });

  test('another file of the same name that came meanwhile is not put away in place of the first', async () => {
    const { watched, watching: intake } = await watching('twice');
    const name = path.join(watched, 'выгрузка.csv');
    await writeFile(name, csv(lines(330_000, 1)));
    await intake.take();
    const [first] = await intake.take();
    await writeFile(name, csv(lines(330_000, 2)));
    await intake.putAway({ ...first!, state: 'done', result: { open: 0, finished: 1, changed: 0 } });
    expect((await readdir(watched)).sort()).toEqual(['done', 'refused', 'выгрузка.csv']);
    await intake.take();
    const [second] = await intake.take();
    expect(second).toMatchObject({ name: 'выгрузка.csv', state: 'reading' });
    expect(second!.id).not.toBe(first!.id);
  });
});

function fail(fields: object, message: string): never {
  throw new Error(`${message} ${JSON.stringify(fields)}`);
}

test('a layout that lacks some columns changes nothing by that, and what stood in them before stays', async () => {
  const brought = async (name: string, status: string, layout: typeof LAYOUT_2022) => {
    const rows = lines(700_000, 3, { 'Организация, в которой находится сообщение': 'Исполком', Просрочено: 'Да' });
    const from = await bringing(csv([{ ...rows[0], Статус: status }, ...rows.slice(1)], layout));
    const { id } = await take(name);
    const read = await bringIn(from, id);
    await startLoading(office.desk, id);
    await bringIn(from, id);
    return read?.counts;
  };
  const before = 'Отправлен ответ заявителю';
  expect(await brought('full', before, LAYOUT_2026)).toMatchObject({ fresh: 3 });
  expect(await brought('short', before, LAYOUT_2022)).toMatchObject({ known: 3, changed: 0 });
  expect(await brought('short anew', 'Закрыто', LAYOUT_2022)).toMatchObject({ known: 2, changed: 1 });
  expect(await brought('full again', 'Закрыто', LAYOUT_2026)).toMatchObject({ known: 3, changed: 0 });
});

test('what is derived, or has an hour beside the same day, is no change; a change is shown as it is counted', async () => {
  const row: RegistryLine = { ...OPEN, Номер: '720600', 'Дата поступления': '20.11.2026' };
  const brought = async (line: RegistryLine) => {
    const sha256 = `derived ${JSON.stringify(line)}`;
    const from = await bringing(csv([line], LAYOUT_2026));
    const { id } = await take(sha256);
    const read = await bringIn(from, id);
    await startLoading(office.desk, id);
    await bringIn(from, id);
    const rows = await readImportRows(office.desk, await office.actor('coordinator'), id, 'changed', 0);
    return { changed: read?.counts.changed, shown: rows?.lines.map(({ changes }) => changes) };
  };
  await brought(row);
  await office.rows(
    `update registry_row set said = jsonb_set(said, '{appeal,fastTrackDays}', '10') where said -> 'appeal' ->> 'number' = '720600'`,
  );
  expect(await brought({ ...row, 'Дата поступления': '20.11.2026 10:15' })).toEqual({ changed: 0, shown: [] });
  expect(await brought({ ...row, Категория: 'Другая', ФЗ: '59-ФЗ' })).toEqual({
    changed: 1,
    shown: [{ category: [row.Категория, 'Другая'], kind: ['message', 'appeal59'] }],
  });
});

test('of what a fuller layout adds, empty columns are no change', async () => {
  const row: RegistryLine = { ...OPEN, Номер: '720500', 'ФИО руководителя': '-', Просрочено: 'Да' };
  const ids: number[] = [];
  for (const [sha256, layout] of [
    ['short', LAYOUT_2022],
    ['full', LAYOUT_2026],
  ] as const) {
    const from = await bringing(csv([row], layout));
    const { id } = await take(sha256);
    await bringIn(from, id);
    await startLoading(office.desk, id);
    await bringIn(from, id);
    ids.push(id);
  }
  const changed = await office.rows(`select changes from registry_row where file_id = $1`, [ids[1]]);
  expect(changed).toEqual([
    { changes: { overdue: [null, true], coordinator: [null, expect.stringMatching(/^Кузнецова/)] } },
  ]);
});

test('what ПОС had examined anew before it came in is no difference; what it does so later is one', async () => {
  const brought = async (name: string, repeated: Readonly<Record<string, string>>) => {
    const rows = Object.entries(repeated).flatMap(([from, words]) =>
      lines(Number(from), 1, { 'Повторное рассмотрение': words }),
    );
    const from = await bringing(csv(rows));
    const { id } = await take(name);
    const read = await bringIn(from, id);
    await startLoading(office.desk, id);
    await bringIn(from, id);
    return read?.counts.differing.repeat ?? 0;
  };
  const listed = async () =>
    (await countDifferences(office.desk, await office.actor('coordinator')))?.filter(({ kind }) => kind === 'repeat');
  await brought('before', { 710_000: 'Да', 710_001: 'Нет' });
  expect(await listed()).toEqual([]);
  expect(await brought('later', { 710_000: 'Да', 710_001: 'Да' })).toBe(1);
  expect(await listed()).toEqual([{ kind: 'repeat', count: 1 }]);
});

test('a low mark of what comes in with it stands in its history, as one that comes later does', async () => {
  const from = await bringing(
    csv(lines(720_000, 2).map((line, index) => ({ ...line, 'Оценка ответа заявителем': index === 0 ? '1' : '5' }))),
  );
  const { id } = await take('marked');
  await bringIn(from, id);
  await startLoading(office.desk, id);
  await bringIn(from, id);
  const marked = await office.rows(
    `select a.number, j.details ->> 'mark' as mark from journal_entry j join appeal a on a.id = j.appeal_id
     where j.action = 'receiveMark' and a.number like '72000%'`,
  );
  expect(marked).toEqual([{ number: '720000', mark: '1' }]);
});

const FINISHED_KINDS: readonly (readonly [what: string, line: RegistryLine, appeal: Record<string, unknown>])[] = [
  [
    'a fast track of ten days',
    { 'Фаст-трек': 'Да', 'Дата поступления': '06.01.2026', 'Дата планируемого завершения работ': '16.01.2026' },
    { kind: 'message', fast: 10, days: 10, due: '2026-01-16 23:59:59' },
  ],
  [
    'no fast track, whatever its category says',
    { 'Фаст-трек': 'Нет', Категория: 'Скорая', 'Дата поступления': '06.01.2026' },
    { kind: 'message', fast: null, days: 30, due: '2026-02-05 23:59:59', category: 'Скорая' },
  ],
  [
    'the term of its category, where ПОС says nothing',
    { 'Фаст-трек': '-', Категория: 'Скорая', 'Дата поступления': '06.01.2026' },
    { kind: 'message', fast: 3, days: 3, due: '2026-01-09 23:59:59', category: 'Скорая' },
  ],
  [
    'an appeal under 59-ФЗ, without a category',
    { ФЗ: '59-ФЗ', Категория: '-', Подкатегория: '-', Факт: '-', 'Дата поступления': '06.01.2026' },
    { kind: 'appeal59', fast: null, days: 30, due: '2026-02-05 23:59:59', category: null },
  ],
  ['the day of its end', { 'Дата фактического завершения работ': '07.01.2026' }, { finished: '2026-01-07 00:00:00' }],
  [
    'no day of its end: it ended when it came',
    { 'Дата поступления': '06.01.2026', 'Дата фактического завершения работ': '-' },
    { finished: '2026-01-06 00:00:00' },
  ],
  [
    'an end before its beginning',
    { 'Дата поступления': '06.01.2026', 'Дата фактического завершения работ': '02.01.2026' },
    { finished: '2026-01-06 00:00:00' },
  ],
  ['a type of answer', { 'Тип решения': 'Решено' }, { answer: 'resolved' }],
  ['a type that nobody knows', { 'Тип решения': 'Иное' }, { answer: null }],
  [
    'a redirect',
    { Статус: 'Перенаправлено в другую организацию', 'Тип решения': '-' },
    { stage: 'redirected', answer: null },
  ],
  [
    'a redirect by competence',
    { Статус: 'Передано по подведомственности', 'Тип решения': 'Решено' },
    { stage: 'redirected', answer: null },
  ],
  [
    'what the applicant has withdrawn',
    { Статус: 'Отозвано заявителем', 'Тип решения': '-' },
    { stage: 'closed', answer: null },
  ],
];

test('what ПОС has finished comes in with its term, its end and its answer, and is nobody’s work', async () => {
  await office.rows(`insert into category (category, fast_track_days) values ('Скорая', 3)`);
  const rows = FINISHED_KINDS.map(([, line], index) => ({ ...FINISHED, ...line, Номер: String(500_000 + index) }));
  const from = await bringing(csv(rows));
  const { id } = await take('kinds');
  await bringIn(from, id);
  await startLoading(office.desk, id);
  expect(await bringIn(from, id)).toMatchObject({ result: { open: 0, finished: rows.length, changed: 0 } });
  const local = (column: string) => `to_char(${column} at time zone 'Europe/Moscow', 'YYYY-MM-DD HH24:MI:SS')`;
  const appeals = await office.rows<Record<string, unknown>>(
    `select kind, fast_track_days as fast, term_days as days, ${local('due_at')} as due, ${local('finished_at')} as finished,
       answer_type as answer, category, stage, version from appeal where number like '5000__' order by number`,
  );
  expect(appeals).toEqual(
    FINISHED_KINDS.map(([, , appeal]) => expect.objectContaining({ stage: 'answered', ...appeal, version: 1 })),
  );
  expect(await countOf(`open_work join appeal on id = appeal_id where number like '5000__'`)).toBe(0);
  expect(await countOf(`registry_record join appeal on id = appeal_id where number like '5000__'`)).toBe(rows.length);
});

test('a number that somebody registers between the preview and the loading is known by then, and keeps its people', async () => {
  const from = await bringing(csv(lines(600_000, 3)));
  const { id } = await take('meanwhile');
  expect(await bringIn(from, id)).toMatchObject({ counts: { fresh: 3, finished: 3 } });
  const appealId = await office.register();
  await office.rows(`update appeal set number = '600001' where id = $1`, [appealId]);
  await startLoading(office.desk, id);
  expect(await bringIn(from, id)).toMatchObject({ result: { open: 0, finished: 2, changed: 1 } });
  expect(await office.rows(`select stage from appeal where number = '600001'`)).toEqual([{ stage: 'coordination' }]);
  // ПОС has ended it and the bot has not: it is looked at until both have.
  expect(await office.rows(`select row, watched from registry_record where appeal_id = $1`, [appealId])).toEqual([
    { row: 3, watched: true },
  ]);
});

test('a preview that is taken up after the file of the next day takes nothing back', async () => {
  const appealId = await office.register();
  const [appeal] = await office.rows<{ number: string }>(`select number from appeal where id = $1`, [appealId]);
  const said = (mark: string) => csv([{ ...FINISHED, Номер: appeal!.number, 'Оценка ответа заявителем': mark }]);
  const [former, next] = [await bringing(said('1')), await bringing(said('5'))];
  const ids = [(await take('former')).id, (await take('next')).id];
  await bringIn(former, ids[0]!);
  for (const [from, id] of [
    [next, ids[1]!],
    [former, ids[0]!],
  ] as const) {
    await bringIn(from, id);
    await startLoading(office.desk, id);
    await bringIn(from, id);
  }
  expect(await office.rows(`select file_id from registry_record where appeal_id = $1`, [appealId])).toEqual([
    { file_id: ids[1] },
  ]);
  expect(
    await office.rows(
      `select details ->> 'mark' as mark from journal_entry where action = 'receiveMark' and appeal_id = $1`,
      [appealId],
    ),
  ).toEqual([{ mark: '5' }]);
  expect(await countOf('registry_mark where appeal_id = $1', [appealId])).toBe(0);
});

test('of two previews of the same export the one that is loaded second brings nothing, and says so', async () => {
  const open = ['740010', '740011'].map((number) => ({ ...OPEN, Номер: number }));
  const from = await bringing(csv([...lines(740_000, 3), ...open, { ...FINISHED, Номер: '../' }]));
  const ids: number[] = [];
  for (const sha256 of ['first of two', 'second of two']) ids.push((await take(sha256)).id);
  for (const id of ids) expect(await bringIn(from, id)).toMatchObject({ state: 'ready', counts: { fresh: 5 } });
  for (const id of ids) await startLoading(office.desk, id);
  expect(await bringIn(from, ids[0]!)).toMatchObject({ result: { open: 2, finished: 3, changed: 0 } });
  const second = await bringIn(from, ids[1]!);
  expect(second).toMatchObject({ state: 'done', result: { open: 0, finished: 0, changed: 0 } });
  expect(endLines(second!, wordsOf('ru').plain)).toEqual([
    'Нового ничего нет.',
    'Чего в файле нет, бот не отметит: не во всех строках читается номер.',
  ]);
});

test('words find what somebody has acted on; what ПОС had finished before is found by its number', async () => {
  const from = await bringing(csv(lines(750_000, 1, { Категория: 'Пчеловодство' })));
  const { id } = await take('history');
  await bringIn(from, id);
  await startLoading(office.desk, id);
  await bringIn(from, id);
  const [appeal] = await office.rows<{ id: number }>(`select id from appeal where number = '750000'`);
  const found = async (query: string) => (await findAppeals(databaseOf(office.desk), query)).ids;
  expect(await found('750000')).toEqual([appeal?.id]);
  expect(await found('пчеловодства')).toEqual([]);
  await office.must('coordinator', 'returnForReexamination', appeal!.id, {
    reexaminationReason: 'other',
    reexaminationText: 'Не сделано',
  });
  expect(await found('пчеловодства')).toEqual([appeal?.id]);
});
