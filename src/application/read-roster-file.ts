import { readFile } from 'node:fs/promises';
import type { Config } from '../config';
import { wordsOf, type Words } from '../i18n';
import { intakeWords } from '../intake/complaints';
import { messengerOfGroups } from '../intake/messenger-chats';
import { readRoster } from '../intake/roster';
import { complaintLine } from '../intake/roster-report';
import type { RosterData } from '../usecases/office/loading';

type RosterSettings = Pick<Config, 'rosterFile' | 'defaultLocale' | 'mode'>;

/**
 * What the file says now that is loaded at each start: it may have been changed since.
 * @returns null: there is none, or it can't be read, of which the next start tells
 */
export async function readRosterFile(config: RosterSettings): Promise<RosterData | null> {
  const { rosterFile: file, defaultLocale } = config;
  const text = file === null ? null : await readFile(file, 'utf8').catch(() => null);
  const reading =
    text === null ? null : readRoster(text, intakeWords(wordsOf(defaultLocale)), messengerOfGroups(config));
  return reading?.ok ? reading.value.roster : null;
}

/** What is wrong with it, after the variable's name; null: nothing. */
export async function rosterFaults(file: string, words: Words, config: Pick<Config, 'mode'>): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return words.plain('config:rosterUnreadable', { file });
  const reading = readRoster(text, intakeWords(words), messengerOfGroups(config));
  if (reading.ok) return null;
  const faults = reading.complaints.map((complaint) => `\n    ${complaintLine(complaint)}`);
  return words.plain('config:rosterFaults', { faults: faults.join('') });
}
