import type { Desk } from '../ports';
import type { Statistics, StatisticsWish } from './figures';

/**
 * What was counted of a period. Whoever shows it to a person asks first for their right to `report`.
 * @returns null while everything is being counted for the first time
 * @throws RangeError when the period is backwards or over 40 years (`refusalOfPeriod` says it first)
 */
export async function readStatistics(_desk: Desk, _wish: StatisticsWish): Promise<Statistics | null> {
  return Promise.resolve(null);
}
