import { inSentence } from '../../../../src/i18n';
import { dayOf } from '../../../../src/regulation/calendar';
import type { Notice } from '../../../../src/regulation/effects';
import { isOneOf } from '../../../../src/regulation/lists';
import { EVERY_ACTION } from '../../../../src/regulation/vocabulary';
import type { VisitFacts } from '../../../../src/usecases/card/notice';
import { shorten } from '../../screen';
import type { Reading } from '../../turn';
import { clockTime, namedDay } from '../dates';

const INVITES: readonly Notice[] = [
  'visitPlanned',
  'meetingPlanned',
  'visitMoved',
  'meetingMoved',
  'visitStands',
  'meetingStands',
];
/** Where nobody is to go any more. */
const CALLS_OFF: readonly Notice[] = ['visitCancelled', 'meetingCancelled'];
/** Whether it invites its reader, who may be unable to come. */
export const invites = (notice: Notice, visit: VisitFacts | null, readerId: number): boolean =>
  INVITES.includes(notice) && visit !== null && visit.people.some(({ id, isInvited }) => id === readerId && isInvited);
const takesPart = (visit: VisitFacts, readerId: number): boolean => visit.people.some(({ id }) => id === readerId);

/** Characters of a line. */
export const LINE = 200;

/** When, where, for what and who; and what the reader has to do with it, while it is to be. */
export function visitLines(
  visit: VisitFacts,
  notice: Notice,
  number: string,
  readerId: number,
  reading: Reading,
): string[] {
  const { words, now, calendar } = reading;
  const { html } = words;
  const momentOf = (instant: Date) =>
    `${namedDay(dayOf(instant, calendar), dayOf(now, calendar), words)} ${clockTime(instant, calendar)}`;
  const at = momentOf(visit.at);
  const about = html('notice:visit.about', { number, about: shorten(visit.about, LINE) });
  const where = html('notice:visit.place', { place: shorten(visit.place, LINE) });
  const why = [
    ...(visit.endedBy !== null && isOneOf(EVERY_ACTION, visit.endedBy)
      ? [inSentence(words.plain(`history:did.${visit.endedBy}`))]
      : []),
    ...(visit.reason === null ? [] : [visit.reason]),
  ].join('. ');
  if (visit.reason !== null || CALLS_OFF.includes(notice)) {
    const reason = html('notice:visit.reason', { reason: shorten(why, LINE) });
    return [
      html(notice === 'visitDeclined' ? 'notice:visit.at' : 'notice:visit.was', { moment: at }),
      where,
      about,
      reason,
    ];
  }
  const was = visit.movedFrom && html('notice:visit.was', { moment: momentOf(visit.movedFrom) });
  const names = [...visit.people.map((person) => person.name), visit.outside ?? []].flat().join(', ');
  return [
    ...(was ? [was] : []),
    html('notice:visit.at', { moment: at }),
    where,
    about,
    html('notice:visit.people', { names: shorten(names, LINE) }),
    takesPart(visit, readerId) ? html('notice:visit.youTakePart') : html('notice:visit.youStandIn'),
  ];
}
