import { dayOf, type PlainDate } from '../../../../src/regulation/calendar';
import type { DifferenceLine } from '../../../../src/usecases/registry/read-differences';
import type { Reading } from '../../turn';
import { shortDay } from '../dates';

/** What stands in ПОС and what here, as plain text; null: nothing stands there. */
export function sidesOf(
  { kind, there, stage, dueAt, executor }: DifferenceLine,
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
      return { there: there?.finishedDay ? `${stands}, ${day(there.finishedDay)}` : stands, here };
    case 'unfinished':
    case 'stage':
      return { there: stands, here };
    case 'assigned':
      return { there: named, here };
    case 'executor':
      return { there: named, here: executor ?? plain('reconcile:silent') };
    case 'term':
      return { there: until(there?.plannedDay), here: until(due) };
    case 'fastTrack':
      return {
        there: there?.plannedDay
          ? plain('reconcile:fastTrackPlanned', { day: day(there.plannedDay) })
          : plain('reconcile:fastTrackThere'),
        here: plain('reconcile:ordinary', { day: day(due) }),
      };
    case 'repeat':
      return { there: plain('reconcile:repeated'), here };
    case 'missing':
      return { there: null, here: `${here}, ${until(due)}` };
  }
}
