import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readParts } from '../../../../src/adapters/registry/read-parts';
import type { RegistryPart } from '../../../../src/intake/registry/bring-in';
import type { Remembered } from '../../../../src/intake/registry/headings';
import type { SaidRow } from '../../../../src/usecases/registry/marks';
import {
  csvOf,
  FINISHED,
  LAYOUT_2022,
  LAYOUT_2026,
  linesOf,
  OPEN,
  sheetsOf,
  type Heading,
  type RegistryLine,
} from '../../../support/registry-files';

const HOURS = { zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-sheets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let names = 0;
async function partsOf(bytes: Buffer | string, remembered: Remembered = {}): Promise<RegistryPart[]> {
  const name = path.join(folder, String((names += 1)));
  await writeFile(name, bytes);
  const parts: RegistryPart[] = [];
  const order = { path: name, hours: HOURS, locale: 'ru', now: '2026-11-25T09:00:00Z', remembered } as const;
  for await (const part of readParts(order)) parts.push(part);
  return parts;
}
const linesIn = (parts: readonly RegistryPart[]) =>
  parts.flatMap((part) =>
    part.what === 'rows' && part.lines.length > 0
      ? Buffer.from(part.lines)
          .toString()
          .split('\n')
          .map((line) => JSON.parse(line) as { row: number; said?: SaidRow; number?: string })
      : [],
  );
const layoutIn = (parts: readonly RegistryPart[]) =>
  parts.flatMap((part) => (part.what === 'headings' ? [part.layout] : [])).at(-1);
const askedIn = (parts: readonly RegistryPart[]) =>
  parts.flatMap((part) => (part.what === 'asks' ? [part.asked] : [])).at(-1);

/** A table in which some columns have other names. */
function renamed(rows: readonly RegistryLine[], as: Readonly<Partial<Record<Heading, string>>>) {
  const [headings, ...lines] = linesOf(rows, LAYOUT_2026);
  return [headings!.map((heading) => as[heading as Heading] ?? heading), ...lines];
}
const numbered = (from: number, count: number, line: RegistryLine = OPEN): RegistryLine[] =>
  Array.from({ length: count }, (_, index) => ({ ...line, Номер: String(from + index) }));

test('each column of ПОС that is not found and each column of the file that is left out is named', async () => {
  const [headings, ...rows] = linesOf([OPEN], LAYOUT_2022);
  const file = csvOf([
    [...headings!, 'Телефон', 'Моя пометка'],
    ...rows.map((row) => [...row, '89170000000', 'срочно']),
  ]);
  const { missing, unused, unusedMore } = layoutIn(await partsOf(file))!.sheets[0]!;
  expect(missing).toEqual([
    'Организация, в которую поступило сообщение',
    'Организация, в которой находится сообщение',
    'Просрочено',
    'Заявитель выбрал подачу по 59-ФЗ',
    'ФИО координатора',
    'ФИО руководителя',
  ]);
  expect([unused, unusedMore]).toEqual([['Телефон', 'Моя пометка'], 0]);
});

test.each<[string, Readonly<Partial<Record<Heading, string>>>, readonly string[]]>([
  ['number', { Номер: 'Рег. №' }, ['number']],
  ['day', { 'Дата поступления': 'Поступило' }, ['received']],
  ['kind', { ФЗ: 'Закон' }, ['law']],
  ['stage and status', { Стадия: 'Шаг', Статус: 'Состояние' }, ['status']],
  ['kind, stage and status', { ФЗ: 'Закон', Стадия: 'Шаг', Статус: 'Состояние' }, ['law', 'status']],
])('without the column of %s nothing is read, and it is asked with the file’s headings', async (_, as, fields) => {
  const parts = await partsOf(csvOf(renamed([OPEN], as)));
  expect(parts.map(({ what }) => what)).toEqual(['asks']);
  const asked = askedIn(parts)!;
  expect(asked.fields).toEqual(fields);
  expect(asked.headings).toEqual(expect.arrayContaining(Object.values(as)));
});

test('either of «Стадия» and «Статус» tells whether it is over, and the other is only named', async () => {
  const parts = await partsOf(csvOf(renamed([FINISHED], { Статус: 'Состояние' })));
  expect(linesIn(parts)[0]?.said?.there.finished).toBe(true);
  expect(layoutIn(parts)!.sheets[0]!.missing).toEqual(['Статус']);
});

test('an answer about a column holds for files with the same headings in any order', async () => {
  const as = { ФЗ: 'Закон', Стадия: 'Шаг', Статус: 'Состояние' };
  const lines = renamed([FINISHED, { ...OPEN, Номер: '2', ФЗ: '59-ФЗ' }], as);
  const { layout } = askedIn(await partsOf(csvOf(lines)))!;
  const remembered = { [layout]: { law: { heading: 'Закон' }, status: { heading: 'Шаг' } } };
  const turned = lines.map((line) => [...line].reverse());
  const read = linesIn(await partsOf(csvOf(turned), remembered));
  expect(read.map(({ said }) => [said?.appeal.kind, said?.there.finished])).toEqual([
    ['message', true],
    ['appeal59', false],
  ]);
  expect(askedIn(await partsOf(csvOf(renamed([OPEN], { ...as, Факт: 'Суть' })), remembered))).toBeDefined();
});

test.each([
  ['ordinary', ['message', 'appeal59']],
  ['later', [undefined, 'appeal59']],
])('no column of 59-ФЗ, «%s»: what the applicant has chosen is still known', async (absent, kinds) => {
  const file = csvOf(
    renamed(
      [
        { ...OPEN, Номер: '1' },
        { ...OPEN, Номер: '2', 'Заявитель выбрал подачу по 59-ФЗ': 'Да' },
      ],
      { ФЗ: 'Примечание' },
    ),
  );
  const { layout } = askedIn(await partsOf(file))!;
  const read = linesIn(await partsOf(file, { [layout]: { law: { absent: absent as 'later' } } }));
  expect(read.map(({ said }) => said?.appeal.kind)).toEqual(kinds);
});

test('an empty cell of «ФЗ» says nothing of the kind, unless the applicant has said it', async () => {
  const read = linesIn(
    await partsOf(
      csvOf(
        linesOf(
          [
            { ...OPEN, Номер: '1', ФЗ: '-' },
            { ...OPEN, Номер: '2', ФЗ: '-', 'Заявитель выбрал подачу по 59-ФЗ': 'Нет' },
            { ...OPEN, Номер: '3', ФЗ: '-', 'Заявитель выбрал подачу по 59-ФЗ': 'Да' },
          ],
          LAYOUT_2026,
        ),
      ),
    ),
  );
  expect(read.map(({ said }) => said?.appeal.kind)).toEqual([undefined, 'message', 'appeal59']);
});

test('without a column of its end what has a day of it is over, once somebody has said so', async () => {
  const file = csvOf(renamed([FINISHED, { ...OPEN, Номер: '2' }], { Стадия: 'а', Статус: 'б' }));
  const { layout } = askedIn(await partsOf(file))!;
  const read = linesIn(await partsOf(file, { [layout]: { status: { absent: 'byDay' } } }));
  expect(read.map(({ said }) => said?.there.finished)).toEqual([true, false]);
});

test('every sheet with headings is read, each with its own columns; others are named with their count', async () => {
  const file = await sheetsOf(
    [
      [['Отчёт за ноябрь'], ['Подготовил', 'Иванов']],
      linesOf(numbered(100_000, 3), LAYOUT_2026),
      [],
      linesOf([...numbered(200_000, 2), { ...OPEN, Номер: '100001', Факт: 'Другое' }], LAYOUT_2022),
      [['327441999', 'вчера'], ['№ 327442000']],
    ],
    ['Титул', 'Январь', 'Пусто', 'Февраль & март', 'Хвост'],
  );
  const parts = await partsOf(file);
  expect(layoutIn(parts)).toMatchObject({
    sheets: [
      { name: 'Январь', after: 0 },
      { name: 'Февраль & март', after: 4 },
    ],
    leftOut: [
      { name: 'Титул', rows: 2, why: 'noHeadings' },
      { name: 'Хвост', rows: 2, why: 'noHeadings' },
    ],
  });
  const read = linesIn(parts);
  expect(read.map(({ row, said }) => [row, said?.appeal.number])).toEqual([
    [2, '100000'],
    [3, '100001'],
    [4, '100002'],
    [6, '200000'],
    [7, '200001'],
    [8, undefined],
  ]);
  expect(JSON.stringify(read[5])).toContain('на листе «Январь» в строке 3');
  expect(parts.flatMap((part) => (part.what === 'mentions' ? part.numbers : []))).toEqual(['327441999', '327442000']);
});

test('a sheet that has the headings and not the one that decides is asked for by its name', async () => {
  const file = await sheetsOf([linesOf([OPEN], LAYOUT_2026), renamed([OPEN], { Номер: 'Рег. №' })]);
  const asked = askedIn(await partsOf(file))!;
  expect(asked).toMatchObject({ sheet: 'Лист2', fields: ['number'] });
  const answered = await partsOf(file, { [asked.layout]: { number: { absent: 'leftOut' } } });
  expect(layoutIn(answered)).toMatchObject({
    sheets: [{ name: 'Лист1' }],
    leftOut: [{ name: 'Лист2', rows: 1, why: 'noColumn' }],
  });
});

test('totals, headings that stand again and rows that repeat others are counted, and no error', async () => {
  const [headings, ...rows] = linesOf(numbered(300_000, 4), LAYOUT_2026);
  const total = (words: string) => headings!.map((_, index) => (index === 0 ? words : ''));
  const parts = await partsOf(
    csvOf([headings!, ...rows.slice(0, 2), total('Итого: 2'), headings!, ...rows.slice(1), total('Всего')]),
  );
  expect(linesIn(parts).map(({ said }) => said?.appeal.number)).toEqual(['300000', '300001', '300002', '300003']);
  expect(parts.flatMap((part) => (part.what === 'rows' ? [part.passed] : []))).toEqual([
    { repeated: 1, totals: 2, headings: 1 },
  ]);
});

test('a row in error says of whom it speaks, where that can be read', async () => {
  const rows = [
    { ...OPEN, Номер: '400000', 'Дата поступления': 'вчера' },
    { ...OPEN, Номер: '../' },
  ];
  const read = linesIn(await partsOf(csvOf(linesOf(rows, LAYOUT_2026))));
  expect(read.map(({ number }) => number)).toEqual(['400000', undefined]);
});
