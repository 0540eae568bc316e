import { monthOf, daysBetween, plusDays, weekday, type PlainDate } from '../../regulation/calendar';
import type { Unit } from '../asked-report';
import type { Period } from './figures';
import { endOfMonth, monthsLater, refusalOfPeriod, yearBefore } from './periods';

/** A period as people name it; of one that goes on, all days that it will have. */
export interface Named extends Period {
  readonly unit: Unit;
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** The unit in which a day lies. */
export function unitAround(unit: Exclude<Unit, 'own'>, day: PlainDate): Named {
  if (unit === 'day') return { unit, from: day, to: day };
  if (unit === 'week') {
    const from = plusDays(day, 1 - weekday(day));
    return { unit, from, to: plusDays(from, 6) };
  }
  const months = MONTHS[unit];
  const from = monthsLater(monthOf(day), -((Number(day.slice(5, 7)) - 1) % months));
  return { unit, from, to: endOfMonth(monthsLater(from, months - 1)) };
}

/** What there is to count of it by now; null: it lies wholly ahead. */
export const countedOf = ({ from, to }: Period, today: PlainDate): Period | null =>
  from > today ? null : { from, to: to < today ? to : today };

/** The same unit, so many before or after; of own days, as many days. */
export function shifted({ unit, from, to }: Named, by: number): Named {
  switch (unit) {
    case 'own': {
      const length = (daysBetween(from, to) + 1) * by;
      return { unit, from: plusDays(from, length), to: plusDays(to, length) };
    }
    case 'day':
      return unitAround(unit, plusDays(from, by));
    case 'week':
      return unitAround(unit, plusDays(from, by * 7));
    default:
      return unitAround(unit, monthsLater(from, by * MONTHS[unit]));
  }
}

/**
 * The days with which a period is compared: those of the unit before, up to as far as this one has gone. Monday to Wednesday stand beside
 * Monday to Wednesday, and half a month beside half a month.
 */
export function besideBefore(named: Named, today: PlainDate): Period | null {
  const counted = countedOf(named, today);
  if (counted === null) return null;
  const { from, to } = shifted(named, -1);
  if (counted.to === named.to) return { from, to };
  const same = plusDays(from, daysBetween(counted.from, counted.to));
  return { from, to: same < to ? same : to };
}

/** The same days of the year before. */
export function besideYearBefore(named: Named, today: PlainDate): Period | null {
  const counted = countedOf(named, today);
  return counted && yearBefore(counted);
}

/** What is wrong with days that somebody has chosen. */
export type OwnDaysRefusal = 'backwards' | 'tooLong' | 'ahead' | 'nothingYet' | 'beforeFirst';

/** Null: nothing. @param first the day on which the first appeal was registered; null: there is none */
export function refusalOfOwnDays(period: Period, today: PlainDate, first: PlainDate | null): OwnDaysRefusal | null {
  const refusal = refusalOfPeriod(period);
  if (refusal !== null) return refusal;
  if (period.from > today) return 'ahead';
  if (first === null) return 'nothingYet';
  return period.to < first ? 'beforeFirst' : null;
}
