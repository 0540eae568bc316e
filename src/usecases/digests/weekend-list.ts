import type { Transaction } from '../../database/database';
import { closing, dayOf, endOfDay, nextWorkingDay } from '../../regulation/calendar';
import { type WeekendList, type Message, say } from '../messages';
import { loadColleagues } from '../people/colleagues';
import { circumstances, type Desk } from '../ports';
import { byPerson, loadEndingTerms, type TheirAppeal } from './ending-terms';
import { comparison, inLines, LINES_AT_MOST, linesFor, loadReaders, tallyOf } from './personal-digests';

/**
 * «К выходным»: to everybody, terms of theirs that end after today's closing and by the end of the first working day after
 * the days off. What is overdue already is a number beside them, never the reason of a list.
 * @param until afterwards nobody needs it
 * @idempotent by person and day
 */
export async function tellBeforeWeekend(tx: Transaction, desk: Desk, until: Date): Promise<void> {
  const around = circumstances(desk);
  const { now, calendar } = around;
  const day = dayOf(now, calendar);
  const closes = closing(day, calendar);
  const firstWorkingDay = nextWorkingDay(day, calendar);
  const ending = await loadEndingTerms(tx, around, endOfDay(firstWorkingDay, calendar));
  const terms = byPerson(
    ending.filter(({ due, overdue }) => overdue || due > closes),
    await loadColleagues(tx, around),
    around,
  );
  const readers = await loadReaders(tx);
  const lists = [...terms].map(([personId, { own }]) => {
    const later = stillToEnd(own);
    return { personId, own, later, theirs: inLines(later) };
  });
  const lineOf = await linesFor(
    tx,
    lists.flatMap(({ theirs }) => theirs.slice(0, LINES_AT_MOST)),
    readers,
    around,
  );

  const messages: Message[] = [];
  for (const { personId, own, later, theirs } of lists) {
    const to = readers.get(personId)?.chat;
    if (!to || later.length === 0) continue;
    const compared = await comparison(tx, personId, day, calendar);
    const tally = tallyOf(own, []);
    const params = {
      personId,
      day,
      until,
      firstWorkingDay,
      overdue: compared('overdue', tally.overdue),
      late: compared('late', tally.late),
      due: { count: later.length, change: null },
      lines: theirs.slice(0, LINES_AT_MOST).map(lineOf),
      more: Math.max(0, theirs.length - LINES_AT_MOST),
    } satisfies WeekendList;
    messages.push({ key: `weekend:${day}:person:${personId}`, to, kind: 'weekend', params, silent: true });
  }
  await say(tx, messages, now);
}

/** Without the terms that are over; the next to end comes first. */
function stillToEnd(own: readonly TheirAppeal[]): TheirAppeal[] {
  const endOf = ({ terms: [first] }: TheirAppeal) => first?.due.getTime() ?? 0;
  return own
    .map((theirs) => ({ ...theirs, terms: theirs.terms.filter(({ overdue }) => !overdue) }))
    .filter(({ terms }) => terms.length > 0)
    .sort((one, other) => endOf(one) - endOf(other));
}
