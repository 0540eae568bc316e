import { dayOf, type OfficeCalendar, type PlainDate } from '../../../../src/regulation/calendar';
import { isOverdue, latestPostponement } from '../../../../src/regulation/deadlines';
import type { AppealCard } from '../../../../src/usecases/reading/read-card';
import { shorten } from '../../screen';
import type { Reading } from '../../turn';
import { shortDay } from '../dates';
import type { Room } from '../fit';

/** Characters of all their numbers. */
const NUMBERS = 250;

/** What of a card tells how far it may be postponed. */
export interface Held {
  readonly joined: Pick<AppealCard['joined'], 'heldDue'>;
}

/** The last day to which it and those that it is worked as one with may be postponed; null: to any. */
export const latestFor = ({ joined }: Held, calendar: OfficeCalendar): PlainDate | null =>
  joined.heldDue && latestPostponement(joined.heldDue, calendar);

/** With which appeals it is worked as one: what that means for the answer, its term and its signature. */
export function joinedLines(
  { joined, number, kind, due, finished }: AppealCard,
  { words, now, calendar }: Reading,
  room: Room,
): string[] {
  const { follows, followers } = joined;
  if (follows !== null) return [words.html('card:joined.follows', { number: follows.number })];
  if (followers.length === 0) return [];
  const numbers = shorten(followers.map((one) => `№ ${one.number}`).join(', '), room(NUMBERS));
  const lines = [words.html('card:joined.leads', { numbers })];
  if (finished) return lines;
  const nearest = followers.reduce((one, other) => (other.due < one.due ? other : one), { number, due });
  if (nearest.number !== number) {
    const day = shortDay(dayOf(nearest.due, calendar), dayOf(now, calendar));
    const said = isOverdue(nearest.due, now) ? 'overdue' : 'due';
    lines.push(`<b>${words.html(`card:joined.${said}`, { number: nearest.number, day })}</b>`);
  }
  if (joined.kind !== kind) lines.push(words.html('card:joined.qualified'));
  return lines;
}
