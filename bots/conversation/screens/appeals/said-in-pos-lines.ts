import { escapeHtml } from '../../../../src/i18n';
import { dayOf, type PlainDate } from '../../../../src/regulation/calendar';
import { maskPersonalData } from '../../../../src/text/personal-data';
import type { AppealCard } from '../../../../src/usecases/card/card';
import { shorten } from '../../screen';
import type { Reading } from '../../turn';
import { shortDay } from '../dates';
import type { Room } from '../fit';

/** Characters of one thing that ПОС says. */
const PART = 80;

/** What ПОС says of the appeal, by which export; then what the applicant made of the answer. In HTML. */
export function saidInPosLines(
  { saidInPos }: Pick<AppealCard, 'saidInPos'>,
  { words: { html, plain }, now, calendar }: Reading,
  room: Room,
): string[] {
  if (saidInPos === null) return [];
  const {
    day: exported,
    place,
    finished,
    executor,
    body,
    plannedDay,
    answerType,
    finishedDay,
    mark,
    repeated,
  } = saidInPos;
  const day = (date: PlainDate) => shortDay(date, dayOf(now, calendar));
  const part = (text: string) => shorten(maskPersonalData(text), room(PART));
  const said = [
    place === null ? null : part(place),
    answerType === null ? null : plain(`appeal:answerType.${answerType}`),
    finished && finishedDay !== null ? day(finishedDay) : null,
    executor === null ? null : part(executor),
    body === null ? null : part(body),
    finished || plannedDay === null ? null : plain('card:there.planned', { day: day(plannedDay) }),
  ].filter((one) => one !== null);
  const head = exported === null ? html('card:there.export') : html('card:there.exportOf', { day: day(exported) });
  return [
    ...(said.length === 0 ? [] : [`${head} ${escapeHtml(said.join(' · '))}`]),
    ...(mark === null ? [] : [html('card:mark', { mark })]),
    ...(repeated ? [html('card:repeatedThere')] : []),
  ];
}
