import { hasRight } from '../../../../src/regulation/rights';
import type { ViolationNews } from '../../../../src/usecases/violations/store';
import { readViolation } from '../../../../src/usecases/violations/read-violation';
import {
  readJournal,
  readOwnViolations,
  readPeopleOfJournal,
} from '../../../../src/usecases/violations/read-violations';
import type { Named } from '../../../../src/usecases/statistics/figures';
import type { Screen } from '../../screen';
import {
  journalKindsScreen,
  journalPeopleScreen,
  journalScreen,
  ownViolationsScreen,
  type JournalPart,
} from '../../screens/violations/journal-screen';
import { violationScreen } from '../../screens/violations/violation-screen';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';

/** Null: there is none, or it is not theirs. */
export async function drawViolation(
  { desk }: Pick<Talk, 'desk'>,
  { official, reading }: Pick<Turn, 'official' | 'reading'>,
  violationId: number,
  news: ViolationNews | null = null,
): Promise<Screen | null> {
  const view = await readViolation(desk, official, violationId);
  return view && violationScreen(view, reading, { news, isManager: hasRight(official, 'violations') });
}

/** Null: the journal is not theirs. */
export async function drawJournal({ desk }: Talk, turn: Turn, part: JournalPart): Promise<Screen | null> {
  const { from, to } = part.named;
  const read = await readJournal(desk, turn.official, { from, to, ofId: part.ofId, only: part.only });
  return read && journalScreen(read, part, turn.reading);
}

export async function drawKindsOfJournal(
  { desk }: Talk,
  { official, reading }: Turn,
  part: Pick<JournalPart, 'named' | 'ofId'>,
): Promise<Screen | null> {
  const { from, to } = part.named;
  const read = await readJournal(desk, official, { from, to, ofId: part.ofId, only: null });
  return read && journalKindsScreen(read, part, reading);
}

export async function drawPeopleOfJournal(
  { desk }: Talk,
  { official, reading }: Turn,
  named: Named,
  page: number,
): Promise<Screen | null> {
  const people = await readPeopleOfJournal(desk, official, named);
  return people && journalPeopleScreen(people, { named, page }, reading);
}

export const drawOwnViolations = async ({ desk }: Talk, { official, reading }: Turn, page: number): Promise<Screen> =>
  ownViolationsScreen(await readOwnViolations(desk, official), page, reading);
