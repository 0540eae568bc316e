import { wordsOf, type Locale } from '../../i18n';
import { judgeRows, NoRegistry } from '../../intake/registry/judge-rows';
import type { RegistryPart } from '../../intake/registry/bring-in';
import type { OfficeCalendar } from '../../regulation/calendar';
import { loadCalendar } from '../calendars';
import { csvRows } from './csv-rows';
import { fileKind } from './file-kind';
import { Unreadable } from './unreadable';
import { xlsxRows } from './xlsx-rows';

/** What a thread is told when it starts. */
export interface ReadingOrder {
  readonly path: string;
  /** Of the office. */
  readonly hours: Pick<OfficeCalendar, 'zone' | 'opensAt' | 'closesAt'>;
  readonly locale: Locale;
  /** ISO. */
  readonly now: string;
}

/** Reads a registry file: what it is by its bytes, its headings, its rows, or why it is none. */
export async function* readParts({ path, hours, locale, now }: ReadingOrder): AsyncGenerator<RegistryPart, undefined> {
  try {
    const rows = (await fileKind(path)) === 'zip' ? xlsxRows(path) : csvRows(path);
    const reading = { now: new Date(now), calendar: loadCalendar(hours), words: wordsOf(locale) };
    yield* judgeRows(rows, reading);
    yield { what: 'end' };
  } catch (error) {
    if (!(error instanceof Unreadable || error instanceof NoRegistry)) throw error;
    yield { what: 'refused', refusal: { reason: error.reason, params: error.params } };
  }
  return undefined;
}
