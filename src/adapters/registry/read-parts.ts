import { wordsOf, type Locale } from '../../i18n';
import { judgeRows, NoRegistry, type FileRow, type Judged } from '../../intake/registry/judge-rows';
import type { RegistryPart } from '../../intake/registry/bring-in';
import type { RowReading } from '../../intake/registry/read-row';
import type { OfficeCalendar } from '../../regulation/calendar';
import { loadCalendar } from '../calendars';
import { csvRows } from './csv-rows';
import { fileKind } from './file-kind';
import { isOutOfMemory, Unreadable } from './unreadable';
import { xlsxSheets } from './xlsx-rows';

/** What the process that reads is told when it starts. */
export interface ReadingOrder {
  readonly path: string;
  /** Of the office. */
  readonly hours: Pick<OfficeCalendar, 'zone' | 'opensAt' | 'closesAt'>;
  readonly locale: Locale;
  /** ISO. */
  readonly now: string;
}

/** What that process answers when it is asked for a part; a fault of ours goes to whoever has asked. */
export type Said = { readonly part: RegistryPart } | { readonly fault: string };

/** Reads a registry file: what it is by its bytes, its headings, its rows, or why it is none. */
export async function* readParts({ path, hours, locale, now }: ReadingOrder): AsyncGenerator<RegistryPart, undefined> {
  try {
    const tables = (await fileKind(path)) === 'zip' ? xlsxSheets(path) : [csvRows(path)];
    yield* judgeFirst(tables, { now: new Date(now), calendar: loadCalendar(hours), words: wordsOf(locale) });
    yield { what: 'end' };
  } catch (error) {
    const refusal = isOutOfMemory(error) ? new Unreadable('tooHeavy') : error;
    if (!(refusal instanceof Unreadable || refusal instanceof NoRegistry)) throw error;
    yield { what: 'refused', refusal: { reason: refusal.reason, params: refusal.params } };
  }
  return undefined;
}

/** The first table that has the headings of a registry: what stands on the sheets before it is something else. */
async function* judgeFirst(
  tables: AsyncIterable<AsyncIterable<FileRow>> | Iterable<AsyncIterable<FileRow>>,
  reading: RowReading,
): AsyncGenerator<Judged> {
  let none: NoRegistry | null = null;
  for await (const rows of tables) {
    try {
      yield* judgeRows(rows, reading);
      return;
    } catch (error) {
      if (!(error instanceof NoRegistry) || error.reason !== 'noHeadings') throw error;
      none ??= error;
    }
  }
  if (none) throw none;
}
