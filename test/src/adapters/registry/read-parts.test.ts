import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { wordsOf } from '../../../../src/i18n';
import { readParts } from '../../../../src/adapters/registry/read-parts';
import type { RegistryPart } from '../../../../src/intake/registry/bring-in';
import { fieldOf, type Remembered } from '../../../../src/intake/registry/headings';
import { judgeRows } from '../../../../src/intake/registry/judge-rows';
import type { Complaint, SaidRow } from '../../../../src/usecases/registry/marks';
import {
  csvOf,
  FINISHED,
  LAYOUT_2022,
  LAYOUT_2026,
  linesOf,
  OPEN,
  rawRow,
  rawXlsx,
  registryXlsx,
  sharedRow,
  sharedXlsx,
  sheetsOf,
  windows1251,
  xlsxOf,
  type RegistryLine,
} from '../../../support/registry-files';

const HOURS = { zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 };
const NOON = '2026-11-25T09:00:00Z';

/** A row as the database gets it. */
interface JudgedRow {
  readonly row: number;
  readonly said?: SaidRow;
  readonly cells?: readonly string[];
  readonly complaints?: readonly Complaint[];
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-registry-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** To whatever is asked about columns, one answer: there are none, and nothing is left out for that. */
const ANSWERED: Remembered = new Proxy(
  {},
  { get: () => ({ law: { absent: 'ordinary' }, status: { absent: 'byDay' } }) },
);

let names = 0;
/** All parts of a file with these bytes, read at noon of 25.11.2026. */
async function partsOf(bytes: Buffer | string, remembered = ANSWERED): Promise<RegistryPart[]> {
  const name = path.join(folder, String((names += 1)));
  await writeFile(name, bytes);
  const parts: RegistryPart[] = [];
  for await (const part of readParts({ path: name, hours: HOURS, locale: 'ru', now: NOON, remembered }))
    parts.push(part);
  return parts;
}
async function rowsOf(bytes: Buffer | string): Promise<JudgedRow[]> {
  return (await partsOf(bytes)).flatMap((part) =>
    part.what === 'rows'
      ? Buffer.from(part.lines)
          .toString()
          .split('\n')
          .map((line) => JSON.parse(line) as JudgedRow)
      : [],
  );
}

const SAID = {
  appeal: {
    number: '327441806',
    epguNumber: '6668478383',
    kind: 'message',
    registeredAt: '2026-01-05T21:00:00.000Z',
    category: 'Дороги',
    subcategory: 'Содержание дорог',
    fact: 'Яма',
    fastTrackDays: 10,
  },
  there: {
    finished: true,
    answerType: 'resolved',
    receivedDay: '2026-01-06',
    plannedDay: '2026-01-16',
    finishedDay: '2026-01-07',
    status: 'Отправлен ответ заявителю',
    mark: 5,
    executor: 'Петров Пётр Петрович',
  },
};
const trueDates: RegistryLine = { ...FINISHED, Номер: 327441806, 'Дата поступления': new Date('2026-01-06T00:00:00Z') };

test.each([
  ['XLSX', () => registryXlsx([FINISHED])],
  ['XLSX in the order of former years', () => registryXlsx([FINISHED], LAYOUT_2022)],
  ['numbers and true dates', () => registryXlsx([trueDates])],
  [
    'a merged title and a line of groups above the headings',
    () => xlsxOf([['Выгрузка за январь'], [], ['Обращение', null, 'Сроки'], ...linesOf([FINISHED], LAYOUT_2026)]),
  ],
  ['CSV with ;', () => Promise.resolve(csvOf(linesOf([FINISHED], LAYOUT_2026)))],
  ['CSV with , and a BOM', () => Promise.resolve(`\ufeff${csvOf(linesOf([FINISHED], LAYOUT_2022), ',')}`)],
  ['CSV in Windows-1251', () => Promise.resolve(windows1251(csvOf(linesOf([FINISHED], LAYOUT_2026))))],
  ['CSV in UTF-16', () => Promise.resolve(utf16(csvOf(linesOf([FINISHED], LAYOUT_2026), '\t')))],
  ['CSV in UTF-16 the other way round', () => Promise.resolve(utf16(csvOf(linesOf([FINISHED], LAYOUT_2026))).swap16())],
  ['a table on the second sheet, behind an empty one', () => sheetsOf([[], linesOf([FINISHED], LAYOUT_2026)])],
  [
    'a table on the third sheet, behind a report',
    () => sheetsOf([[['Отчёт'], ['Всего', 1]], [['Графики']], linesOf([FINISHED], LAYOUT_2026)]),
  ],
])('%s is read', async (_, made) => {
  expect(await rowsOf(await made())).toMatchObject([{ row: expect.any(Number), said: SAID }]);
});

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

test('an album of dashes, double spaces and unknown words is kept as it came; a missing column is nobody’s fault', async () => {
  const [row] = await rowsOf(
    await registryXlsx(
      [
        {
          ...OPEN,
          Статус: '  На   уточнении ',
          'ФИО исполнителя': 'Петров  Пётр\u00a0Петрович',
          ФЗ: '59-ФЗ',
          Факт: '–',
        },
      ],
      LAYOUT_2022,
    ),
  );
  expect(row?.said).toEqual({
    appeal: {
      number: '327441806',
      epguNumber: '6668478383',
      kind: 'appeal59',
      registeredAt: '2026-11-23T21:00:00.000Z',
      category: 'Дороги',
      subcategory: 'Содержание дорог',
    },
    there: expect.objectContaining({
      status: 'На уточнении',
      stage: 'В работе',
      finished: false,
      executor: 'Петров Пётр Петрович',
      mark: null,
    }),
  });
  expect(row?.said?.there).not.toHaveProperty('coordinator');
});

test.each([
  ['Да', '04.12.2026', 10],
  ['Да', '08.12.2026', undefined],
  ['Да', '-', undefined],
  ['Нет', '04.12.2026', null],
  ['-', '04.12.2026', undefined],
])('fast track «%s», planned %s: %s days', async (fastTrack, planned, days) => {
  const [row] = await rowsOf(
    csvOf(linesOf([{ ...OPEN, 'Фаст-трек': fastTrack, 'Дата планируемого завершения работ': planned }], LAYOUT_2026)),
  );
  expect(row?.said?.appeal.fastTrackDays).toBe(days);
});

test.each([
  ['Завершено', 'Отправлен ответ заявителю', 'Решено', 'answered', 'resolved'],
  ['Завершено', 'Завершено', 'Не решено', 'answered', 'not_resolved'],
  ['Завершено', '-', '-', 'answered', null],
  ['Завершено', 'Завершено', '-', 'answered', null],
  ['Завершено', 'Перенаправлено в Минстрой РТ', '-', 'redirected', null],
  ['Завершено', 'Передано по подведомственности', 'Решено', 'redirected', null],
  ['Завершено', 'Завершено', 'Перенаправлено', 'redirected', null],
  ['Завершено', 'Отозвано заявителем', '-', 'closed', null],
  ['Завершено', 'Удалено', '-', 'closed', null],
  ['Завершено', 'Дубль', '-', 'closed', null],
  ['-', 'Перенаправлено', '-', 'redirected', null],
  ['-', 'Отозвано заявителем', '-', 'closed', null],
  ['В работе', 'Перенаправлено', '-', 'open', null],
])('«%s», «%s», «%s» is %s there', async (stage, status, decision, outcome, answerType) => {
  const [row] = await rowsOf(
    csvOf(linesOf([{ ...FINISHED, Стадия: stage, Статус: status, 'Тип решения': decision }], LAYOUT_2026)),
  );
  const there = row?.said?.there;
  expect([there?.finished ? (there.outcome ?? 'answered') : 'open', there?.answerType]).toEqual([outcome, answerType]);
});

const good: RegistryLine = { ...OPEN, Номер: '1' };
test.each<[string, RegistryLine, string, string, string | RegExp]>([
  ['no number', { Номер: '-' }, 'Номер', '-', 'обязательное поле не заполнено'],
  ['a number that a path could mean', { Номер: '../12' }, 'Номер', '../12', /букв, цифр/],
  ['a number that was rounded', { Номер: 3.27441806e20 }, 'Номер', '3,27442E+20', /округлила/],
  ['a number that a spreadsheet has cut', { Номер: 1234567890123456 }, 'Номер', '1,23457E+15', /округлила/],
  [
    'a day that a program writes for none',
    { 'Дата поступления': '01.01.0001 0:00:00' },
    'Дата поступления',
    '01.01.0001 0:00:00',
    /такого дня нет/,
  ],
  ['no date', { 'Дата поступления': '' }, 'Дата поступления', '', 'обязательное поле не заполнено'],
  ['a day that no month has', { 'Дата поступления': '31.02.2026' }, 'Дата поступления', '31.02.2026', /такого дня нет/],
  ['a day to come', { 'Дата поступления': '26.11.2026' }, 'Дата поступления', '26.11.2026', /не наступила/],
  ['a day before ПОС', { 'Дата поступления': '01.01.1926' }, 'Дата поступления', '01.01.1926', /раньше 2000/],
  ['an American date', { 'Дата поступления': '11/24/2026' }, 'Дата поступления', '11/24/2026', /такого дня нет/],
  ['a formula that failed', { Категория: '#REF!' }, 'Категория', '#REF!', /формула с ошибкой/],
  ['a mark of ten', { 'Оценка ответа заявителем': '10' }, 'Оценка ответа заявителем', '10', /от 1 до 5/],
  [
    'a planned day that is none',
    { 'Дата планируемого завершения работ': 'скоро' },
    'Дата планируемого завершения работ',
    'скоро',
    /такого дня нет/,
  ],
])(
  'a row with %s is answered with its column, value and reason; the others go in',
  async (_, wrong, column, value, reason) => {
    const rows = await rowsOf(await registryXlsx([good, { ...OPEN, ...wrong }, { ...OPEN, Номер: '2' }]));
    expect(rows.map(({ row, said }) => [row, said?.appeal.number])).toEqual([
      [2, '1'],
      [3, undefined],
      [4, '2'],
    ]);
    expect(rows[1]?.complaints).toEqual([{ column, value, reason: expect.stringMatching(reason) }]);
    expect(rows[1]?.cells).toHaveLength(LAYOUT_2026.filter((heading) => fieldOf(heading) !== null).length);
  },
);

test.each([
  ['№ 327441806', '327441806'],
  ["'327441806", '327441806'],
  ['327 441 806', '327441806'],
  [' 327441806\u00a0', '327441806'],
  ['«АБ-12»', 'АБ-12'],
])('the number «%s» is %s', async (written, number) => {
  const [row] = await rowsOf(await registryXlsx([{ ...OPEN, Номер: written, 'Номер ЕПГУ': written }]));
  expect([row?.said?.appeal.number, row?.said?.appeal.epguNumber]).toEqual([number, number]);
});

test('a number that Excel has shortened is told of with how to undo it', async () => {
  const [row] = await rowsOf(csvOf(linesOf([{ ...OPEN, Номер: '3,41E+08' }], LAYOUT_2026)));
  expect(row?.complaints).toEqual([
    { column: 'Номер', value: '3,41E+08', reason: expect.stringMatching(/^Excel сократил номер.*«Числовой»/) },
  ]);
});

test('days in several forms are read in one CSV', async () => {
  const days = [
    '24.11.2026',
    '24.11.26',
    '24/11/2026',
    '24-11-2026',
    '2026-11-24',
    '2026/11/24',
    '24.11.2026 г.',
    '46350',
  ];
  const timed = ['24.11.2026 10:30', '24.11.26, 10:30:15', '2026-11-24T10:30:00', '46350,4375'];
  const rows = await rowsOf(
    csvOf(
      linesOf(
        [...days, ...timed].map((day, index) => ({ ...OPEN, Номер: String(index + 1), 'Дата поступления': day })),
        LAYOUT_2026,
      ),
    ),
  );
  expect(rows.map(({ said }) => said?.appeal.registeredAt)).toEqual([
    ...days.map(() => '2026-11-23T21:00:00.000Z'),
    ...timed.map(() => '2026-11-24T07:30:00.000Z'),
  ]);
});

test('a day that is a number in a workbook is the day that the spreadsheet counts so', async () => {
  const [row] = await rowsOf(await registryXlsx([{ ...OPEN, 'Дата поступления': 46350 }]));
  expect(row?.said?.there.receivedDay).toBe('2026-11-24');
});

test.each([
  ['at the end of the file', (text: Buffer) => text.subarray(0, -1)],
  ['before the end of its row', (text: Buffer) => Buffer.concat([text.subarray(0, -1), Buffer.from('\r\n')])],
])(
  'of a CSV in UTF-8 with a character cut in two %s the good rows are read, and the last is told of',
  async (_, cut) => {
    const last: RegistryLine = { ...OPEN, Номер: '2', 'ФИО руководителя': 'Шафеев И' };
    const rows = await rowsOf(cut(Buffer.from(csvOf(linesOf([good, last], LAYOUT_2026)))));
    expect(rows.map(({ row, said, complaints }) => [row, said?.appeal.number, complaints?.[0]])).toEqual([
      [2, '1', undefined],
      [
        3,
        undefined,
        { column: 'ФИО руководителя', value: 'Шафеев \ufffd', reason: expect.stringContaining('повреждён') },
      ],
    ]);
  },
);

test('a number that stands twice: the same row is one row, another one contradicts the first', async () => {
  const rows = await rowsOf(await registryXlsx([good, good, { ...good, Факт: 'Мусор' }]));
  expect(rows.map(({ row, complaints }) => [row, complaints?.[0]])).toEqual([
    [2, undefined],
    [4, { column: 'Номер', value: '1', reason: expect.stringContaining('стоит в строке 2') }],
  ]);
});

test('a line break in quotes begins no row of a CSV', async () => {
  const rows = await rowsOf(
    csvOf(
      linesOf(
        [
          { ...good, Факт: 'Яма\nи «ещё; одна»' },
          { ...good, Номер: '../' },
        ],
        LAYOUT_2026,
      ),
    ),
  );
  expect(rows[0]?.said?.appeal.fact).toBe('Яма\nи «ещё; одна»');
  expect(rows[1]).toMatchObject({ row: 3, complaints: [{ column: 'Номер' }] });
});

test('line breaks of two kinds in one CSV end rows alike', async () => {
  const rows = await rowsOf('Номер;Дата поступления\r\n1;24.11.2026\n2;24.11.2026\r\n3;24.11.2026\r4;24.11.2026');
  expect(rows.map(({ row, said }) => [row, said?.appeal.number])).toEqual([
    [2, '1'],
    [3, '2'],
    [4, '3'],
    [5, '4'],
  ]);
});

test('quotes within a CSV’s cell are its letters', async () => {
  const rows = await rowsOf('Номер;Факт;Дата поступления\n1;ООО "Ромашка" и "Ко";24.11.2026\n2;"Яма"!;24.11.2026');
  expect(rows.map(({ said }) => said?.appeal.fact)).toEqual(['ООО "Ромашка" и "Ко"', '"Яма"!']);
});

test('what a database refuses is not in a row in error, and no cell of it is longer than a spreadsheet’s', async () => {
  const long = 'я'.repeat(100_000);
  const rows = await rowsOf(
    rawXlsx(
      rawRow(1, 'Номер', 'Дата поступления', 'Категория_x0000_') +
        rawRow(2, '1', '31.02.2026', 'a_x0000_b&#xD800;c') +
        rawRow(3, '2', '31.02.2026_x0000_', long),
    ),
  );
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['1', '31.02.2026', 'ab\ufffdc'],
    ['2', '31.02.2026', long.slice(0, 32_767)],
  ]);
  expect(rows[1]?.complaints?.[0]).toMatchObject({ value: '31.02.2026' });
});

/** As long as a cell of Excel may be; a workbook has it once, wherever it stands. */
const BOOK = 'я'.repeat(32_767);
/** Each as many bytes as it is handed to the other process. */
const sizesOf = (parts: readonly RegistryPart[]): number[] =>
  parts.map((part) => (part.what === 'rows' ? part.lines.length : Buffer.byteLength(JSON.stringify(part))));
const columnsFrom = (first: number, count: number, text: number) =>
  Array.from({ length: count }, (_, index): [number, number] => [first + index, text]);
/** The headings of ПОС, as the first texts of a workbook, and BOOK after them. */
const SHARED = [...LAYOUT_2026, '24.11.2026', '31.02.2026', BOOK];
const [DAY, NO_DAY, BOOK_AT] = [LAYOUT_2026.length, LAYOUT_2026.length + 1, LAYOUT_2026.length + 2];
const RECEIVED = LAYOUT_2026.indexOf('Дата поступления');
const SHARED_HEADINGS = LAYOUT_2026.map((_, index): [number, number] => [index, index]);

test('one book of a text in eight thousand headings and cells is of no column of ПОС, and goes no further', async () => {
  const beside = columnsFrom(LAYOUT_2026.length, 8_000, BOOK_AT);
  const file = sharedXlsx(
    SHARED,
    sharedRow(1, [...SHARED_HEADINGS, ...beside]) +
      sharedRow(2, [[0, DAY], [RECEIVED, DAY], ...beside]) +
      sharedRow(3, [[0, DAY], [RECEIVED, NO_DAY], ...beside]),
  );
  expect(file.length).toBeLessThan(200_000);
  const parts = await partsOf(file);
  expect(parts.map(({ what }) => what)).toEqual(['headings', 'rows', 'end']);
  expect(Math.max(...sizesOf(parts))).toBeLessThan(5_000);
});

test('of rows in error of which each cell is a book so many are kept as one workbook holds, in parts that a process holds, and all are counted', async () => {
  const wrong = LAYOUT_2026.map((_, index): [number, number] => [index, index === RECEIVED ? NO_DAY : BOOK_AT]);
  const rows = Array.from({ length: 2_000 }, (_, index) => sharedRow(index + 2, wrong)).join('');
  const parts = await partsOf(sharedXlsx(SHARED, sharedRow(1, SHARED_HEADINGS) + rows));
  const sizes = sizesOf(parts);
  expect(Math.max(...sizes)).toBeLessThan(1_200_000);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(8_300_000);
  const read = parts.flatMap((part) => (part.what === 'rows' ? Buffer.from(part.lines).toString().split('\n') : []));
  expect(read).toHaveLength(2_000);
  const kept = read.map((line) => JSON.parse(line) as JudgedRow).filter(({ cells }) => cells !== undefined);
  expect(kept.length).toBeGreaterThan(100);
  expect(kept.every(({ cells }) => cells?.every((text) => text.length <= 1_001))).toBe(true);
  expect(JSON.parse(read.at(-1)!)).toEqual({ row: 2_001 });
});

test('a file that says more text than a year of a region has is not read to its end', async () => {
  async function* rows() {
    yield { row: 1, cells: ['Номер', 'Дата поступления', 'Факт'] };
    for (let row = 2; ; row += 1) yield { row, cells: [String(row), '01.01.2026', 'я'.repeat(900)] };
  }
  const reading = { now: new Date(NOON), calendar: loadCalendar(HOURS), words: wordsOf('ru'), remembered: ANSWERED };
  let bytes = 0;
  const judging = async () => {
    for await (const part of judgeRows(rows(), reading, { bytes: 3_000_000 })) bytes += sizesOf([part])[0]!;
  };
  await expect(judging()).rejects.toMatchObject({ reason: 'tooMuchText', params: { megabytes: 3 } });
  expect(bytes).toBeLessThan(3_000_001);
});

test('words of ПОС that are as long as a book are an error of their row', async () => {
  const rows = await rowsOf(await registryXlsx([good, { ...OPEN, Статус: 'я'.repeat(1_001) }]));
  expect(rows.map(({ said, complaints }) => said?.appeal.number ?? complaints)).toEqual([
    '1',
    [{ column: 'Статус', value: 'я'.repeat(60), reason: 'не длиннее 1000 знаков' }],
  ]);
});

/** A zip with these entries, each as its directory says. */
const zipOf = async (): Promise<Buffer> =>
  registryXlsx(Array.from({ length: 50 }, (_, index) => ({ ...OPEN, Номер: String(index) })));
/** The same with other sizes in its directory, where 4 bytes stand 24 after each signature. */
function saying(zip: Buffer, unpacked: number): Buffer {
  const changed = Buffer.from(zip);
  for (let at = changed.indexOf('PK\x01\x02'); at >= 0; at = changed.indexOf('PK\x01\x02', at + 4))
    changed.writeUInt32LE(unpacked, at + 24);
  return changed;
}
const ole = (part: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(70_000), Buffer.from(part, 'utf16le')]);
const text = (lines: readonly (readonly string[])[]) => csvOf(lines);
/** The same with each of its entries locked. */
function locked(zip: Buffer): Buffer {
  const changed = Buffer.from(zip);
  for (let at = changed.indexOf('PK\x01\x02'); at >= 0; at = changed.indexOf('PK\x01\x02', at + 4))
    changed.writeUInt16LE(1, at + 8);
  return changed;
}
const HEADINGS_RAW = rawRow(1, 'Номер', 'Дата поступления');

test.each<[string, () => Promise<Buffer | string> | Buffer | string, string]>([
  ['nothing in it', () => '', 'nothing'],
  ['the end cut off', async () => (await zipOf()).subarray(0, -200), 'truncated'],
  [
    'half of it',
    async () => {
      const zip = await zipOf();
      return zip.subarray(0, zip.length / 2);
    },
    'truncated',
  ],
  ['gigabytes packed in it', async () => saying(await zipOf(), 150_000_000), 'tooLarge'],
  ['a size that is hidden', async () => saying(await zipOf(), 0), 'tooLarge'],
  ['a password of its zip', async () => locked(await zipOf()), 'password'],
  [
    'a row beyond the last of a sheet',
    () => rawXlsx(HEADINGS_RAW + rawRow(99_999_999_999, '1', '24.11.2026')),
    'truncated',
  ],
  [
    'one number on two rows',
    () => rawXlsx(HEADINGS_RAW + rawRow(2, '1', '24.11.2026') + rawRow(2, '2', '24.11.2026')),
    'truncated',
  ],
  [
    'a quote that opens and swallows rows',
    () => 'Номер;Факт;Дата поступления\n1;"Яма;24.11.2026\n2;"Мусор";24.11.2026',
    'quotes',
  ],
  ['a password', () => ole('EncryptedPackage'), 'password'],
  ['the form of Excel 97', () => ole('Workbook'), 'oldExcel'],
  ['a web page in it', () => '\ufeff<html><table><tr><td>Номер</td></tr></table></html>', 'webPage'],
  ['the XML of Excel 2003', () => '<?xml version="1.0"?><Workbook/>', 'webPage'],
  ['a picture in it', () => Buffer.from('ffd8ffe000104a46494600010100', 'hex'), 'noTable'],
  [
    'a letter of OpenDocument',
    () =>
      Buffer.concat([
        Buffer.from('PK\x03\x04'),
        Buffer.alloc(26),
        Buffer.from('mimetypeapplication/vnd.oasis.opendocument.text'),
      ]),
    'otherOffice',
  ],
  ['a quote that is not closed', () => `${text([[...LAYOUT_2026], ['1', '"2']])}\r\n"3`, 'quotes'],
  [
    'no key column',
    () =>
      text([
        ['Фамилия', 'Телефон'],
        ['Иванов', '1'],
      ]),
    'noHeadings',
  ],
  [
    'no date column',
    () =>
      text([
        ['Номер', 'Категория'],
        ['1', 'Дороги'],
      ]),
    'noReceived',
  ],
  [
    'no number column',
    () =>
      text([
        ['Дата поступления', 'Категория'],
        ['24.11.2026', 'Дороги'],
      ]),
    'noNumber',
  ],
  [
    'a key column twice',
    () =>
      text([
        ['Номер', 'Дата поступления', 'номер'],
        ['1', '01.01.2026', '2'],
      ]),
    'headingTwice',
  ],
  ['no rows', () => registryXlsx([]), 'empty'],
])('a file with %s is answered by what it is', async (_, made, reason) => {
  const parts = await partsOf(await made());
  expect(parts.at(-1)).toEqual({ what: 'refused', refusal: { reason, params: expect.any(Object) } });
  expect(wordsOf('ru').plain(`registry:refused.${reason as 'nothing'}`)).not.toBe(reason);
});

test('a million rows are not read to their end', async () => {
  const lines = [
    ['Номер', 'Дата поступления'],
    ['1', '01.01.2026'],
    ['2', '01.01.2026'],
    ['3', '01.01.2026'],
  ];
  let asked = 0;
  async function* rows() {
    for (;;) yield { row: (asked += 1), cells: lines[asked - 1] ?? [String(asked), '01.01.2026'] };
  }
  const reading = { now: new Date(NOON), calendar: loadCalendar(HOURS), words: wordsOf('ru'), remembered: ANSWERED };
  const judging = async () => {
    for await (const part of judgeRows(rows(), reading, { rows: 1_000, atOnce: 100 })) expect(part).toBeDefined();
  };
  await expect(judging()).rejects.toMatchObject({ reason: 'tooManyRows', params: { count: 1_000 } });
  expect(asked).toBe(1_002);
});
