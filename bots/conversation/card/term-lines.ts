import { dayOf, lastWorkingDayOnOrBefore, type OfficeCalendar, type PlainDate } from '../../../src/regulation/calendar';
import { isOverdue } from '../../../src/regulation/deadlines';
import type { AppealCard, Follower } from '../../../src/usecases/card/card';
import type { Passing } from '../../../src/usecases/appeals/holders';
import type { Reading } from '../kit/turn';
import { markLines, type Span, shortDay, until } from '../kit/calendar-words';
import { isOfOneAlone } from '../../../src/regulation/decide';
import type { Action } from '../../../src/regulation/vocabulary';
import { shorten } from '../kit/screen';
import type { Room } from '../kit/fit';

/** When it was finished, and whether in time. */
function outcomeLines(
  { outcome }: AppealCard,
  { words, now, calendar }: Pick<Reading, 'words' | 'now' | 'calendar'>,
): string[] {
  if (outcome === null) return [];
  const today = dayOf(now, calendar);
  const { stage, day, daysLate: count } = outcome;
  const due = shortDay(dayOf(outcome.due, calendar), today);
  if (outcome.isReturned) return [words.html('card:outcome.returned', { day: shortDay(day, today) })];
  const done = words.html(`card:outcome.${stage}`, { day: shortDay(day, today) });
  const { closed } = outcome;
  // Nothing was to be in time any more.
  if (closed)
    return [
      done,
      words.html('card:closed', { why: words.plain(`appeal:closure.${closed.closure}`), words: closed.reason }),
    ];
  const late = count > 0 ? words.html('card:outcome.late', { count, due }) : words.html('card:outcome.inTime', { due });
  return [`${done}, ${late}`];
}

/** By when: the whole, the stage, the duty, the passing on. */
export function termLines(card: AppealCard, { words, now, calendar }: Reading): string[] {
  if (card.finished) return outcomeLines(card, { words, now, calendar });
  const today = dayOf(now, calendar);
  // What is our reading alone is marked, and «Почему такой срок» has its words.
  const mark = card.assumptions.due === null ? '' : '?';
  const day = `${shortDay(dayOf(card.due, calendar), today)}${mark}`;
  const lines: string[] = [];
  if (isOverdue(card.due, now))
    lines.push(
      `<b>${words.html(card.due <= card.receivedAt ? 'card:overdueBefore' : 'card:overdueSince', { day })}</b>`,
    );
  else if (card.shownDue) lines.push(words.html('card:dueShown', { day, workingDay: shortDay(card.shownDue, today) }));
  else lines.push(words.html('card:due', { day }));
  if (card.extended) lines.push(words.html('card:extended'));
  // A stage that ends with the whole is no second delay: whoever has it now may have got it late already.
  if (card.stageDue && !(card.stageDue.cut && isOverdue(card.stageDue.due, now))) {
    const { stage, due, number } = card.stageDue;
    const at = until(due, now, calendar);
    const whose = number === null ? '' : ` (${words.html('card:title', { number })})`;
    lines.push(
      isOverdue(due, now)
        ? `<b>${words.html('card:stageOverdue', { stage: words.plain(`appeal:stage.${stage}`), moment: at })}</b>${whose}`
        : `${words.html(`card:stageDue.${stage}`, { moment: at })}${whose}`,
    );
  }
  if (card.dutyDue) {
    const late = isOverdue(card.dutyDue, now);
    lines.push(words.html(late ? 'card:dutyOverdue' : 'card:dutyDue', { moment: until(card.dutyDue, now, calendar) }));
  }
  if (card.passing) lines.push(passingLine(card.passing, { words, now, calendar }));
  if (card.postponedUntil) lines.push(words.html('card:postponedUntil', { day: shortDay(card.postponedUntil, today) }));
  return [...lines, ...markLines(restsOn(card, today, calendar), { words, now, calendar })];
}

/** §2: an `appeal59` may be passed on within seven days. Nobody is late by them who does not ask for it. */
export function passingLine(
  { due, receivedAt, asked, number }: Passing,
  { words, now, calendar }: Pick<Reading, 'words' | 'now' | 'calendar'>,
): string {
  const day = shortDay(dayOf(due, calendar), dayOf(now, calendar));
  const [isOver, isOverBefore] = asked
    ? (['card:passingOver', 'card:passingOverBefore'] as const)
    : (['card:passingWas', 'card:passingWasBefore'] as const);
  const over = due <= receivedAt ? isOverBefore : isOver;
  const isToday = lastWorkingDayOnOrBefore(dayOf(due, calendar), calendar) === dayOf(now, calendar);
  const line = words.html(isOverdue(due, now) ? over : isToday ? 'card:passingToday' : 'card:passingUntil', { day });
  return number === null ? line : `${line} (${words.html('card:title', { number })})`;
}

/** The days on which the terms rest: working days are counted back from the due and on to the duty's end. */
function restsOn(
  { due, shownDue, stageDue, dutyDue, postponedUntil }: AppealCard,
  today: PlainDate,
  calendar: OfficeCalendar,
): Span[] {
  const dueDay = dayOf(due, calendar);
  const dutyDay = dutyDue && dayOf(dutyDue, calendar);
  const stageDay = stageDue && dayOf(stageDue.due, calendar);
  return [
    [shownDue ?? dueDay, dueDay],
    ...(stageDay ? [[stageDay, stageDay] as const] : []),
    ...(dutyDay ? [[today < dutyDay ? today : dutyDay, dutyDay] as const] : []),
    ...(postponedUntil ? [[postponedUntil, postponedUntil] as const] : []),
  ];
}

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
