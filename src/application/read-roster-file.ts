import { readFile } from 'node:fs/promises';
import { wordsOf, type Locale } from '../i18n';
import { intakeWords } from '../intake/complaints';
import { readRoster } from '../intake/roster';
import type { RosterData } from '../usecases/administration/roster-data';

/**
 * What the file says now that is loaded at each start: it may have been changed since.
 * @returns null: there is none, or it can't be read, of which the next start tells
 */
export async function readRosterFile(file: string | null, locale: Locale): Promise<RosterData | null> {
  const text = file === null ? null : await readFile(file, 'utf8').catch(() => null);
  const reading = text === null ? null : readRoster(text, intakeWords(wordsOf(locale)));
  return reading?.ok ? reading.value.roster : null;
}
