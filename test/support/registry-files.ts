import { crc32, deflateRawSync } from 'node:zlib';
import { writeXlsx, type CellValue } from 'hucre/xlsx';

/** The headings of ПОС' export as it is now, and in the order of some years before, with fewer columns. */
export const LAYOUT_2026 = [
  'Номер',
  'Номер ЕПГУ',
  'Источник',
  'Верхнеуровневый ЛКО',
  'Категория',
  'Подкатегория',
  'Факт',
  'Организация, в которую поступило сообщение',
  'Организация, в которой находится сообщение',
  'Дата поступления',
  'Дата планируемого завершения работ',
  'Дата фактического завершения работ',
  'Стадия',
  'Статус',
  'Просрочено',
  'Фаст-трек',
  'ФЗ',
  'Заявитель выбрал подачу по 59-ФЗ',
  'Тип решения',
  'Направлено по email в ФОИВ, не подключенный к ПОС',
  'Оценка ответа заявителем',
  'Повторное рассмотрение',
  'ФИО координатора',
  'ФИО исполнителя',
  'ФИО руководителя',
] as const;
export type Heading = (typeof LAYOUT_2026)[number];

export const LAYOUT_2022: readonly Heading[] = [
  'Источник',
  'Номер',
  'Дата поступления',
  'Дата планируемого завершения работ',
  'Дата фактического завершения работ',
  'Статус',
  'Стадия',
  'Категория',
  'Подкатегория',
  'Факт',
  'ФЗ',
  'Фаст-трек',
  'Тип решения',
  'Оценка ответа заявителем',
  'Повторное рассмотрение',
  'ФИО исполнителя',
  'Номер ЕПГУ',
];

export type RegistryLine = Readonly<Partial<Record<Heading, CellValue>>>;

/** The sample row of ПОС: a fast track of ten days, finished. */
export const FINISHED: RegistryLine = {
  Номер: '327441806',
  'Номер ЕПГУ': '6668478383',
  Источник: 'ЕПГУ',
  Категория: 'Дороги',
  Подкатегория: 'Содержание дорог',
  Факт: 'Яма',
  'Дата поступления': '06.01.2026',
  'Дата планируемого завершения работ': '16.01.2026',
  'Дата фактического завершения работ': '07.01.2026',
  Стадия: 'Завершено',
  Статус: 'Отправлен ответ заявителю',
  Просрочено: 'Нет',
  'Фаст-трек': 'Да',
  ФЗ: 'Обычное сообщение',
  'Тип решения': 'Решено',
  'Оценка ответа заявителем': '5',
  'Повторное рассмотрение': 'Нет',
  'ФИО координатора': 'Кузнецова  Юлия  Юрьевна',
  'ФИО исполнителя': 'Петров Пётр Петрович',
};

/** One that is open: nothing is said of its end. */
export const OPEN: RegistryLine = {
  ...FINISHED,
  'Дата поступления': '24.11.2026',
  'Дата планируемого завершения работ': '04.12.2026',
  'Дата фактического завершения работ': '-',
  Стадия: 'В работе',
  Статус: 'Назначен исполнитель',
  'Тип решения': '-',
  'Оценка ответа заявителем': '-',
};

export const linesOf = (rows: readonly RegistryLine[], layout: readonly Heading[]): CellValue[][] => [
  [...layout],
  ...rows.map((row) => layout.map((heading) => row[heading] ?? '-')),
];

export async function xlsxOf(lines: readonly (readonly CellValue[])[], name = 'Sheet0'): Promise<Buffer> {
  return Buffer.from(await writeXlsx({ sheets: [{ name, rows: lines.map((line) => [...line]) }] }));
}

/** Several sheets, one after another, «Лист1», «Лист2» and so on, or as they are named. */
export async function sheetsOf(
  sheets: readonly (readonly (readonly CellValue[])[])[],
  names: readonly string[] = [],
): Promise<Buffer> {
  const made = sheets.map((lines, index) => ({
    name: names[index] ?? `Лист${index + 1}`,
    rows: lines.map((line) => [...line]),
  }));
  return Buffer.from(await writeXlsx({ sheets: made }));
}

/** A workbook whose only sheet is this XML, as no library would write it; of texts that it has once, as cells of `sharedRow` name them. */
export const rawXlsx = (sheetData: string): Buffer => packed(partsOfXlsx(sheetData, null));
export const sharedXlsx = (texts: readonly string[], sheetData: string): Buffer =>
  packed(partsOfXlsx(sheetData, texts.map((text) => `<si><t>${text}</t></si>`).join('')));

/** The parts of a workbook by their names, for whoever packs them otherwise. */
export function partsOfXlsx(sheetData: string, shared: string | null): Record<string, string> {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const list = (...targets: readonly (readonly [type: string, target: string])[]) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets.map(([type, target], index) => `<Relationship Id="r${index + 1}" Type="${relations}/${type}" Target="${target}"/>`).join('')}</Relationships>`;
  const sheet = ['worksheet', 'worksheets/sheet1.xml'] as const;
  return {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    '_rels/.rels': list(['officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': shared === null ? list(sheet) : list(sheet, ['sharedStrings', 'sharedStrings.xml']),
    ...(shared !== null && { 'xl/sharedStrings.xml': `<sst xmlns="${main}">${shared}</sst>` }),
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${sheetData}</sheetData></worksheet>`,
  };
}

/** A column by its number from 0, as a spreadsheet has it: A, Z, AA. */
export const columnName = (index: number): string =>
  (index >= 26 ? columnName(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));

/** A row of `sharedXlsx`: which of its texts stands in which column, both from 0. */
export const sharedRow = (number: number, cells: readonly (readonly [column: number, text: number])[]): string =>
  `<row r="${number}">${cells.map(([column, text]) => `<c r="${columnName(column)}${number}" t="s"><v>${text}</v></c>`).join('')}</row>`;

/** A row of `rawXlsx`, of texts; `number` as it is to be written. */
export const rawRow = (number: number, ...cells: readonly string[]): string =>
  `<row r="${number}">${cells.map((text, at) => `<c r="${columnName(at)}${number}" t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`;

export function packed(files: Readonly<Record<string, string>>): Buffer {
  const entries: Buffer[] = [];
  const directory: Buffer[] = [];
  let place = 0;
  for (const [name, text] of Object.entries(files)) {
    const [title, plain] = [Buffer.from(name), Buffer.from(text)];
    const bytes = deflateRawSync(plain);
    const sizes = Buffer.alloc(14);
    sizes.writeUInt32LE(crc32(plain), 0);
    sizes.writeUInt32LE(bytes.length, 4);
    sizes.writeUInt32LE(plain.length, 8);
    sizes.writeUInt16LE(title.length, 12);
    const end = Buffer.alloc(16);
    end.writeUInt32LE(place, 12);
    entries.push(Buffer.from('PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0', 'latin1'), sizes, Buffer.alloc(2), title, bytes);
    directory.push(Buffer.from('PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0', 'latin1'), sizes, end, title);
    place += 30 + title.length + bytes.length;
  }
  const end = Buffer.alloc(14);
  end.writeUInt16LE(entries.length / 5, 0);
  end.writeUInt16LE(entries.length / 5, 2);
  end.writeUInt32LE(Buffer.concat(directory).length, 4);
  end.writeUInt32LE(place, 8);
  return Buffer.concat([...entries, ...directory, Buffer.from('PK\x05\x06\0\0\0\0', 'latin1'), end]);
}

export const registryXlsx = (
  rows: readonly RegistryLine[],
  layout: readonly Heading[] = LAYOUT_2026,
): Promise<Buffer> => xlsxOf(linesOf(rows, layout));

export function csvOf(lines: readonly (readonly CellValue[])[], delimiter = ';'): string {
  const cell = (value: CellValue) => {
    const text = String(value ?? '');
    return /["\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return lines.map((line) => line.map(cell).join(delimiter)).join('\r\n');
}

/** As Excel saves a CSV where nobody has asked for UTF-8. */
export function windows1251(text: string): Buffer {
  return Buffer.from(
    [...text].map((character) => {
      const code = character.codePointAt(0) ?? 0;
      if (code < 0x80) return code;
      if (character === 'ё') return 0xb8;
      if (character === 'Ё') return 0xa8;
      if (character === '«') return 0xab;
      if (character === '»') return 0xbb;
      if (character === '№') return 0xb9;
      return code - 0x410 + 0xc0;
    }),
  );
}
