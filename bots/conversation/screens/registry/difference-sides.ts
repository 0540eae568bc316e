import { dayOf, parsePlainDate, type PlainDate } from '../../../../src/regulation/calendar';
import { isOneOf } from '../../../../src/regulation/lists';
import { ANSWER_TYPES } from '../../../../src/regulation/vocabulary';
import type { DifferenceLine } from '../../../../src/usecases/registry/differences';
import type { Reading } from '../../turn';
import { shortDay } from '../dates';

/** What stands in ПОС and what here, as plain text; null: nothing stands there. */
export function sidesOf(
  { kind, there, stage, dueAt, executor, keyThere, keyHere }: DifferenceLine,
  { words: { plain }, now, calendar }: Reading,
): { readonly there: string | null; readonly here: string } {
  const day = (date: PlainDate) => shortDay(date, dayOf(now, calendar));
  const until = (date: PlainDate | null | undefined) =>
    date ? plain('reconcile:until', { day: day(date) }) : plain('reconcile:silent');
  const due = dayOf(dueAt, calendar);
  const named = there?.executor ?? plain('reconcile:silent');
  const where = [there?.stage, there?.status].filter((words) => words != null);
  const stands = where.length > 0 ? where.join(', ') : plain('reconcile:silent');
  const here = plain(`appeal:stage.${stage}`);
  switch (kind) {
    case 'finished':
    case 'redirected':
    case 'closed':
      return { there: there?.finishedDay ? `${stands}, ${day(there.finishedDay)}` : stands, here };
    case 'unfinished':
    case 'stage':
      return { there: stands, here };
    case 'assigned':
      return { there: named, here };
    case 'executor':
      return { there: named, here: executor ?? plain('reconcile:silent') };
    case 'body':
      return { there: keyThere, here: keyHere === '' ? plain('reconcile:ownBody') : keyHere };
    case 'postponement':
    case 'extension':
    case 'term':
      return { there: until(there?.plannedDay), here: until(due) };
    case 'fastTrack':
      return {
        there: there?.plannedDay
          ? plain('reconcile:fastTrackPlanned', { day: day(there.plannedDay) })
          : plain('reconcile:fastTrackThere'),
        here: plain('reconcile:ordinary', { day: day(due) }),
      };
    case 'law59':
    case 'category':
    case 'registered':
    case 'answer': {
      const side = sideOf(kind, plain, day);
      return { there: side(keyThere), here: side(keyHere) };
    }
    case 'repeat':
      return { there: plain('reconcile:repeated'), here };
    case 'missing':
      return { there: null, here: `${here}, ${until(due)}` };
  }
}

/** One side of what the key says whole: both are kept in one form, to be compared. */
const sideOf =
  (
    kind: 'law59' | 'category' | 'registered' | 'answer',
    plain: Reading['words']['plain'],
    day: (date: PlainDate) => string,
  ) =>
  (key: string): string => {
    const dayIn = (text: string) => {
      const date = parsePlainDate(text);
      return date === null ? text : day(date);
    };
    if (key === '') return plain('reconcile:silent');
    switch (kind) {
      case 'law59':
        return plain(key === 'appeal59' ? 'reconcile:law.appeal59' : 'reconcile:law.message');
      case 'category':
        return key;
      case 'registered':
        return dayIn(key);
      case 'answer':
        return key
          .split('|')
          .flatMap((part) => partOfAnswer(part, plain, dayIn))
          .join(', ');
    }
  };

function partOfAnswer(part: string, plain: Reading['words']['plain'], dayIn: (text: string) => string): string[] {
  if (part === '') return [];
  if (isOneOf(ANSWER_TYPES, part)) return [plain(`appeal:answerType.${part}`)];
  if (isOneOf(ENDS, part)) return [plain(`reconcile:ended.${part}`)];
  return [dayIn(part)];
}
const ENDS = ['answered', 'redirected', 'closed'] as const;
