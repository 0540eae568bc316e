import type { ColumnAnswer, Deciding, RegistryLayout, SheetLeftOut, SheetRead } from '../../regulation/registry-layout';
import type { Words } from '../../i18n';
import { entriesOf } from '../../regulation/lists';
import type { PlainDate } from '../../regulation/calendar';
import type { ShownFile } from '../../usecases/registry/read-file';
import { TITLES } from './export-words';

type Say = Words['plain'];

/** `24.11.2026`: a file may be of any year. */
export const dayOfFile = (day: PlainDate): string => day.split('-').reverse().join('.');

const quoted = (names: readonly string[]): string => names.map((name) => `«${name}»`).join(', ');

/** A row as people find it: on which sheet, where there are several, and which row of it. */
export function placeOfRow(layout: RegistryLayout | null, row: number): { sheet: string | null; row: number } {
  const sheets = layout?.sheets ?? [];
  const sheet = sheets.findLast(({ after }) => after < row);
  return { sheet: sheets.length > 1 ? (sheet?.name ?? null) : null, row: row - (sheet?.after ?? 0) };
}

/** Of which day it is, and whether it may say something older than is known. */
export function dayLines({ file, newest, loadedBefore }: ShownFile, say: Say): string[] {
  return [
    ...(file.day === null ? [] : [say('registry:day', { day: dayOfFile(file.day) })]),
    ...(loadedBefore === null ? [] : [say('registry:loadedBefore', { day: dayOfFile(loadedBefore) })]),
    ...(loadedBefore === null && newest !== null ? [say('registry:older', { day: dayOfFile(newest) })] : []),
  ];
}

/** What of a file is not read, and what was answered about its columns. */
export function layoutLines({ file: { layout, counts }, held }: ShownFile, say: Say): string[] {
  const { sheets = [], leftOut = [] } = layout ?? {};
  const { totals = 0, headings = 0, repeated = 0 } = counts;
  const passed = [
    ...(totals > 0 ? [say('registry:passed.totals', { value: totals })] : []),
    ...(headings > 0 ? [say('registry:passed.headings', { value: headings })] : []),
    ...(repeated > 0 ? [say('registry:passed.repeated', { value: repeated })] : []),
  ];
  const heldRows = held.map((row) => placeOfRow(layout, row).row).join(', ');
  return [
    ...((counts.held ?? 0) > 0 ? [say('registry:held', { count: counts.held ?? 0, rows: heldRows })] : []),
    ...(passed.length > 0 ? [say('registry:passed.all', { what: passed.join(', ') })] : []),
    ...(sheets.length > 1 ? [say('registry:sheetsRead', { names: quoted(sheets.map(({ name }) => name ?? '')) })] : []),
    ...leftOut.map((sheet) => leftOutLine(sheet, say)),
    ...sheets.flatMap((sheet) => {
      const lines = columnLines(sheet, say);
      return sheets.length > 1 ? lines.map((line) => onSheet(sheet.name, line, say)) : lines;
    }),
  ];
}

export const onSheet = (name: string | null, line: string, say: Say): string =>
  name === null ? line : `${say('registry:onSheet', { name })} ${line}`;

const leftOutLine = ({ name, rows, why }: SheetLeftOut, say: Say): string =>
  name === null
    ? say(`registry:leftOut.${why}.table`, { count: rows })
    : say(`registry:leftOut.${why}.sheet`, { name, count: rows });

const columnLines = ({ missing, unused, unusedMore, answers }: SheetRead, say: Say): string[] => [
  ...entriesOf(answers).flatMap(([field, answer]) => (answer ? [answerLine(field, answer, say)] : [])),
  ...(missing.length > 0 ? [say('registry:columns.missing', { names: quoted(missing) })] : []),
  ...(unused.length > 0 ? [say('registry:columns.unused', { names: quoted(unused) })] : []),
  ...(unusedMore > 0 ? [say('registry:columns.more', { count: unusedMore })] : []),
];

const answerLine = (field: Deciding, answer: ColumnAnswer, say: Say): string =>
  'heading' in answer
    ? say('registry:columns.answered', { title: TITLES[field], name: answer.heading })
    : say(`registry:columns.${answer.absent}`);

/** What is asked about the columns of a file, and why. */
export function questionLines({ file: { asked } }: ShownFile, say: Say): string[] {
  const field = asked?.fields[0];
  if (!asked || !field) return [];
  return [
    onSheet(asked.sheet, say(`registry:asks.${field}`), say),
    ...(asked.more > 0 ? [say('registry:asks.more', { count: asked.more })] : []),
    say('registry:asks.remembered'),
  ];
}
