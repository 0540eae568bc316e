import { toPlainDate } from '../../../src/regulation/calendar';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSentTables, type SentTablesApart } from '../../../src/adapters/sent-tables/sent-tables';
import { recordingLog } from '../../support/recording-log';
import { csvOf, sharedRow, sharedXlsx, sheetsOf, xlsxOf } from '../../support/registry-files';

const TODAY = toPlainDate('2026-12-02');

const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-sent-tables-'));
const log = recordingLog();
const begun: SentTablesApart[] = [];
function begin(options: { readonly limitMs?: number } = {}): SentTablesApart {
  const tables = createSentTables({
    pathOf: (sha256) => path.join(folder, sha256),
    admins: [],
    ofServer: () => Promise.resolve(null),
    log,
    ...options,
  });
  begun.push(tables);
  return tables;
}
const tables = begin();
afterAll(async () => {
  for (const one of begun) await one.stop();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
/** @returns the name under which the bytes are kept */
function kept(bytes: string | Uint8Array): string {
  const name = `file-${(files += 1)}`;
  writeFileSync(path.join(folder, name), bytes);
  return name;
}

const NOBODY = { people: [], organizations: [] };

/** Of each subject: a good table, and what is said of one that can't be read; null: it is read. */
const SUBJECTS = [
  {
    subject: 'results',
    good: [
      ['Вариант', 'Голоса'],
      ['Парк', 5],
    ],
    refusal: async (name: string, of = tables) => {
      const sent = await of.sentTables.read(name);
      return sent.ok ? null : sent.refusal;
    },
  },
  {
    subject: 'questions of a direct line',
    good: [['Вопрос'], ['Когда будет лёд?']],
    refusal: async (name: string, of = tables) =>
      (await of.questionTables.read(name, 'ru', TODAY)).faults.find(({ row }) => row === null)?.reason ?? null,
  },
  {
    subject: 'the office',
    good: [
      ['ФИО', 'Роли'],
      ['Петров Пётр', 'Исполнитель'],
    ],
    refusal: async (name: string, of = tables) => {
      const read = await of.officeTables.read(name, 'ru', NOBODY);
      return read.ok ? null : (read.faults[0]?.reason ?? '');
    },
  },
] as const;

describe.each(SUBJECTS)('a table of $subject', ({ good, refusal, subject }) => {
  const isRaw = subject === 'results';

  test('that can’t be read is answered in words and noted, and the next one is read', async () => {
    expect(await refusal('gone')).toBe(
      isRaw ? 'failed' : 'Файл не получилось прочитать. Сохраните его заново и пришлите ещё раз.',
    );
    expect(JSON.stringify(log.lines)).toContain('ENOENT');
    expect(await refusal(kept(await xlsxOf(good)))).toBeNull();
  });

  test('is read as a workbook and as a text, in Windows-1251 too', async () => {
    const text = csvOf(good);
    const cyrillic = Buffer.from(
      [...text].map((letter) => {
        const code = letter.codePointAt(0) ?? 0;
        return letter === 'ё' ? 0xb8 : code >= 0x410 && code <= 0x44f ? code - 0x350 : code;
      }),
    );
    for (const bytes of [await xlsxOf(good), text, `\ufeff${text}`, Buffer.from(`\ufeff${text}`, 'utf16le'), cyrillic])
      expect(await refusal(kept(bytes))).toBeNull();
  });

  test('that is no table, or is shut, says so', async () => {
    expect(await refusal(kept('%PDF-1.7\n%\u0000\u0001\u0002'))).toBe(
      isRaw ? 'noTable' : 'Это не таблица. Пришлите XLSX или CSV.',
    );
    expect(await refusal(kept(''))).toBe(isRaw ? 'nothing' : 'Файл пуст. Пришлите другой.');
  });

  test('with more text than is read is refused, though the file is small', async () => {
    const [headings, row = []] = good;
    const strings = [...headings, ...row].map(String);
    const rowOf = (number: number, from: number, cells: readonly unknown[]) =>
      sharedRow(
        number,
        cells.map((_, at) => [at, from + at] as const),
      );
    const long = Array.from({ length: 1_000 }, (_, at) => sharedRow(at + 3, [[0, strings.length]]));
    const sheet = [rowOf(1, 0, headings), rowOf(2, headings.length, row), ...long].join('');
    expect(await refusal(kept(sharedXlsx([...strings, 'Яма '.repeat(8_000)], sheet)))).toBe(
      isRaw ? 'tooMuchText' : 'В таблице больше 20 МБ текста. Пришлите частями.',
    );
  });

  test('that takes too long is refused in words, and the next one is read', async () => {
    const hurried = begin({ limitMs: 1 });
    expect(await refusal(kept(await xlsxOf(good)), hurried)).toMatch(isRaw ? /^tooHeavy$/ : /не хватило памяти/);
    expect(await refusal(kept(await xlsxOf(good)))).toBeNull();
  });
});

test('equal questions of one file are one, and their rows are told; those of another place are others', async () => {
  const file = await sheetsOf([
    [
      ['Вопрос', 'Адрес'],
      ['Когда будет лёд?', 'ул. Мира'],
      ['Когда будет лёд?', 'ул. Лесная'],
      ['Когда будет лёд?', 'ул. Мира'],
      [],
      ['Когда будет лёд?', 'ул. Мира'],
    ],
  ]);
  const { rows, repeats, faulty } = await tables.questionTables.read(kept(file), 'ru', TODAY);
  expect([rows.map(({ address }) => address), repeats, faulty]).toEqual([['ул. Мира', 'ул. Лесная'], [4, 6], 0]);
});

test('the number of a row is that of the spreadsheet, and a row of dashes is none', async () => {
  const file = await xlsxOf([['Список'], [], ['Вариант', 'Голоса'], ['—', '-'], ['Парк', 5], [null, null, ' ']]);
  expect(await tables.sentTables.read(kept(file))).toEqual({
    ok: true,
    rows: [
      { row: 1, cells: ['Список'] },
      { row: 3, cells: ['Вариант', 'Голоса'] },
      { row: 5, cells: ['Парк', '5'] },
    ],
  });
});
