import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileOf } from '../../src/stand/support';
import { windows1251 } from '../../support/registry-files';
import { PEOPLE } from '../../support/world';
import { goodRow, HEADINGS, HEAD_ROW, inline, partsOf, rowOf, shared, texts, workbook } from '../corpus/workbooks';
import { zip, type Entry } from '../corpus/zip';
import type { AtDoor, Case, Door } from '../door';
import type { HostileOffice } from '../office';
import { saysAnyOf } from '../words';

type Given =
  { readonly file: string; readonly bytes: Buffer } | { readonly file: string; readonly drop: (at: string) => void };

const MEGABYTE = 1_000_000;
const LONGEST_CELL = 32_767;
const REFUSED = saysAnyOf('registry:refused');
/** Refused, or read with its rows in error told. */
const TOLD = new RegExp(`${REFUSED.source}|С ошибками: \\d|Новых: \\d|Новых без признака 59-ФЗ|Строка \\d`);
const READ = /Новых: 1/;

/** As a share takes it. */
const fileNamed = (name: string, ending: string): string => `${name.replace(/[^\p{L}\p{N} ]/gu, '')}.${ending}`;
const xlsx = (name: string, make: () => Buffer, says = REFUSED): Case<Given> => ({
  name,
  make: () => ({ file: fileNamed(name, 'xlsx'), bytes: make() }),
  says,
});
const csv = (name: string, make: () => Buffer | string, says = REFUSED): Case<Given> => ({
  name,
  make: () => ({ file: fileNamed(name, 'csv'), bytes: Buffer.from(make()) }),
  says,
});
const dropped = (
  name: string,
  file: string,
  drop: (at: string) => void,
  says: RegExp | null = REFUSED,
): Case<Given> => ({
  name,
  make: () => ({ file, drop }),
  says,
});

const HEADER = HEADINGS.join(';');
const line = (number: string): string => `${number};24.11.2026;Дороги;Обычное;В работе`;
const table = (number: string): string => `${HEADER}\r\n${line(number)}\r\n`;
const good = (number: string): Buffer => workbook({ rows: HEAD_ROW + goodRow(2, number) });
const longest = 'я'.repeat(LONGEST_CELL);
const sst = (...strings: readonly string[]): string => strings.map((text) => `<si><t>${text}</t></si>`).join('');
const many = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('');
const DECLARED = `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`;
const LAUGHS = `<!DOCTYPE x [<!ENTITY a0 "ха">${many(12, (index) => `<!ENTITY a${index + 1} "${`&a${index};`.repeat(10)}">`)}]>`;
const replaced = (entries: readonly Entry[], name: string, change: (entry: Entry) => Entry): Entry[] =>
  entries.map((entry) => (entry.name === name ? change(entry) : entry));
const SHEET = 'xl/worksheets/sheet1.xml';
const sized = (megabytes: number, says?: Entry['says']): Buffer =>
  zip(
    replaced(partsOf({ rows: HEAD_ROW }), SHEET, ({ name, content }) => ({
      name,
      content: Buffer.concat([Buffer.from(content), Buffer.alloc(megabytes * MEGABYTE, 0x20)]),
      ...(says && { says }),
    })),
  );

const WORKBOOKS: readonly Case<Given>[] = [
  xlsx('one text of 32767 letters in 8000 headings', () =>
    workbook({
      strings: sst(longest),
      rows:
        rowOf(
          1,
          Array.from({ length: 8_000 }, (_, column) => shared(1, column, 0)),
        ) + goodRow(2, '1'),
    }),
  ),
  xlsx(
    'one text of 32767 letters in 8000 headings behind good ones',
    () =>
      workbook({
        strings: sst(longest),
        rows:
          rowOf(1, [
            ...HEADINGS.map((text, column) => inline(1, column, text)),
            ...Array.from({ length: 8_000 }, (_, column) => shared(1, column + HEADINGS.length, 0)),
          ]) + goodRow(2, '1'),
      }),
    TOLD,
  ),
  xlsx(
    'bad rows of one long text, 12500 of them',
    () =>
      workbook({
        strings: sst(longest),
        rows: HEAD_ROW + many(12_500, (index) => rowOf(index + 2, [shared(index + 2, 0, 0), shared(index + 2, 1, 0)])),
      }),
    TOLD,
  ),
  xlsx(
    'good rows with one long text as category',
    () =>
      workbook({
        strings: sst(longest),
        rows:
          HEAD_ROW +
          many(2_000, (index) =>
            rowOf(index + 2, [
              inline(index + 2, 0, `8${index}`),
              inline(index + 2, 1, '24.11.2026'),
              shared(index + 2, 2, 0),
            ]),
          ),
      }),
    TOLD,
  ),
  xlsx(
    'three million shared strings',
    () => workbook({ strings: '<si><t>я</t></si>'.repeat(3_000_000), rows: HEAD_ROW + goodRow(2, '1') }),
    TOLD,
  ),
  xlsx(
    'a cell of 15 MB',
    () => workbook({ rows: HEAD_ROW + texts(2, ['я'.repeat(7 * MEGABYTE), '24.11.2026', 'Дороги']) }),
    TOLD,
  ),
  xlsx(
    '16384 columns in 3000 rows',
    () =>
      workbook({
        rows:
          HEAD_ROW +
          many(300, (row) =>
            rowOf(
              row + 2,
              Array.from({ length: 16_384 }, (_, column) => shared(row + 2, column, 0)),
            ),
          ),
        strings: sst('яма'),
      }),
    TOLD,
  ),
  xlsx('zeros of 190 MB behind the rows', () => sized(190), TOLD),
  xlsx('zeros of 300 MB', () => sized(300)),
  xlsx('says 1 kB, is 250 MB', () => sized(250, { unpacked: 1_000 })),
  xlsx('says 0 bytes, is 250 MB', () => sized(250, { unpacked: 0 })),
  xlsx('says 4 GB, is 1 kB', () => sized(0, { unpacked: 0xffffffff })),
  xlsx('packed size beyond the file', () => sized(0, { packed: 0x7fffffff })),
  xlsx('a wrong checksum', () => sized(0, { crc: 1 }), TOLD),
  xlsx('ten thousand entries over one', () => {
    const entries: Entry[] = [...partsOf({ rows: HEAD_ROW }), { name: 'bomb', content: Buffer.alloc(150_000) }];
    const bomb = entries.length - 1;
    return zip([
      ...entries,
      ...Array.from({ length: 9_000 }, (_, index): Entry => ({
        name: `x${index}`,
        content: '',
        at: bomb,
        says: { unpacked: 150_000 },
      })),
    ]);
  }),
  xlsx('an end that says 65535 entries', () => zip(partsOf({ rows: HEAD_ROW }), 65_535)),
  xlsx('30000 entries', () =>
    zip([
      ...partsOf({ rows: HEAD_ROW }),
      ...Array.from({ length: 30_000 }, (_, index) => ({ name: `x${index}`, content: '' })),
    ]),
  ),
  xlsx('a zip in a zip in a zip', () =>
    zip([
      {
        name: 'a.zip',
        content: zip([{ name: 'b.zip', content: zip([{ name: 'c', content: Buffer.alloc(MEGABYTE) }]) }]),
      },
    ]),
  ),
  xlsx(
    'names that climb out of the folder',
    () => zip([...partsOf({ rows: HEAD_ROW + goodRow(2, '1') }), { name: '../../../../tmp/hostile', content: 'x' }]),
    TOLD,
  ),
  xlsx('a name with NUL', () => zip([...partsOf({ rows: HEAD_ROW }), { name: 'xl/\0', content: 'x' }]), TOLD),
  xlsx('an unknown way of packing', () =>
    zip(replaced(partsOf({ rows: HEAD_ROW }), SHEET, (entry) => ({ ...entry, method: 99 }))),
  ),
  xlsx('locked by a password', () =>
    zip(replaced(partsOf({ rows: HEAD_ROW }), SHEET, (entry) => ({ ...entry, flags: 1 }))),
  ),
  xlsx(
    'an entity of a file of this machine',
    () => workbook({ doctype: DECLARED, rows: HEAD_ROW + texts(2, ['&e;', '24.11.2026', '&e;']) }),
    TOLD,
  ),
  xlsx(
    'an entity of a file in shared strings',
    () => workbook({ doctype: DECLARED, strings: sst('&e;'), rows: HEAD_ROW + rowOf(2, [shared(2, 0, 0)]) }),
    TOLD,
  ),
  xlsx(
    'a billion laughs in the sheet',
    () => workbook({ doctype: LAUGHS, rows: HEAD_ROW + texts(2, ['&a12;', '24.11.2026', '']) }),
    TOLD,
  ),
  xlsx(
    'a billion laughs in shared strings',
    () => workbook({ doctype: LAUGHS, strings: sst('&a12;'), rows: HEAD_ROW + rowOf(2, [shared(2, 0, 0)]) }),
    TOLD,
  ),
  xlsx('elements a million deep', () => workbook({ rows: '<a>'.repeat(MEGABYTE) }), TOLD),
  xlsx('an attribute of 60 MB', () => workbook({ rows: `<row r="1" x="${'я'.repeat(30 * MEGABYTE)}"/>` }), TOLD),
  xlsx('a comment of 60 MB', () => workbook({ rows: `<!--${'я'.repeat(30 * MEGABYTE)}-->` }), TOLD),
  xlsx('a thousand sheets', () => workbook({ rows: texts(1, ['пусто']), sheets: 1_000 })),
  xlsx('a row number beyond all rows', () => workbook({ rows: HEAD_ROW + goodRow(99_999_999_999, '1') }), TOLD),
  xlsx('rows backwards', () => workbook({ rows: HEAD_ROW + goodRow(5, '1') + goodRow(2, '2') }), TOLD),
  xlsx(
    'a column beyond all columns',
    () => workbook({ rows: HEAD_ROW + `<row r="2"><c r="ZZZZZZZ2"><v>1</v></c></row>` }),
    TOLD,
  ),
  xlsx(
    'a shared string that is not there',
    () => workbook({ strings: sst('я'), rows: HEAD_ROW + rowOf(2, [shared(2, 0, 4_000_000_000)]) }),
    TOLD,
  ),
  xlsx(
    'a date of 1e308',
    () => workbook({ rows: HEAD_ROW + `<row r="2"><c r="A2"><v>7</v></c><c r="B2"><v>1e308</v></c></row>` }),
    TOLD,
  ),
  xlsx(
    'formulas and bidirectional signs as text',
    () => workbook({ rows: HEAD_ROW + texts(2, ['=cmd|1', '24.11.2026', '\u202eхак']) }),
    TOLD,
  ),
  xlsx('a workbook behind a PDF', () => Buffer.concat([Buffer.from('%PDF-1.7\n'), good('1')]), TOLD),
  ...Array.from({ length: 9 }, (_, tenth) =>
    xlsx(`cut at ${tenth + 1} tenths`, () => {
      const whole = good('1');
      return whole.subarray(0, Math.floor((whole.length * (tenth + 1)) / 10));
    }),
  ),
];

const TABLES: readonly Case<Given>[] = [
  csv('a quote without an end, 18 MB', () => `${HEADER}\r\n"${`${line('1')}\r\n`.repeat(310_000)}`),
  csv('one line of 18 MB', () => 'я'.repeat(9 * MEGABYTE)),
  csv('headings of 18 MB', () => `${HEADER};${'Ы;'.repeat(4 * MEGABYTE)}\r\n${line('1')}`, TOLD),
  csv('a row of 6 million cells', () => `${HEADER}\r\n1;24.11.2026;${'я;'.repeat(6 * MEGABYTE)}`, TOLD),
  csv('empty lines of 18 MB', () => `${HEADER}\r\n${'\r\n'.repeat(9 * MEGABYTE)}`, TOLD),
  csv('a million bad rows', () => `${HEADER}\r\n${'x;y;z\r\n'.repeat(1_000_000)}`, TOLD),
  csv('200001 rows', () => `${HEADER}\r\n${many(200_001, (index) => `${line(`9${index}`)}\r\n`)}`),
  csv(
    'bad cells of 30 kB, 500 of them',
    () => `${HEADER}\r\n${many(500, () => `${'ж'.repeat(15_000)};нет;\r\n`)}`,
    TOLD,
  ),
  csv('nothing', () => ''),
  csv('a byte order mark and nothing', () => '\ufeff'),
  csv('NUL between letters', () => `${HEADER}\0\r\n${line('1')}\0`),
  csv('UTF-16LE', () => Buffer.from(`\ufeff${table('700001')}`, 'utf16le'), READ),
  csv(
    'UTF-16LE with a byte too many',
    () => Buffer.concat([Buffer.from(`\ufeff${table('700002')}`, 'utf16le'), Buffer.from([0x41])]),
    TOLD,
  ),
  csv(
    'UTF-16LE with halves of pairs',
    () => Buffer.from(`\ufeff${HEADER}\r\n700003;24.11.2026;\ud800\r\n`, 'utf16le'),
    TOLD,
  ),
  csv('UTF-16BE', () => Buffer.from(`\ufeff${table('700004')}`, 'utf16le').swap16(), READ),
  csv(
    'UTF-32',
    () =>
      Buffer.concat([
        Buffer.from([0xff, 0xfe, 0, 0]),
        ...[...table('1')].map((letter) => {
          const four = Buffer.alloc(4);
          four.writeUInt32LE(letter.codePointAt(0) ?? 0);
          return four;
        }),
      ]),
    TOLD,
  ),
  csv('Windows-1251', () => windows1251(table('700005')), READ),
  csv(
    'broken UTF-8',
    () =>
      Buffer.concat([
        Buffer.from(`${HEADER}\r\n700006;24.11.2026;`),
        Buffer.from([0xc3, 0x28, 0xf0, 0x28, 0x8c]),
        Buffer.from('\r\n'),
      ]),
    TOLD,
  ),
  csv('a web page', () => '<html><table><tr><td>Номер</td></tr></table></html>'),
  csv('old Excel', () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(100_000)])),
  csv('noise', () =>
    Buffer.from(
      Array.from({ length: MEGABYTE }, (_, index) => (index * 2_654_435_761) >>> 13).map((value) => value & 255),
    ),
  ),
  {
    name: 'a name with U+202E',
    make: () => ({ file: 'таблица\u202exslx.csv', bytes: Buffer.from('пусто') }),
    says: REFUSED,
  },
];

const FOLDER: readonly Case<Given>[] = [
  dropped('a sparse file of 2 GB', 'sparse.csv', (at) => {
    const file = openSync(at, 'w');
    ftruncateSync(file, 2 * 1024 ** 3);
    closeSync(file);
  }),
  dropped('a link to a file of this machine', 'link.csv', (at) => symlinkSync('/etc/passwd', at), null),
  dropped('a link to nothing', 'dangling.csv', (at) => symlinkSync('/nowhere', at), null),
  dropped('a link to a folder', 'folder-link.csv', (at) => symlinkSync('/etc', at), null),
  dropped('a pipe', 'pipe.csv', (at) => execFileSync('mkfifo', [at]), null),
  dropped('a folder by the name of a table', 'folder.csv', (at) => mkdirSync(at), null),
  dropped('a name of 255 bytes', `${'я'.repeat(125)}.csv`, (at) => writeFileSync(at, 'пусто')),
  dropped('a name with a line break', 'line\nbreak.csv', (at) => writeFileSync(at, 'пусто')),
  dropped('a table of 45 MB in one quote', 'quote.csv', (at) =>
    writeFileSync(at, `${HEADER}\r\n"${'я'.repeat(22 * MEGABYTE)}`),
  ),
  dropped('a file of 60 MB', 'large.csv', (at) =>
    writeFileSync(at, `${HEADER}\r\n${`${line('1')}\r\n`.repeat(1_600_000)}`),
  ),
  dropped('links planted where refused files go', 'planted.csv', (at) => {
    for (let id = 1; id < 300; id += 1)
      symlinkSync(
        '/tmp/hostile-planted',
        path.join(path.dirname(at), 'refused', `${String(id).padStart(5, '0')} planted.csv.txt`),
      );
    writeFileSync(at, 'пусто');
  }),
];

export const registry: Door<Given> = {
  name: 'registry',
  cases: [...WORKBOOKS, ...TABLES, ...FOLDER],
  short: [
    'one text of 32767 letters in 8000 headings behind good ones',
    'good rows with one long text as category',
    'says 1 kB, is 250 MB',
    'a billion laughs in shared strings',
    'cut at 5 tenths',
  ],
  prepare: async () => ({ enter }),
};

async function enter(office: HostileOffice): Promise<AtDoor<Given>> {
  // A second of rest in the place of a minute.
  await office.rows(`insert into setting (key, value) values ('intake_rest', '{"minutes": 0.02}')`);
  let number = 7_100_000;
  const send = async (file: string, bytes: Buffer) => {
    const form = new FormData();
    form.append('document', fileOf(bytes, file, 'application/octet-stream'));
    const { status, body } = await office.stand.control('POST', `people/${PEOPLE.coordinator.telegramId}/send`, form);
    if (status >= 300) throw new Error(JSON.stringify(body));
  };
  const about = async (file: string): Promise<string> => {
    const pieces = file.split(/[^\p{L}\p{N} .]/u);
    const said = [...(await office.texts('coordinator')), ...(await office.texts('secondCoordinator'))];
    return said.filter((text) => pieces.every((piece) => text.includes(piece))).join('\n');
  };
  return {
    async give(given) {
      if ('bytes' in given) await send(given.file, given.bytes);
      else given.drop(path.join(office.intakeFolder, given.file));
      return () => about(given.file);
    },
    async beside() {
      const file = `good ${(number += 1)}.xlsx`;
      await send(file, good(String(number)));
      if (await office.comes(async () => READ.test(await about(file)))) return [];
      return [`a good file right after was not read: ${JSON.stringify((await about(file)).slice(-200))}`];
    },
  };
}
