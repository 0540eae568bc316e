import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { databaseOf } from '../../../../src/database/database';
import { wordsOf } from '../../../../src/i18n';
import { bringIn, type BringingIn } from '../../../../src/intake/registry/bring-in';
import { endLines, previewLines } from '../../../../src/intake/registry/file-words';
import { answerColumn, askAnew } from '../../../../src/usecases/registry/columns';
import { decideOnFile, readShownFile } from '../../../../src/usecases/registry/read-file';
import { lastUnsought } from '../../../../src/usecases/registry/sightings';
import { takeFile, type FileState } from '../../../../src/usecases/registry/files';
import { readHere } from '../../../support/read-here';
import {
  csvOf,
  FINISHED,
  LAYOUT_2026,
  linesOf,
  OPEN,
  sheetsOf,
  type Heading,
  type RegistryLine,
} from '../../../support/registry-files';
import { openOffice, type WorkingOffice } from '../../usecases/working-office';

let office: WorkingOffice;
let folder: string;
beforeAll(async () => {
  office = await openOffice();
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-asked-'));
});
afterAll(async () => {
  await office.fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

const { plain } = wordsOf('ru');
const bytesOf = new Map<string, string>();
let names = 0;

function bringing(): BringingIn {
  const { desk } = office;
  const read = readHere({
    pathOf: (sha256) => bytesOf.get(sha256) ?? '',
    calendar: desk.office.calendar,
    district: desk.office.district,
    locale: 'ru',
    clock: desk.clock,
  });
  return { desk, read, wake: () => undefined };
}
/** A file of the coordinator's, or of the folder, read as far as it goes by itself. */
async function sent(bytes: Buffer | string, source: 'chat' | 'folder' = 'chat', sha256 = `file ${(names += 1)}`) {
  const name = path.join(folder, String((names += 1)));
  await writeFile(name, bytes);
  bytesOf.set(sha256, name);
  const personId = office.people.coordinator;
  const sentBy = { personId, messenger: 'telegram', message: `m${names}` };
  const file = await takeFile(
    databaseOf(office.desk),
    { source, name: 'выгрузка.csv', sha256, ...(source === 'chat' && { sentBy }) },
    office.desk.clock.now(),
  );
  return go(file.id);
}
const go = async (id: number): Promise<FileState> => (await bringIn(bringing(), id))!;
const preview = async ({ id }: FileState) => previewLines((await readShownFile(office.desk, id))!, plain);
async function decided({ id }: FileState, decision: 'loading' | 'anyway') {
  expect(await decideOnFile(office.desk, await office.actor('coordinator'), id, decision)).toBe('loading');
  return go(id);
}
const numbers = async (like: string) =>
  (await office.rows<{ number: string }>(`select number from appeal where number like $1 order by number`, [like])).map(
    ({ number }) => number,
  );
const csv = (rows: readonly RegistryLine[]) => csvOf(linesOf(rows, LAYOUT_2026));
function renamed(rows: readonly RegistryLine[], as: Readonly<Partial<Record<Heading, string>>>) {
  const [headings, ...lines] = linesOf(rows, LAYOUT_2026);
  return [headings!.map((heading) => as[heading as Heading] ?? heading), ...lines];
}
const open = (number: string, day = '24.11.2026', more: RegistryLine = {}): RegistryLine => ({
  ...OPEN,
  Номер: number,
  'Дата поступления': day,
  ...more,
});

test('a column that decides and is not found is asked once: the answer is remembered, and another file that waits for it goes on', async () => {
  const lines = renamed([open('500001', '20.11.2026', { ФЗ: '59-ФЗ' })], { ФЗ: 'Закон' });
  const [first, second] = [await sent(csvOf(lines)), await sent(csvOf(lines))];
  expect([first.state, second.state]).toEqual(['asking', 'asking']);
  const actor = await office.actor('coordinator');
  const column = first.asked!.headings.indexOf('Закон');
  const press = () => answerColumn(office.desk, actor, first.id, { of: 'law', choice: { column } });
  expect(await press()).toBe('reads');
  expect(await press()).toBe('over');
  expect(await go(first.id)).toMatchObject({ state: 'ready', counts: { fresh: 1 } });
  expect(await go(second.id)).toMatchObject({ state: 'ready' });
  expect(await preview(first)).toContain('«ФЗ» — столбец «Закон»');
  await decided(first, 'loading');
  expect(await office.rows(`select kind from appeal where number = '500001'`)).toEqual([{ kind: 'appeal59' }]);
  expect((await sent(csvOf(lines))).state).toBe('done');
});

test('an executor answers nothing, and nobody another’s question', async () => {
  const file = await sent(csvOf(renamed([open('500100')], { ФЗ: 'Акт' })));
  const answer = { of: 'law', choice: { absent: 'ordinary' } } as const;
  expect(await answerColumn(office.desk, await office.actor('executor'), file.id, answer)).toBe('over');
  expect(await answerColumn(office.desk, await office.actor('coordinator2'), file.id, answer)).toBe('over');
  expect(await answerColumn(office.desk, await office.actor('coordinator'), file.id, { ...answer, of: 'number' })).toBe(
    'already',
  );
});

test('«новые пока не загружать»: what is known is compared, new ones are named with their rows and are nowhere', async () => {
  await decided(await sent(csv([open('500200')])), 'loading');
  const lines = renamed([open('500200', '24.11.2026', { Статус: 'Уточняется' }), open('500201'), open('500202')], {
    ФЗ: 'Пометка',
  });
  const file = await sent(csvOf(lines));
  const actor = await office.actor('coordinator');
  await answerColumn(office.desk, actor, file.id, { of: 'law', choice: { absent: 'later' } });
  expect(await go(file.id)).toMatchObject({ state: 'ready', counts: { rows: 3, changed: 1, held: 2, fresh: 0 } });
  expect(await preview(file)).toEqual(
    expect.arrayContaining([
      'Новых без признака 59-ФЗ: 2 (строки 3, 4). Пока не загружаются.',
      'Столбца «ФЗ» нет: новые пока не загружаются',
    ]),
  );
  await decided(file, 'loading');
  expect(await numbers('50020_')).toEqual(['500200']);
  expect(await office.rows(`select kind from appeal where number = '500200'`)).toEqual([{ kind: 'message' }]);
});

test('an answer that was wrong is forgotten by one press, and the file is asked about anew', async () => {
  const file = await sent(csvOf(renamed([open('500300')], { ФЗ: 'Знак' })));
  const actor = await office.actor('coordinator');
  await answerColumn(office.desk, actor, file.id, { of: 'law', choice: { absent: 'ordinary' } });
  expect((await go(file.id)).state).toBe('ready');
  expect(await askAnew(office.desk, actor, file.id)).toBe('reads');
  expect(await go(file.id)).toMatchObject({ state: 'asking', counts: { rows: 0 }, readRow: 0 });
  await answerColumn(office.desk, actor, file.id, { of: 'law', choice: { absent: 'later' } });
  expect(await go(file.id)).toMatchObject({ state: 'done', counts: { held: 1, rows: 1 } });
});

test('a file of the watched folder is asked about in the chat of each coordinator, and any of them answers', async () => {
  const file = await sent(csvOf(renamed([open('500400')], { Стадия: 'Этап', Статус: 'Итог' })), 'folder');
  expect(file.state).toBe('asking');
  const told = await office.rows<{ person: string }>(
    `select params ->> 'personId' as person from outbox_message where kind = 'registryAsks' and params ->> 'fileId' = $1`,
    [String(file.id)],
  );
  expect(told).toHaveLength(2);
  const column = file.asked!.headings.indexOf('Этап');
  const choice = { of: 'status', choice: { column } } as const;
  expect(await answerColumn(office.desk, await office.actor('coordinator2'), file.id, choice)).toBe('reads');
  expect((await go(file.id)).state).toBe('done');
  expect(await numbers('500400')).toEqual(['500400']);
});

test('a file has a day: of its good rows the newest receipt or actual end; what is planned or to come does not count', async () => {
  const file = await sent(
    csv([
      { ...FINISHED, Номер: '500500' },
      { ...FINISHED, Номер: '500501', 'Дата фактического завершения работ': '12.01.2026' },
      { ...FINISHED, Номер: '500502', 'Дата фактического завершения работ': '12.01.2030' },
      { ...OPEN, Номер: '../', 'Дата поступления': '24.11.2026' },
    ]),
  );
  expect(file.day).toBe('2026-01-12');
  expect(await preview(file)).toContain('День выгрузки: 12.01.2026');
});

test('an older file adds what is new and changes nothing that is known, unless somebody wants it all the same, which is journaled', async () => {
  await decided(await sent(csv([open('500600', '24.11.2026', { Статус: 'Новый' })])), 'loading');
  const older = csv([open('500600', '23.11.2026', { Статус: 'Старый' }), open('500601', '22.11.2026')]);
  const said = async () =>
    (
      await office.rows<{ status: string }>(
        `select r.said -> 'there' ->> 'status' as status from appeal a join registry_record k on k.appeal_id = a.id
           join registry_row r on r.file_id = k.file_id and r.row = k.row where a.number = '500600'`,
      )
    )[0]?.status;
  const file = await sent(older);
  expect(await preview(file)).toContain(
    'Уже загружена более новая выгрузка, от 24.11.2026. Эта добавит новые обращения, известных не изменит.',
  );
  const loaded = await decided(file, 'loading');
  expect(loaded).toMatchObject({ state: 'done', onlyFresh: true, result: { open: 1, changed: 0 } });
  expect(endLines(loaded, plain)).toContain('Изменения из него не взяты: он старше того, что уже известно.');
  expect([await said(), await numbers('50060_')]).toEqual(['Новый', ['500600', '500601']]);

  expect(await decided(file, 'anyway')).toMatchObject({ state: 'done', onlyFresh: false, result: { changed: 1 } });
  expect(await said()).toBe('Старый');
  expect(
    await office.rows(
      `select person_id, journal_entry.told ->> 'newest' as newest from journal_entry where action = 'loadAnyway'`,
    ),
  ).toEqual([{ person_id: office.people.coordinator, newest: '2026-11-24' }]);
});

test('an older file of the folder makes nothing «Нет в выгрузке», and takes nothing back', async () => {
  await decided(await sent(csv([open('500700', '24.11.2026'), open('500701', '20.11.2026')])), 'loading');
  const file = await sent(csv([open('500702', '19.11.2026'), open('500703', '21.11.2026')]), 'folder');
  expect(file).toMatchObject({ state: 'done', onlyFresh: true, result: { open: 2 } });
  expect(await office.rows(`select appeal_id from registry_missing where file_id = $1`, [file.id])).toEqual([]);
});

test('bytes that were brought in before say so, and bring nothing', async () => {
  const bytes = csv([open('500800', '24.11.2026', { Статус: 'Первый' })]);
  await decided(await sent(bytes, 'chat', 'same bytes'), 'loading');
  await decided(await sent(csv([open('500800', '24.11.2026', { Статус: 'Второй' })])), 'loading');
  const again = await sent(bytes, 'chat', 'same bytes');
  expect((await preview(again)).find((line) => line.startsWith('Этот же файл'))).toMatch(
    /^Этот же файл уже загружен \d\d\.\d\d\.\d{4}: он не изменит того, что известно\.$/,
  );
  expect(await decided(again, 'loading')).toMatchObject({ result: { open: 0, finished: 0, changed: 0 } });
});

test('rows of sheets that are not read, and rows in error, are never «Нет в выгрузке»', async () => {
  const known = ['501000', '501001', '501002', '501003', '501004'].map((number) => open(number, '03.02.2026'));
  await decided(await sent(csv([...known, open('501009', '05.02.2026')])), 'loading');
  const file = await sent(
    await sheetsOf([
      linesOf(
        [...known.slice(0, 2), open('501009', '05.02.2026'), { ...known[2], 'Дата поступления': 'вчера' }],
        LAYOUT_2026,
      ),
      [['501003', 'сверено']],
      [['Итоги года']],
    ]),
  );
  const missing = () =>
    office.rows(
      `select a.number from registry_missing m join appeal a on a.id = m.appeal_id where a.number like '50100_'`,
    );
  expect(await missing()).toEqual([]);
  await decided(file, 'anyway');
  expect(await missing()).toEqual([{ number: '501004' }]);
});

test('a row that contradicts another one has its number: what the file does not name is looked for', async () => {
  const known = ['501200', '501201', '501202', '501203'].map((number) => open(number, '03.03.2026'));
  await decided(await sent(csv(known)), 'loading');
  const file = await sent(csv([...known.slice(0, 3), { ...known[0], Статус: 'Другой' }]));
  expect(file).toMatchObject({ counts: { rows: 4, bad: 1, nameless: 0 } });
  await decided(file, 'anyway');
  expect(
    await office.rows(
      `select a.number from registry_missing m join appeal a on a.id = m.appeal_id where a.number like '5012__'`,
    ),
  ).toEqual([{ number: '501203' }]);
});

test('a file with a row whose number nobody can read says of nobody that they are not in it', async () => {
  const known = ['501100', '501101', '501102'].map((number) => open(number, '17.11.2026'));
  await decided(await sent(csv([...known, open('501109', '24.11.2026')])), 'loading');
  await sent(csv([known[0]!, known[1]!, open('501109', '24.11.2026'), { ...known[2], Номер: '3,41E+08' }]));
  expect(
    await office.rows(
      `select a.number from registry_missing m join appeal a on a.id = m.appeal_id where a.number like '5011__'`,
    ),
  ).toEqual([]);
});

describe('columns that ПОС does not export', () => {
  const MORE = ['Текст', 'Адрес', 'Населённый пункт', 'Широта', 'Долгота'];
  const withMore = (rows: readonly (readonly [RegistryLine, readonly string[]])[]) => {
    const [headings, ...lines] = linesOf(
      rows.map(([row]) => row),
      LAYOUT_2026,
    );
    return csvOf([[...headings!, ...MORE], ...lines.map((line, index) => [...line, ...rows[index]![1]])]);
  };
  const matters = (like: string) =>
    office.rows(
      `select number, text, address, settlement, latitude, longitude from appeal where number like $1 order by number`,
      [like],
    );
  const MATTER = ['Яма у дома 15.', 'ул. Советская, 15', 'Мамадыш', '55,71', '51.41'];
  const FILLED = { text: MATTER[0], address: MATTER[1], settlement: MATTER[2], latitude: 55.71, longitude: 51.41 };
  const EMPTY = { text: null, address: null, settlement: null, latitude: null, longitude: null };

  test('come in with a new appeal, and fill what is empty in one that is known; a file without them is asked nothing', async () => {
    const plain = await sent(csv([open('560001'), open('560002')]));
    expect((await preview(plain)).join()).not.toContain('Населённый пункт');
    await decided(plain, 'loading');
    await office.rows(`update appeal set text = 'Уже дополнено.' where number = '560002'`);
    const more = await sent(
      withMore([
        [open('560001'), MATTER],
        [open('560002'), MATTER],
        [open('560003'), MATTER],
        [
          {
            ...FINISHED,
            Номер: '560004',
            'Дата поступления': '20.11.2026',
            'Дата фактического завершения работ': '24.11.2026',
          },
          MATTER,
        ],
      ]),
    );
    await decided(more, 'loading');
    expect(await matters('5600%')).toEqual([
      { number: '560001', ...FILLED },
      { number: '560002', ...FILLED, text: 'Уже дополнено.' },
      { number: '560003', ...FILLED },
      // what is over needs no words
      { number: '560004', ...EMPTY },
    ]);
    const entries = await office.rows(
      `select a.number, j.details -> 'completed' as completed from journal_entry j join appeal a on a.id = j.appeal_id
       where j.action = 'complete' and a.number like '5600%' order by a.number`,
    );
    expect(entries).toEqual([
      { number: '560001', completed: ['text', 'place', 'point'] },
      { number: '560002', completed: ['place', 'point'] },
    ]);
  });

  test('a point that is none, or has its numbers exchanged, is an error of its row; no text or address goes into the file of errors', async () => {
    const file = await sent(
      withMore([
        [open('560101'), ['Мой телефон 8 917 123-45-67', 'ул. Мира, 1', '', 'север', '51.41']],
        [open('560102'), ['Текст', 'ул. Мира, 2', '', '54.2', '56.5']],
        [open('560103'), ['Текст', 'ул. Мира, 3', '', '59.9', '30.3']],
      ]),
    );
    expect(file.counts).toMatchObject({ bad: 2, fresh: 1 });
    const rows = await office.rows<{ cells: string[]; complaints: { column: string; reason: string }[] }>(
      `select cells, complaints from registry_row where file_id = $1 and verdict = 'bad' order by row`,
      [file.id],
    );
    expect(rows.map(({ complaints }) => complaints.map(({ column }) => column))).toEqual([['Широта'], ['Широта']]);
    expect(rows[1]!.complaints[0]!.reason).toBe('похоже, широта и долгота переставлены');
    expect(JSON.stringify(rows)).not.toMatch(/917|Мира/);
    expect(file.headings).not.toEqual(expect.arrayContaining(['Текст']));
  });
});

describe('where nobody is looked for whom a file does not name', () => {
  const UNSOUGHT = /^Чего в файле нет, бот не отметит: (.*)\.$/;
  const known = ['501300', '501301', '501302', '501303', '501304'].map((number) => open(number, '25.11.2026'));
  const said = (lines: readonly string[]) => lines.flatMap((line) => UNSOUGHT.exec(line)?.[1] ?? []);

  test('preview, end and «Сверка» say so, and why', async () => {
    await decided(await sent(csv(known)), 'loading');
    expect(await lastUnsought(office.desk)).toBeNull();

    const unread = await sent(
      csv([{ ...known[0]!, Статус: 'Новый' }, ...known.slice(1, 4), { ...known[4], Номер: '3,41E+08' }]),
    );
    const why = ['не во всех строках читается номер'];
    expect(said(await preview(unread))).toEqual(why);
    expect(said(endLines(await decided(unread, 'loading'), plain))).toEqual(why);
    expect(await lastUnsought(office.desk)).toEqual({ name: 'выгрузка.csv', unsought: 'numbers' });

    const part = await sent(csv([{ ...known[0]!, Статус: 'Другой' }, known[1]!]));
    const half = ['здесь меньше половины открытых обращений за эти дни'];
    expect(said(await preview(part))).toEqual(half);
    expect(said(endLines(await decided(part, 'loading'), plain))).toEqual(half);

    const whole = await sent(csv(known.map((row) => ({ ...row, Статус: 'Третий' }))));
    expect(said(await preview(whole))).toEqual([]);
    expect(said(endLines(await decided(whole, 'loading'), plain))).toEqual([]);
    expect(await lastUnsought(office.desk)).toBeNull();
  });
});
