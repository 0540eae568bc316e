import { zip, type Entry } from './zip';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
/** With those without which a file is asked about, and not read. */
export const HEADINGS = ['Номер', 'Дата поступления', 'Категория', 'ФЗ', 'Статус'] as const;

export interface Parts {
  /** Of the first sheet, without its rows' end. */
  readonly rows?: string;
  /** `<si>` of the table of shared strings. */
  readonly strings?: string;
  /** Whole files, in the place of ours or beside them. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Before the root of these, after the XML declaration. */
  readonly doctype?: string;
  readonly sheets?: number;
}

const relationships = (list: readonly (readonly [type: string, target: string])[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
    .map(([type, target], index) => `<Relationship Id="r${index + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

/** The files of a workbook, by their names. */
export function partsOf({ rows = '', strings, files = {}, doctype = '', sheets = 1 }: Parts): Entry[] {
  const head = `<?xml version="1.0" encoding="UTF-8"?>${doctype}`;
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1);
  const all: Record<string, string | Buffer> = {
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `${head}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${numbers.map((number) => `<sheet name="${number}" sheetId="${number}" r:id="r${number}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ...numbers.map((number) => ['worksheet', `worksheets/sheet${number}.xml`] as const),
      ...(strings === undefined ? [] : [['sharedStrings', 'sharedStrings.xml'] as const]),
    ]),
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `${head}<sst xmlns="${MAIN}">${strings}</sst>` }),
    ...Object.fromEntries(
      numbers.map((number) => [
        `xl/worksheets/sheet${number}.xml`,
        `${head}<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`,
      ]),
    ),
    ...files,
  };
  return Object.entries(all).map(([name, content]) => ({ name, content }));
}

export const workbook = (parts: Parts): Buffer => zip(partsOf(parts));

/** 0 → A, 26 → AA. */
export function columnOf(index: number): string {
  const rest = Math.floor(index / 26) - 1;
  return `${rest >= 0 ? columnOf(rest) : ''}${String.fromCharCode(65 + (index % 26))}`;
}

export const inline = (row: number, column: number, text: string): string =>
  `<c r="${columnOf(column)}${row}" t="inlineStr"><is><t>${text}</t></is></c>`;
export const shared = (row: number, column: number, index: number): string =>
  `<c r="${columnOf(column)}${row}" t="s"><v>${index}</v></c>`;
export const rowOf = (row: number, cells: readonly string[]): string => `<row r="${row}">${cells.join('')}</row>`;
export const texts = (row: number, values: readonly string[]): string =>
  rowOf(
    row,
    values.map((value, column) => inline(row, column, value)),
  );
export const HEAD_ROW = texts(1, HEADINGS);
/** A good row of those three columns. */
export const goodRow = (row: number, number: string): string =>
  texts(row, [number, '24.11.2026', 'Дороги', 'Обычное', 'В работе']);
