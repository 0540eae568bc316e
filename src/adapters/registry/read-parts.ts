import { wordsOf, type Locale } from '../../i18n';
import { judgeTables, NoRegistry } from '../../intake/registry/judge-rows';
import type { RegistryPart } from '../../intake/registry/bring-in';
import type { Remembered } from '../../intake/registry/headings';
import type { OfficeCalendar } from '../../regulation/calendar';
import type { Box } from '../../regulation/district';
import { loadCalendar } from '../calendars';
import { isOutOfMemory } from '../limited-process';
import { csvRows } from './csv-rows';
import { fileKind } from './file-kind';
import { Unreadable } from './unreadable';
import { xlsxSheets } from './xlsx-rows';

/** What the process that reads is told when it starts. */
export interface ReadingOrder {
  readonly path: string;
  /** Of the office. */
  readonly hours: Pick<OfficeCalendar, 'zone' | 'opensAt' | 'closesAt'>;
  /** Absent: nobody looks where points are. */
  readonly district?: Box;
  readonly locale: Locale;
  /** ISO. */
  readonly now: string;
  readonly remembered?: Remembered;
}

/** What that process answers when it is asked for a part; a fault of ours goes to whoever has asked. */
export type Said = { readonly part: RegistryPart } | { readonly fault: string };

/** Reads a registry file: what it is by its bytes, its headings, its rows, or why it is none. */
export async function* readParts({
  path,
  hours,
  district,
  locale,
  now,
  remembered = {},
}: ReadingOrder): AsyncGenerator<RegistryPart, undefined> {
  try {
    const tables = (await fileKind(path)) === 'zip' ? xlsxSheets(path) : [{ name: null, rows: csvRows(path) }];
    const reading = { now: new Date(now), calendar: loadCalendar(hours), words: wordsOf(locale), remembered, district };
    if ((yield* judgeTables(tables, reading)) === 'read') yield { what: 'end' };
  } catch (error) {
    const refusal = isOutOfMemory(error) ? new Unreadable('tooHeavy') : error;
    if (!(refusal instanceof Unreadable || refusal instanceof NoRegistry)) throw error;
    yield { what: 'refused', refusal: { reason: refusal.reason, params: refusal.params } };
  }
  return undefined;
}
