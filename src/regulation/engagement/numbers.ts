import { lastWorkingDayOnOrBefore, plusDays, type OfficeCalendar, type PlainDate } from '../calendar';
import type { EngagementContent } from './content';
import type { EngagementStage } from './vocabulary';

/** What ОГ makes, in numbers of a morning; no titles, for a group may read them. */
export const ENGAGEMENT_NUMBERS = ['opens', 'closesSoon', 'closesLater', 'resultsDue', 'resultsLate'] as const;
type EngagementNumber = (typeof ENGAGEMENT_NUMBERS)[number];

interface Dated extends Pick<EngagementContent, 'opensOn' | 'closesOn' | 'resultsBy'> {
  readonly stage: EngagementStage;
}

/** In which of the numbers one of these is on this day. */
export function numbersOfDay(
  { stage, opensOn, closesOn, resultsBy }: Dated,
  day: PlainDate,
  calendar: OfficeCalendar,
): readonly EngagementNumber[] {
  if (stage === 'summing_up') {
    if (resultsBy === null) return [];
    if (resultsBy < day) return ['resultsLate'];
    return lastWorkingDayOnOrBefore(resultsBy, calendar) <= day ? ['resultsDue'] : [];
  }
  if (stage !== 'placing' && stage !== 'running') return [];
  const opens: readonly EngagementNumber[] = opensOn === day ? ['opens'] : [];
  if (stage !== 'running' || closesOn === null || closesOn < day || closesOn > plusDays(day, 3)) return opens;
  return [...opens, closesOn <= plusDays(day, 1) ? 'closesSoon' : 'closesLater'];
}
