import { dayOf } from '../../../../src/regulation/calendar';
import { isOverdue } from '../../../../src/regulation/deadlines';
import { isOfOneAlone } from '../../../../src/regulation/decide';
import type { Action } from '../../../../src/regulation/vocabulary';
import type { AppealCard, Follower } from '../../../../src/usecases/card/card';
import { shorten } from '../../screen';
import type { Reading } from '../../turn';
import { shortDay } from '../dates';
import type { Room } from '../fit';

/** Characters of all their numbers. */
const NUMBERS = 250;

/** Whose term under 59-ФЗ allows no later day, where it is not its own: that one is to be extended. */
export const heldByOther = ({ kind, due, joined: { followers, heldDue } }: AppealCard): Follower | null =>
  heldDue === null || (kind === 'appeal59' && due.getTime() === heldDue.getTime())
    ? null
    : (followers.find((one) => one.kind === 'appeal59' && one.due.getTime() === heldDue.getTime()) ?? null);

/** For which of those that are worked as one a form acts; none: it stands for itself. In HTML. */
export function concernedLines(card: AppealCard, action: Action, reading: Reading): string[] {
  const { joined, number, finished } = card;
  const { html } = reading.words;
  const { follows, followers } = joined;
  // «Объединить» names them by itself
  if (action === 'join' || (follows === null && followers.length === 0)) return [];
  if (isOfOneAlone(action) && !(action === 'disjoin' && follows === null)) {
    const others = action === 'extendTerm' ? followers.filter(({ kind }) => kind === 'appeal59') : [];
    return [
      html('card:joined.alone', { number }),
      ...others.slice(0, EXTENDED_APART).map((one) => apart(one, reading)),
      ...(action === 'extendTerm' ? nearestStays(card, reading) : []),
    ];
  }
  const numbers = [number, ...followers.map((one) => one.number)].map((one) => `№ ${one}`).join(', ');
  const all = html('card:joined.each', { numbers: shorten(numbers, NUMBERS) });
  if (finished) return action === 'disjoin' ? [all] : [all, html('card:joined.disjoinFirst')];
  return [all, ...nearestLine(card, reading)];
}
/** More are seen on the card. */
const EXTENDED_APART = 5;
const apart = ({ number, due }: Follower, { words, now, calendar }: Reading): string =>
  words.html('card:joined.extendedApart', { number, day: shortDay(dayOf(due, calendar), dayOf(now, calendar)) });

type Dues = Pick<AppealCard, 'joined' | 'due'>;
const nearestFollower = ({ joined: { followers } }: Pick<AppealCard, 'joined'>): Follower | null =>
  followers.reduce<Follower | null>((one, other) => (one === null || other.due < one.due ? other : one), null);

/** All are worked on by the nearest due: one that is extended and is not the nearest changes nothing for whoever works. */
function nearestStays({ joined, due }: Dues, { words: { html }, now, calendar }: Reading): string[] {
  const dayOfDue = (end: Date) => shortDay(dayOf(end, calendar), dayOf(now, calendar));
  const nearest = nearestFollower({ joined });
  if (nearest !== null && nearest.due <= due)
    return [html('card:joined.nearestStays', { number: nearest.number, day: dayOfDue(nearest.due) })];
  const { nearestDue } = joined;
  return nearest === null && nearestDue !== null && nearestDue < due
    ? [html('card:joined.nearestStaysSo', { day: dayOfDue(nearestDue) })]
    : [];
}

/** Extended to that day it may be the nearest no more. In HTML. */
export function nearestNext(card: Dues, extendedTo: Date, { words: { html }, now, calendar }: Reading): string[] {
  const nearest = nearestFollower(card);
  if (nearest === null || nearest.due <= card.due || nearest.due >= extendedTo) return [];
  const day = shortDay(dayOf(nearest.due, calendar), dayOf(now, calendar));
  return [html('card:joined.nearestNext', { number: nearest.number, day })];
}

/** By whose term all of them are due, where it is another's. */
function nearestLine(
  { joined: { followers }, number, due }: Pick<AppealCard, 'joined' | 'number' | 'due'>,
  { words, now, calendar }: Reading,
): string[] {
  const nearest = followers.reduce((one, other) => (other.due < one.due ? other : one), { number, due });
  if (nearest.number === number) return [];
  const day = shortDay(dayOf(nearest.due, calendar), dayOf(now, calendar));
  const said = isOverdue(nearest.due, now) ? 'overdue' : 'due';
  return [`<b>${words.html(`card:joined.${said}`, { number: nearest.number, day })}</b>`];
}

/** Of one that goes along: the answer of all is due before its own term. */
function dueWithAll(
  { due, finished, joined: { nearestDue } }: Pick<AppealCard, 'due' | 'finished' | 'joined'>,
  { words, now, calendar }: Reading,
): string[] {
  if (finished || nearestDue === null || nearestDue >= due) return [];
  return [words.html('card:joined.dueWithAll', { day: shortDay(dayOf(nearestDue, calendar), dayOf(now, calendar)) })];
}

/** With which appeals it is worked as one: what that means for the answer, its term and its signature. */
export function joinedLines(card: AppealCard, reading: Reading, room: Room): string[] {
  const { joined, kind, finished } = card;
  const { words } = reading;
  const { follows, followers } = joined;
  if (follows !== null)
    return [words.html('card:joined.follows', { number: follows.number }), ...dueWithAll(card, reading)];
  if (followers.length === 0) return [];
  const numbers = shorten(followers.map((one) => `№ ${one.number}`).join(', '), room(NUMBERS));
  const lines = [words.html('card:joined.leads', { numbers })];
  if (finished) return lines;
  lines.push(...nearestLine(card, reading));
  if (joined.kind !== kind) lines.push(words.html('card:joined.qualified'));
  return lines;
}
