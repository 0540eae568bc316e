import {
  dayOf,
  lastWorkingDayOnOrBefore,
  type OfficeCalendar,
  type PlainDate,
} from '../../../../src/regulation/calendar';
import { isOverdue } from '../../../../src/regulation/deadlines';
import type { AppealCard } from '../../../../src/usecases/card/card';
import type { Passing } from '../../../../src/usecases/appeals/holders';
import type { Reading } from '../../turn';
import { markLines, type Span } from '../calendar-marks';
import { shortDay, until } from '../dates';

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
