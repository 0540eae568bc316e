import type { Words } from '../../../../src/i18n';
import { yearOf, type PlainDate } from '../../../../src/regulation/calendar';
import type { Period, Named } from '../../../../src/usecases/statistics/figures';
import { fullDay, MONTHS } from '../dates';

/** «01.11–29.11.2026»: the year once, where it is the same. */
export function daysWords({ from, to }: Period): string {
  if (from === to) return fullDay(from);
  return `${yearOf(from) === yearOf(to) ? fullDay(from).slice(0, 5) : fullDay(from)}–${fullDay(to)}`;
}

/** «ноябрь 2026 года», «IV квартал 2026 года», «неделя 23.11–29.11.2026»: as the subject of a sentence, and after «за». */
export function periodWords(named: Named, { plain }: Words): string {
  const { unit, from } = named;
  const year = yearOf(from);
  const month = Number(from.slice(5, 7));
  switch (unit) {
    case 'month':
      return plain('statistics:period.month', { month: plain(`common:month.${MONTHS[month - 1] ?? '1'}`), year });
    case 'quarter':
      return plain('statistics:period.quarter', { quarter: quarterOf(from), year });
    case 'year':
      return plain('statistics:period.year', { year });
    case 'week':
      return plain('statistics:period.week', { days: daysWords(named) });
    case 'day':
    case 'own':
      return daysWords(named);
  }
}
const QUARTERS = ['I', 'II', 'III', 'IV'] as const;
/** In which a day lies. */
export const quarterOf = (day: PlainDate): string => QUARTERS[Math.floor((Number(day.slice(5, 7)) - 1) / 3)] ?? '';
