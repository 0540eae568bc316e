import { parse } from 'csv-parse/sync';
import { unzip } from './unzip';

/** A table as a reader sees it: its title, then lines of a name and what stands beside it. */
export interface ReadTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};
const plain = (text: string): string => text.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity);
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found]) => found ?? '');

/** The tables of a fragment of a page. */
export const tablesOfHtml = (html: string): ReadTable[] =>
  all(html, /<table>(.*?)<\/table>/gs).map((table) => {
    const [caption = ''] = all(table, /<caption>(.*?)<\/caption>/gs).map(plain);
    const [, ...columns] = all(table, /<th scope="col">(.*?)<\/th>/gs).map(plain);
    const rows = all(table, /<tr>(<th scope="row">.*?)<\/tr>/gs).map((row) =>
      all(row, /<t[hd][^>]*>(.*?)<\/t[hd]>/gs).map(plain),
    );
    return { caption, columns, rows };
  });

export async function wordsOfDocx(docx: Uint8Array): Promise<string> {
  const files = await unzip(Buffer.from(docx), 'plain');
  return files.get('word/document.xml')?.toString('utf8') ?? '';
}

/** The tables of a document, but for one of its head. */
export const tablesOfDocx = async (docx: Uint8Array): Promise<ReadTable[]> =>
  all(await wordsOfDocx(docx), /<w:tbl>(.*?)<\/w:tbl>/gs)
    .map((table) =>
      all(table, /<w:tr>(.*?)<\/w:tr>|<w:tr [^>]*>(.*?)<\/w:tr>/gs).map((row) =>
        all(row, /<w:tc>(.*?)<\/w:tc>/gs).map((cell) => plain(all(cell, /<w:t(?: [^>]*)?>(.*?)<\/w:t>/gs).join(''))),
      ),
    )
    .filter((rows) => rows.length > 1)
    .map(([head = [], ...rows]) => ({ caption: head[0] ?? '', columns: head.slice(1), rows }));

/** The tables of a spreadsheet: below each other, each of all columns. */
export function tablesOfCsv(csv: string): ReadTable[] {
  const [[, , ...columns] = [], ...lines]: string[][] = parse(csv, { bom: true, delimiter: ';' });
  const captions = [...new Set(lines.map(([caption = '']) => caption))];
  return captions.map((caption) => ({
    caption,
    columns,
    rows: lines.filter(([of]) => of === caption).map(([, ...row]) => row),
  }));
}

/** As people write a number, and as a spreadsheet has it: «1 234», «+12», «−0,3» and «–» are 1234, 12, -0,3 and nothing. */
export const bareCell = (cell: string): string =>
  /^[+−]?[\d\s]+(?:,\d+)?$/u.test(cell) ? cell.replace(/[\s+]/gu, '').replace('−', '-') : cell === '–' ? '' : cell;

/** The same table, whichever file it came from: columns that have nothing are left out, as they are where people read. */
export function bareTable({ caption, columns, rows }: ReadTable): ReadTable {
  const bare = rows.map((row) => row.map(bareCell));
  const kept = columns.map((_, at) => at === 0 || bare.some((row) => row[at + 1] !== ''));
  return {
    caption,
    columns: columns.filter((_, at) => kept[at]),
    rows: bare.map(([name = '', ...cells]) => [name, ...cells.filter((_, at) => kept[at])]),
  };
}
