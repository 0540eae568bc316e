import { hasRight } from '../../regulation/rights';
import { askForFile, type FileAsked } from '../reading/ask-for-file';
import type { JournalFormat } from '../asked-report';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import type { Named } from '../statistics/units';
import type { JournalAsked } from './read-violations';

/** The journal as a file. @idempotent while it is being made */
export async function askForJournal(
  desk: Desk,
  official: Official,
  { unit, from, to }: Named,
  { ofId, only }: Pick<JournalAsked, 'ofId' | 'only'>,
  format: JournalFormat,
): Promise<FileAsked | 'notYours'> {
  if (!hasRight(official, 'violations')) return 'notYours';
  const params = { personId: official.personId, format, unit, from, to, ofId, only };
  const key = `violations:${format}:${unit}:${from}:${to}:${ofId}:${only}`;
  return askForFile(desk, official, key, { kind: 'violationsFile', params });
}
